//! The learner's own tenants at a desk: one is chosen to compare with, and its host is named before it is asked for its keys.

use crate::app::App;
use crate::app::message::{Desk as Act, Message, OwnTargetAct};
use crate::tui::overlay::Overlay;
use crate::tui::overlay::targets::Targets;
use crate::tui::screen::Reply;

/// The list of the learner's own tenants, read anew, to choose one from.
pub(in crate::tui::screen) fn against() -> Reply {
    let list = Message::OwnTarget(OwnTargetAct::List);
    let overlay = Overlay::Targets(Box::new(Targets::to_compare()));
    Reply::Ask(Box::new((overlay, list)))
}

/// Verifying: at once, or after the host beyond this machine was named.
pub(in crate::tui::screen) fn verify(app: &App) -> Reply {
    let verify = Message::Desk(Act::Verify);
    match app.asking_far() {
        Some(question) => Reply::Open(Overlay::confirm(question, verify)),
        None => Reply::Send(vec![verify]),
    }
}
