//! The goal of a lesson: what one can do after it, why that is worth the time, and what its source leaves out.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::message::{Message, Play};
use crate::lesson::Lesson;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::Size;
use crate::tui::screen::{Canvas, Reply, Screen};
use crate::tui::text::{marked, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::page::Page;

/// The goal screen.
#[derive(Default)]
pub(crate) struct Goal {
    page: Page,
}

impl Goal {
    fn count(&self, app: &App) -> usize {
        app.player.as_ref().map_or(0, |player| {
            lines(player.lesson, self.page.cells(), &Look::measuring()).len()
        })
    }
}

impl Screen for Goal {
    fn context(&self, _app: &App) -> Context {
        Context::Goal
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        if action == Action::Accept {
            return Reply::Send(vec![Message::Play(Play::Next)]);
        }
        let lines = self.count(app);
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
        "Nothing is sent before you say so.".into()
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        if self.page.overflows(self.count(app)) {
            &[Action::NextStep, Action::Down]
        } else {
            &[]
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, _area: Rect, look: &Look<'_>, app: &App) {
        let Some(player) = &app.player else { return };
        let lines = lines(player.lesson, self.page.cells(), look);
        self.page.draw(canvas, look, &lines);
    }
}

fn lines(lesson: &Lesson, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let text = look.style(Role::Text);
    let bullet = |role| Span::styled(format!("  {} ", look.marks.bullet), look.style(role));
    let heading = |words: &str| Line::styled(words.to_owned(), look.style(Role::Title));
    let mut lines = vec![heading("After this you can")];
    for can in &lesson.goal.can {
        lines.extend(marked(bullet(Role::Pass), can, cells, text));
    }
    lines.extend([Line::default(), heading("Why")]);
    lines.extend(prose(&lesson.goal.why, cells, text));
    let missing = format!("What {} leaves out", lesson.source);
    lines.extend([Line::default(), heading(&missing)]);
    for gap in &lesson.goal.leaves_out {
        lines.extend(marked(
            bullet(Role::Note),
            gap,
            cells,
            look.style(Role::Dim),
        ));
    }
    lines.push(Line::default());
    lines.push(facts(lesson, look));
    lines
}

/// Time, size, source, on one line.
fn facts(lesson: &Lesson, look: &Look<'_>) -> Line<'static> {
    let dot = look.marks.dot;
    let words = format!(
        "{} minutes {dot} {} questions, {} actions, 1 experiment, {} cards {dot} works offline",
        lesson.minutes,
        lesson.predict.len(),
        lesson.act.len(),
        lesson.quiz.len(),
    );
    Line::styled(words, look.style(Role::Dim))
}
