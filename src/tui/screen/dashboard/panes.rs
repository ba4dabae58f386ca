//! Where the panes of the dashboard stand, what is in each, and drawing one.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Dashboard, Pane, aside, draw, rows};
use crate::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::layout::{Size, above, below, beside};
use crate::tui::theme::Look;
use crate::tui::widget::guide;
use crate::tui::widget::panel::Focus;
use crate::tui::widget::sheet::{Sheet, around, hit_rows, measuring, room};

impl Dashboard {
    /// The rectangles of form, aside and question; on small screens all are the one below the tabs.
    pub(super) fn areas(app: &App, area: Rect, size: Size) -> [Rect; 3] {
        if !size.is_wide() {
            let [_, pane] = above(area, 1);
            return [pane; 3];
        }
        let look = measuring(size, app.revealed());
        let question = guide::question(app, None, area.width.saturating_sub(4), &look);
        let most = area.height * 2 / 5;
        let rows = u16::try_from(question.len()).unwrap_or(most);
        let rows = match rows {
            0 => 0,
            rows => (rows + 2).min(most),
        };
        let [top, question] = below(area, rows);
        let [aside, form] = beside(top, 38);
        [form, aside, question]
    }

    pub(super) fn pane_lines(
        &self,
        pane: Pane,
        app: &App,
        width: u16,
        look: &Look<'_>,
    ) -> (Vec<Line<'static>>, usize) {
        let cursor = (self.panes.at() == Pane::Question).then_some(self.cursor);
        match pane {
            Pane::Form => {
                let row = (self.row(app), self.panes.at() == Pane::Form);
                let drawn = draw::lines(app, &self.all(app), row, width, look);
                (drawn.lines, drawn.at)
            }
            Pane::Aside => (aside::lines(app, self.row(app), width, look), 0),
            Pane::Question => (guide::question(app, cursor, width, look), 0),
        }
    }

    pub(super) fn draw_pane(
        &self,
        canvas: &mut Canvas<'_, '_>,
        (pane, area): (Pane, Rect),
        look: &Look<'_>,
        app: &App,
    ) {
        if area.is_empty() {
            return;
        }
        let (width, rows) = room(area);
        let (lines, at) = self.pane_lines(pane, app, width, look);
        let answer = guide::answer_keys(app);
        let title = rows::title(app);
        let (title, aside, scroll) = match pane {
            Pane::Form => (
                title.as_str(),
                "practice tenant",
                around(at, lines.len(), rows),
            ),
            Pane::Aside => ("Your steps", "", self.panes.scroll_of(pane)),
            Pane::Question => (
                "Before you go on",
                answer.as_str(),
                self.panes.scroll_of(pane),
            ),
        };
        let focus = self.panes.focus(pane);
        let inner = Sheet {
            title,
            others: (&[], ""),
            aside,
            focus,
            lines,
            scroll,
        }
        .draw(canvas, area, look);
        if pane == Pane::Question {
            guide::hit_options(canvas, inner, app);
        }
        if pane == Pane::Form && focus == Focus::Here {
            let row = (self.row(app), true);
            let places = draw::lines(app, &self.all(app), row, width, look).places;
            hit_rows(canvas, inner, scroll, (&places, self.rows.at));
        }
        if let (Pane::Form, Some(field)) = (pane, &self.typing) {
            let y = u16::try_from(at.saturating_sub(scroll.top)).unwrap_or(0);
            let area = Rect {
                x: inner.x + draw::VALUE,
                y: inner.y + y,
                width: inner.width.saturating_sub(draw::VALUE),
                height: 1,
            };
            canvas.put(ratatui::widgets::Clear, area);
            field.draw(canvas, area, look, focus);
        }
    }
}
