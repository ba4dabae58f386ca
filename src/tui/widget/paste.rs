//! A pasted text with line numbers, one place in it marked. Only the lines on the screen are touched, so a large paste costs nothing.

use ratatui::text::{Line, Span};

use crate::oauth::finding::Place;
use crate::oauth::text::visible_line;
use crate::tui::text;
use crate::tui::theme::{Look, Role};

/// The cells of the line number and the gap behind it.
const GUTTER: usize = 6;

/// `rows` lines of `pasted` from line `top` (from 0), each on one row. A line that is too long is shortened; where
/// `place` is in it, so that the place stays visible, with a caret below.
pub(crate) fn lines(
    pasted: &str,
    place: Option<&Place>,
    top: usize,
    (width, rows): (u16, u16),
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let room = usize::from(width).saturating_sub(GUTTER).max(4);
    let rows = usize::from(rows);
    let marked = place.and_then(|place| place.line);
    let mut lines = Vec::with_capacity(rows);
    for (index, line) in pasted.lines().enumerate().skip(top) {
        if lines.len() >= rows {
            break;
        }
        let hit = marked == Some(index + 1);
        let column = place.filter(|_| hit).and_then(|place| place.column);
        let (shown, caret) = window(line, column, room, look);
        let role = if hit { Role::Strong } else { Role::Value };
        lines.push(Line::from(vec![
            gutter(index + 1, hit, look),
            Span::styled(shown, look.style(role)),
        ]));
        if let Some(caret) = caret.filter(|_| lines.len() < rows) {
            let arm = look.marks.up;
            lines.push(Line::styled(
                format!("{}{arm}", " ".repeat(GUTTER + caret)),
                look.style(Role::Accent),
            ));
        }
    }
    lines
}

/// The line from which to draw so that line `line` (from 1) is among `rows` rows.
pub(crate) fn top_for(line: Option<usize>, rows: u16) -> usize {
    let rows = usize::from(rows).max(2);
    match line {
        Some(line) if line + 1 > rows => line + 1 - rows,
        Some(_) | None => 0,
    }
}

fn gutter(number: usize, hit: bool, look: &Look<'_>) -> Span<'static> {
    let (mark, role) = if hit {
        (look.marks.cursor, Role::Accent)
    } else {
        (" ", Role::Dim)
    };
    Span::styled(format!("{mark}{number:>4} "), look.style(role))
}

/// The part of a line that is shown, and where in it the marked column stands, in cells.
fn window(
    line: &str,
    column: Option<usize>,
    room: usize,
    look: &Look<'_>,
) -> (String, Option<usize>) {
    let dots = look.marks.dots;
    let at = column.map(|column| column.saturating_sub(1));
    // Far to the right: begin a few characters before the place.
    let start = match at {
        Some(at) if at + 8 > room => at.saturating_sub(room / 3),
        Some(_) | None => 0,
    };
    let lead = if start > 0 { dots } else { "" };
    let mut shown = lead.to_owned();
    let mut caret = None;
    let mut more = false;
    for (index, c) in line.chars().enumerate().skip(start) {
        if at == Some(index) {
            caret = Some(text::width(&shown));
        }
        let next = visible_line(c.encode_utf8(&mut [0; 4]));
        if text::width(&shown) + text::width(&next) + text::width(dots) > room {
            more = true;
            break;
        }
        shown.push_str(&next);
    }
    if more {
        shown.push_str(dots);
    }
    // A place behind the last character of the line.
    let caret = caret.or_else(|| at.map(|_| text::width(&shown)));
    (shown, caret)
}
