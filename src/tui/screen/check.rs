//! The check step of a lesson: paste what curl printed in another shell, or take the reply of your own request.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::desk::CheckDesk;
use crate::app::message::Message;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::Size;
use crate::tui::screen::desk::{Offer, View, offered};
use crate::tui::screen::{Canvas, Reply, Screen};
use crate::tui::text::prose;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::field::Field;
use crate::tui::widget::guide;
use crate::tui::widget::panel::Focus;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::sheet::{Sheet, room};
use crate::tui::widget::wire;

/// The check screen.
pub(crate) struct Check {
    view: View,
    steps: bool,
}

fn desk(app: &App) -> Option<&CheckDesk> {
    app.player.as_ref().map(|player| &player.bench.desk)
}

/// The ways to fill the desk.
const OFFERS: &[Offer] = &[
    ("m", "take the reply of your own request"),
    ("y", "copy the practice curl, to run it in another shell"),
    ("p", "open the field; then paste what curl printed"),
    ("w", "what to do, step by step"),
];

/// What the act is about, the ways to fill the desk, and the curl line to run in another shell, its secret masked.
fn invitation(app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let intro = guide::act(app).map_or("", |act| act.intro.as_str());
    let mut lines = prose(intro, usize::from(width), look.style(Role::Text));
    lines.extend(offered(OFFERS, width, look));
    let request = app
        .tenant
        .facts()
        .zip(app.player.as_ref())
        .map(|(facts, player)| player.bench.draft.request(facts).to_wire());
    if let Some(request) = request {
        lines.push(Line::default());
        lines.push(Line::styled("The practice curl", look.style(Role::Title)));
        lines.extend(wire::draw(&request, wire::VIEWS[1].0, None, width, look).lines);
    }
    lines
}

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
                lines.push(Line::default());
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
        if self.view.is_empty(desk) {
            Sheet {
                title: "Nothing here yet",
                aside: "",
                focus: Focus::Here,
                lines: invitation(app, width, look),
                scroll: Scroll::default(),
            }
            .draw(canvas, area, look);
            return;
        }
        self.view.draw(canvas, area, look, (desk, OFFERS));
    }
}
