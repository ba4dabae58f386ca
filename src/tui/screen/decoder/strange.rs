//! What a pasted text is that holds no token: everything that is to be said of it, in one pane.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::oauth::check::TokenReport;
use crate::tui::canvas::Canvas;
use crate::tui::theme::Look;
use crate::tui::widget::findings;
use crate::tui::widget::panel::Focus;
use crate::tui::widget::scroll::Scroll;
use crate::tui::widget::sheet::{Sheet, room};

/// The findings in full, one below the other. None of them repeats the text, which may be a secret.
pub(super) fn lines(report: &TokenReport, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let mut lines = vec![Line::default()];
    for finding in &report.findings {
        lines.push(findings::row(finding, width, look));
        lines.extend(findings::detail(finding, width, look));
        lines.push(Line::default());
    }
    lines
}

/// Draws them on the whole area.
pub(super) fn draw(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    (report, scroll): (&TokenReport, Scroll),
) {
    let (width, _) = room(area);
    Sheet {
        title: "No token in this text",
        others: (&[], ""),
        aside: "",
        focus: Focus::Here,
        lines: lines(report, width, look),
        scroll,
    }
    .draw(canvas, area, look);
}
