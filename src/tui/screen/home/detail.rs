//! What the selected thing of the home screen is about.

use ratatui::layout::{Margin, Rect};
use ratatui::text::{Line, Span};

use super::Item;
use crate::app::App;
use crate::lesson::Lesson;
use crate::lesson::desks::{filled, words};
use crate::lesson::model::Ask;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Context};
use crate::tui::text::{column, marked, prose, width};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::panel::{Focus, panel};

/// So many rows it takes until a frame leaves room for words.
const FRAMED: u16 = 4;

/// The frame, and where the words go in it. A frame around nothing says nothing: few rows have none.
pub(super) fn frame(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    (item, focus): (Item, Focus),
) -> Rect {
    if area.height >= FRAMED {
        return panel(canvas, area, look, (&title(item), ""), focus);
    }
    let margin = Margin::new(2, 0);
    area.inner(margin)
}

/// The heading of the detail.
pub(super) fn title(item: Item) -> String {
    match item {
        Item::Continue(lesson) | Item::Lesson(lesson) if lesson.number == 0 => lesson.title.clone(),
        Item::Continue(lesson) | Item::Lesson(lesson) => lesson.heading(),
        Item::Checker => "Check a token response".into(),
        Item::Decoder => "Decode a JWT".into(),
        Item::Sandbox => words("sandbox.title").into(),
        Item::Own => words("own.target.title").into(),
        Item::AtOwn(lesson) => at_own(lesson),
        Item::Server => "The practice servers".into(),
        Item::Review => words("review.title").into(),
    }
}

/// `Lesson 1 at your own tenant`.
pub(super) fn at_own(lesson: &Lesson) -> String {
    filled("own.lesson", &[("lesson", lesson.heading())])
}

/// The detail, wrapped to `cells`.
pub(super) fn lines(item: Item, app: &App, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    match item {
        Item::Continue(lesson) | Item::Lesson(lesson) => of_lesson(lesson, app, cells, look),
        Item::Checker => tool(
            &[
                "Paste what a token endpoint answered, whole.",
                "You see what is right, what is wrong and how to mend it.",
                "It is checked on this machine. Nothing is uploaded.",
            ],
            cells,
            look,
        ),
        Item::Decoder => tool(
            &[
                "Paste a token.",
                "You see its three parts and what its claims say.",
                "Reading takes no key and no account. Nothing is uploaded.",
            ],
            cells,
            look,
        ),
        Item::Own => {
            let next = if app.has_own() {
                "own.target.home.open"
            } else {
                "own.target.home"
            };
            tool(
                &[
                    "The same requests, sent to your own Auth0, Okta or other server.",
                    words(next),
                ],
                cells,
                look,
            )
        }
        Item::AtOwn(lesson) => tool(&[&lesson.title, words("own.lesson.about")], cells, look),
        Item::Sandbox => tool(
            &[
                words("sandbox.home"),
                &keys::filled(words("sandbox.about"), Context::Build, look.unicode),
            ],
            cells,
            look,
        ),
        Item::Server => tool(&[words("hand.home"), words("hand.about")], cells, look),
        Item::Review => {
            let stands = app.review().map(|standing| standing.words());
            tool(
                &[&stands.unwrap_or_default(), words("review.home")],
                cells,
                look,
            )
        }
    }
}

fn tool(words: &[&str], cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let paragraph = |words: &&str| {
        let mut lines = prose(words, cells, look.style(Role::Text));
        lines.push(Line::default());
        lines
    };
    words.iter().flat_map(paragraph).collect()
}

fn of_lesson(lesson: &Lesson, app: &App, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let text = look.style(Role::Text);
    let mut lines = Vec::new();
    if lesson.number == 0 {
        lines.extend(prose(&lesson.why, cells, text));
        lines.push(Line::default());
    }
    lines.extend(prose("After this you can", cells, look.style(Role::Strong)));
    for can in &lesson.can {
        let bullet = Span::styled(format!(" {} ", look.marks.bullet), look.style(Role::Accent));
        lines.extend(marked(bullet, can, cells, text));
    }
    lines.push(Line::default());
    let minutes = match lesson.minutes {
        1 => "1 minute".to_owned(),
        minutes => format!("{minutes} minutes"),
    };
    let size = format!("{minutes}: {}. Works offline.", lesson.size());
    lines.extend(prose(&size, cells, text));
    if let Some(open) = left_open(lesson, app) {
        lines.push(Line::default());
        lines.extend(prose(&open, cells, look.style(Role::Warn)));
    }
    if let Some((said, question)) = last_miss(lesson, app) {
        lines.push(Line::default());
        lines.extend(prose(
            "Your last wrong guess here",
            cells,
            look.style(Role::Dim),
        ));
        lines.extend(prose(&question, cells, text));
        let mark = Span::styled(format!("{} ", look.marks.fail), look.style(Role::Fail));
        lines.extend(marked(mark, &said, cells, text));
    }
    if lesson.number == 0 {
        return lines;
    }
    lines.push(Line::default());
    let source = format!("After the exercise of {}.", lesson.source);
    lines.extend(prose(&source, cells, look.style(Role::Dim)));
    lines
}

/// The last prediction that the exchange proved wrong: what was said, and the question.
fn last_miss(lesson: &Lesson, app: &App) -> Option<(String, String)> {
    let kept = app.progress.of(&lesson.id)?;
    let asked: Vec<&Ask> = lesson.asks().map(|(_, ask)| ask).collect();
    let mut missed = asked.into_iter().rev().filter_map(|ask| {
        let kept = kept.guesses.get(&ask.id)?;
        let option = ask.options.get(kept.guess.option)?;
        (kept.right == Some(false)).then(|| (option.text.clone(), ask.question.clone()))
    });
    missed.next()
}

/// What was left open of a lesson whose end was reached.
fn left_open(lesson: &Lesson, app: &App) -> Option<String> {
    let kept = app.progress.of(&lesson.id)?;
    let open = kept.open_count(lesson);
    // What was tested out of is done, whatever was not played.
    let done = super::at_end(kept, lesson) && open > 0 && !kept.is_tested_out();
    done.then(|| format!("Finished with {open} open."))
}

/// A tool as a row: its key, its name, how it is used.
pub(super) fn tool_row(
    key: &str,
    name: &str,
    how: &str,
    cells: usize,
    look: &Look<'_>,
) -> Line<'static> {
    let room = cells.saturating_sub(3 + width(how));
    Line::from(vec![
        Span::styled(format!("{key}  "), look.style(Role::Key)),
        Span::styled(column(name, room, look), look.style(Role::Text)),
        Span::styled(how.to_owned(), look.style(Role::Dim)),
    ])
}
