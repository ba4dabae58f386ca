//! What screens, overlays and widgets draw on: the frame, with nothing beyond its rim and no more in a cell than a sign and its marks.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::Widget;

use crate::oauth::text::is_hidden;
use crate::tui::theme::Theme;

/// So many characters a cell may hold: a sign, and its marks ([`crate::oauth::text::visible`] lets as many pass).
const MARKED: usize = 9;

/// What screens draw on.
pub(crate) struct Canvas<'a, 'b> {
    frame: &'a mut Frame<'b>,
}

impl<'a, 'b> Canvas<'a, 'b> {
    /// A canvas over a frame.
    pub(crate) fn new(frame: &'a mut Frame<'b>) -> Self {
        Self { frame }
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

    /// Where the terminal's own cursor stands.
    pub(crate) fn cursor(&mut self, at: Position) {
        self.frame.set_cursor_position(at);
    }
}
