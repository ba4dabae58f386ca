//! Beside the form: the lesson's steps, ticked as the form really is, and the note on the row that is selected.

use std::collections::BTreeSet;

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::player::Player;
use crate::tui::text::{marked, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::guide;

use super::form::Row;

/// Steps and note.
pub(super) fn lines(app: &App, row: Row, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let (Some(act), Some(player)) = (guide::act(app), &app.player) else {
        return Vec::new();
    };
    let cells = usize::from(width);
    let done = done(app, player);
    let next = done.iter().position(|done| !done);
    let mut lines = Vec::new();
    for (index, step) in act.steps.iter().enumerate() {
        let ticked = done.get(index).copied().unwrap_or(false);
        let (mark, role) = match (ticked, next == Some(index)) {
            (true, _) => (look.marks.ticked, Role::Pass),
            (false, true) => ("[>]", Role::Accent),
            (false, false) => (look.marks.unticked, Role::Dim),
        };
        let words = if ticked { Role::Dim } else { Role::Text };
        let mark = Span::styled(format!("{mark} "), look.style(role));
        lines.extend(marked(mark, step, cells, look.style(words)));
    }
    let about = about(row, player);
    let title = guide::note_title(app, about);
    if !title.is_empty() {
        lines.push(Line::default());
        lines.extend(prose(title, cells, look.style(Role::Title)));
        lines.extend(guide::note(app, about, width, look));
    }
    lines
}

/// Which of the six steps of a dashboard are done, as far as the form shows it: a step is ticked when it was done as the
/// exercise asks, not when something else was picked there.
fn done(app: &App, player: &Player) -> Vec<bool> {
    let form = &player.bench.form;
    let asked = app.example_form();
    let scopes = |(api, scopes): (&String, &BTreeSet<String>)| {
        form.grants
            .get(api)
            .is_some_and(|granted| granted.is_superset(scopes))
    };
    vec![
        true,
        !form.name.trim().is_empty(),
        form.app_type == asked.app_type,
        asked.grants.keys().all(|api| form.has_api(api)),
        asked.grants.iter().all(scopes),
        player
            .bench
            .app
            .as_ref()
            .is_some_and(|app| app.client_secret.is_some()),
    ]
}

/// The key of the note on a row.
fn about(row: Row, player: &Player) -> &'static str {
    match row {
        Row::Name => "name",
        Row::Type(app_type) => app_type.note(),
        Row::Api(_) => "api",
        Row::Scope(..) => "scopes",
        Row::Submit | Row::Change | Row::Revert => {
            let picked = player.bench.form.app_type;
            picked.map_or("type", crate::app::create::AppType::note)
        }
    }
}
