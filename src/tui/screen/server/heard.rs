//! What the server in hand hears: each request as it comes, the newest first, and the record of the selected one.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::hand::Heard;
use crate::lesson::desks::words;
use crate::oauth::text::visible_line;
use crate::tui::canvas::Canvas;
use crate::tui::layout::{above, below};
use crate::tui::screen::send::server;
use crate::tui::text::{ending, middle, prose, width};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::list::Selection;
use crate::tui::widget::panel::{Focus, panel};
use crate::tui::widget::reply;
use crate::tui::widget::scroll::Scroll;

/// How many requests it has heard.
pub(super) fn count(app: &App) -> usize {
    app.hand.heard(app.target_in_hand()).count()
}

/// Draws the list, and below it the record.
pub(super) fn draw(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    (app, selection, focus): (&App, Selection, Focus),
) {
    let titles = ("Heard", "newest first, UTC");
    let inner = panel(canvas, area, look, titles, focus);
    let heard: Vec<&Heard> = app.hand.heard(app.target_in_hand()).collect();
    let Some(selected) = heard.get(selection.at) else {
        let silent = words("hand.silent");
        let lines = prose(silent, usize::from(inner.width), look.style(Role::Dim));
        return canvas.write(&lines, inner);
    };
    let (record, _) = server::lines(Some(&selected.entry), None, inner.width, look);
    let needed = u16::try_from(record.len() + 1).unwrap_or(u16::MAX);
    let cells = usize::from(inner.width).saturating_sub(2);
    let rows: Vec<Vec<Line<'_>>> = heard.iter().map(|one| row(one, cells, look)).collect();
    // The record takes what the newest requests leave.
    let lines: usize = rows.iter().map(Vec::len).sum();
    let least = u16::try_from(lines).unwrap_or(u16::MAX).min(4);
    let room = inner.height.saturating_sub(least);
    let [list, detail] = below(inner, needed.min(room));
    selection.draw(canvas, list, look, (&rows, focus));
    let [_, detail] = above(detail, 1);
    Scroll::default().draw(canvas, detail, look, &record);
}

/// When, who, how it was answered, what was asked; the last on a line of its own where there is no room for all of it.
fn row(heard: &Heard, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let entry = &heard.entry;
    let (role, mark) = reply::verdict(entry.status, look);
    let who = format!("{} {:<6}", time(heard), heard.whose.word());
    let status = entry.status.to_string();
    let answered = if entry.answered == status {
        format!("{mark} {status} ")
    } else {
        format!("{mark} {status} {} ", visible_line(&entry.answered))
    };
    let asked = visible_line(entry.request_line.trim_end_matches(" HTTP/1.1"));
    let used = width(&who) + width(&answered);
    let answered = ending(&answered, cells.saturating_sub(width(&who)), look);
    let mut first = vec![
        Span::styled(who, look.style(Role::Dim)),
        Span::styled(answered, look.style(role)),
    ];
    let asked = |cells: usize| Span::styled(middle(&asked, cells, look), look.style(Role::Method));
    if used + asked(usize::MAX).width() <= cells {
        first.push(asked(usize::MAX));
        return vec![Line::from(first)];
    }
    let indent = " ".repeat(INDENT);
    let second = vec![Span::raw(indent), asked(cells.saturating_sub(INDENT))];
    vec![Line::from(first), Line::from(second)]
}

/// How far the second line of a row stands in.
const INDENT: usize = 9;

/// The time of day.
fn time(heard: &Heard) -> String {
    let whole = heard.at.seconds().rfc3339().unwrap_or_default();
    whole.get(11..19).unwrap_or_default().to_owned()
}
