//! The questions under way. "Busy", "cancel" and Ctrl+C ask it alone: it reads them off the effects that go out and the answers
//! that come in, so that no kind of question can be forgotten.

use std::collections::BTreeMap;

use crate::app::effect::{Effect, RunId};
use crate::app::message::World;
use crate::app::own_targets::OwnTargetAsk;

/// The questions under way, by number.
#[derive(Debug, Default)]
pub struct Ledger(BTreeMap<RunId, Question>);

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// A request over a socket: can be cancelled.
    Request,
    /// Something of the practice tenant, a key or a file: short, and waited for.
    Errand,
}

impl Ledger {
    /// Enters what these effects ask.
    pub(crate) fn ask(&mut self, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Send { run, .. }
                | Effect::AskTwin { run, .. }
                | Effect::FetchKeys { run, .. }
                | Effect::OwnTarget {
                    run,
                    ask: OwnTargetAsk::Look(_) | OwnTargetAsk::Open(..) | OwnTargetAsk::Keys(_),
                } => {
                    self.0.insert(*run, Question::Request);
                }
                Effect::Register { run, .. }
                | Effect::SetMethod { run, .. }
                | Effect::Sign { run, .. }
                | Effect::Prove { run, .. }
                | Effect::Change { run, .. }
                | Effect::PutBack { run, .. }
                | Effect::TakeBack { run, .. }
                | Effect::ReadFile { run, .. }
                | Effect::ReadKeys { run, .. }
                | Effect::SignAgain { run, .. }
                | Effect::Scenarios { run, .. }
                | Effect::OwnTarget { run, .. }
                | Effect::FetchSecret { run, .. }
                | Effect::EditOutside { run, .. } => {
                    self.0.insert(*run, Question::Errand);
                }
                Effect::Cancel { run } => {
                    self.0.remove(run);
                }
                Effect::Open(_)
                | Effect::Trust { .. }
                | Effect::Look(_)
                | Effect::Save(_)
                | Effect::Keep(_)
                | Effect::KeepReport { .. }
                | Effect::Copy { .. }
                | Effect::Leave => {}
            }
        }
    }

    /// Takes an answer's question off; false where nobody waits for it any more.
    pub(crate) fn answered(&mut self, world: &World) -> bool {
        let run = match world {
            World::Registered { run, .. }
            | World::MethodSet { run, .. }
            | World::Signed { run, .. }
            | World::Proved { run, .. }
            | World::Changed { run, .. }
            | World::Answered { run, .. }
            | World::Keys { run, .. }
            | World::FileRead { run, .. }
            | World::KeyFile { run, .. }
            | World::Scenarios { run, .. }
            | World::OwnTarget { run, .. }
            | World::SecretFetched { run, .. }
            | World::SignedAgain { run, .. } => *run,
            World::TenantReady(_)
            | World::TenantFailed(..)
            | World::ReportKept(_)
            | World::Visitor(..)
            | World::Heard { .. }
            | World::Standing(..)
            | World::Saved(_)
            | World::SaveFailed(_)
            | World::SettingUnkept(_)
            | World::SetAside(_)
            | World::Copied { .. } => return true,
        };
        self.0.remove(&run).is_some()
    }

    /// True while something is under way.
    pub fn is_busy(&self) -> bool {
        !self.0.is_empty()
    }

    /// True while a request over a socket is under way.
    pub fn has_request(&self) -> bool {
        self.0.values().any(|one| *one == Question::Request)
    }

    /// Every question under way, given up.
    pub(crate) fn give_up(&mut self) -> Vec<RunId> {
        std::mem::take(&mut self.0).into_keys().collect()
    }
}
