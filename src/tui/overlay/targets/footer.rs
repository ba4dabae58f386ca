//! Which keys do what on each page, as the footer says it.

use super::{Stage, Targets};
use crate::app::own_targets::FIELDS;
use crate::tui::keys::Action;

impl Targets {
    pub(in crate::tui::overlay) fn keys(&self) -> &'static [(Action, &'static str)] {
        if self.sure.is_some() {
            return &[(Action::Accept, "yes"), (Action::Close, "no")];
        }
        if self.waits && self.stage != Stage::List {
            return &[(Action::Close, "give it up")];
        }
        match self.stage {
            Stage::List if self.chooses && self.count > 0 => &[
                (Action::Accept, "compare with it"),
                (Action::Down, "move"),
                (Action::Close, "close"),
            ],
            Stage::List if self.selection.at > self.count => &[
                (Action::Accept, "read"),
                (Action::Down, "move"),
                (Action::Close, "close"),
            ],
            Stage::List if self.selection.at == self.count => &[
                (Action::Accept, "add"),
                (Action::Down, "move"),
                (Action::Close, "close"),
            ],
            Stage::List => &[
                (Action::Accept, "open"),
                (Action::Edit, "edit"),
                (Action::Clear, "forget"),
                (Action::Down, "move"),
                (Action::Close, "close"),
            ],
            Stage::Form if self.row == FIELDS.len() => &[
                (Action::Accept, "ask for its metadata"),
                (Action::Up, "move"),
                (Action::Close, "back"),
            ],
            Stage::Form => &[
                (Action::Accept, "next"),
                (Action::Send, "ask"),
                (Action::Down, "move"),
                (Action::Close, "back"),
            ],
            Stage::Warned => &[(Action::Accept, "ask it"), (Action::Close, "back")],
            Stage::Found => &[(Action::Accept, "keep it"), (Action::Close, "back")],
            Stage::Secret | Stage::Key => &[(Action::Accept, "open"), (Action::Close, "back")],
        }
    }
}
