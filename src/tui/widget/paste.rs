//! A pasted text with line numbers, one place in it marked. Only the lines on the screen are touched, so a large paste costs nothing.

use ratatui::text::{Line, Span};

use crate::app::desk::{Row, Sign};
use crate::oauth::check::diff::Change;
use crate::oauth::check::paste::veil;
use crate::oauth::finding::Place;
use crate::oauth::text::Door;
use crate::tui::text;
use crate::tui::theme::{Look, Role};

/// The cells of the line number and the gap behind it.
const GUTTER: usize = 6;

/// The most lines of one side of a change.
const SIDE: usize = 2;

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

/// The same for a repaired text: `+` before an added line, `~` before a changed one, `-` before one that went away. The line at
/// `place` is shown as it was pasted too, since that is what the place is counted in.
pub(crate) fn repaired(
    (rows, pasted): (&[Row], &str),
    place: Option<&Place>,
    top: usize,
    (width, height): (u16, u16),
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let room = usize::from(width).saturating_sub(GUTTER).max(4);
    let height = usize::from(height);
    let at = place.and_then(|place| place.line);
    let mut lines = Vec::with_capacity(height);
    for row in rows.iter().skip(top) {
        if lines.len() >= height {
            break;
        }
        let hit = at.is_some() && row.number == at;
        let (sign, role) = match row.sign {
            Sign::Same => (" ", Role::Value),
            Sign::Changed => ("~", Role::Warn),
            Sign::Added => ("+", Role::Pass),
            Sign::Removed => ("-", Role::Fail),
        };
        let column = place.filter(|_| hit).and_then(|place| place.column);
        let number = row.number.unwrap_or(0);
        if hit && row.sign == Sign::Changed {
            let old = pasted.lines().nth(number.saturating_sub(1));
            let old = old.unwrap_or_default();
            lines.extend(marked(("-", Role::Fail), number, (old, column), room, look));
        }
        let column = match row.sign {
            Sign::Changed => Some(row.differs + 1),
            Sign::Same | Sign::Added | Sign::Removed => column,
        };
        let mut drawn = marked(
            (sign, role),
            number,
            (row.shown(look.revealed), column),
            room,
            look,
        );
        if row.sign == Sign::Changed || !hit {
            drawn.truncate(1);
        }
        lines.extend(drawn);
    }
    lines.truncate(height);
    lines
}

/// A line with its sign and number, and below it a caret under `column`.
fn marked(
    (sign, role): (&'static str, Role),
    number: usize,
    (text, column): (&str, Option<usize>),
    room: usize,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let number = if number == 0 {
        " ".repeat(4)
    } else {
        format!("{number:>4}")
    };
    let (shown, caret) = window(text, column, room, look);
    let mut lines = vec![Line::from(vec![
        Span::styled(sign, look.style(role)),
        Span::styled(format!("{number} "), look.style(Role::Dim)),
        Span::styled(shown, look.style(role)),
    ])];
    if let Some(caret) = caret {
        lines.push(Line::styled(
            format!("{}{}", " ".repeat(GUTTER + caret), look.marks.up),
            look.style(Role::Accent),
        ));
    }
    lines
}

/// How many rows the whole text takes, every line wrapped between characters.
pub(crate) fn whole_rows(pasted: &str, width: u16) -> usize {
    let room = room(width);
    pasted.lines().map(|line| Folded::of(line, room).rows).sum()
}

/// `rows` rows of the whole text from row `top`, every line wrapped between characters.
pub(crate) fn whole(
    pasted: &str,
    top: usize,
    (width, rows): (u16, u16),
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let room = room(width);
    let mut skipped = top;
    let mut lines = Vec::with_capacity(usize::from(rows));
    for (index, line) in pasted.lines().enumerate() {
        let wanted = usize::from(rows).saturating_sub(lines.len());
        if wanted == 0 {
            break;
        }
        let folded = Folded::of(line, room);
        if folded.rows <= skipped {
            skipped -= folded.rows;
            continue;
        }
        for (at, text) in folded.part(skipped, wanted).into_iter().enumerate() {
            let front = if at + skipped == 0 {
                gutter(index + 1, false, look)
            } else {
                Span::raw(" ".repeat(GUTTER))
            };
            let text = Span::styled(text, look.style(Role::Value));
            lines.push(Line::from(vec![front, text]));
        }
        skipped = 0;
    }
    lines
}

fn room(width: u16) -> usize {
    usize::from(width).saturating_sub(GUTTER).max(4)
}

/// A line of the paste, folded to rows of `room` cells. Nearly every line is plain ASCII, where a row is as many bytes; the others
/// are measured character by character.
struct Folded<'a> {
    line: &'a str,
    room: usize,
    rows: usize,
    plain: bool,
}

