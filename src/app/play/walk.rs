//! Moving through the steps: next, back, skip, jump; what stands in the way is said, and never blocks.

use std::collections::VecDeque;

use crate::app::create::AppForm;
use crate::app::effect::Lot;
use crate::app::history::Edit;
use crate::app::message::Play;
use crate::app::pilot::Pilot;
use crate::app::player::{Fading, Player};
use crate::app::spot::{Scene, Spot};
use crate::app::tenant::TenantFacts;
use crate::app::turn::Turn;
use crate::app::workbench::Registering;
use crate::lesson::bench::Bench;
use crate::lesson::change::{Change, Move, Press};
use crate::lesson::desks::words;
use crate::lesson::model::{Stage, Step};

impl Player {
    /// Goes to `spot`. Changes of an experiment do not go along.
    pub(crate) fn enter(&mut self, turn: &mut Turn<'_>, spot: Spot) {
        let leaves = spot.step != self.at.step;
        if leaves && self.lab.is_changed() {
            self.leave_variant(turn);
            turn.say("What the experiment had changed was put back.");
        }
        self.refused = None;
        self.view = None;
        self.at = spot;
        if leaves {
            self.drop_what_waits();
            self.lab = self.lab.anew();
        }
        self.begin();
    }

    /// Opens another bench within the step.
    pub(super) fn look(&mut self, bench: Bench) {
        let own = self.step().bench;
        self.view = (own != Some(bench)).then_some(bench);
    }

    pub(super) fn next(&mut self, turn: &mut Turn<'_>) {
        match self.missing(turn.facts()) {
            // Whoever has done something since is told anew.
            Some(words) if self.refused.as_ref() != Some(&(self.at, words.clone())) => {
                self.refused = Some((self.at, words.clone()));
                turn.say(format!(
                    "{words} {{key:next}}, once more, goes on without it."
                ));
            }
            Some(_) => self.skip(turn),
            None => {
                self.leave_done();
                self.enter(turn, self.following());
            }
        }
        self.judge_test(turn);
    }

    /// Back from another bench leads to the step's own.
    pub(super) fn back(&mut self, turn: &mut Turn<'_>) {
        if self.view.is_some() {
            self.view = None;
            return;
        }
        let before = self.preceding();
        if before == self.at && self.is_tested() {
            return turn.say(words("test.first"));
        }
        self.enter(turn, before);
    }

    /// Goes on without doing this step. A skipped dashboard is filled in by the tutor, so that the steps after it have an app to
    /// work with.
    pub(super) fn skip(&mut self, turn: &mut Turn<'_>) {
        let next = self.following();
        let needed = self.step().bench == Some(Bench::Dashboard) && self.bench.app.is_none();
        if needed {
            let step = [self.at.step].into_iter().collect();
            self.take_off(Pilot::new(step, next));
            let form = self.bench.form.clone();
            turn.say(if form == AppForm::default() {
                "The tutor did this step for you; it counts as open."
            } else {
                // What the learner had typed comes back by undo.
                self.history.remember(self.at.step, Edit::Form(form));
                "The tutor filled in the form and made the app; the step counts as open. There {key:undo} brings yours back."
            });
        }
        self.enter(turn, next);
    }

    /// Goes to `spot` as if the steps before it had been done.
    pub(crate) fn jump(&mut self, turn: &mut Turn<'_>, spot: Spot) {
        if spot.step > self.at.step {
            self.leave_done();
        }
        let road = self.road_to(spot);
        // A pilot sends, and at the learner's own tenant only the learner does.
        if self.own.is_some() {
            self.enter(turn, spot);
            if !road.is_empty() {
                turn.say(words("own.jump"));
            }
            return;
        }
        if road.is_empty() || !Self::has_tenant(turn) {
            self.enter(turn, spot);
            return;
        }
        if self.lab.is_changed() {
            self.leave_variant(turn);
        }
        // One that is still on its way lands where it is, and what is the learner's is theirs again.
        self.flows_back();
        let first = road.front().copied();
        let sends = road.iter().any(|at| self.sends_in(*at));
        let mut pilot = Pilot::new(road, spot);
        let draft = &self.bench.draft;
        let is_filled = !draft.client_id.is_empty() && draft.client_secret.is_some();
        if spot.index(self.lesson) <= self.furthest && is_filled {
            // Who goes back to where they were finds the request that they had filled in.
            pilot.draft = Some(Box::new(self.bench.draft.clone()));
        } else {
            // The learner's own request comes back by undo.
            self.history
                .remember(self.at.step, Edit::request(&self.bench.draft));
        }
        if let Some(first) = first.filter(|_| sends) {
            self.lay_in_tutors_request(turn, first);
        }
        self.take_off(pilot);
        self.enter(turn, spot);
        // The world is set up step by step on the way, so that none is played in that of a later one.
        if let Some(first) = first {
            self.at = Spot::of_step(first);
        }
        // What the learner has done already stays done, though it had to be done once more.
        let before = self.lesson.steps.iter().take(spot.step);
        let mut with_goals = before.filter(|step| !step.goals.is_empty());
        if with_goals.any(|step| !self.reached.contains(&step.id)) {
            turn.say(words(if sends {
                "flown.jump"
            } else {
                "flown.jump.unsent"
            }));
        }
    }

