//! Keys that mean nothing: a letter that no key has, and whatever is pressed where nothing is drawn.

use super::{Ui, Wish};
use crate::app::App;
use crate::app::message::{Message, OddKey};
use crate::tui::keys::{self, Action, Context, Press, Typing};
use crate::tui::layout::Size;

impl Ui {
    /// True where the terminal is too small to draw on: nobody sees what a key would do.
    pub(super) fn is_blind(&self) -> bool {
        Size::of(self.area) == Size::Tiny
    }

    /// A key there: what leaves the program, or draws anew, and nothing else.
    pub(super) fn press_blindly(&mut self, press: Press, app: &App) -> Vec<Wish> {
        match keys::lookup(self.context(app), press, Typing::No) {
            Some(action @ (Action::Interrupt | Action::Suspend | Action::Redraw)) => {
                self.act(action, app)
            }
            Some(_) | None => Vec::new(),
        }
    }

    /// A letter that means nothing here, said once of each kind: Caps Lock, or another keyboard layout.
    pub(super) fn odd(&mut self, press: Press, app: &App) -> Vec<Wish> {
        let context = self.context(app);
        let other = press.other_case();
        let other = other.and_then(|other| keys::lookup(context, other, Typing::No));
        let of_a_form = keys::lookup(Context::Build, press, Typing::No);
        let is_work = matches!(
            context,
            Context::Send
                | Context::Read
                | Context::Call
                | Context::Check
                | Context::Explain
                | Context::Break
        );
        let odd = match (press.letter(), other) {
            (Some(letter), _)
                if letter.is_ascii() && self.overlay.is_none() && self.screen.is_on_text(app) =>
            {
                OddKey::NotTyping
            }
            (Some(_), _) if is_work && of_a_form == Some(Action::LayIn) => OddKey::NoForm,
            (Some(_), Some(_)) => OddKey::OtherCase,
            (Some(letter), None) if !letter.is_ascii() => OddKey::OtherAlphabet,
            (Some(_) | None, _) => return Vec::new(),
        };
        // Who means to type is told each time: what they typed did nothing.
        if self.told.contains(&odd) && odd != OddKey::NotTyping {
            return Vec::new();
        }
        self.told.push(odd);
        vec![Wish::Tell(Message::OddKey(odd))]
    }
}
