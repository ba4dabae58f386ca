//! Answers of the world. One that nobody waits for any more changes nothing.

use crate::app::create::Registering;
use crate::app::effect::Effect;
use crate::app::message::World;
use crate::app::tenant::Tenant;
use crate::app::{App, Saving};

impl App {
    pub(super) fn world(&mut self, world: World) -> Vec<Effect> {
        match world {
            World::TenantReady(facts) => {
                self.tenant = Tenant::Ready(facts);
                return self.register_when_waiting();
            }
            World::TenantFailed(why) => self.tenant = Tenant::Failed(why),
            World::Registered {
                run,
                client_id,
                client_secret,
            } => {
                let waiting = self.player.as_ref().map(|player| &player.bench.registering);
                if let Some(Registering::Waiting { run: waited, anew }) = waiting
                    && *waited == run
                {
                    let anew = *anew;
                    self.registered(client_id, client_secret, anew);
                }
            }
            World::MethodSet { run, result } => self.method_set(run, result),
            World::Signed { run, result } => self.signed(run, result),
            World::Proved { run, result } => return self.proved(run, result),
            World::Answered {
                run,
                result,
                journal,
            } => self.answered(run, result, journal),
            World::Keys { run, result } => self.keys_arrived(run, result),
            World::FileRead { run, result } => self.file_read(run, result),
            World::ReportKept(result) => self.report_kept(result),
            World::Visitor(entry) => self.visitor = Some((self.now, *entry)),
            World::Saved(progress) => self.saved(*progress),
            World::SaveFailed(why) => self.save_failed(why),
            World::SetAside(name) => {
                self.notice(format!("Your progress file could not be read. It was kept as {name}, and you start fresh."));
            }
            World::Copied { label, result } => match result {
                // What stands between may drop it without a word.
                Ok(way) if way.starts_with("through ") => {
                    self.notice(format!("Sent {label} to the clipboard {way}."));
                }
                Ok(method) => self.notice(format!("Copied {label} ({method}).")),
                Err(why) => self.notice(format!("Not copied: {why}")),
            },
        }
        Vec::new()
    }

    /// A lesson that was resumed before the tenant was up registers its app now.
    fn register_when_waiting(&mut self) -> Vec<Effect> {
        let waiting = self.player.as_ref().map(|player| &player.bench.registering);
        match waiting {
            Some(Registering::Waiting { anew, .. }) => {
                let anew = *anew;
                self.register(anew)
            }
            Some(Registering::Idle) | None => Vec::new(),
        }
    }

    fn saved(&mut self, merged: crate::app::progress::Progress) {
        self.saving = Saving::Saved(self.now);
        // Another tutor's lessons join ours; ours are newer than the copy that was sent.
        self.progress = std::mem::take(&mut self.progress).merged(merged);
    }

    /// Said once: a read-only home is a fact, not a fault to repeat at every step.
    fn save_failed(&mut self, why: String) {
        if !matches!(self.saving, Saving::Impossible(_)) {
            self.notice(format!("Your progress cannot be kept here: {why}"));
        }
        self.saving = Saving::Impossible(why);
    }
}
