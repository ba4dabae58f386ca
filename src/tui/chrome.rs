//! What is around every screen: where I am, the stage bar, the target, the status line and the footer.

use std::cmp::Ordering;

use ratatui::layout::{Alignment, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::app::player::Player;
use crate::app::tenant::Tenant;
use crate::app::{App, Page};
use crate::lesson::desks::words;
use crate::lesson::model::{Round, Stage};
use crate::oauth::text::visible;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Context, Typing};
use crate::tui::layout::{Chrome, SMALLEST, Size};
use crate::tui::text::{ending, outside, prose, width};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::guide;

pub(crate) mod band;
mod footer;
mod server;
pub(crate) mod spine;

pub(crate) use footer::{Focused, footer};
pub(crate) use server::server;

/// Under the name of the program, where there is room.
const PROMISE: &str = "OAuth 2.0 client credentials, for real, on this machine";

/// The top line, and the stage bar where there is one.
pub(crate) fn top(canvas: &mut Canvas<'_, '_>, parts: &Chrome, look: &Look<'_>, app: &App) {
    let right = right_side(app, look);
    let used: usize = right.iter().map(|span| width(&span.content)).sum();
    let room = usize::from(parts.top.width).saturating_sub(used + 2);
    canvas.put(left_side(app, look, room), parts.top);
    canvas.put(Line::from(right).alignment(Alignment::Right), parts.top);
    if let (Some(player), Page::Lesson) = (&app.player, app.page) {
        canvas.put(stage_bar(player, look), parts.bar);
    } else if app.page == Page::Home {
        canvas.put(Span::styled(PROMISE, look.style(Role::Dim)), parts.bar);
    }
}

