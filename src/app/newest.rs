//! What a screen shows of all that was sent: a flow what its own cards sent in this pass, every other screen the newest of the session.

use crate::app::player::Player;
use crate::app::run::Run;
use crate::app::workbench::Sending;
use crate::lesson::bench::Bench;
use crate::lesson::desks::filled;
use crate::oauth::request::Field;

impl Player {
    /// True where the newest request went unanswered, and the flow of this step sent it.
    pub fn flow_went_unanswered(&self) -> bool {
        let failed = matches!(self.bench.sending, Sending::Failed(_));
        failed && self.bench.unanswered.at == Some(self.at.step)
    }

    /// How many token requests and calls were answered in this pass of the flow.
    pub fn asked_in_flow(&self) -> Option<(usize, usize)> {
        let desk = self.flow()?;
        let runs = self.bench.runs.iter();
        let of_pass = runs.filter(|run| self.is_of_step(run) && desk.saw(run.born));
        Some((of_pass.count(), desk.calls.answers.len()))
    }

    /// How often a flow that has ended asked, in words.
    pub fn asked_in_words(&self) -> Option<String> {
        self.flow()?.session.end()?;
        let (token, api) = self.asked_in_flow()?;
        let count = [("token", token.to_string()), ("api", api.to_string())];
        (token + api > 0).then(|| filled("flow.asked", &count))
    }

    /// The row of the request at which the newest exchange was refused. Where the lesson grants nothing, an API that the app does not have
    /// is mended in the row that names it.
    pub fn row_refused(&self) -> Option<Field> {
        let run = self.newest()?;
        let aims = || {
            let is_row = self.lesson.form.rows().contains(&Field::Audience);
            let grants = self.lesson.has(Bench::Dashboard);
            (self.bench.refused_at_the_app(run) && is_row && !grants).then_some(Field::Audience)
        };
        self.bench.refused_at(run).or_else(aims)
    }

    /// The row of the request form that the learner edited last at this step.
    pub fn row_edited(&self) -> Option<Field> {
        let is_edited = self.began().is_some_and(|state| state.edited);
        self.history.last_row().filter(|_| is_edited)
    }

    /// The newest exchange that is looked at on this step: a flow shows what its cards sent in this pass, and nothing else.
    pub fn newest(&self) -> Option<&Run> {
        if self.step().bench != Some(Bench::Flow) {
            return self.bench.latest();
        }
        let desk = self.flow()?;
        let of_pass = |run: &&Run| self.is_of_step(run) && desk.saw(run.born);
        self.bench.runs.iter().rev().find(of_pass)
    }
}
