//! The lab: changes are made, the request goes out with them, and everything is put back exactly.

use crate::app::effect::{Effect, Lot, RunId};
use crate::app::lab::Trial;
use crate::app::player::Player;
use crate::app::turn::Turn;
use crate::app::workbench::Sending;
use crate::lesson::change::{Change, Move, Press};
use crate::lesson::desks::{filled, words};
use crate::lesson::model::Variant;

impl Player {
    /// Makes the changes of the variant that is selected.
    pub(super) fn vary(&mut self, turn: &mut Turn<'_>) {
        let step = self.step();
        let Some(variant) = self.lab.variant(step) else {
            return turn.say("There is nothing to change here.");
        };
        if self.lab.is_changed() {
            return turn
                .say("It is changed already. {key:send} sends it, {key:put-back} puts it back.");
        }
        if self.bench.app.is_none() {
            return turn.say("There is no app to break anything of. Create one first.");
        }
        if !variant.changes() {
            return turn.say("Nothing has to be changed for this one. {key:send} tries it.");
        }
        if self.lacks_a_token() {
            return turn.say(self.first_a_token());
        }
        if self.breaks_nothing(turn, &variant.moves) {
            return turn.say(words("lab.nothing"));
        }
        self.lab.kept = Some(Box::new(self.bench.draft.clone()));
        self.lab.went(step, Trial::Changed);
        let changes = variant.moves.iter().filter(|one| match one {
            Move::Change(_) => true,
            Move::Press(_) => false,
        });
        self.queue
            .extend(changes.map(|one| (Lot::Lab, one.clone())));
    }

    /// Tries the variant: what it presses, with its changes in force. After everything was put back the request goes out as it was.
    pub(super) fn try_it(&mut self, turn: &mut Turn<'_>) {
        let step = self.step();
        let Some(variant) = self.lab.variant(step) else {
            return self.send(turn);
        };
        if variant.changes() && !self.lab.is_changed() {
            if self.lab.trial(step) == Some(Trial::PutBack) {
                return self.try_as_it_was(turn);
            }
            if self.breaks_nothing(turn, &variant.moves) {
                return turn.say(words("lab.nothing"));
            }
            return turn.say("Make the change first: {key:vary}.");
        }
        if !self.queue.is_empty() {
            return turn.say("One moment: a change is being made.");
        }
        if self.wants_a_guess(variant, turn.facts()) {
            // Where a goal of the step asks for it, there would be no way to it any more once this was sent.
            self.lab.nudged = !self.has_to_guess(variant);
            return turn.say(words(if self.lab.nudged {
                "lab.guess"
            } else {
                "lab.guess.first"
            }));
        }
        let calls = |one: &Move| matches!(one, Move::Press(Press::Call(..)));
        // A call counts once it was answered.
        if !variant.changes() && !variant.moves.iter().any(calls) {
            self.lab.went(step, Trial::Sent);
        }
        let presses = self.variant_presses().into_iter();
        self.queue
            .extend(presses.map(|press| (Lot::Lab, Move::Press(press))));
    }

    /// What the variant does, without its changes: it calls an API with a new token where it asks for one of its own, since the one in hand
    /// may lack what is asked for; with the one in hand where it does not; else it sends the request.
    fn try_as_it_was(&mut self, turn: &mut Turn<'_>) {
        if !self.queue.is_empty() {
            return turn.say("One moment: the answer is on its way.");
        }
        let mut presses = self.variant_presses();
        let sends = presses.iter().any(|press| matches!(press, Press::Send(_)));
        presses.retain(|press| matches!(press, Press::Call(..)));
        if sends || presses.is_empty() {
            self.send(turn);
        }
        let calls = presses.into_iter();
        self.queue
            .extend(calls.map(|press| (Lot::Lab, Move::Press(press))));
    }

    /// True where a call of what was put back waited for a token of its own, and none came: with another one it would show nothing.
    pub(super) fn lacks_its_token(&self, lot: Lot) -> bool {
        let step = self.step();
        let variant = self.lab.variant(step);
        let again = lot == Lot::Lab
            && self.lab.trial(step) == Some(Trial::PutBack)
            && variant.is_some_and(Variant::changes)
            && self
                .variant_presses()
                .iter()
                .any(|press| matches!(press, Press::Send(_)));
        let came = matches!(self.bench.sending, Sending::Idle)
            && self
                .bench
                .latest()
                .is_some_and(|run| run.is_good() && run.tried.is_none());
        again && !came
    }

    /// What waits in line for the experiment that is left would be done at another place.
    pub(super) fn drop_what_waits(&mut self) {
        self.queue.retain(|(lot, _)| *lot != Lot::Lab);
    }