fn left_side(app: &App, look: &Look<'_>, room: usize) -> Line<'static> {
    let title = |text: &str| Span::styled(ending(text, room, look), look.style(Role::Title));
    match (app.page, &app.player) {
        (Page::Lesson, Some(player)) if look.is_wide() => {
            let lesson = player.lesson;
            Line::from(vec![
                Span::styled(spaced(&lesson.heading()), look.style(Role::Dim)),
                title(&lesson.title),
            ])
        }
        (Page::Lesson, Some(player)) => {
            let step = step_words(player);
            let number = match player.lesson.kind {
                Round::Lesson => format!("L{}  ", player.lesson.number),
                Round::Tour => "Tour  ".to_owned(),
                Round::Own | Round::Review | Round::Sandbox => String::new(),
            };
            let left = room.saturating_sub(width(&number) + width(&step) + 2);
            let name = match left {
                left if left < width(&player.lesson.title) => String::new(),
                _ => format!("  {}", player.lesson.title),
            };
            Line::from(vec![
                Span::styled(number, look.style(Role::Dim)),
                Span::styled(step, look.style(Role::Accent)),
                Span::styled(name, look.style(Role::Dim)),
            ])
        }
        (Page::Checker, _) => Line::from(title("Check a token response")),
        (Page::Decoder, _) => Line::from(title("Decode a JWT")),
        (Page::Server, _) => Line::from(title("The practice servers")),
        (Page::Reference, _) => Line::from(title("Reference")),
        (Page::Home | Page::Lesson, _) => Line::from(title("oauth-tutor")),
    }
}

/// A heading with its distance from what follows; nothing of nothing.
pub(crate) fn spaced(heading: &str) -> String {
    if heading.is_empty() {
        String::new()
    } else {
        format!("{heading}  ")
    }
}

/// The target and whether secrets are masked; each says so in words.
fn right_side(app: &App, look: &Look<'_>) -> Vec<Span<'static>> {
    let (target, tenant) = match app.page {
        Page::Server => {
            let target = app.target_in_hand();
            (target, app.targets.get(target))
        }
        Page::Home | Page::Lesson | Page::Checker | Page::Decoder | Page::Reference => {
            (app.target(), app.tenant())
        }
    };
    let name = target.word().to_uppercase();
    // Whoever changed the server by hand, and went elsewhere, is to know why it does what it does.
    let has_mark = matches!(app.page, Page::Home | Page::Lesson | Page::Server);
    let is_changed = has_mark && !app.hand.in_force(target).is_empty();
    let target = match tenant {
        Tenant::Ready(facts) if facts.is_own() => {
            let cells = if look.is_wide() { 36 } else { 22 };
            format!(" OWN {} ", outside(&facts.host, cells, look))
        }
        Tenant::Ready(facts) if look.is_wide() => format!(" {name} practice {} ", facts.host),
        Tenant::Ready(facts) => {
            let port = facts.host.rsplit(':').next().unwrap_or_default();
            // On the smallest screens the mark takes the room of a word that the address says as well.
            let word = if is_changed && look.size < Size::Medium {
                ""
            } else {
                " practice"
            };
            format!(" {name}{word} :{port} ")
        }
        Tenant::Starting => format!(" {name} practice is starting "),
        Tenant::Failed(_) => format!(" {name} practice is off "),
    };
    let failed = matches!(tenant, Tenant::Failed(_));
    let (words, role) = match app.revealed_seconds() {
        Some(seconds) if look.is_wide() => (format!("secrets shown {seconds} s"), Role::Warn),
        Some(seconds) => (format!("shown {seconds} s"), Role::Warn),
        None => ("masked".to_owned(), Role::Dim),
    };
    let mut spans = vec![Span::styled(
        target,
        look.style(if failed { Role::Fail } else { Role::Chip }),
    )];
    if is_changed {
        let words = format!("  {} changed", look.marks.warn);
        spans.push(Span::styled(words, look.style(Role::Warn)));
    }
    spans.extend([Span::raw("  "), Span::styled(words, look.style(role))]);
    spans
}

/// `Now: name the API, then send`, and on the right how much of the list is done. Empty where a page has no task.
pub(crate) fn task(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    app: &App,
    (context, typing): (Context, Typing),
) {
    if app.page != Page::Lesson {
        return;
    }
    let Some((task, count)) = guide::task(app, (context, typing), look.unicode) else {
        return;
    };
    let room = usize::from(area.width).saturating_sub(width(&count) + 8);
    // What is done is no order any more.
    let done = context != Context::Build
        && app.player.as_ref().is_some_and(|player| {
            player.has_done(app.facts()) && player.optional_experiment().is_none()
        });
    let (head, words) = if done {
        let head = format!("{} Done: ", look.marks.pass);
        (Span::styled(head, look.style(Role::Pass)), Role::Text)
    } else {
        (
            Span::styled("Now: ", look.style(Role::Accent)),
            Role::Strong,
        )
    };
    let room = room.saturating_sub(if done { 3 } else { 0 });
    let mut line = vec![head];
    line.extend(with_keys(&task, room, words, look));
    canvas.put(Line::from(line), area);
    let count = Span::styled(count, look.style(Role::Dim));
    canvas.put(Line::from(count).alignment(Alignment::Right), area);
}

/// A text of which each key is marked as one, cut at a word where it does not fit.
fn with_keys(
    pieces: &[(String, bool)],
    cells: usize,
    role: Role,
    look: &Look<'_>,
) -> Vec<Span<'static>> {
    let whole: String = pieces.iter().map(|(piece, _)| piece.as_str()).collect();
    let fits = width(&whole) <= cells;
    let shown = ending(&whole, cells, look);
    let mut left = shown.as_str();
    let mut spans = Vec::new();
    for (piece, is_key) in pieces {
        let Some(rest) = left.strip_prefix(piece.as_str()) else {
            break;
        };
        let role = if *is_key { Role::Key } else { role };
        spans.push(Span::styled(piece.clone(), look.style(role)));
        left = rest;
    }
    if !fits {
        spans.push(Span::styled(left.to_owned(), look.style(role)));
    }
    spans
}

/// `Goal > Predict > [Do 2/5: build] > Explain > Break > Quiz`.
fn stage_bar(player: &Player, look: &Look<'_>) -> Line<'static> {
    let stages = player.lesson.stages();
    let here = player.step().stage;
    let place = |stage: Stage| stages.iter().position(|it| *it == stage);
    // The last page stands behind all stages.
    let at = place(here).unwrap_or(stages.len());
    let mut spans = Vec::new();
    for (index, stage) in stages.iter().enumerate() {
        if !spans.is_empty() {
            spans.push(Span::styled(
                "  >  ".replace('>', step_sign(look)),
                look.style(Role::Border),
            ));
        }
        spans.push(match index.cmp(&at) {
            Ordering::Equal => {
                let words = format!("[{}]", step_words(player));
                Span::styled(words, look.style(Role::Accent))
            }
            Ordering::Less => Span::styled(stage.word(), look.style(Role::Text)),
            Ordering::Greater => Span::styled(stage.word(), look.style(Role::Dim)),
        });
    }
    Line::from(spans)
}

fn step_sign(look: &Look<'_>) -> &'static str {
    if look.unicode { "›" } else { ">" }
}

/// The step in a word: `Do 2/5: build`, `Quiz 3/5`.
fn step_words(player: &Player) -> String {
    let step = player.step();
    let word = step.stage.word();
    if step.stage.asks_page_by_page() {
        let head = if player.is_tested() {
            format!("{}: ", words("test.title"))
        } else {
            String::new()
        };
        return format!("{head}{word} {}/{}", player.at.ask + 1, step.pages());
    }
    let same: Vec<&str> = player
        .lesson
        .steps_of(step.stage)
        .map(|one| one.id.as_str())
        .collect();
    let at = same.iter().position(|id| *id == step.id).unwrap_or(0);
    let bench = match player.work() {
        Some(bench) => bench.word(),
        None if step.only.is_some() => "practice",
        None => "",
    };
    match step.stage {
        Stage::Do if player.is_tested() => format!("{}: {bench}", words("test.title")),
        Stage::Do => format!("{word} {}/{}: {bench}", at + 1, same.len()),
        Stage::Goal
        | Stage::Predict
        | Stage::Explain
        | Stage::Break
        | Stage::Quiz
        | Stage::Done => word.to_owned(),
    }
}

/// What was said last, as wide as the terminal; nothing where nothing was.
pub(crate) fn toast(
    app: &App,
    look: &Look<'_>,
    width: u16,
    (context, typing): (Context, Typing),
) -> Option<Vec<Line<'static>>> {
    let toast = app.toast.as_ref()?;
    let said = keys::filled_while(typing, &toast.text, context, look.unicode);
    let words = visible(&said);
    Some(prose(&words, usize::from(width), look.style(Role::Accent)))
}

/// The toast, else what the screen says about its state. A toast that needs more than its row takes the rows above for a moment;
/// of a longer sentence about the state, which the screen itself shows as well, only whole sentences stand here.
pub(crate) fn status(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    app: &App,
    (words, context, typing): (&str, Context, Typing),
) {
    let cells = usize::from(area.width);
    let words = &keys::filled_while(typing, words, context, look.unicode);
    let Some(lines) = toast(app, look, area.width, (context, typing)) else {
        let words = ending(whole_sentences(words, cells), cells, look);
        return canvas.put(Span::styled(words, look.style(Role::Dim)), area);
    };
    let rows = u16::try_from(lines.len()).unwrap_or(1).min(area.y);
    let over = Rect {
        y: (area.y + 1).saturating_sub(rows),
        height: rows,
        ..area
    };
    if let (true, Some(above)) = (rows > 1, over.y.checked_sub(1)) {
        canvas.close_above((area.y - 1, above), look);
    }
    // The whole width, so that no end of a frame sticks out beside the words.
    let across = Rect {
        x: 0,
        width: canvas.area().width,
        ..over
    };
    canvas.put(Clear, across);
    canvas.write(&lines, over);
}

/// As many sentences of `words` as fit into `cells` cells; the first alone when none does, since something is better than nothing.
fn whole_sentences(words: &str, cells: usize) -> &str {
    let ends = words.match_indices(". ").map(|(at, _)| at + 1);
    let fitting = |end: &usize| words.get(..*end).is_some_and(|text| width(text) <= cells);
    let end = ends
        .chain(std::iter::once(words.len()))
        .filter(fitting)
        .last();
    end.and_then(|end| words.get(..end)).unwrap_or(words)
}

/// The one line of a terminal that is too small to draw on.
pub(crate) fn too_small(canvas: &mut Canvas<'_, '_>, look: &Look<'_>) {
    let area = canvas.area();
    let words = format!(
        "Too small: needs {}x{}, has {}x{}. Make the window larger, or leave with Ctrl+C and play it in lines: oauth-tutor learn --linear.",
        SMALLEST.0, SMALLEST.1, area.width, area.height
    );
    let lines = prose(&words, usize::from(area.width), look.style(Role::Text));
    canvas.write(&lines, area);
}
