//! Looking at the world: which goals of a step were reached, and whether a refusal was one of them.

use std::collections::BTreeSet;

use crate::app::fact::{Evidence, Truth};
use crate::app::player::Player;
use crate::app::run::Run;
use crate::app::step_state::StepState;
use crate::app::tenant::TenantFacts;
use crate::app::token::ApiAnswer;
use crate::app::workbench::Sending;
use crate::lesson::bench::Bench;
use crate::lesson::desks::filled;
use crate::lesson::fact::Condition;
use crate::lesson::model::{Goal, Step, Tick};

impl Player {
    /// Looks at the world once more: what holds now of the step's list and goals stays so.
    pub(crate) fn observe(&mut self, facts: Option<&TenantFacts>) {
        // What the pilot does is no deed of the learner's, and neither is looking at what it did.
        let flown = self.flown.steps.contains(&self.at.step);
        // What is about to be put back counts no more.
        if self.resetting.is_some() {
            return;
        }
        if self.pilot.is_some() || flown && !self.has_unmade_changes() {
            return;
        }
        let Some(mut state) = self.states.remove(&self.at.step) else {
            return;
        };
        let step = self.step();
        let since = state.event;
        let evidence = Evidence::of(self, facts);
        // Facts of the present ask for the state that is being looked at.
        let truth = |when: &Condition| evidence.holds_in(when, &state, since);
        // Once one exchange had all of it, each box is ticked by whichever had its part.
        let newest = step.newest && !self.reached.contains(&step.id);
        let box_of = |when: &Condition| {
            let run = self.bench.latest();
            let run = run.filter(|run| run.born > since && self.is_of_step(run));
            if when.is_about_app() && self.has_unmade_changes() {
                // What was changed in the form and not made is not so at the app yet.
                Truth::No
            } else if newest && when.is_about_runs() && run.is_some() {
                evidence.holds_on(when, run)
            } else {
                truth(when)
            }
        };
        let ticks = step.ticks.iter().map(|tick| tick.when.as_ref().map(box_of));
        let ticks: Vec<Option<Truth>> = ticks.collect();
        // The boxes follow what is changed in a form; the app is the tutor's until it is made anew.
        let goals = step.goals.iter().filter(|_| !flown);
        let goals: Vec<Truth> = goals.map(|goal| truth(&goal.when)).collect();
        for (at, (tick, truth)) in step.ticks.iter().zip(&ticks).enumerate() {
            match truth {
                Some(Truth::Yes) => {
                    state.ticks.insert(at);
                }
                // What stands in a form or at the tenant may be otherwise by now, and then the box says so.
                Some(Truth::No | Truth::Unknown) if is_of_the_present(tick) => {
                    state.ticks.remove(&at);
                }
                Some(Truth::No | Truth::Unknown) if newest => {
                    state.ticks.remove(&at);
                }
                Some(Truth::No | Truth::Unknown) | None => {}
            }
        }
        let asks_for_the_form = is_left_first(step);
        state.unseen_ticks = unseen(&ticks);
        // Of a request at a practice tenant all can be seen: what is not known there is what the app has not got.
        let demands_all = asks_for_the_form && self.own.is_none();
        let all = settle(
            &mut state,
            &goals,
            (asks_for_the_form, demands_all),
            step.goals.len(),
        );
        if all && (state.edited || !asks_for_the_form) {
            self.reached.insert(step.id.clone());
        }
        self.states.insert(self.at.step, state);
    }

    /// The learner goes on from this step with what it asks for: a request that was looked at and left as it stood, or sent, is done.
    pub(super) fn leave_done(&mut self) {
        let step = self.step();
        let seen = self.began().map_or(0, |state| state.goals.len());
        let is_seen = seen > 0 && (self.own.is_some() || seen == step.goals.len());
        if is_left_first(step) && is_seen && self.open_goal().is_none() && self.pilot.is_none() {
            self.reached.insert(step.id.clone());
        }
    }