    /// True where the solution of a step sends something.
    fn sends_in(&self, step: usize) -> bool {
        let solve = self.lesson.steps.get(step).map(|step| &step.solve);
        let is_sent = |one: &Move| match one {
            Move::Press(press) => matches!(
                press,
                Press::Send(_) | Press::Call(..) | Press::RunCard | Press::RunToEnd
            ),
            Move::Change(_) => false,
        };
        solve.is_some_and(|moves| moves.iter().any(is_sent))
    }

    /// The request as it would stand if the steps before this one had been done: what a jump sends is the tutor's own, and never what the
    /// learner typed.
    fn lay_in_tutors_request(&mut self, turn: &Turn<'_>, first: usize) {
        self.bench.draft = self.fresh_draft();
        if let Some(app) = &self.bench.app {
            let draft = &mut self.bench.draft;
            draft.client_id.clone_from(&app.client_id.0);
            draft.client_secret.clone_from(&app.client_secret);
        }
        // Each step is found set up, and left solved.
        let mut changes: Vec<&Change> = self.lesson.setup.iter().collect();
        for (at, step) in self.lesson.steps.iter().enumerate().take(first + 1) {
            changes.extend(&step.setup);
            changes.extend(step.solve.iter().filter_map(|one| match one {
                Move::Change(change) if at < first => Some(change),
                Move::Change(_) | Move::Press(_) => None,
            }));
        }
        for change in changes {
            self.lay_in_draft(turn, change);
        }
    }

    fn take_off(&mut self, pilot: Pilot) {
        // One that is still on its way lands where it is.
        self.flows_back();
        self.flown.take_off(self.events);
        self.pilot = Some(pilot);
    }

    /// The steps for a pilot that makes the world as if those before `spot` had been done. The learner's own app stays.
    fn road_to(&self, spot: Spot) -> VecDeque<usize> {
        let todo = |(at, step): &(usize, &Step)| {
            // One that is being registered again is the learner's too.
            let has_app = step.makes_app() && (self.bench.app.is_some() || self.is_registering());
            // An experiment puts all back, so that no step needs it; and what it shows is for the learner to guess first.
            let leaves_nothing = step.bench == Some(Bench::Lab);
            let is_needed = !step.solve.is_empty() && !has_app && !leaves_nothing;
            *at < spot.step && is_needed && !self.is_solved_here(*at)
        };
        let steps = self.lesson.steps.iter().enumerate();
        steps
            .filter(|(_, step)| matches!(step.stage, Stage::Do))
            .filter(todo)
            .map(|(at, _)| at)
            .collect()
    }

    fn is_registering(&self) -> bool {
        self.bench.registering != Registering::Idle
    }

    /// The settings of the tenant that an earlier session made, the learner or a jump of the learner's: the tenant is new.
    pub(crate) fn set_again(&mut self, turn: &mut Turn<'_>) {
        let made = |(at, step): &(usize, &Step)| {
            let sets = step.bench == Some(Bench::Dashboard) && !step.makes_app();
            let is_made = self.reached.contains(&step.id) || self.flown.steps.contains(at);
            *at <= self.at.step && sets && is_made
        };
        let steps = self.lesson.steps.iter().enumerate().filter(made);
        let road: VecDeque<usize> = steps.map(|(at, _)| at).collect();
        if !road.is_empty() {
            self.take_off(Pilot::again(road, self.at));
            turn.say(words("resume.settings"));
        }
    }

    /// True where Next leads home.
    pub(crate) fn leads_home(&self, play: &Play) -> bool {
        *play == Play::Next && self.scene() == Scene::Done
    }

    /// What is missing before this page counts as done.
    fn missing(&self, facts: Option<&TenantFacts>) -> Option<String> {
        let ask = self.page_ask();
        match self.scene() {
            Scene::Quiz(_) => ask
                .filter(|ask| !self.is_answered(&ask.id))
                .map(|_| "Answer the card first.".to_owned()),
            Scene::Work(_) => {
                let unmade = self
                    .has_unmade_changes()
                    .then(|| words("dashboard.unmade").to_owned());
                if self.is_tested() {
                    return self.open_goal().map(|_| words("test.unsent").to_owned());
                }
                let mend = || {
                    let mend = self.way_on_of_flow(facts).or_else(|| self.mend(facts));
                    mend.filter(|_| self.open_goal().is_some())
                };
                unmade
                    .or_else(|| self.flown_goal())
                    .or_else(mend)
                    .or_else(|| self.open_goal())
            }
            Scene::Goal | Scene::Predict(_) | Scene::Practice | Scene::Done => None,
        }
    }

    /// Of a step that the tutor did nothing is said to be missing.
    fn flown_goal(&self) -> Option<String> {
        self.is_flown().then(|| words("flown.open").to_owned())
    }

