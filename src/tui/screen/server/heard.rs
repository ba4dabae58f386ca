//! What the server in hand hears: each request as it comes, the newest first, and the record of the selected one.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::hand::Heard;
use crate::lesson::desks::words;
use crate::oauth::text::visible_line;
use crate::tui::canvas::Canvas;
use crate::tui::keys::Action;
use crate::tui::layout::{above, below, inside};
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

/// The list, and the record below it: their lines, and where they stand.
struct Parts {
    rows: Vec<Vec<Line<'static>>>,
    list: Rect,
    record: Vec<Line<'static>>,
    detail: Rect,
}

/// `None` where nothing was heard.
fn parts(app: &App, selection: Selection, inner: Rect, look: &Look<'_>) -> Option<Parts> {
    let heard: Vec<&Heard> = app.hand.heard(app.target_in_hand()).collect();
    let selected = heard.get(selection.at)?;
    let (record, _) = server::lines(Some(&selected.entry), None, inner.width, look);
    let needed = u16::try_from(record.len() + 1).unwrap_or(u16::MAX);
    let cells = usize::from(inner.width).saturating_sub(2);
    let rows: Vec<Vec<Line<'_>>> = heard.iter().map(|one| row(one, cells, look)).collect();
    // The record takes what the newest requests leave.
    let lines: usize = rows.iter().map(Vec::len).sum();
    let least = u16::try_from(lines).unwrap_or(u16::MAX).min(4);
    let room = inner.height.saturating_sub(least);
    let [list, detail] = below(inner, needed.min(room));
    let [_, detail] = above(detail, 1);
    Some(Parts {
        rows,
        list,
        record,
        detail,
    })
}

/// Scrolls the record; false for what asks for no move.
pub(super) fn read(
    scroll: &mut Scroll,
    action: Action,
    look: &Look<'_>,
    (app, selection, area): (&App, Selection, Rect),
) -> bool {
    parts(app, selection, inside(area), look).is_some_and(|parts| {
        scroll.react(action, parts.record.len(), usize::from(parts.detail.height))
    })
}

/// Draws the list, and below it the record, scrolled so far.
pub(super) fn draw(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    (app, selection, scroll, focus): (&App, Selection, Scroll, Focus),
) {
    let titles = ("Heard", "newest first, UTC");
    let inner = panel(canvas, area, look, titles, focus);
    let Some(parts) = parts(app, selection, inner, look) else {
        let silent = words("hand.silent");
        let lines = prose(silent, usize::from(inner.width), look.style(Role::Dim));
        return canvas.write(&lines, inner);
    };
    selection.draw(canvas, parts.list, look, (&parts.rows, focus));
    scroll.draw(canvas, parts.detail, look, &parts.record);
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
