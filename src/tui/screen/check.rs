//! The check step of a lesson: paste what curl printed in another shell, or take the reply of your own request.

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::desk::CheckDesk;
use crate::app::message::Message;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::Size;
use crate::tui::screen::desk::{Offer, View};
use crate::tui::screen::{Canvas, Reply, Screen};
use crate::tui::theme::Look;
use crate::tui::widget::field::Field;
use crate::tui::widget::guide;
use crate::tui::widget::panel::Focus;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::sheet::{Sheet, room};

/// The check screen.
pub(crate) struct Check {
    view: View,
    steps: bool,
}

fn desk(app: &App) -> Option<&CheckDesk> {
    app.player.as_ref().map(|player| &player.bench.desk)
}

/// The ways to fill the desk; the last sentence of the act says the same in more words.
const OFFERS: &[Offer] = &[
    ("m", "take the reply of your own request"),
    ("y", "copy the practice curl, to run it in another shell"),
    ("p", "open the field; then paste what curl printed"),
    ("w", "what to do, step by step"),
];

impl Check {
    /// The screen as it opens.
    pub(crate) fn new(app: &App) -> Self {
        Self {
            view: View::new(desk(app)),
            steps: false,
        }
    }
}

impl Screen for Check {
    fn context(&self, _app: &App) -> Context {
        Context::Check
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        if let Some(message) = guide::answer(action, app) {
            return Reply::Send(vec![message]);
        }
        if action == Action::Whole {
            self.steps = !self.steps;
            return Reply::Done;
        }
        self.steps = false;
        match desk(app) {
            Some(desk) => self.view.react(action, desk, app),
            None => Reply::Ignored,
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.view.field()
    }

    fn edited(&mut self, _app: &App) -> Vec<Message> {
        self.view.edited()
    }

    fn paste(&mut self, text: &str, _app: &App) -> Option<Vec<Message>> {
        self.steps = false;
        Some(self.view.paste(text))
    }

    fn sync(&mut self, app: &App) {
        if let Some(desk) = desk(app) {
            self.view.sync(desk);
        }
    }

    fn resized(&mut self, body: Rect, size: Size) {
        self.view.resized(body, size);
    }

    fn status(&self, app: &App) -> String {
        desk(app).map_or_else(String::new, |desk| self.view.status(desk, app))
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let Some(desk) = desk(app) else { return };
        let (width, _) = room(area);
        if self.steps {
            let mut lines = guide::steps(app, width, look);
            for about in ["paste", "whole-reply"] {
                lines.push(ratatui::text::Line::default());
                lines.extend(guide::note(app, about, width, look));
            }
            Sheet {
                title: "What to do",
                aside: "w back",
                focus: Focus::Here,
                lines,
                scroll: Scroll::default(),
            }
            .draw(canvas, area, look);
            return;
        }
        self.view.draw(canvas, area, look, desk, OFFERS);
    }
}