    /// True where the tutor did this step, and the learner has not worked on it since.
    pub fn is_flown(&self) -> bool {
        let flown = self.flown.steps.contains(&self.at.step) && !self.has_unmade_changes();
        flown && self.open_goal().is_some()
    }

    /// True where a question that is no prediction has its answer.
    pub fn is_answered(&self, id: &str) -> bool {
        self.answers.contains_key(id) || self.typed.contains_key(id)
    }

    pub(super) fn hint(&mut self, turn: &mut Turn<'_>) {
        if self.stays_alone(turn) {
            return;
        }
        let hints = self.step().hints.len();
        if hints == 0 {
            let is_card = matches!(self.scene(), Scene::Quiz(_));
            turn.say(words(if is_card { "hint.card" } else { "hint.none" }));
            return;
        }
        let open = self.hints.entry(self.at.step).or_default();
        *open = (*open + 1).min(hints + 1);
        let newest = *open - 1;
        let laid = self.step().hints.get(newest).map(|hint| &hint.lays);
        let laid: Vec<_> = laid.into_iter().flatten().collect();
        if !laid.is_empty() {
            self.remember_forms();
        }
        for change in laid {
            self.change_here(turn, change);
        }
    }

    pub(super) fn step_history(&mut self, turn: &mut Turn<'_>, back: bool) {
        let Some(bench) = self.work() else { return };
        if bench == Bench::Flow {
            return self.walk_flow(turn, back);
        }
        match self
            .history
            .walk((self.at.step, bench), back, &mut self.bench)
        {
            Some(what) if back => turn.say(format!("Taken back: {what}.")),
            Some(what) => turn.say(format!("Done again: {what}.")),
            None if back && bench == Bench::Dashboard && !self.step().makes_app() => {
                turn.say(
                    "Nothing is typed. What was saved at the tenant goes back by {key:reset}.",
                );
            }
            None if back => turn.say("Nothing to undo."),
            None => turn.say("Nothing to redo."),
        }
    }

    pub(super) fn reset_step(&mut self, turn: &mut Turn<'_>) {
        let had_app = self.step().makes_app() && self.bench.app.is_some();
        match self.work() {
            Some(Bench::Dashboard) => self.reset_forms(turn),
            Some(Bench::Build) => self.reset_draft(turn),
            Some(Bench::Check) => self.bench.desk = crate::app::desk::CheckDesk::default(),
            Some(Bench::Lab) => {
                if self.lab.is_changed() {
                    self.undo_changes(turn);
                }
                self.lab = self.lab.anew();
                self.lab.forget(self.step());
            }
            Some(Bench::Flow) => {
                self.bench.flows.remove(&self.at.step);
            }
            Some(Bench::Send | Bench::Read | Bench::Call | Bench::Explain) | None => {}
        }
        // Predictions stay: what was measured is known.
        for ask in &self.step().asks {
            self.answers.remove(&ask.id);
            self.typed.remove(&ask.id);
            self.arranged.remove(&ask.id);
        }
        self.hints.remove(&self.at.step);
        self.states.remove(&self.at.step);
        let id = self.step().id.clone();
        if self.reached.remove(&id) {
            *self.reopened.entry(id).or_default() += 1;
        }
        self.begin();
        // In a sandbox what was set on its page of the tenant is the server's, and stays with the other changes by hand.
        let all = self.changed.is_empty();
        let said = words(match (had_app, all) {
            (true, _) => "reset.app",
            (false, true) => "reset.all",
            (false, false) => "reset.own",
        });
        self.say_what_stands(turn, said);
    }

    /// The forms of this step: what was typed goes, what was changed at the tenant is put back. The step that makes the app is found
    /// without one, whoever made it: with it in hand all that the step asks for would be so at once.
    fn reset_forms(&mut self, turn: &mut Turn<'_>) {
        self.remember_forms();
        if self.step().makes_app() {
            self.bench.app = None;
            self.bench.registering = Registering::Idle;
            self.bench.form = AppForm::default();
        }
        let forms = self.step().forms.iter();
        let forms = forms.filter_map(|id| turn.dashboard?.form(id));
        for field in forms.flat_map(|form| &form.fields) {
            self.bench.fields.remove(&field.id);
        }
        self.queue.clear();
        let run = self.put_back_lot(turn, Lot::Hand(self.at.step));
        self.resetting = Some(run);
    }

    fn reset_draft(&mut self, turn: &Turn<'_>) {
        self.history
            .remember(self.at.step, Edit::request(&self.bench.draft));
        self.bench.draft = self.fresh_draft();
        if let (Fading::Worked, Some(app)) = (self.fading, &self.bench.app) {
            let draft = &mut self.bench.draft;
            draft.client_id.clone_from(&app.client_id.0);
            draft.client_secret.clone_from(&app.client_secret);
        }
        // What the lesson had laid in is found there again.
        self.lay_in_set_up(turn);
    }
}
