//! The rows of home: where to go on, a lesson with its progress, a tool.

use ratatui::text::{Line, Span};

use super::detail;
use super::items::{Item, at_end, finished, played_again};
use crate::app::App;
use crate::app::spot::Spot;
use crate::lesson::Lesson;
use crate::lesson::desks::words;
use crate::tui::chrome::spaced;
use crate::tui::keys::{self, Action, Context};
use crate::tui::overlay::jump_title;
use crate::tui::text::{column, width};
use crate::tui::theme::{Look, Role};

/// How many cards of the review are due.
pub(super) fn due(app: &App) -> usize {
    app.review().map_or(0, |standing| standing.due)
}

/// The key that opens a tool, as the table has it.
fn key(action: Action, look: &Look<'_>) -> String {
    keys::name(Context::Home, action, look.unicode)
}

/// The row of one thing.
pub(super) fn row(item: Item, app: &App, cells: usize, look: &Look<'_>) -> Line<'static> {
    let tool = |action: Option<Action>, name: &str, how: &str| {
        let key = action.map_or_else(|| " ".to_owned(), |action| key(action, look));
        detail::tool_row(&key, name, how, cells, look)
    };
    match item {
        Item::Continue(lesson) => going_on(lesson, app, cells, look),
        Item::Lesson(lesson) => lesson_row(lesson, app, cells, look),
        Item::Checker => tool(Some(Action::Checker), "Check a token response", "paste"),
        Item::Decoder => tool(Some(Action::Decoder), "Decode a JWT", "paste"),
        Item::Server => tool(Some(Action::Server), "The practice servers", "live"),
        Item::Sandbox => tool(Some(Action::Sandbox), words("sandbox.title"), "no goals"),
        Item::Own => tool(Some(Action::OwnTenants), "Your own tenants", "kept by name"),
        Item::AtOwn(lesson) => tool(None, &detail::at_own(lesson), "your app"),
        Item::Review => {
            let due = format!("{} due", due(app));
            tool(Some(Action::Review), words("review.title"), &due)
        }
    }
}

/// The fewest cells in which the place where one was is worth naming.
const LEAST: usize = 16;

fn going_on(lesson: &Lesson, app: &App, cells: usize, look: &Look<'_>) -> Line<'static> {
    let kept = app.progress.of(&lesson.id);
    let spot = kept
        .and_then(|kept| Spot::named(&kept.at, lesson))
        .unwrap_or_default();
    let step = format!(
        "step {} of {}",
        spot.index(lesson) + 1,
        Spot::all(lesson).len()
    );
    let word = spot.step(lesson).stage.word();
    let words = format!("{word}: {}", jump_title(spot, lesson));
    let head = format!("{}{}   ", spaced(&lesson.heading()), lesson.title);
    let room = cells.saturating_sub(width(&head) + width(&step) + 2);
    // A few letters of where one was say nothing.
    let words = if room < LEAST.min(width(&words)) {
        String::new()
    } else {
        words
    };
    Line::from(vec![
        Span::styled(
            column(
                &head,
                cells.saturating_sub(width(&step) + 2).min(width(&head)),
                look,
            ),
            look.style(Role::Strong),
        ),
        Span::styled(column(&words, room, look), look.style(Role::Text)),
        Span::raw("  "),
        Span::styled(step, look.style(Role::Dim)),
    ])
}

fn lesson_row(lesson: &Lesson, app: &App, cells: usize, look: &Look<'_>) -> Line<'static> {
    const BAR: usize = 8;
    let kept = app.progress.of(&lesson.id);
    // Of a lesson that nobody began, the steps are not read yet.
    let steps = kept.map_or(0, |_| Spot::all(lesson).len());
    let reached = kept.map_or(0, |kept| (kept.furthest + 1).min(steps));
    let again = played_again(lesson, app);
    // What is done needs no bar: a column of them would be the loudest thing on the screen.
    let shows_bar = kept.is_some() && (again || !finished(lesson, app));
    let full = if shows_bar {
        reached * BAR / steps.max(1)
    } else {
        0
    };
    let (words, role) = match kept {
        _ if again => ("again".into(), Role::Text),
        _ if finished(lesson, app) => (format!("{} done", look.marks.pass), Role::Pass),
        Some(kept) if at_end(kept, lesson) => ("open".into(), Role::Warn),
        Some(_) => ("begun".into(), Role::Text),
        None => ("new".into(), Role::Dim),
    };
    let tail = format!("{words:>6}");
    let number = if lesson.number == 0 {
        "   ".to_owned()
    } else {
        format!("{}  ", lesson.number)
    };
    let room = cells.saturating_sub(width(&number) + BAR + width(&tail) + 2);
    Line::from(vec![
        Span::styled(number, look.style(Role::Key)),
        Span::styled(column(&lesson.title, room, look), look.style(Role::Text)),
        Span::raw(" "),
        Span::styled(look.marks.full.repeat(full), look.style(Role::Accent)),
        // Nothing stands where nothing was begun.
        Span::styled(
            if shows_bar { look.marks.empty } else { " " }.repeat(BAR - full),
            look.style(Role::Border),
        ),
        Span::raw(" "),
        Span::styled(tail, look.style(role)),
    ])
}
