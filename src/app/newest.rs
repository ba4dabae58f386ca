//! What a screen shows of all that was sent: a flow what its own cards sent in this pass, every other screen the newest of the session.

use crate::app::player::Player;
use crate::app::run::Run;
use crate::app::workbench::Sending;
use crate::lesson::bench::Bench;

impl Player {
    /// True where the newest request went unanswered, and the flow of this step sent it.
    pub fn flow_went_unanswered(&self) -> bool {
        let failed = matches!(self.bench.sending, Sending::Failed(_));
        failed && self.bench.unanswered.at == Some(self.at.step)
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