    /// Puts everything back, by hand.
    pub(super) fn put_back(&mut self, turn: &mut Turn<'_>) {
        let step = self.step();
        if self.lab.experiment(step).is_none() {
            return;
        }
        let bench = &self.bench;
        let calls = bench.runs.iter().any(|run| run.call.waiting.is_some());
        let sends = matches!(bench.sending, Sending::Waiting { .. });
        if sends || calls || bench.forging.waiting.is_some() || !self.queue.is_empty() {
            return turn.say("One moment: the answer is on its way.");
        }
        let plain = self
            .lab
            .variant(step)
            .is_some_and(|variant| !variant.changes());
        if plain && self.lab.trial(step) == Some(Trial::Sent) {
            self.lab.came_back(step, self.events);
            let with_line = ("lab.nothing-back", "lab.nothing-back.plain");
            let said = self.told_of_the_line(turn, with_line);
            return self.say_what_stands(turn, said);
        }
        if !self.lab.is_changed() {
            return self.say_what_stands(turn, words("lab.unchanged"));
        }
        if self.lab.trial(step) == Some(Trial::Changed) {
            let was_sent = matches!(&bench.sending, Sending::Failed(error) if error.went_out());
            self.undo_changes(turn);
            if let Some(opened) = self.lab.opened(step) {
                self.lab.trials.remove(&opened);
            }
            return self.say_put_back(
                turn,
                words(if was_sent {
                    "lab.back.no-reply"
                } else {
                    "lab.back.unsent"
                }),
            );
        }
        self.lab.came_back(step, self.events);
        self.undo_changes(turn);
        let said = self.told_of_the_line(turn, ("lab.back", "lab.back.plain"));
        self.say_put_back(turn, said);
    }

    /// Says what was put back. What the learner changed of the server by hand is no part of the experiment and stands, which is said in
    /// place of that everything is as it was.
    fn say_put_back(&self, turn: &mut Turn<'_>, said: &str) {
        let all = if self.changed.is_empty() {
            "lab.back.all"
        } else {
            "lab.back.own"
        };
        self.say_what_stands(turn, &format!("{} {said}", words(all)));
    }

    /// Says this, and behind it what is changed by hand.
    pub(super) fn say_what_stands(&self, turn: &mut Turn<'_>, said: &str) {
        let names = self.changed.iter().map(|deed| deed.name());
        let what = names.collect::<Vec<_>>().join(", ");
        if what.is_empty() {
            return turn.say(said);
        }
        let stands = filled("hand.still", &[("what", what)]);
        turn.say(format!("{said} {stands}"));
    }

