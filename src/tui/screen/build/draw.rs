//! Drawing the build screen: its form with the field that is typed into, the wire view, and what stands at the foot.

use ratatui::layout::Rect;

use super::{Build, Foot, Pane, form};
use crate::app::App;
use crate::tui::canvas::Canvas;
use crate::tui::theme::Look;
use crate::tui::widget::guide;
use crate::tui::widget::panel::Focus;
use crate::tui::widget::sheet::{Sheet, around, hit_rows, room};
use crate::tui::widget::wire;

impl Build {
    pub(super) fn draw_form(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        app: &App,
    ) {
        let focus = self.panes.focus(Pane::Form);
        let (width, rows) = room(area);
        let drawn = form::draw(app, (self.row, self.editing.is_some()), width, look);
        let filled = app.player.as_ref().map_or((0, 0), |player| {
            form::filled(&form::rows(app), &player.bench.draft)
        });
        let at = drawn.places.get(self.row).copied().unwrap_or(0);
        let scroll = around(at, drawn.lines.len(), rows);
        let aside = format!("{} of {} filled", filled.0, filled.1);
        let inner = Sheet {
            title: "Request",
            others: (&[], ""),
            aside: &aside,
            focus,
            lines: drawn.lines,
            scroll,
        }
        .draw(canvas, area, look);
        if focus == Focus::Here {
            hit_rows(canvas, inner, scroll, (&drawn.places, self.row));
        }
        if let Some(field) = &self.editing {
            let y = u16::try_from(at - scroll.top).unwrap_or(0);
            let area = Rect {
                x: inner.x + form::VALUE,
                y: inner.y + y,
                width: inner.width.saturating_sub(form::VALUE),
                height: 1,
            };
            canvas.put(ratatui::widgets::Clear, area);
            field.draw(canvas, area, look, focus);
        }
    }

    pub(super) fn draw_wire(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        app: &App,
    ) {
        let (width, rows) = room(area);
        let drawn = self.wire(app, width, look);
        let scroll = match (self.panes.at(), drawn.picked) {
            (Pane::Form | Pane::Foot, Some(line)) => around(line, drawn.lines.len(), rows),
            (Pane::Form | Pane::Foot | Pane::Wire, _) => self.panes.scroll,
        };
        Sheet {
            title: "On the wire",
            others: (&[], ""),
            aside: &wire::names(self.view),
            focus: self.panes.focus(Pane::Wire),
            lines: drawn.lines,
            scroll,
        }
        .draw(canvas, area, look);
    }

    pub(super) fn draw_foot(
        &self,
        canvas: &mut Canvas<'_, '_>,
        area: Rect,
        look: &Look<'_>,
        app: &App,
    ) {
        let (width, _) = room(area);
        let (title, lines) = self.foot_lines(app, width, look);
        let answers = guide::answer_keys(app);
        let others: &[&str] = match (self.foot, guide::asks(app)) {
            (Foot::Steps, false) | (Foot::Question, _) => &["Why"],
            (Foot::Steps, true) => &["Question"],
            (Foot::Why, _) => &["What to do"],
        };
        let aside = match self.foot {
            Foot::Question if !answers.is_empty() => &answers,
            Foot::Steps | Foot::Why | Foot::Question => "",
        };
        let inner = Sheet {
            title: &title,
            others: (others, "w"),
            aside,
            focus: self.panes.focus(Pane::Foot),
            lines,
            scroll: self.panes.scroll_of(Pane::Foot),
        }
        .draw(canvas, area, look);
        if self.foot == Foot::Question {
            guide::hit_options(canvas, inner, app);
        }
    }
}
