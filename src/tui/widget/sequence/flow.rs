//! The whole flow in one picture: who asks whom for what. No times and no statuses, since nothing of it has happened.

use ratatui::layout::Rect;
use ratatui::text::Line;

use super::pen::{Columns, Pen, Way};
use crate::tui::canvas::Canvas;
use crate::tui::layout::above;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::panel::{Focus, panel as frame};

/// How many rows the picture has.
const ROWS: u16 = 7;
/// How many rows it takes with its frame, and how many at most.
pub(crate) const HEIGHT: u16 = ROWS + 2;
const MOST: u16 = HEIGHT + 2;
/// The fewest rows with its frame: without the row of air between the two exchanges.
pub(crate) const LEAST: u16 = HEIGHT - 1;

/// Which of the rows is air.
const AIR: usize = 4;

/// The picture in a frame at the top of `area`; nothing where it has no room.
pub(crate) fn panel(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    titles: (&str, &str),
) {
    if area.height < LEAST {
        return;
    }
    let [area, _] = above(area, area.height.min(MOST));
    let inner = frame(canvas, area, look, titles, Focus::Elsewhere);
    let [_, picture] = above(inner, inner.height.saturating_sub(ROWS) / 2);
    let mut rows = draw(inner.width, look);
    if inner.height < ROWS {
        rows.remove(AIR);
    }
    canvas.write(&rows, picture);
}

fn draw(width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let pen = Pen {
        columns: Columns::spread(usize::from(width)),
        look,
    };
    let Columns {
        app, server, api, ..
    } = pen.columns;
    let arrow = |to, words: &str, way| pen.row(pen.arrow(app, to, words, way));
    let asks = Way::Right(Role::Accent);
    let gets = Way::Left(Role::Payload);
    vec![
        pen.names(["YOUR APP", "AUTHORIZATION SERVER", "API"]),
        pen.row(pen.lifelines()),
        arrow(server, "id and secret", asks),
        arrow(server, "access token", gets),
        pen.row(pen.lifelines()),
        arrow(api, "access token", Way::Right(Role::Accent)),
        arrow(api, "what it asked for", Way::Left(Role::Payload)),
    ]
}
