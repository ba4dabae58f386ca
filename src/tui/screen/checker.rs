//! The checker as a tool of its own: paste a token response, and everything that is to be said of it is said at once.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::message::Message;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::Size;
use crate::tui::screen::desk::{Offer, View};
use crate::tui::screen::{Reply, Screen};
use crate::tui::theme::Look;
use crate::tui::widget::field::Field;

/// The checker screen.
pub(crate) struct Checker {
    view: View,
}

const OFFERS: &[Offer] = &[
    (
        "",
        "Paste a token response: the whole of it, from { to }. Headers above it are welcome.",
    ),
    ("p", "opens the field; then paste"),
    ("f", "opens a file by its path"),
    ("E", "opens your editor, to write or to mend a text"),
    ("t", "says what to compare with: an issuer, an API, an app"),
    ("Esc", "leaves the field, then this screen"),
];

impl Checker {
    /// The screen as it opens.
    pub(crate) fn new(app: &App) -> Self {
        Self {
            view: View::new(Some(&app.checker)),
        }
    }
}

impl Screen for Checker {
    fn context(&self, _app: &App) -> Context {
        self.view.context().unwrap_or(Context::Checker)
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        self.view.react(action, &app.checker, app)
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.view.field()
    }

    fn edited(&mut self, _app: &App) -> Vec<Message> {
        self.view.edited()
    }

    fn paste(&mut self, text: &str, _app: &App) -> Option<Vec<Message>> {
        Some(self.view.paste(text))
    }

    fn sync(&mut self, app: &App) {
        self.view.sync(&app.checker);
    }

    fn resized(&mut self, body: Rect, size: Size) {
        self.view.resized(body, size);
    }

    fn status(&self, app: &App) -> String {
        self.view.status(&app.checker, app)
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        match app.checker.report {
            None => &[Action::Edit, Action::OpenFile],
            Some(_) => &[],
        }
    }

    fn idle(&self, app: &App) -> &'static [Action] {
        match &app.checker.report {
            None => &[Action::Down, Action::AskApi, Action::Export, Action::Verify],
            // Without a token there is nothing to ask an API with, and nothing to verify.
            Some(report) if report.jwt.is_none() => &[Action::AskApi, Action::Verify],
            Some(_) => &[],
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        self.view
            .draw(canvas, area, look, (&app.checker, OFFERS, app));
    }
}
