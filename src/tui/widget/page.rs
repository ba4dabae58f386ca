//! A page of prose in a comfortable column, without a frame: one idea a screen, scrolled where it is longer.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::canvas::Canvas;
use crate::tui::keys::Action;
use crate::tui::layout::above;
use crate::tui::theme::Look;
use crate::tui::widget::scroll::Scroll;

/// Longer lines are hard to read back from.
const WIDEST: u16 = 80;

/// How far a page is scrolled, and the area it has.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Page {
    body: Rect,
    scroll: Scroll,
    /// How many lines stay at the top while the rest is scrolled: a question stays in sight with its answer.
    pinned: usize,
}

impl Page {
    /// The page has this much room now.
    pub(crate) fn resized(&mut self, body: Rect) {
        self.body = body;
    }

    /// Keeps the first `lines` lines at the top, where they leave room for the rest.
    pub(crate) fn pin(&mut self, lines: usize) {
        self.pinned = lines;
    }

    /// The pinned lines that have room, and the rows for the rest.
    fn split(&self) -> [Rect; 2] {
        let column = Self::column(self.body);
        let pinned = u16::try_from(self.pinned).unwrap_or(u16::MAX);
        above(
            column,
            if pinned > column.height / 3 {
                0
            } else {
                pinned
            },
        )
    }

    /// The column of text inside `body`.
    fn column(body: Rect) -> Rect {
        let margin = if body.width > WIDEST { 4 } else { 2 };
        let top = u16::from(body.height > 18);
        Rect {
            x: body.x + margin,
            y: body.y + top,
            width: body.width.saturating_sub(2 * margin).min(WIDEST),
            height: body.height.saturating_sub(top),
        }
    }

    /// How many cells a line may take.
    pub(crate) fn cells(&self) -> usize {
        usize::from(Self::column(self.body).width)
    }

    /// True when not all of `lines` lines show at once.
    pub(crate) fn overflows(&self, lines: usize) -> bool {
        lines > usize::from(Self::column(self.body).height)
    }

    /// Moves by what `action` asks for, `lines` being how many there are. False when it asks for no move.
    pub(crate) fn react(&mut self, action: Action, lines: usize) -> bool {
        let [pinned, rest] = self.split().map(|part| usize::from(part.height));
        self.scroll
            .react(action, lines.saturating_sub(pinned), rest)
    }

    /// Scrolls as little as needed to show the lines from `first` to `last`.
    pub(crate) fn show(&mut self, first: usize, last: usize) {
        let [pinned, rest] = self.split().map(|part| usize::from(part.height));
        self.scroll.show(last.saturating_sub(pinned), rest);
        self.scroll.show(first.saturating_sub(pinned), rest);
    }

    /// The row on which that line shows, for something that is drawn over it; no area where it does not show.
    pub(crate) fn line_at(&self, line: usize) -> Rect {
        let [pinned, column] = self.split();
        let row = line.checked_sub(self.scroll.top + usize::from(pinned.height));
        let row = row.and_then(|row| u16::try_from(row).ok());
        match row.filter(|row| *row < column.height) {
            Some(row) => Rect {
                y: column.y + row,
                height: 1,
                ..column
            },
            None => Rect::default(),
        }
    }

    /// Draws what shows.
    pub(crate) fn draw(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>, lines: &[Line<'_>]) {
        let [pinned, rest] = self.split();
        let (head, lines) = lines.split_at(usize::from(pinned.height).min(lines.len()));
        canvas.write(head, pinned);
        self.scroll.draw(canvas, rest, look, lines);
    }
}
