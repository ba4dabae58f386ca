//! The dashboard form as lines, and, once the app is registered, its id and its secret in place of the form.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::create::{AppForm, AppType, FormGap};
use crate::app::tenant::{ApiFacts, Tenant};
use crate::oauth::text::visible_line;
use crate::tui::text::{self};
use crate::tui::theme::{Look, Role};

/// A row that can be selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// The name.
    Name,
    /// A type.
    Type(AppType),
    /// An API, by index.
    Api(usize),
    /// A permission: API, scope.
    Scope(usize, usize),
    /// The button.
    Submit,
    /// The app is registered: change the form.
    Change,
    /// The form was changed since: take the changes back.
    Revert,
}

/// Where the name stands, in cells from the left.
pub(super) const VALUE: u16 = 9;

/// The form as drawn, and the line of the selected row.
pub(super) struct Drawn {
    pub(super) lines: Vec<Line<'static>>,
    pub(super) at: usize,
}

/// The rows of the form; of a registered app the one that opens its form again.
pub(super) fn rows(app: &App, changing: bool) -> Vec<Row> {
    let Some(player) = &app.player else {
        return Vec::new();
    };
    if player.bench.app.is_some() && !changing {
        let mut rows = vec![Row::Change];
        rows.extend(player.bench.form_differs().then_some(Row::Revert));
        return rows;
    }
    let mut rows = vec![Row::Name];
    rows.extend(AppType::ALL.map(Row::Type));
    for (index, api) in apis(app).iter().enumerate() {
        rows.push(Row::Api(index));
        if player.bench.form.has_api(&api.identifier) {
            rows.extend((0..api.scopes.len()).map(|scope| Row::Scope(index, scope)));
        }
    }
    rows.push(Row::Submit);
    rows
}

/// The row of the first thing that is missing.
pub(super) fn first_gap(app: &App) -> Option<Row> {
    let gap = *app.player.as_ref()?.bench.form.gaps().first()?;
    Some(match gap {
        FormGap::Name => Row::Name,
        FormGap::Type => Row::Type(AppType::Native),
        FormGap::Api => Row::Api(0),
    })
}

fn apis(app: &App) -> &[ApiFacts] {
    app.tenant
        .facts()
        .map_or(&[], |facts| facts.apis.as_slice())
}

/// What stands on the right of the frame.
pub(super) fn heading(app: &App, changing: bool) -> &'static str {
    let registered = app
        .player
        .as_ref()
        .is_some_and(|player| player.bench.app.is_some());
    match (registered, changing) {
        (true, false) => "registered",
        (true, true) => "change and create again",
        (false, _) => "create application",
    }
}

/// The sentence about the state.
pub(super) fn status(app: &App, typing: bool, changing: bool) -> String {
    match &app.tenant {
        Tenant::Starting => return "The practice tenant is starting.".to_owned(),
        Tenant::Failed(why) => {
            return format!("The practice tenant could not be started: {why}");
        }
        Tenant::Ready(_) => {}
    }
    if typing {
        return "Type a name, then press Enter.".to_owned();
    }
    let bench = app.player.as_ref().map(|player| &player.bench);
    if !changing && bench.is_some_and(crate::app::workbench::Workbench::form_differs) {
        return "Your app is as it was. The changes are kept in the form, until you create or take them back."
            .to_owned();
    }
    match bench.and_then(|bench| bench.app.as_ref()) {
        Some(app) if !changing && app.anew && !app.is_public() => {
            "Registered anew since you were away: id and secret are new. PgDn goes on.".to_owned()
        }
        Some(app) if !changing && app.is_public() => {
            "No secret, no token: change the form and pick machine to machine.".to_owned()
        }
        Some(_) if !changing => "Your app is registered. PgDn goes on.".to_owned(),
        Some(_) => {
            "Create makes a new app in place of the old one. Esc leaves the form.".to_owned()
        }
        None => "Nothing is registered until you press Create.".to_owned(),
    }
}

/// Form or card, `width` cells wide, with row `selected` marked.
pub(super) fn draw(app: &App, rows: &[Row], selected: Row, width: u16, look: &Look<'_>) -> Drawn {
    let mut drawn = Drawn {
        lines: Vec::new(),
        at: 0,
    };
    let Some(player) = &app.player else {
        return drawn;
    };
    let form = &player.bench.form;
    for row in rows {
        if *row == Row::Change
            && let Some(registered) = &player.bench.app
        {
            drawn
                .lines
                .extend(super::card::lines(app, registered, width, look));
        }
        drawn.lines.extend(before(app, form, *row, look));
        if *row == selected {
            drawn.at = drawn.lines.len();
        }
        drawn
            .lines
            .extend(row_lines(app, form, *row, (*row == selected, width), look));
    }
    drawn
}

