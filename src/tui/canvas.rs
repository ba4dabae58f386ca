//! What screens, overlays and widgets draw on: the frame, with nothing beyond its rim and no more in a cell than a sign and its marks.

use ratatui::Frame;
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::oauth::text::is_hidden;
use crate::tui::keys::Action;
use crate::tui::theme::{Look, Role, Theme};

/// So many characters a cell may hold: a sign, and its marks ([`crate::oauth::text::visible`] lets as many pass).
const MARKED: usize = 9;

/// What a click does, as keys would.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hit {
    /// What a key asks for.
    Do(Action),
    /// So many rows down from the selected one, or up; on the selected one what Enter does.
    Row(isize),
    /// So many panes on.
    Turn(usize),
}

/// What screens draw on.
pub(crate) struct Canvas<'a, 'b> {
    frame: &'a mut Frame<'b>,
    hits: Vec<(Rect, Hit)>,
    /// True once a field has the terminal's own cursor.
    typed: bool,
    /// Where the selected row of a list begins that has the focus.
    selected: Option<Position>,
}

impl<'a, 'b> Canvas<'a, 'b> {
    /// A canvas over a frame.
    pub(crate) fn new(frame: &'a mut Frame<'b>) -> Self {
        Self {
            frame,
            hits: Vec::new(),
            typed: false,
            selected: None,
        }
    }

    /// A click on `area` does this, unless what is drawn later lies over it.
    pub(crate) fn hit(&mut self, area: Rect, hit: Hit) {
        self.hits.push((area, hit));
    }

    /// The rows of a question's options, by their numbers up to `last`: a click on one is its digit.
    pub(crate) fn hit_options(&mut self, area: Rect, last: u8) {
        for row in area.rows() {
            let buffer = self.frame.buffer_mut();
            let symbol = |x: u16| {
                buffer
                    .cell(Position::new(x, row.y))
                    .map_or(" ", |cell| cell.symbol())
            };
            // A number stands in front of its option: what is before it are a cursor and boxes.
            let is_number = |x: &u16| {
                if (row.x..*x).any(|before| symbol(before).chars().any(char::is_alphanumeric)) {
                    return false;
                }
                let digit = symbol(*x)
                    .parse::<u8>()
                    .is_ok_and(|digit| (1..=last).contains(&digit));
                let around = [x.saturating_sub(1), x + 1, x + 2].map(symbol);
                digit && around == [" "; 3]
            };
            let found = (row.x..row.right().saturating_sub(2)).find(is_number);
            if let Some(digit) = found.and_then(|x| symbol(x).parse::<u8>().ok()) {
                self.hits.push((row, Hit::Do(Action::Pick(digit))));
            }
        }
    }

    /// What lay there can no longer be clicked: something is drawn over it.
    pub(crate) fn covers(&mut self) {
        self.selected = None;
        self.hits.clear();
    }

    /// What can be clicked, the uppermost last.
    pub(crate) fn hits(&mut self) -> Vec<(Rect, Hit)> {
        std::mem::take(&mut self.hits)
    }

    /// Leaves ASCII alone on the screen, for a locale that has no more: whatever came from outside or from a shortened value would
    /// otherwise show as other letters.
    pub(crate) fn plain(&mut self) {
        for cell in &mut self.frame.buffer_mut().content {
            if !cell.symbol().is_ascii() {
                let sign = if cell.symbol() == "\u{2026}" {
                    "."
                } else {
                    "?"
                };
                cell.set_symbol(sign);
            }
        }
    }

    /// The last door: what stands in a cell is a sign and no more marks than a script needs. A field shows what was pasted into it as it
    /// is, and there a joiner may hold a whole family together, or a thousand marks one letter.
    pub(crate) fn guard(&mut self) {
        for cell in &mut self.frame.buffer_mut().content {
            let symbol = cell.symbol();
            if symbol.len() <= 4 && !symbol.chars().any(is_hidden) {
                continue;
            }
            let shown = symbol.chars().take_while(|c| !is_hidden(*c)).take(MARKED);
            let shown: String = shown.collect();
            if shown.len() < symbol.len() {
                cell.set_symbol(if shown.is_empty() { " " } else { &shown });
            }
        }
    }

