//! A screen: what it draws, which keys live on it, what they ask for. One file a screen; `place` has the table of which is open when.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::exchange::Side;
use crate::app::message::{Message, OddKey};
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::Size;
use crate::tui::overlay::Overlay;
use crate::tui::theme::Look;
use crate::tui::widget::field::Field;

mod build;
mod call;
mod check;
mod checker;
mod dashboard;
mod decoder;
mod desk;
mod done;
mod explain;
mod flow;
mod goal;
mod home;
mod lab;
mod place;
mod practice;
mod predict;
mod quiz;
mod read;
mod reference;
mod send;
mod server;

pub(crate) use place::Place;

/// What all screens are to the program. Down go method calls, up go values; state that matters is in [`App`].
pub(crate) trait Screen {
    /// Which keys are live.
    fn context(&self, app: &App) -> Context;

    /// A key that is bound in that context.
    fn react(&mut self, action: Action, app: &App) -> Reply;

    /// The text field that has the focus: it gets characters, editing keys and pastes.
    fn field(&mut self) -> Option<&mut Field> {
        None
    }

    /// True where an empty text row is selected: what is typed there begins a text.
    fn takes_text(&self, _app: &App) -> bool {
        false
    }

    /// True where a text row is selected, empty or not, and is not typed into.
    fn is_on_text(&self, _app: &App) -> bool {
        false
    }

    /// Opens the field of that row.
    fn begin_text(&mut self, _app: &App) {}

    /// Called after the focused field has changed.
    fn edited(&mut self, _app: &App) -> Vec<Message> {
        Vec::new()
    }

    /// A paste while no field has the focus; `None` where a paste means nothing.
    fn paste(&mut self, _text: &str, _app: &App) -> Option<Vec<Message>> {
        None
    }

    /// Called after each update, before drawing: takes values that changed in [`App`] (undo, fill) over into fields.
    fn sync(&mut self, _app: &App) {}

    /// The part of the terminal that the screen draws on, told when it opens and when it changes. For the arithmetic of scrolling.
    fn resized(&mut self, _body: Rect, _size: Size) {}

    /// A sentence about the state, for the line above the footer; a toast goes before it.
    fn status(&self, _app: &App) -> String {
        String::new()
    }

    /// The arrow of the spine that the selected thing belongs to.
    fn lights(&self, _app: &App) -> Option<Side> {
        None
    }

    /// The keys that matter most in the present state; the footer shows them before the usual ones.
    fn urges(&self, _app: &App) -> &'static [Action] {
        &[]
    }

    /// The keys that would do nothing in the present state; the footer leaves them out.
    fn idle(&self, _app: &App) -> &'static [Action] {
        &[]
    }

    /// Draws onto `area`.
    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App);
}

/// What a screen makes of an action.
#[derive(Debug)]
pub(crate) enum Reply {
    /// Nothing: the action has its usual meaning, if it has one.
    Ignored,
    /// Something changed that only the eye sees.
    Done,
    /// The app is to know.
    Send(Vec<Message>),
    /// An overlay opens.
    Open(Overlay),
    /// An overlay opens that is filled by an answer; the app is to ask.
    Ask(Box<(Overlay, Message)>),
}

impl Reply {
    /// To a number behind the last row: that there is none of it.
    fn beyond() -> Self {
        Self::Send(vec![Message::OddKey(OddKey::Beyond)])
    }
}