/// Gaps and headings in front of a row.
fn before(app: &App, form: &AppForm, row: Row, look: &Look<'_>) -> Vec<Line<'static>> {
    let heading = |words: String| vec![Line::default(), Line::styled(words, look.style(Role::Dim))];
    match row {
        Row::Type(AppType::Native) => heading("Type".to_owned()),
        Row::Api(0) => heading("APIs that this app may ask tokens for".to_owned()),
        Row::Scope(api, 0) => {
            let Some(api) = apis(app).get(api) else {
                return Vec::new();
            };
            let ticked = api
                .scopes
                .iter()
                .filter(|(scope, _)| form.has_scope(&api.identifier, scope))
                .count();
            let words = format!("      permissions: {ticked} of {} ticked", api.scopes.len());
            vec![Line::styled(words, look.style(Role::Dim))]
        }
        Row::Submit | Row::Change => vec![Line::default()],
        Row::Name | Row::Type(_) | Row::Api(_) | Row::Scope(..) | Row::Revert => Vec::new(),
    }
}

fn row_lines(
    app: &App,
    form: &AppForm,
    row: Row,
    (chosen, width): (bool, u16),
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let tick = |on: bool| {
        if on {
            look.marks.ticked
        } else {
            look.marks.unticked
        }
    };
    match row {
        Row::Name => vec![name(form, chosen, width, look)],
        Row::Type(app_type) => {
            let mark = if form.app_type == Some(app_type) {
                look.marks.chosen
            } else {
                look.marks.unchosen
            };
            let words = (app_type.label(), type_words(app_type));
            choice(
                (chosen, form.app_type == Some(app_type)),
                mark,
                words,
                width,
                look,
            )
        }
        Row::Api(index) => {
            let Some(api) = apis(app).get(index) else {
                return Vec::new();
            };
            let on = form.has_api(&api.identifier);
            choice(
                (chosen, on),
                tick(on),
                (&api.name, &api.identifier),
                width,
                look,
            )
        }
        Row::Scope(api, scope) => {
            let Some((api, (scope, words))) = apis(app)
                .get(api)
                .and_then(|api| Some((api, api.scopes.get(scope)?)))
            else {
                return Vec::new();
            };
            let on = form.has_scope(&api.identifier, scope);
            let mark = format!("    {}", tick(on));
            choice((chosen, on), &mark, (scope, words), width, look)
        }
        Row::Submit => vec![button("Create", chosen, look)],
        Row::Change => vec![button("Change the form", chosen, look)],
        Row::Revert => vec![button("Take the changes back", chosen, look)],
    }
}

/// One line a type, as on a dashboard; what it means is in the lesson's note.
fn type_words(app_type: AppType) -> &'static str {
    match app_type {
        AppType::Native => "a phone or desktop app",
        AppType::SinglePage => "runs in a browser",
        AppType::RegularWeb => "a server, people sign in",
        AppType::MachineToMachine => "a program, nobody signs in",
    }
}

fn cursor(chosen: bool, look: &Look<'_>) -> Span<'static> {
    let cursor = if chosen { look.marks.cursor } else { " " };
    Span::styled(format!("{cursor} "), look.style(Role::Accent))
}

fn name(form: &AppForm, chosen: bool, width: u16, look: &Look<'_>) -> Line<'static> {
    let room = usize::from(width.saturating_sub(VALUE));
    let label = text::column("Name", usize::from(VALUE) - 2, look);
    let value = if form.name.is_empty() {
        Span::styled(
            "(empty: press Enter and type)",
            look.style(Role::Placeholder),
        )
    } else {
        Span::styled(
            text::outside(&form.name, room, look),
            look.style(Role::Field),
        )
    };
    let role = if chosen { Role::Strong } else { Role::Dim };
    Line::from(vec![
        cursor(chosen, look),
        Span::styled(label, look.style(role)),
        value,
    ])
}

/// A row to tick or to choose: mark, name, a few words. The words go below the name where both do not fit.
fn choice(
    (chosen, on): (bool, bool),
    mark: &str,
    (name, words): (&str, &str),
    width: u16,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    const NAME: usize = 20;
    let name_role = if chosen { Role::Strong } else { Role::Text };
    let mark_role = if on { Role::Accent } else { Role::Dim };
    let used = 2 + text::width(mark) + 1;
    let name = visible_line(name);
    let mut spans = vec![
        cursor(chosen, look),
        Span::styled(mark.to_owned(), look.style(mark_role)),
        Span::raw(" "),
    ];
    let words = visible_line(words);
    let column = NAME.max(text::width(&name) + 2);
    if used + column + text::width(&words) <= usize::from(width) {
        let name = text::column(&name, column, look);
        spans.push(Span::styled(name, look.style(name_role)));
        spans.push(Span::styled(words, look.style(Role::Dim)));
        return vec![Line::from(spans)];
    }
    let room = usize::from(width).saturating_sub(used);
    spans.push(Span::styled(
        text::middle(&name, room, look),
        look.style(name_role),
    ));
    let below = format!("{}{}", " ".repeat(used), text::middle(&words, room, look));
    vec![
        Line::from(spans),
        Line::styled(below, look.style(Role::Dim)),
    ]
}

fn button(words: &str, chosen: bool, look: &Look<'_>) -> Line<'static> {
    let role = if chosen { Role::Selection } else { Role::Chip };
    Line::from(vec![
        cursor(chosen, look),
        Span::styled(format!("[ {words} ]"), look.style(role)),
    ])
}