    /// What is said of the error book: there is no line of what came out otherwise than its lesson says.
    fn told_of_the_line(
        &self,
        turn: &Turn<'_>,
        (line, plain): (&'static str, &'static str),
    ) -> &'static str {
        let step = self.step();
        let open = self.lab.experiment(step).zip(self.lab.variant(step));
        let is_otherwise = open.is_some_and(|(experiment, variant)| {
            self.came_out_otherwise((&experiment.id, variant), turn.facts())
        });
        match (is_otherwise, self.leaves_a_line()) {
            (true, _) => words("lab.back.otherwise"),
            (false, true) => words(line),
            (false, false) => words(plain),
        }
    }

    /// True where something goes wrong in what is open, which the error book then says.
    fn leaves_a_line(&self) -> bool {
        let step = self.step();
        let open = self.lab.experiment(step).zip(self.lab.variant(step));
        open.is_some_and(|(experiment, variant)| experiment.line_of(variant).is_some())
    }

    /// An answer came to what was tried. Where everything was put back meanwhile, that variant is through, and its token is no more in
    /// hand.
    pub(super) fn came(&mut self, tried: (String, String)) -> bool {
        let step = self.step();
        let plain = self.lab.variant(step).is_some_and(|one| !one.changes());
        let in_force =
            self.lab.opened(step).as_ref() == Some(&tried) && (self.lab.is_changed() || plain);
        let here = step.experiments.iter().any(|one| one.id == tried.0);
        if in_force {
            self.lab.trials.insert(tried, Trial::Sent);
        } else if here {
            self.lab.trials.insert(tried, Trial::PutBack);
        }
        in_force
    }

    /// Puts back what is in force, for another one to be opened.
    pub(super) fn leave_variant(&mut self, turn: &mut Turn<'_>) {
        let step = self.step();
        match self.lab.trial(step) {
            Some(Trial::Sent) => self.lab.came_back(step, self.events),
            Some(Trial::Changed) => {
                if let Some(opened) = self.lab.opened(step) {
                    self.lab.trials.remove(&opened);
                }
            }
            Some(Trial::PutBack) | None => {}
        }
        self.undo_changes(turn);
    }

    /// The form as it was, and the world through the tenant's own hands.
    pub(super) fn undo_changes(&mut self, turn: &mut Turn<'_>) {
        self.drop_the_spent_proof();
        if let Some(draft) = self.lab.kept.take() {
            self.bench.draft = *draft;
        }
        // Why nothing came back was told of the change, which is in force no more.
        if let Sending::Failed(_) = self.bench.sending {
            self.bench.sending = Sending::Idle;
        }
        self.give_up_tried(turn);
        self.bench.forging.put_back();
        for run in self.bench.runs.iter_mut().filter(|run| run.tried.is_some()) {
            run.undone = true;
        }
        self.drop_what_waits();
        if self.lab_changed_world() {
            self.resetting = Some(self.put_back_lot(turn, Lot::Lab));
        }
    }

    /// A call that is put back before its answer is given up: an API that answers later judges another world. A token request that
    /// went out stays its experiment's, whenever its answer comes.
    fn give_up_tried(&mut self, turn: &mut Turn<'_>) {
        let mut given_up = Vec::new();
        for run in &mut self.bench.runs {
            let tried = |(_, asked): &mut (_, Box<crate::app::token::Asked>)| asked.tried.is_some();
            given_up.extend(run.call.waiting.take_if(tried).map(|(run, _)| run));
        }
        given_up.extend(self.bench.forging.waiting.take());
        for run in given_up {
            turn.ask(Effect::Cancel { run });
        }
    }

    /// A proof that an experiment kept to send it again is good for nothing else.
    fn drop_the_spent_proof(&mut self) {
        if self.bench.draft.proof_again {
            self.bench.proving.proof = None;
        }
    }

    /// A change that could not be made is none, and neither is what was made before it: the form is as it was, the tenant is put back by
    /// the next turn, and nothing counts as changed.
    pub(super) fn not_made(&mut self) {
        self.lab.half_made |= self.lab.is_changed() && self.lab_changed_world();
        self.drop_the_spent_proof();
        if let Some(draft) = self.lab.kept.take() {
            self.bench.draft = *draft;
        }
        self.bench.forging.put_back();
        self.drop_what_waits();
        if let Some(opened) = self.lab.opened(self.step()) {
            self.lab.trials.remove(&opened);
        }
    }

    /// What was made of a change that could not be made whole goes back.
    pub(super) fn put_back_what_was_made(&mut self, turn: &mut Turn<'_>) {
        if std::mem::take(&mut self.lab.half_made) {
            self.resetting = Some(self.put_back_lot(turn, Lot::Lab));
        }
    }

    /// Asks the tenant to put back what was changed in this lot.
    pub(super) fn put_back_lot(&self, turn: &mut Turn<'_>, lot: Lot) -> RunId {
        let run = turn.new_run();
        turn.ask(Effect::PutBack {
            run,
            target: self.target,
            app: self.bench.app.as_ref().map(|app| app.client_id.clone()),
            lot,
        });
        run
    }

    fn lab_changed_world(&self) -> bool {
        let variant = self.lab.variant(self.step());
        variant.is_some_and(|variant| {
            let world = |one: &Move| matches!(one, Move::Change(Change::World(_)));
            variant.moves.iter().any(world)
        })
    }

    /// What changed nothing has nothing to put back: it is through once another one is opened.
    fn leave_plain(&mut self) {
        let step = self.step();
        let plain = self.lab.variant(step).is_some_and(|one| !one.changes());
        if plain && self.lab.trial(step) == Some(Trial::Sent) {
            self.lab.came_back(step, self.events);
        }
    }

    pub(super) fn open_experiment(&mut self, turn: &mut Turn<'_>, at: usize) {
        if at >= self.step().experiments.len() || at == self.lab.open {
            return;
        }
        if self.lab.is_changed() {
            self.leave_variant(turn);
            turn.say("What the other experiment had changed was put back.");
        }
        self.leave_plain();
        self.drop_what_waits();
        self.lab.open = at;
        self.lab.variant = 0;
        self.lab.nudged = false;
    }

    pub(super) fn open_variant(&mut self, turn: &mut Turn<'_>, at: usize) {
        let step = self.step();
        let all = self
            .lab
            .experiment(step)
            .map_or(0, |one| one.variants.len());
        if at >= all || at == self.lab.variant {
            return;
        }
        if self.lab.is_changed() {
            self.leave_variant(turn);
            turn.say("The other change was put back.");
        }
        self.leave_plain();
        self.drop_what_waits();
        self.lab.variant = at;
        self.lab.nudged = false;
    }

    /// The presses that a variant ends with.
    pub(super) fn variant_presses(&self) -> Vec<Press> {
        let variant = self.lab.variant(self.step());
        let moves = variant.map_or(&[][..], |variant| &variant.moves);
        let press = |one: &Move| match one {
            Move::Press(press) => Some(press.clone()),
            Move::Change(_) => None,
        };
        moves.iter().filter_map(press).collect()
    }
}
