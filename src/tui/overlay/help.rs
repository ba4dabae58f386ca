//! The keys that are valid here, grouped, from the one table.

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::keys::{self, Action, Context, Group};
use crate::tui::overlay::{Step, gap, sheet, sheet_rows};
use crate::tui::screen::Canvas;
use crate::tui::text::column;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::scroll::Scroll;

const WIDTH: u16 = 58;
const KEYS: usize = 14;

/// The open help.
#[derive(Debug)]
pub(crate) struct Help {
    context: Context,
    scroll: Scroll,
}

impl Help {
    pub(super) fn new(context: Context) -> Self {
        Self {
            context,
            scroll: Scroll::default(),
        }
    }

    pub(super) fn react(&mut self, action: Action, area: Rect, look: &Look<'_>) -> Step {
        let lines = self.lines(look).len();
        self.scroll
            .react(action, lines, sheet_rows(area, WIDTH, lines));
        Step::Stay
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>) {
        let lines = self.lines(look);
        let inner = sheet(
            canvas,
            look,
            ("Keys that work here", "Esc closes"),
            (WIDTH, lines.len()),
        );
        self.scroll.draw(canvas, inner, look, &lines);
    }

    fn lines(&self, look: &Look<'_>) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        for group in Group::ALL {
            let rows: Vec<_> = keys::help(self.context)
                .filter(|row| row.group == group)
                .collect();
            if rows.is_empty() {
                continue;
            }
            if !lines.is_empty() {
                lines.push(gap());
            }
            lines.push(Line::styled(group.word(), look.style(Role::Title)));
            for row in rows {
                let keys = row.all(look.unicode);
                lines.push(Line::from(vec![
                    Span::styled(column(&keys, KEYS, look), look.style(Role::Key)),
                    Span::styled(row.help, look.style(Role::Text)),
                ]));
            }
        }
        lines
    }
}