impl<'a> Folded<'a> {
    fn of(line: &'a str, room: usize) -> Self {
        let plain = line.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        let rows = if plain {
            line.len().div_ceil(room).max(1)
        } else {
            text::fold_ends(&text::laid_out(line), room).count() + 1
        };
        Self {
            line,
            room,
            rows,
            plain,
        }
    }

    /// At most `most` rows from row `from`.
    fn part(&self, from: usize, most: usize) -> Vec<String> {
        let last = (from + most).min(self.rows);
        if self.plain {
            let at = |row: usize| (row * self.room).min(self.line.len());
            let row = |row: usize| self.line.get(at(row)..at(row + 1)).unwrap_or_default();
            return (from..last).map(|at| row(at).to_owned()).collect();
        }
        let shown = text::laid_out(self.line);
        let ends = text::fold_ends(&shown, self.room);
        let ends: Vec<usize> = std::iter::once(0)
            .chain(ends)
            .chain([shown.len()])
            .skip(from)
            .take(last - from + 1)
            .collect();
        let pieces = ends.windows(2);
        pieces
            .map(|pair| shown.get(pair[0]..pair[1]).unwrap_or_default().to_owned())
            .collect()
    }
}

/// Both sides of a repair, around the place where they begin to differ.
pub(crate) fn change(change: &Change, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let room = usize::from(width).saturating_sub(2).max(4);
    let both = change.before.first().zip(change.after.first());
    let differs = both.map_or(0, |(old, new)| {
        let same = old.chars().zip(new.chars()).take_while(|(a, b)| a == b);
        same.count()
    });
    let sides = [
        ("- ", Role::Fail, &change.before),
        ("+ ", Role::Pass, &change.after),
    ];
    let side = |(sign, role, lines): (&'static str, Role, &Vec<String>)| {
        let shown = lines.iter().take(SIDE).enumerate().map(|(at, line)| {
            let column = (at == 0).then_some(differs + 1);
            let shown = window(&masked(line, look), column, room, look).0;
            Line::styled(format!("{sign}{shown}"), look.style(role))
        });
        shown.collect::<Vec<_>>()
    };
    sides.into_iter().flat_map(side).collect()
}

/// A line of a change, its secrets hidden while they are not shown. Of a very long one the end is left out: nobody sees it in one row.
fn masked(line: &str, look: &Look<'_>) -> String {
    const MOST: usize = 65_536;
    let line = line.get(..line.floor_char_boundary(MOST)).unwrap_or(line);
    if look.revealed {
        line.to_owned()
    } else {
        veil::veiled(line)
    }
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
    let (mut used, room) = (text::width(lead), room.saturating_sub(text::width(dots)));
    let mut caret = None;
    let mut more = false;
    let mut door = Door::default();
    let mut next = String::new();
    for (index, c) in line.chars().enumerate().skip(start) {
        if at == Some(index) {
            caret = Some(used);
        }
        next.clear();
        let wide = door.pass(c, &mut next);
        if used + wide > room {
            more = true;
            break;
        }
        used += wide;
        shown.push_str(&next);
    }
    if more {
        shown.push_str(dots);
    }
    // A place behind the last character of the line.
    let caret = caret.or_else(|| at.map(|_| used));
    (shown, caret)
}
