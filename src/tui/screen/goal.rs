//! The goal of a lesson: what one can do after it, why that is worth the time, and what its source leaves out.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::message::{Go, Message, Play};
use crate::lesson::Lesson;
use crate::lesson::desks::words;
use crate::lesson::target::TargetName;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Action, Context};
use crate::tui::layout::Size;
use crate::tui::screen::{Reply, Screen};
use crate::tui::text::{marked, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::page::Page;

/// The goal screen.
#[derive(Default)]
pub(crate) struct Goal {
    page: Page,
    /// True while everything shows that the source leaves out.
    all: bool,
}

impl Goal {
    fn count(&self, app: &App) -> usize {
        app.player.as_ref().map_or(0, |player| {
            lines(
                player.lesson,
                self.all,
                self.page.cells(),
                &Look::measuring(),
            )
            .len()
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
        if action == Action::TestOut {
            let lesson = app.player.as_ref().map(|player| player.lesson);
            let test = |lesson: &'static Lesson| Message::Go(Go::TestOut(&lesson.id));
            return Reply::Send(lesson.map(test).into_iter().collect());
        }
        if action == Action::Whole || (action == Action::Close && self.all) {
            self.all = !self.all;
            return Reply::Done;
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
        "Nothing is sent before you send it, or jump ahead.".into()
    }

    fn idle(&self, app: &App) -> &'static [Action] {
        match &app.player {
            Some(player) if player.lesson.test_out.is_empty() => &[Action::TestOut],
            Some(_) | None => &[],
        }
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
        let lines = lines(player.lesson, self.all, self.page.cells(), look);
        self.page.draw(canvas, look, &lines);
    }
}

fn lines(lesson: &Lesson, all: bool, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let text = look.style(Role::Text);
    let bullet = |role| Span::styled(format!("  {} ", look.marks.bullet), look.style(role));
    let heading = |words: &str| Line::styled(words.to_owned(), look.style(Role::Title));
    let mut lines = vec![heading("After this you can")];
    for can in &lesson.can {
        lines.extend(marked(bullet(Role::Pass), can, cells, text));
    }
    lines.extend([Line::default(), heading("Why")]);
    lines.extend(prose(&lesson.why, cells, text));
    let missing = format!("What {} leaves out", lesson.source);
    lines.extend([Line::default(), heading(&missing)]);
    // One line for everybody; whoever knows the source opens the rest.
    let shown = if all { lesson.leaves_out.len() } else { 1 };
    for gap in lesson.leaves_out.iter().take(shown) {
        lines.extend(marked(
            bullet(Role::Note),
            gap,
            cells,
            look.style(Role::Dim),
        ));
    }
    let more = lesson.leaves_out.len().saturating_sub(shown);
    if more > 0 {
        let key = keys::name(Context::Goal, Action::Whole, look.unicode);
        let words = format!("    {key} shows {more} more");
        lines.push(Line::styled(words, look.style(Role::Dim)));
    }
    lines.push(Line::default());
    lines.push(facts(lesson, look));
    lines
}

/// Time and size, on one line.
fn facts(lesson: &Lesson, look: &Look<'_>) -> Line<'static> {
    let dot = look.marks.dot;
    let place = if lesson.targets.contains(&TargetName::Own) {
        words("own.place")
    } else {
        "works offline"
    };
    let words = format!(
        "{} minutes {dot} {} {dot} {place}",
        lesson.minutes,
        lesson.size()
    );
    Line::styled(words, look.style(Role::Dim))
}
