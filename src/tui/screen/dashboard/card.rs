//! The registered app as the dashboard shows it: its id, its secret, and the way out when it got none.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::create::{AppForm, AppType, RegisteredApp};
use crate::app::player::Player;
use crate::oauth::text::visible_line;
use crate::tui::keys::{self, Action, Context};
use crate::tui::text::{self, prose};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::guide;

/// How wide the names of the rows are.
const LABEL: usize = 15;

/// The registered app: what the dashboard shows once it exists.
pub(super) fn lines(
    app: &App,
    registered: &RegisteredApp,
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let cells = usize::from(width);
    let form = &registered.form;
    let mut lines = vec![
        Line::styled(
            format!("{} The tenant knows your app now.", look.marks.pass),
            look.style(Role::Pass),
        ),
        Line::default(),
        plain("Name", &form.name, cells, look),
        plain(
            "Type",
            form.app_type.map_or("", |it| type_words(app, it).0),
            cells,
            look,
        ),
        Line::default(),
        plain("client_id", &registered.client_id.0, cells, look),
    ];
    lines.extend(secret(registered, cells, look));
    lines.push(Line::default());
    for (identifier, scopes) in &form.grants {
        lines.push(plain("API", identifier, cells, look));
        let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
        let words = if scopes.is_empty() {
            "none".to_owned()
        } else {
            scopes.join(" ")
        };
        lines.push(plain("permissions", &words, cells, look));
    }
    if let Some(words) = app.player.as_ref().and_then(Player::unfit_words) {
        lines.push(Line::default());
        let mark = Span::styled(format!("{} ", look.marks.warn), look.style(Role::Warn));
        lines.extend(text::marked(mark, &words, cells, look.style(Role::Warn)));
    }
    lines.extend(changes(app, form, cells, look));
    let other = form.app_type.filter(|it| *it != AppType::MachineToMachine);
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

/// What the form holds that the app does not, so that nothing kept is out of sight.
fn changes(app: &App, made: &AppForm, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let bench = app.player.as_ref().map(|player| &player.bench);
    let Some(bench) = bench.filter(|bench| bench.form_differs()) else {
        return Vec::new();
    };
    let heading = format!("{} Changed in the form, not in your app", look.marks.warn);
    let mut lines = vec![
        Line::default(),
        Line::styled(heading, look.style(Role::Warn)),
    ];
    let changes = bench.form.changes_from(made);
    // A type is called as the vendor's form calls it.
    let dashboard = app
        .player
        .as_ref()
        .and_then(|player| app.course.dashboard(player.target));
    let called = |label: &str, it: &str| {
        let mut types = dashboard.iter().flat_map(|board| &board.types);
        let found = types.find(|one| label == "Type" && one.id == it);
        found.map_or_else(|| it.to_owned(), |one| one.label.clone())
    };
    lines.extend(
        changes
            .iter()
            .map(|(label, it)| plain(label, &called(label, it), cells, look)),
    );
    lines
}

fn row(label: &str, value: Vec<Span<'static>>, look: &Look<'_>) -> Line<'static> {
    let label = text::column(label, LABEL, look);
    let mut spans = vec![Span::styled(label, look.style(Role::Name))];
    spans.extend(value);
    Line::from(spans)
}

fn plain(label: &str, words: &str, cells: usize, look: &Look<'_>) -> Line<'static> {
    let words = text::outside(words, cells.saturating_sub(LABEL), look);
    row(
        label,
        vec![Span::styled(words, look.style(Role::Value))],
        look,
    )
}

/// Id and secret stand one below the other; an app that cannot keep a secret has none, and that is said.
fn secret(registered: &RegisteredApp, cells: usize, look: &Look<'_>) -> Vec<Line<'static>> {
    let room = cells.saturating_sub(LABEL);
    let Some(secret) = &registered.client_secret else {
        let (words, role) = if registered.is_public() {
            ("none: this type cannot keep one", Role::Warn)
        } else {
            ("none: a key proves it", Role::Dim)
        };
        let words = Span::styled(words, look.style(role));
        return vec![row("client_secret", vec![words], look)];
    };
    if !look.revealed {
        let mut spans = text::masked(&secret.mask(), look);
        let key = keys::name(Context::Create, Action::Reveal, look.unicode);
        let hint = Span::styled(format!("   {key} shows it"), look.style(Role::Dim));
        let used: usize = spans.iter().chain([&hint]).map(Span::width).sum();
        if used <= room {
            spans.push(hint);
        }
        return vec![row("client_secret", spans, look)];
    }
    let whole = visible_line(secret.expose());
    text::fold(&[(whole, look.style(Role::Strong))], room)
        .into_iter()
        .enumerate()
        .map(|(at, line)| row(if at == 0 { "client_secret" } else { "" }, line.spans, look))
        .collect()
}

/// A type's name on this dashboard, and one line on what it is.
pub(super) fn type_words(app: &App, app_type: AppType) -> (&'static str, &'static str) {
    let dashboard = app.course.dashboard(app.target());
    let words = dashboard.and_then(|dashboard| dashboard.app_type(app_type.note()));
    words.map_or((app_type.note(), ""), |words| (&words.label, &words.says))
}
