//! Lines in a window: how far it is scrolled, and the marks that say that there is more.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::canvas::Canvas;
use crate::tui::keys::Action;
use crate::tui::theme::{Look, Role};

/// How far a window over lines is scrolled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scroll {
    /// The first line that shows.
    pub(crate) top: usize,
}

impl Scroll {
    /// Moves by what `action` asks for, within `lines` lines in a window of `rows` rows. False when it asks for no move.
    pub(crate) fn react(&mut self, action: Action, lines: usize, rows: usize) -> bool {
        let last = lines.saturating_sub(rows);
        let page = rows.saturating_sub(1).max(1);
        self.top = match action {
            Action::Up => self.top.saturating_sub(1),
            Action::Down => self.top + 1,
            Action::PageUp => self.top.saturating_sub(page),
            Action::PageDown => self.top + page,
            Action::Top => 0,
            Action::Bottom => last,
            _ => return false,
        }
        .min(last);
        true
    }

    /// Scrolls as little as needed to show `line` in a window of `rows` rows.
    pub(crate) fn show(&mut self, line: usize, rows: usize) {
        if line < self.top {
            self.top = line;
        } else if line >= self.top + rows.max(1) {
            self.top = line + 1 - rows.max(1);
        }
    }

    /// Draws the lines that show. Where there are more, a mark stands at the right edge.
    pub(crate) fn draw(
        self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        lines: &[Line<'_>],
    ) {
        let rows = usize::from(area.height);
        let top = self.top.min(lines.len().saturating_sub(rows));
        let shown = lines.get(top..).unwrap_or_default();
        canvas.write(shown, area);
        marks(canvas, area, look, top > 0, shown.len() > rows);
    }
}

/// Marks for a window over `lines` lines of which `top` are above it.
pub(crate) fn marks_of(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    (top, lines): (usize, usize),
) {
    let rows = usize::from(area.height);
    marks(canvas, area, look, top > 0, lines > top + rows);
}

/// Marks that say that there is more above or below: on the frame, or where it would be, so that they touch no text.
pub(crate) fn marks(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    above: bool,
    below: bool,
) {
    if area.is_empty() {
        return;
    }
    let last = canvas.area().right().saturating_sub(1);
    let column = (area.right() + 1).min(last);
    let at = |y| Rect::new(column, y, 1, 1);
    if above {
        let mark = Span::styled(look.marks.up, look.style(Role::Accent));
        canvas.put(mark, at(area.y));
    }
    if below {
        let mark = Span::styled(look.marks.down, look.style(Role::Accent));
        canvas.put(mark, at(area.bottom() - 1));
    }
}
