//! In place of a step that only practice can show, at a tenant of the learner's own: why that is so, and the way there.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::message::{Go, Message, Play};
use crate::lesson::desks::words;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Action, Context};
use crate::tui::layout::Size;
use crate::tui::screen::{Reply, Screen};
use crate::tui::text::prose;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::page::Page;

/// The page.
#[derive(Default)]
pub(crate) struct Practice {
    page: Page,
}

impl Screen for Practice {
    fn context(&self, _app: &App) -> Context {
        Context::Practice
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        match action {
            Action::Accept => return Reply::Send(vec![Message::Play(Play::Next)]),
            Action::Practise => {
                let there = app.player.as_ref();
                let there = there.map(|player| Go::AtPractice(&player.lesson.id, player.at));
                return Reply::Send(there.map(Message::Go).into_iter().collect());
            }
            _ => {}
        }
        let lines = lines(app, self.page.cells(), &Look::measuring()).len();
        if self.page.react(action, lines) {
            Reply::Done
        } else {
            Reply::Ignored
        }
    }

    fn resized(&mut self, body: Rect, _size: Size) {
        self.page.resized(body);
    }

    fn status(&self, _app: &App) -> String {
        "Nothing is asked for here.".into()
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, _area: Rect, look: &Look<'_>, app: &App) {
        self.page
            .draw(canvas, look, &lines(app, self.page.cells(), look));
    }
}

fn lines(app: &App, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let Some(player) = &app.player else {
        return Vec::new();
    };
    let step = player.step();
    let text = look.style(Role::Text);
    let mut lines = prose(&step.title, cells, look.style(Role::Title));
    lines.push(Line::default());
    lines.extend(prose(words("own.only"), cells, look.style(Role::Strong)));
    lines.push(Line::default());
    let only = step.only.as_deref().unwrap_or_default();
    lines.extend(prose(only, cells, text));
    lines.push(Line::default());
    let way = keys::filled(words("own.practise"), Context::Practice, look.unicode);
    lines.extend(prose(&way, cells, text));
    lines
}
