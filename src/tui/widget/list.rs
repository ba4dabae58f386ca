//! A list with a selected row. Rows may take several lines; the selected one is kept in sight.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::canvas::{Canvas, Hit};
use crate::tui::keys::Action;
use crate::tui::text::width;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::panel::Focus;
use crate::tui::widget::scroll::marks;

/// The place of a cursor that is above the list: nothing is selected, and the list is seen from its top.
pub(crate) const ABOVE: usize = usize::MAX;

/// Which row is selected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    /// The row, from 0.
    pub(crate) at: usize,
}

impl Selection {
    /// Moves by what `action` asks for, among `rows` rows. False when it asks for no move.
    pub(crate) fn react(&mut self, action: Action, rows: usize) -> bool {
        let last = rows.saturating_sub(1);
        self.at = match action {
            Action::Up => self.at.saturating_sub(1),
            Action::Down => self.at + 1,
            Action::PageUp => self.at.saturating_sub(8),
            Action::PageDown => self.at + 8,
            Action::Top => 0,
            Action::Bottom => last,
            _ => return false,
        }
        .min(last);
        true
    }

    /// Draws `rows` with the selected one marked: by a sign, and by a background while the list has the focus.
    /// Two cells on the left are the list's own, so wrap the rows to `area.width - 2`.
    pub(crate) fn draw(
        self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        (rows, focus): (&[Vec<Line<'_>>], Focus),
    ) {
        let lines: usize = rows.iter().map(Vec::len).sum();
        let height = usize::from(area.height);
        let seen = if self.at == ABOVE { 0 } else { self.at };
        let start: usize = rows.iter().take(seen).map(Vec::len).sum();
        let own = rows.get(seen).map_or(0, Vec::len);
        // The selected row stands in the middle third where it can, so that its neighbours are seen.
        let top = (start + own)
            .saturating_sub(height.saturating_sub(height / 3).max(own))
            .min(lines.saturating_sub(height));
        let flat = rows.iter().enumerate().flat_map(|(row, lines)| {
            lines
                .iter()
                .enumerate()
                .map(move |(n, line)| (row, n, line))
        });
        for (area, (row, n, line)) in area.rows().zip(flat.skip(top)) {
            let selected = row == self.at;
            if focus == Focus::Here {
                canvas.hit(area, Hit::Row(row.cast_signed() - self.at.cast_signed()));
            }
            if selected && n == 0 && focus == Focus::Here {
                canvas.select(area.as_position());
            }
            let mark = if selected && n == 0 {
                look.marks.cursor
            } else {
                " "
            };
            let mut spans = vec![Span::styled(mark, look.style(Role::Accent)), Span::raw(" ")];
            spans.extend(line.spans.iter().cloned());
            let used: usize = spans.iter().map(|span| width(&span.content)).sum();
            let style = line.style;
            if selected && focus == Focus::Here {
                spans.push(Span::raw(
                    " ".repeat(usize::from(area.width).saturating_sub(used)),
                ));
                // The row's colours replace those of its words: each was chosen for another ground.
                let whole: String = spans.into_iter().map(|span| span.content).collect();
                canvas.put(Line::styled(whole, look.style(Role::Selection)), area);
            } else {
                canvas.put(Line::from(spans).style(style), area);
            }
        }
        marks(canvas, area, look, top > 0, lines > top + height);
    }
}
