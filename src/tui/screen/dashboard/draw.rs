//! The dashboard's forms as lines, and, once the app is registered, its id and its secret in place of the form that made it.

use ratatui::text::{Line, Span};

use super::card;
use super::rows::{self, Row, apis};
use crate::app::App;
use crate::app::create::{AppForm, AppType};
use crate::app::fact::{Evidence, Truth};
use crate::lesson::dashboard::FormField;
use crate::lesson::template::Filled;
use crate::oauth::text::visible_line;
use crate::tui::text::{self, prose};
use crate::tui::theme::{Look, Role};

/// Where texts stand, in cells from the left.
pub(super) const VALUE: u16 = 16;

/// The form as drawn, and the line of the selected row.
pub(super) struct Drawn {
    pub(super) lines: Vec<Line<'static>>,
    pub(super) at: usize,
    /// The line on which each row begins.
    pub(super) places: Vec<usize>,
}

/// All forms, `width` cells wide, with row `selected` marked where the form has the focus.
pub(super) fn lines(
    app: &App,
    rows: &[Row],
    (selected, is_focused): (Option<Row>, bool),
    width: u16,
    look: &Look<'_>,
) -> Drawn {
    let mut drawn = Drawn {
        lines: Vec::new(),
        at: 0,
        places: Vec::new(),
    };
    let Some(player) = &app.player else {
        return drawn;
    };
    if let Some(form) = rows::forms(app).first() {
        let path = prose(&form.path, usize::from(width), look.style(Role::Dim));
        drawn.lines.extend(path);
        drawn.lines.push(Line::default());
    }
    let form = &player.bench.form;
    for (index, row) in rows.iter().enumerate() {
        if *row == Row::Change
            && let Some(registered) = &player.bench.app
        {
            drawn
                .lines
                .extend(card::lines(app, registered, width, look));
        }
        let before = index.checked_sub(1).and_then(|at| rows.get(at)).copied();
        drawn.lines.extend(heading(app, form, (*row, before), look));
        drawn.places.push(drawn.lines.len());
        if Some(*row) == selected {
            drawn.at = drawn.lines.len();
        }
        // Where a question has the keys, the cursor's sign stands there and nowhere else.
        let chosen = Some(*row) == selected && is_focused;
        drawn.lines.extend(one(app, *row, (chosen, width), look));
    }
    drawn
}

/// Gaps and headings in front of a row.
fn heading(
    app: &App,
    form: &AppForm,
    (row, before): (Row, Option<Row>),
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let titled = |words: &str| {
        let line = Line::styled(words.to_owned(), look.style(Role::Dim));
        match before {
            Some(_) => vec![Line::default(), line],
            None => vec![line],
        }
    };
    match row {
        Row::Type(AppType::Native) => titled("Type"),
        Row::Api(0) => titled("APIs that this app may ask tokens for"),
        Row::Scope(api, 0) => {
            let Some(api) = apis(app).get(api) else {
                return Vec::new();
            };
            let has = |scope: &&(String, String)| form.has_scope(&api.identifier, &scope.0);
            let ticked = api.scopes.iter().filter(has).count();
            let words = format!("      permissions: {ticked} of {} ticked", api.scopes.len());
            vec![Line::styled(words, look.style(Role::Dim))]
        }
        Row::Option(form, id, 0) => {
            rows::field(app, form, id).map_or_else(Vec::new, |field| titled(&field.label))
        }
        Row::Submit | Row::Change | Row::Button(..) => vec![Line::default()],
        Row::Name
        | Row::Type(_)
        | Row::Api(_)
        | Row::Scope(..)
        | Row::Revert
        | Row::Field(..)
        | Row::Option(..)
        | Row::Shown(..) => Vec::new(),
    }
}

