//! Beside the form: the step's list, ticked by what was really seen, and the note on the row that is selected.

use ratatui::text::Line;

use super::rows::Row;
use crate::app::App;
use crate::tui::keys::Context;
use crate::tui::text::prose;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::guide;

/// List and note.
pub(super) fn lines(
    app: &App,
    row: Option<Row>,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let cells = usize::from(width);
    let mut lines = guide::ticks(app, Context::Create, width, look);
    let about = row.map_or("", |row| about(row, app));
    let title = guide::note_title(app, about);
    if !title.is_empty() {
        lines.push(Line::default());
        lines.extend(prose(title, cells, look.style(Role::Title)));
        lines.extend(guide::note(app, about, width, look));
    }
    lines
}

/// The key of the note on a row.
fn about(row: Row, app: &App) -> &'static str {
    match row {
        Row::Name => "name",
        Row::Type(app_type) => app_type.note(),
        Row::Api(_) => "api",
        Row::Scope(..) => "scopes",
        Row::Change => "credentials",
        Row::Submit | Row::Revert => {
            let picked = app
                .player
                .as_ref()
                .and_then(|player| player.bench.form.app_type);
            picked.map_or("type", crate::app::create::AppType::note)
        }
        Row::Field(_, id) | Row::Option(_, id, _) | Row::Shown(_, id) | Row::Button(_, id) => id,
    }
}