    /// True where this line of the list cannot be seen at the learner's own tenant, or asks for a guess after the event: its box stays open
    /// then, and is not waited for.
    pub fn is_unseen(&self, tick: usize) -> bool {
        let state = self.began();
        let is_unseen = state.is_some_and(|state| state.unseen_ticks.contains(&tick));
        is_unseen && !self.is_ticked(tick) && (self.own.is_some() || self.asks_for_a_guess(tick))
    }

    /// A line of the list that is not waited for, and why; the text as the skin has it.
    pub fn unseen_words(&self, tick: usize, text: String) -> String {
        let what = [("what", text)];
        if self.asks_for_a_guess(tick) {
            filled("guess.late", &what)
        } else {
            filled("own.unseen", &what)
        }
    }

    fn asks_for_a_guess(&self, tick: usize) -> bool {
        let tick = self.step().ticks.get(tick);
        let when = tick.and_then(|tick| tick.when.as_ref());
        when.is_some_and(|when| when.asks_for_a_guess(None))
    }

    /// True where nothing that this step asks for could be seen at the learner's own tenant.
    pub fn is_unseen_step(&self, id: &str) -> bool {
        let steps = &mut self.lesson.steps.iter();
        let state = steps
            .position(|step| step.id == id)
            .and_then(|at| self.states.get(&at).zip(self.lesson.steps.get(at)));
        self.own.is_some()
            && state.is_some_and(|(state, step)| {
                !state.unseen.is_empty() && state.unseen.len() == step.goals.len()
            })
    }

    /// The experiment that is open beside the one which the step assigns, or another change of that one.
    pub fn optional_experiment(&self) -> Option<&'static crate::lesson::model::Experiment> {
        let in_lab = self.work() == Some(crate::lesson::bench::Bench::Lab);
        self.lab.experiment(self.step()).filter(|_| {
            in_lab
                && (self.lab.open > 0
                    || (self.lab.variant > 0 && !self.step().asks_for_each_change()))
        })
    }

    /// True where this exchange can be a deed of the step that the learner is at: what a jump of the tutor's sent is none, and what an
    /// experiment sent is one of the lab alone.
    pub(crate) fn is_of_step(&self, run: &Run) -> bool {
        if self.flown.had(run.born) {
            return false;
        }
        match self.step().bench {
            Some(Bench::Lab) => true,
            // Each step has a flow of its own: what another one's sent is no deed of this step's.
            Some(Bench::Flow) => run.flow == Some(self.at.step),
            _ => run.tried.is_none(),
        }
    }

    /// True where this call can be a deed of the step that the learner is at: what a jump of the tutor's called is none, and what an
    /// experiment called is one of the lab alone.
    pub(crate) fn is_deed_of_step(&self, answer: &ApiAnswer) -> bool {
        let is_lab = self.step().bench == Some(Bench::Lab);
        !self.flown.had(answer.event) && (is_lab || answer.tried.is_none())
    }

    /// True where something went out and nothing of it was answered: what was given up may have arrived all the same.
    pub fn has_given_up(&self) -> bool {
        self.bench.runs.is_empty() && self.events > 0
    }

    /// True where something was sent since this step began, an experiment's requests apart.
    pub fn has_sent_here(&self) -> bool {
        let since = self.began().map_or(0, |state| state.event);
        let mut runs = self.bench.runs.iter();
        runs.any(|run| run.born > since && self.is_of_step(run))
    }

    /// True where the step asked for this very refusal: a goal holds on the newest exchange although it brought no token.
    pub fn refusal_was_wanted(&self, facts: Option<&TenantFacts>) -> bool {
        // One from before the step is no deed of it.
        let since = self.began().map_or(0, |state| state.event);
        let of_it = |run: &&Run| !run.is_good() && run.born > since && self.is_of_step(run);
        let Some(run) = self.newest().filter(of_it) else {
            return false;
        };
        let evidence = Evidence::of(self, facts);
        let mut goals = self.step().goals.iter();
        goals.any(|goal| {
            goal.when.is_about_runs() && evidence.holds_on(&goal.when, Some(run)) == Truth::Yes
        })
    }

    /// True where all that the step asks for are refusals: a request that is let in is nothing to it.
    pub fn wants_a_refusal(&self) -> bool {
        let mut goals = self.step().goals.iter().peekable();
        goals.peek().is_some() && goals.all(|goal| goal.when.wants_a_refusal())
    }

    /// True where the step makes the app, and its form was changed since.
    pub fn has_unmade_changes(&self) -> bool {
        self.step().makes_app() && self.bench.form_differs()
    }

    /// True where the goals of the step are reached and nothing of its list is left. What it asks of a form, of the app or of the tenant has
    /// to be so now: it may have been chosen otherwise since.
    pub fn has_done(&self, facts: Option<&TenantFacts>) -> bool {
        let step = self.step();
        let mut boxes = step.ticks.iter().enumerate();
        let ticked =
            boxes.all(|(at, tick)| tick.when.is_none() || self.is_ticked(at) || self.is_unseen(at));
        let evidence = Evidence::of(self, facts);
        let holds = |goal: &Goal| {
            !goal.when.is_of_the_present() || evidence.holds_on(&goal.when, None) != Truth::No
        };
        let reached = !step.goals.is_empty() && self.open_goal().is_none();
        let refused = self.newest().filter(|run| run.stands_refused());
        let here = refused.is_some_and(|run| {
            let since = self.began().map_or(0, |state| state.event);
            run.born > since && self.is_of_step(run)
        });
        // What came back just now is no end of it, whatever came before; a step about a form or a token sends nothing.
        let sends = step.goals.iter().any(|goal| goal.when.is_about_runs());
        let is_refused = sends && here && !self.refusal_was_wanted(facts);
        // Nothing came back of what was sent at this step just now, where no goal is about that.
        let failed = matches!(self.bench.sending, Sending::Failed(_));
        let failed_here = failed && self.bench.unanswered.at == Some(self.at.step);
        let wants_failure = step.goals.iter().any(|goal| goal.when.is_about_failure());
        let is_unanswered = sends && !wants_failure && failed_here;
        reached
            && !self.is_unseen_step(&step.id)
            && !is_unanswered
            && ticked
            && !is_refused
            && !self.has_unmade_changes()
            && !self.lab.is_changed()
            && step.goals.iter().all(holds)
    }
}

