//! A framed pane of scrolled lines, tabs where two panes do not fit side by side, and the arithmetic of keeping a line in sight.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::canvas::{Canvas, Hit};
use crate::tui::layout::{Size, above, inside};
use crate::tui::text::width;
use crate::tui::theme::{Background, Depth, Look, Palette, Role, Theme};
use crate::tui::widget::panel::{Focus, tabbed};
use crate::tui::widget::scroll::Scroll;

/// A framed pane.
pub(crate) struct Sheet<'a> {
    /// On the left of its upper edge.
    pub(crate) title: &'a str,
    /// Behind the title: what else the pane can hold, and the key that turns to it.
    pub(crate) others: (&'a [&'a str], &'a str),
    /// On the right of it.
    pub(crate) aside: &'a str,
    /// Whether keys go here.
    pub(crate) focus: Focus,
    /// What is in it.
    pub(crate) lines: Vec<Line<'static>>,
    /// How far it is scrolled.
    pub(crate) scroll: Scroll,
}

impl Sheet<'_> {
    /// Draws it and gives the inside.
    pub(crate) fn draw(self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>) -> Rect {
        let titles = (self.title, self.others, self.aside);
        let inner = tabbed(canvas, area, look, titles, self.focus);
        let scroll = self.with_the_cursor(inner.height, look);
        scroll.draw(canvas, inner, look, &self.lines);
        inner
    }

    /// As it is scrolled; where nobody has scrolled, so that the row of the cursor is in sight, and with the last row all that is below it.
    fn with_the_cursor(&self, rows: u16, look: &Look<'_>) -> Scroll {
        let sign = format!("{} ", look.marks.cursor);
        let begins = |line: &Line<'_>| {
            let first = line.spans.first();
            first.is_some_and(|span| span.content.starts_with(&sign))
        };
        let at = self.lines.iter().position(begins);
        let last = at.filter(|_| self.focus == Focus::Here && self.scroll.top == 0);
        match last {
            Some(at) if at + 2 >= usize::from(rows) => around(at, self.lines.len(), rows),
            Some(_) | None => self.scroll,
        }
    }
}

/// A click on a row of a form selects it. `places` says on which line of the sheet each row begins, `at` which one is selected.
pub(crate) fn hit_rows(
    canvas: &mut Canvas<'_, '_>,
    inner: Rect,
    scroll: Scroll,
    (places, at): (&[usize], usize),
) {
    for (line, area) in (scroll.top..).zip(inner.rows()) {
        let row = places.iter().rposition(|place| *place <= line);
        if let Some(row) = row {
            canvas.hit(area, Hit::Row(row.cast_signed() - at.cast_signed()));
        }
    }
}

/// How far to scroll so that `line` of `lines` stands in the middle of `rows` rows, or as near to it as the ends allow.
pub(crate) fn around(line: usize, lines: usize, rows: u16) -> Scroll {
    let rows = usize::from(rows);
    Scroll {
        top: line
            .saturating_sub(rows / 2)
            .min(lines.saturating_sub(rows)),
    }
}

/// The names of panes of which one shows, the open one in brackets; gives the area below. For screens too small for two.
pub(crate) fn tabs(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    names: &[&str],
    at: usize,
) -> Rect {
    let [line, rest] = above(area, 1);
    let mut spans = vec![Span::raw(" ")];
    let mut x = line.x + 1;
    for (index, name) in names.iter().enumerate() {
        let wide = u16::try_from(width(name) + 2).unwrap_or(0);
        let place = Rect {
            x,
            width: wide,
            ..line
        };
        canvas.hit(place, Hit::Turn((index + names.len() - at) % names.len()));
        x += wide;
        let (text, role) = if index == at {
            (format!("[{name}]"), Role::Accent)
        } else {
            (format!(" {name} "), Role::Dim)
        };
        spans.push(Span::styled(text, look.style(role)));
    }
    spans.push(Span::styled("  Tab", look.style(Role::Key)));
    canvas.put(Line::from(spans), line);
    rest
}

/// The inner cells of a pane on `area`: columns and rows.
pub(crate) fn room(area: Rect) -> (u16, u16) {
    let inner = inside(area);
    (inner.width, inner.height)
}

/// A look for counting lines when there is no screen at hand. Colours and signs change no line breaks.
static MEASURE: Theme = Theme {
    depth: Depth::Plain,
    background: Background::Dark,
    palette: Palette::Fitting,
    unicode: true,
    ascii: false,
};

/// The look for counting lines.
pub(crate) fn measuring(size: Size, revealed: bool) -> Look<'static> {
    MEASURE.look(size, revealed)
}