    /// Paints the ground that the theme has of its own.
    pub(crate) fn stand_on(&mut self, theme: Theme) {
        theme.paint(self.frame.buffer_mut());
    }

    /// The whole terminal.
    pub(crate) fn area(&self) -> Rect {
        self.frame.area()
    }

    /// Draws a widget; what would lie outside the terminal is left out.
    pub(crate) fn put(&mut self, widget: impl Widget, area: Rect) {
        let area = area.intersection(self.frame.area());
        if !area.is_empty() {
            self.frame.render_widget(widget, area);
        }
    }

    /// Writes lines from the top of `area`; lines beyond its bottom are not drawn, so count them first.
    pub(crate) fn write(&mut self, lines: &[Line<'_>], area: Rect) {
        for (row, line) in area.rows().zip(lines) {
            self.put(line, row);
        }
    }

    /// Closes the boxes that end in the row `from` in the row `to` above it: what comes over their end leaves them whole. Where text is
    /// covered, a box says that it goes on.
    pub(crate) fn close_above(&mut self, (from, to): (u16, u16), look: &Look<'_>) {
        let set = look.borders();
        let buffer = self.frame.buffer_mut();
        let mut inside = false;
        let mut has_text = false;
        for x in buffer.area.left()..buffer.area.right() {
            let (Some(cell), Some(below)) = (
                buffer.cell(Position { x, y: from }).cloned(),
                buffer.cell(Position { x, y: to }).cloned(),
            ) else {
                return;
            };
            // Where the signs are plain a corner looks like any other: it is one below a side.
            let begins = cell.symbol() == set.bottom_left && below.symbol() == set.vertical_left;
            let ends = inside && cell.symbol() == set.bottom_right;
            if begins {
                (inside, has_text) = (true, false);
            }
            has_text |= !ends && !begins && below.symbol() != " ";
            if inside && let Some(above) = buffer.cell_mut(Position { x, y: to }) {
                *above = cell;
            }
            if ends
                && (has_text || below.symbol() == look.marks.down)
                && let Some(last) = to.checked_sub(1)
                && let Some(side) = buffer.cell_mut(Position { x, y: last })
                && side.symbol() == set.vertical_right
            {
                side.set_symbol(look.marks.down);
            }
            inside &= !ends;
        }
    }

    /// Where the terminal's own cursor stands.
    pub(crate) fn cursor(&mut self, at: Position) {
        self.typed = true;
        self.frame.set_cursor_position(at);
    }

    /// The row of a list that has the focus begins here.
    pub(crate) fn select(&mut self, at: Position) {
        self.selected = Some(at);
    }

    /// The row that was drawn as selected last.
    pub(crate) fn selected(&self) -> Option<Position> {
        self.selected
    }

    /// Where the selection stands that was drawn last: the row of a list, else what the sign of the cursor is in front of.
    pub(crate) fn selection(&mut self, look: &Look<'_>) -> Option<Position> {
        self.selected.or_else(|| {
            let (mark, style) = (look.marks.cursor, look.style(Role::Accent));
            let buffer = self.frame.buffer_mut();
            let is_mark = |cell: &Cell| cell.symbol() == mark && Some(cell.fg) == style.fg;
            let at = buffer.content.iter().position(is_mark)?;
            let (x, y) = buffer.pos_of(at);
            Some(Position { x, y })
        })
    }

    /// Puts the terminal's cursor where a text would begin: at the words that stand for it in that row.
    pub(crate) fn invite(&mut self, row: Position, look: &Look<'_>) {
        let style = look.style(Role::Placeholder);
        let buffer = self.frame.buffer_mut();
        let mut columns = row.x..buffer.area.right();
        let is_words = |x: &u16| {
            Some(buffer[(*x, row.y)].fg) == style.fg && buffer[(*x, row.y)].symbol() != " "
        };
        if let Some(x) = columns.find(is_words) {
            self.cursor(Position { x, y: row.y });
        }
    }

    /// True where a field has the terminal's cursor.
    pub(crate) fn has_cursor(&self) -> bool {
        self.typed
    }
}