fn one(app: &App, row: Row, (chosen, width): (bool, u16), look: &Look<'_>) -> Vec<Line<'static>> {
    let Some(player) = &app.player else {
        return Vec::new();
    };
    let form = &player.bench.form;
    let marks = &look.marks;
    let tick = |on: bool| [marks.unticked, marks.ticked][usize::from(on)];
    let radio = |on: bool| [marks.unchosen, marks.chosen][usize::from(on)];
    match row {
        Row::Name => vec![typed(("Name", &form.name), chosen, width, look)],
        Row::Type(app_type) => {
            let on = form.app_type == Some(app_type);
            let words = card::type_words(app, app_type);
            choice((chosen, on), radio(on), words, width, look)
        }
        Row::Api(index) => apis(app).get(index).map_or_else(Vec::new, |api| {
            let on = form.has_api(&api.identifier);
            let words = (api.name.as_str(), api.identifier.as_str());
            choice((chosen, on), tick(on), words, width, look)
        }),
        Row::Scope(api, scope) => {
            let api = apis(app).get(api);
            let found = api.and_then(|api| Some((api, api.scopes.get(scope)?)));
            found.map_or_else(Vec::new, |(api, (scope, words))| {
                let on = form.has_scope(&api.identifier, scope);
                let mark = format!("    {}", tick(on));
                choice((chosen, on), &mark, (scope, words), width, look)
            })
        }
        Row::Submit => vec![button(rows::create_label(app), chosen, look)],
        Row::Change => vec![button("Change the form", chosen, look)],
        Row::Revert => vec![button("Take the changes back", chosen, look)],
        Row::Field(of, id) => {
            let label = rows::field(app, of, id).map_or("", |field| field.label.as_str());
            let value = rows::text(app, row).unwrap_or_default();
            vec![typed((label, &value), chosen, width, look)]
        }
        Row::Option(of, id, option) => {
            let option = rows::field(app, of, id).and_then(|field| field.options.get(option));
            option.map_or_else(Vec::new, |option| {
                let evidence = Evidence::of(player, app.facts());
                let on = evidence.holds(&option.when, 0) == Truth::Yes;
                let words = (option.label.as_str(), option.says.as_str());
                choice((chosen, on), radio(on), words, width, look)
            })
        }
        Row::Shown(of, id) => rows::field(app, of, id)
            .map_or_else(Vec::new, |field| shown(app, field, (chosen, width), look)),
        Row::Button(of, id) => {
            let label = rows::field(app, of, id).map_or("", |field| field.label.as_str());
            vec![button(label, chosen, look)]
        }
    }
}

/// Something to read; a secret is masked as everywhere.
fn shown(
    app: &App,
    field: &FormField,
    (chosen, width): (bool, u16),
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    let Some(player) = &app.player else {
        return Vec::new();
    };
    let filled = field
        .shows
        .as_ref()
        .and_then(|template| crate::app::reference::fill(template, player, app.facts()));
    let room = usize::from(width.saturating_sub(VALUE));
    let value = match filled {
        // Whoever has an app and no secret gets none: its type has none. A key may still be made.
        None if player.bench.app.is_some() && is_of_the_secret(field) => {
            vec![Span::styled("none", look.style(Role::Placeholder))]
        }
        None => vec![Span::styled("none yet", look.style(Role::Placeholder))],
        Some(Filled::Secret(secret)) if !look.revealed => text::masked(&secret.mask(), look),
        Some(filled) => {
            let words = text::outside(filled.expose(), room, look);
            vec![Span::styled(words, look.style(Role::Value))]
        }
    };
    let mut spans = front(&field.label, chosen, look);
    spans.extend(value);
    vec![Line::from(spans)]
}

fn cursor(chosen: bool, look: &Look<'_>) -> Span<'static> {
    let cursor = if chosen { look.marks.cursor } else { " " };
    Span::styled(format!("{cursor} "), look.style(Role::Accent))
}

fn front(label: &str, chosen: bool, look: &Look<'_>) -> Vec<Span<'static>> {
    let label = text::column(label, usize::from(VALUE) - 2, look);
    let role = if chosen { Role::Strong } else { Role::Dim };
    vec![cursor(chosen, look), Span::styled(label, look.style(role))]
}

fn typed((label, value): (&str, &str), chosen: bool, width: u16, look: &Look<'_>) -> Line<'static> {
    let room = usize::from(width.saturating_sub(VALUE));
    let value = if value.is_empty() {
        Span::styled("(empty: type it)", look.style(Role::Placeholder))
    } else {
        Span::styled(text::outside(value, room, look), look.style(Role::Field))
    };
    let mut spans = front(label, chosen, look);
    spans.push(value);
    Line::from(spans)
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

/// True for a field that shows the secret of the app.
fn is_of_the_secret(field: &FormField) -> bool {
    let shows = field.shows.as_ref();
    shows.is_some_and(|template| template.references().contains(&"app.secret"))
}
