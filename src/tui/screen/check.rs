//! The check step of a lesson: paste what curl printed in another shell, or take the reply of your own request.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::desk::CheckDesk;
use crate::app::message::Message;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Action, Context};
use crate::tui::layout::Size;
use crate::tui::screen::desk::{Offer, View, offered};
use crate::tui::screen::{Reply, Screen};
use crate::tui::text::prose;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::field::Field;
use crate::tui::widget::guide;
use crate::tui::widget::panel::Focus;
use crate::tui::widget::question::{Answer, Cursor};
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::sheet::{Sheet, measuring, room};
use crate::tui::widget::wire;

/// The check screen.
pub(crate) struct Check {
    view: View,
    steps: bool,
    /// In the question of the step, which stands under the list.
    cursor: Cursor,
    scroll: Scroll,
    body: Rect,
    size: Size,
}

fn desk(app: &App) -> Option<&CheckDesk> {
    app.player.as_ref().map(|player| &player.bench.desk)
}

/// The ways to fill the desk.
const OFFERS: &[Offer] = &[
    ("m", "take the reply of your own request"),
    ("y", "copy the curl line, to run it in another shell"),
    ("p", "open the field; then paste what curl printed"),
    ("f", "open the file that curl wrote"),
    ("w", "what to do, step by step"),
];

/// What the act is about, the ways to fill the desk, and the curl line to run in another shell, its secret masked.
fn invitation(app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let intro = guide::step(app).map_or_else(String::new, |step| {
        keys::filled(&step.intro, Context::Check, look.unicode)
    });
    let mut lines = prose(&intro, usize::from(width), look.style(Role::Text));
    lines.extend(offered(OFFERS, width, look));
    let request = app
        .facts()
        .zip(app.player.as_ref())
        .map(|(facts, player)| player.bench.request(facts).to_wire());
    if let Some(request) = request {
        lines.push(Line::default());
        let title = if app.at_own_tenant() {
            "The curl line"
        } else {
            "The practice curl"
        };
        lines.push(Line::styled(title, look.style(Role::Title)));
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
            cursor: guide::asked(app).map_or_else(Cursor::default, |(_, state)| Cursor::of(&state)),
            scroll: Scroll::default(),
            body: Rect::default(),
            size: Size::Normal,
        }
    }

    /// A key for the question: a digit leads there from anywhere, all else only while it shows.
    fn answer(&mut self, action: Action, app: &App) -> Option<Reply> {
        if !(self.steps || matches!(action, Action::Pick(_))) {
            return None;
        }
        match guide::answer(action, &mut self.cursor, app) {
            Answer::Told(message) => Some(Reply::Send(vec![message])),
            Answer::Moved => {
                self.steps = true;
                Some(Reply::Done)
            }
            Answer::Nothing => None,
        }
    }

    /// The page in place of the desk, if there is one: what to do, or how to fill an empty desk.
    fn page(
        &self,
        desk: &CheckDesk,
        app: &App,
        width: u16,
        look: &Look<'_>,
    ) -> Option<(&'static str, Vec<Line<'static>>)> {
        if self.steps {
            let mut lines = guide::steps(app, Context::Check, width, look);
            if guide::asks(app) {
                lines.push(Line::default());
                lines.extend(guide::question(app, Some(self.cursor), width, look));
            }
            for about in ["paste", "whole-reply"] {
                lines.push(Line::default());
                lines.extend(guide::note(app, about, width, look));
            }
            return Some(("What to do", lines));
        }
        let empty = self.view.is_empty(desk);
        empty.then(|| ("Nothing here yet", invitation(app, width, look)))
    }
}

impl Screen for Check {
    fn context(&self, _app: &App) -> Context {
        self.view.context().unwrap_or(Context::Check)
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        if let Some(reply) = self.answer(action, app) {
            return reply;
        }
        let Some(desk) = desk(app) else {
            return Reply::Ignored;
        };
        if action == Action::Whole || (action == Action::Close && self.steps) {
            self.steps = !self.steps;
            self.scroll = Scroll::default();
            return Reply::Done;
        }
        let (width, rows) = room(self.body);
        let look = measuring(self.size, app.revealed());
        let page = self.page(desk, app, width, &look);
        if let Some((_, lines)) = page
            && self.scroll.react(action, lines.len(), usize::from(rows))
        {
            return Reply::Done;
        }
        self.steps = false;
        self.view.react(action, desk, app)
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
        self.body = body;
        self.size = size;
        self.view.resized(body, size);
    }

    fn status(&self, app: &App) -> String {
        desk(app).map_or_else(String::new, |desk| self.view.status(desk, app))
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let Some(desk) = desk(app) else { return };
        let (width, _) = room(area);
        if let Some((title, lines)) = self.page(desk, app, width, look) {
            Sheet {
                title,
                others: (&[], ""),
                aside: if self.steps { "w back" } else { "" },
                focus: Focus::Here,
                lines,
                scroll: self.scroll,
            }
            .draw(canvas, area, look);
            return self.view.draw_over(canvas, area, look, desk);
        }
        self.view.draw(canvas, area, look, (desk, OFFERS, app));
    }
}
