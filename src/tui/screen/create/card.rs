//! The registered app as the dashboard shows it: its id, its secret, and the way out when it got none.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::create::{AppType, RegisteredApp};
use crate::oauth::text::visible_line;
use crate::tui::text::{self, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::guide;

/// The registered app: what the dashboard shows once it exists.
pub(super) fn lines(
    app: &App,
    registered: &RegisteredApp,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    const LABEL: usize = 15;
    let cells = usize::from(width);
    let form = &registered.form;
    let room = cells.saturating_sub(LABEL);
    let row = |label: &str, value: Vec<Span<'static>>| {
        let mut spans = vec![Span::styled(
            text::column(label, LABEL, look),
            look.style(Role::Name),
        )];
        spans.extend(value);
        Line::from(spans)
    };
    let plain = |words: &str| {
        vec![Span::styled(
            text::outside(words, room, look),
            look.style(Role::Value),
        )]
    };
    let mut lines = vec![
        Line::styled(
            format!("{} The tenant knows your app now.", look.marks.pass),
            look.style(Role::Pass),
        ),
        Line::default(),
        row("Name", plain(&form.name)),
        row("Type", plain(form.app_type.map_or("", AppType::label))),
        Line::default(),
        row("client_id", plain(&registered.client_id.0)),
    ];
    lines.extend(secret(registered, room, look, &row));
    lines.push(Line::default());
    for (identifier, scopes) in &form.grants {
        lines.push(row("API", plain(identifier)));
        let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
        let words = if scopes.is_empty() {
            "none".to_owned()
        } else {
            scopes.join(" ")
        };
        lines.push(row("permissions", plain(&words)));
    }
    if let Some(player) = app.player.as_ref().filter(|it| it.bench.form_differs()) {
        lines.push(Line::default());
        let words = "Changed in the form, not in your app";
        let heading = format!("{} {words}", look.marks.warn);
        lines.push(Line::styled(heading, look.style(Role::Warn)));
        let changes = player.bench.form.changes_from(form);
        lines.extend(
            changes
                .iter()
                .map(|(label, value)| row(label, plain(value))),
        );
    }
    let other = form.app_type.filter(|it| *it != AppType::MachineToMachine);
    if registered.is_public() {
        lines.push(Line::default());
        let words = "Without a secret this app gets no token here. Change the form and pick machine to machine.";
        let mark = Span::styled(format!("{} ", look.marks.warn), look.style(Role::Warn));
        lines.extend(text::marked(mark, words, cells, look.style(Role::Warn)));
    }
    // On a wide screen the note stands beside the card already.
    if let Some(app_type) = other.filter(|_| !look.size.is_wide()) {
        lines.push(Line::default());
        let note = guide::note(app, app_type.note(), width, look);
        let title = format!(
            "{} {}",
            look.marks.warn,
            guide::note_title(app, app_type.note())
        );
        lines.extend(prose(&title, cells, look.style(Role::Warn)));
        lines.extend(note);
    }
    lines
}

/// Id and secret stand one below the other; an app that cannot keep a secret has none, and that is said.
fn secret(
    registered: &RegisteredApp,
    room: usize,
    look: &Look<'_>,
    row: &dyn Fn(&str, Vec<Span<'static>>) -> Line<'static>,
) -> Vec<Line<'static>> {
    let Some(secret) = &registered.client_secret else {
        let words = Span::styled("none: this type cannot keep one", look.style(Role::Warn));
        return vec![row("client_secret", vec![words])];
    };
    if !look.revealed {
        let mut spans = text::masked(&secret.mask(), look);
        let hint = Span::styled("   r shows it", look.style(Role::Dim));
        let used: usize = spans.iter().chain([&hint]).map(Span::width).sum();
        if used <= room {
            spans.push(hint);
        }
        return vec![row("client_secret", spans)];
    }
    let whole = visible_line(secret.expose());
    text::fold(&[(whole, look.style(Role::Masked))], room)
        .into_iter()
        .enumerate()
        .map(|(at, line)| row(if at == 0 { "client_secret" } else { "" }, line.spans))
        .collect()
}
