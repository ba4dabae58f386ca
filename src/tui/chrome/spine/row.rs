//! One row of the spine, cell by cell: what is put later stands over what was there.

use ratatui::text::{Line, Span};

use super::beats::Beat;
use crate::tui::text;
use crate::tui::theme::{Look, Role};

/// Which way an arrow goes, and how much of it is drawn, in hundredths.
#[derive(Clone, Copy)]
pub(super) struct Way {
    pub(super) goes_right: bool,
    pub(super) part: usize,
}

/// A row of cells.
pub(super) struct Row<'a, 'l> {
    cells: Vec<(char, Role)>,
    look: &'a Look<'l>,
}

impl<'a, 'l> Row<'a, 'l> {
    pub(super) fn new(width: usize, look: &'a Look<'l>) -> Self {
        Self {
            cells: vec![(' ', Role::Text); width],
            look,
        }
    }

    /// Words from a cell on; what does not fit is left out. A wide character would shift what is behind it, so a sign stands for it.
    pub(super) fn put(&mut self, at: usize, words: &str, role: Role) {
        let cells = self.cells.iter_mut().skip(at);
        for (cell, sign) in cells.zip(words.chars()) {
            let wide = text::width(sign.encode_utf8(&mut [0; 4])) != 1;
            *cell = (if wide { '?' } else { sign }, role);
        }
    }

    /// Several words, two cells apart, up to the cell `until`.
    pub(super) fn spans(&mut self, at: usize, until: usize, spans: &[(String, Role)]) {
        let mut at = at;
        for (words, role) in spans {
            let words = text::ending(words, until.saturating_sub(at + 1), self.look);
            self.put(at, &words, *role);
            at += text::width(&words) + 2;
        }
    }

    /// An arrow on the cells from `from` up to `to`, with a parcel at its head while it is under way.
    pub(super) fn arrow(&mut self, (from, to): (usize, usize), beat: &Beat, way: Way) {
        let Way { goes_right, part } = way;
        let room = to.saturating_sub(from);
        if room < 6 || part == 0 {
            return;
        }
        // A path is known by its end, and so is an error code.
        let words = format!(" {} ", text::middle(&beat.words, room - 5, self.look));
        let before = (room - text::width(&words)) / 2;
        let (solid, dashed, right, left, parcel) = if self.look.unicode {
            ("─", "╌", "▶", "◀", "■")
        } else {
            ("-", ".", ">", "<", "o")
        };
        let dash = if beat.is_ghost { dashed } else { solid };
        let role = if beat.is_ghost {
            Role::Border
        } else {
            beat.role
        };
        let (head, tip) = if goes_right {
            (to - 1, right)
        } else {
            (from, left)
        };
        self.put(from, &dash.repeat(room), role);
        self.put(from + before, &words, beat.role);
        self.put(head, tip, role);
        if part < 100 {
            self.hide((from, to), way, parcel);
        }
    }

    /// Takes away what the parcel has not come to yet.
    fn hide(&mut self, (from, to): (usize, usize), way: Way, parcel: &str) {
        let Way { goes_right, part } = way;
        let come = (to - from) * part / 100;
        let (at, hidden) = if goes_right {
            (from + come, from + come..to)
        } else {
            (to - 1 - come.min(to - 1 - from), from..to - come)
        };
        for cell in self.cells.get_mut(hidden).unwrap_or_default() {
            *cell = (' ', Role::Text);
        }
        self.put(at, parcel, Role::Accent);
    }

    /// The row as spans.
    pub(super) fn line(self) -> Line<'static> {
        let mut spans: Vec<Span<'static>> = Vec::new();
        let mut last = None;
        for (sign, role) in self.cells {
            match spans.last_mut().filter(|_| last == Some(role)) {
                Some(span) => span.content.to_mut().push(sign),
                None => spans.push(Span::styled(sign.to_string(), self.look.style(role))),
            }
            last = Some(role);
        }
        Line::from(spans)
    }
}
