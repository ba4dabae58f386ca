//! Laying a solution into the form, unsent, and what stood there before.

use crate::app::history::Edit;
use crate::app::pilot;
use crate::app::player::Player;
use crate::app::turn::Turn;
use crate::lesson::bench::Bench;
use crate::lesson::change::Change;
use crate::lesson::desks::filled;

impl Player {
    /// True where the step's solution has something for its form.
    pub fn can_lay_in(&self) -> bool {
        let has_form = matches!(
            self.work(),
            Some(Bench::Build | Bench::Dashboard | Bench::Flow)
        );
        has_form && !pilot::laid(&self.step().solve).is_empty()
    }

    /// Lays the form changes of the step's solution in, unsent. The step is not solved by it.
    pub(super) fn lay_in(&mut self, turn: &mut Turn<'_>) {
        if self.stays_alone(turn) {
            return;
        }
        let changes = pilot::laid(&self.step().solve);
        if changes.is_empty() {
            return turn.say("There is nothing to lay in on this step.");
        }
        if self.work() == Some(Bench::Flow) {
            return self.lay_into_flow(turn, &changes);
        }
        let (stood, secret) = (self.forms(), self.bench.draft.client_secret.clone());
        self.clear_what_the_solution_has(&changes);
        for change in &changes {
            self.change_here(turn, change);
        }
        let same = self.forms() == stood && self.bench.draft.client_secret == secret;
        if stood.is_some() && same {
            self.laid_in.insert(self.at.step);
            return turn.say("The solution is in the form already.");
        }
        if let Some(stood) = stood {
            self.history.remember(self.at.step, stood);
        }
        self.laid_in.insert(self.at.step);
        turn.say("The solution is in the form, unsent. {key:undo} takes it out again.");
    }

    /// The ports of a flow have a history of their own; what is laid in at once is taken out at once.
    fn lay_into_flow(&mut self, turn: &mut Turn<'_>, changes: &[Change]) {
        self.laid_in.insert(self.at.step);
        self.together(true);
        // A solution is one of the flow as the step begins: what was broken beside it is whole again.
        self.restore_flow(turn);
        for change in self.step().begins.iter().chain(changes) {
            self.change_here(turn, change);
        }
        let is_other = self.together(false);
        // What is laid in mends the cards; an app of the wrong type is refused with any of them.
        turn.say(match self.unfit_elsewhere() {
            Some(unfit) => filled("lay.unfit", &[("unfit", unfit)]),
            None if is_other => {
                "The solution is in the form, unsent. {key:undo} takes it out again.".to_owned()
            }
            None => "The solution is in the form already.".to_owned(),
        });
    }

    /// Keeps what stands in the form of the step, for undo.
    pub(super) fn remember_forms(&mut self) {
        if let Some(edit) = self.forms() {
            self.history.remember(self.at.step, edit);
        }
    }

    /// What stands in the form of the step; flows and tokens keep a history of their own.
    fn forms(&self) -> Option<Edit> {
        match self.work()? {
            Bench::Dashboard => Some(Edit::Forms(
                self.bench.form.clone(),
                self.bench.fields.clone(),
            )),
            Bench::Build => Some(Edit::request(&self.bench.draft)),
            Bench::Send
            | Bench::Read
            | Bench::Call
            | Bench::Check
            | Bench::Explain
            | Bench::Lab
            | Bench::Flow => None,
        }
    }

    /// A solution says what is to be there: what was ticked beside it goes, and a request is that of the learner's app, whatever was
    /// typed over its id and secret.
    fn clear_what_the_solution_has(&mut self, changes: &[Change]) {
        let ticks = |change: &Change| matches!(change, Change::Form(form) if form.field == "grant");
        if changes.iter().any(ticks) {
            self.bench.form.grants.clear();
        }
        let asks = |change: &Change| matches!(change, Change::Draft(_));
        let is_learners = self.own.is_none() && changes.iter().any(asks);
        if let Some(app) = self.bench.app.as_ref().filter(|_| is_learners) {
            self.bench.draft.client_id.clone_from(&app.client_id.0);
            self.bench
                .draft
                .client_secret
                .clone_from(&app.client_secret);
        }
    }
}