/// True where all that the step asks for stands in the request. The tutor may have filled that in itself, and then nobody has done
/// anything by being there: it counts when the learner changes something or goes on with it.
fn is_left_first(step: &Step) -> bool {
    let mut goals = step.goals.iter();
    !step.goals.is_empty() && goals.all(|goal| goal.when.is_about_the_request())
}

/// Keeps what was seen of the goals; true where all that is demanded is so. A request that was right once and is wrong by now is not built.
fn settle(
    state: &mut StepState,
    goals: &[Truth],
    (is_form, demands_all): (bool, bool),
    all: usize,
) -> bool {
    let of = |wanted: Truth| {
        let goals = goals.iter().enumerate();
        goals
            .filter(move |(_, truth)| **truth == wanted)
            .map(|(at, _)| at)
    };
    if is_form {
        state.goals.clear();
    }
    state.goals.extend(of(Truth::Yes));
    state.unseen = of(Truth::Unknown).collect();
    // What cannot be seen on this target is not demanded, but something has to have been seen.
    let settled = if demands_all {
        state.goals.len()
    } else {
        state.goals.union(&state.unseen).count()
    };
    !state.goals.is_empty() && settled == all
}

/// The boxes that cannot be seen.
fn unseen(ticks: &[Option<Truth>]) -> BTreeSet<usize> {
    let all = ticks.iter().enumerate();
    all.filter(|(_, truth)| **truth == Some(Truth::Unknown))
        .map(|(at, _)| at)
        .collect()
}

/// A box about the request follows what is typed; a goal about it stays reached, since the request is changed again and again.
fn is_of_the_present(tick: &Tick) -> bool {
    let is_now = |when: &Condition| when.is_of_the_present() || when.is_about_the_request();
    tick.when.as_ref().is_some_and(is_now)
}
