//! The rows of the dashboard forms of this step, and what stands in them.

use crate::app::App;
use crate::app::create::{AppType, FormGap};
use crate::app::player::Player;
use crate::app::tenant::{ApiFacts, Tenant};
use crate::lesson::dashboard::{FieldKind, Form, FormField};
use crate::oauth::text::visible_line;

/// A row that can be selected. Forms and fields go by their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// The name of the app to be.
    Name,
    /// A type of app.
    Type(AppType),
    /// An API, by index.
    Api(usize),
    /// A permission: API, scope.
    Scope(usize, usize),
    /// The button that makes the app.
    Submit,
    /// The app is registered: change the form.
    Change,
    /// The form was changed since: take the changes back.
    Revert,
    /// A text field.
    Field(&'static str, &'static str),
    /// A choice, and which.
    Option(&'static str, &'static str, usize),
    /// Something to read.
    Shown(&'static str, &'static str),
    /// A button.
    Button(&'static str, &'static str),
}

impl Row {
    /// True where it is typed into.
    pub(super) fn is_text(self) -> bool {
        matches!(self, Self::Name | Self::Field(..))
    }
}

/// The forms of this step.
pub(super) fn forms(app: &App) -> Vec<&'static Form> {
    let dashboard = app.course.dashboard(app.target());
    let ids = app
        .player
        .as_ref()
        .map_or(&[][..], |player| &player.step().forms);
    let found = |id: &String| dashboard?.form(id);
    ids.iter().filter_map(found).collect()
}

/// The field of that form.
pub(super) fn field(app: &App, form: &str, field: &str) -> Option<&'static FormField> {
    let form = app.course.dashboard(app.target())?.form(form)?;
    form.fields.iter().find(|one| one.id == field)
}

/// True where one of the forms makes the app.
pub(super) fn has_create(app: &App) -> bool {
    let fields = forms(app).into_iter().flat_map(|form| &form.fields);
    fields
        .into_iter()
        .any(|field| field.kind == FieldKind::Create)
}

/// The rows of the forms; of a registered app the one that opens its form again.
pub(super) fn of(app: &App, changing: bool) -> Vec<Row> {
    let Some(player) = &app.player else {
        return Vec::new();
    };
    let made = player.bench.app.is_some() && !changing;
    let mut rows = Vec::new();
    for form in forms(app) {
        if made
            && form
                .fields
                .iter()
                .any(|field| field.kind == FieldKind::Create)
        {
            rows.push(Row::Change);
            rows.extend(player.bench.form_differs().then_some(Row::Revert));
            continue;
        }
        for field in &form.fields {
            rows.extend(of_field(app, form, field));
        }
    }
    rows
}

fn of_field(app: &App, form: &'static Form, field: &'static FormField) -> Vec<Row> {
    let (form, id) = (form.id.as_str(), field.id.as_str());
    match field.kind {
        FieldKind::AppName => vec![Row::Name],
        FieldKind::AppType => AppType::ALL.map(Row::Type).to_vec(),
        FieldKind::AppApis => {
            let mut rows = Vec::new();
            let chosen = app.player.as_ref().map(|player| &player.bench.form);
            for (index, api) in apis(app).iter().enumerate() {
                rows.push(Row::Api(index));
                if chosen.is_some_and(|form| form.has_api(&api.identifier)) {
                    rows.extend((0..api.scopes.len()).map(|scope| Row::Scope(index, scope)));
                }
            }
            rows
        }
        FieldKind::Create => vec![Row::Submit],
        FieldKind::Text => vec![Row::Field(form, id)],
        FieldKind::Choice => (0..field.options.len())
            .map(|option| Row::Option(form, id, option))
            .collect(),
        FieldKind::Shown => vec![Row::Shown(form, id)],
        FieldKind::Button => vec![Row::Button(form, id)],
    }
}

/// The row that is selected when the screen opens: the first that can be changed.
pub(super) fn first(app: &App) -> usize {
    let rows = of(app, false);
    let can = |row: &Row| !matches!(row, Row::Shown(..));
    rows.iter().position(can).unwrap_or(0)
}

/// The APIs of the tenant.
pub(super) fn apis(app: &App) -> &[ApiFacts] {
    app.facts().map_or(&[], |facts| facts.apis.as_slice())
}

/// What is typed in a text row.
pub(super) fn text(app: &App, row: Row) -> Option<String> {
    let bench = &app.player.as_ref()?.bench;
    match row {
        Row::Name => Some(bench.form.name.clone()),
        Row::Field(_, id) => Some(bench.fields.get(id).cloned().unwrap_or_default()),
        _ => None,
    }
}

/// What shows in an empty text field.
pub(super) fn example(app: &App, row: Row) -> String {
    match row {
        // Said as an example, so that it does not look as if it stood there already.
        Row::Field(form, id) => field(app, form, id)
            .filter(|field| !field.example.is_empty())
            .map_or_else(String::new, |field| format!("e.g. {}", field.example)),
        _ => "a name for people".to_owned(),
    }
}

/// The row that is missing something before the app can be made.
pub(super) fn first_gap(app: &App) -> Option<Row> {
    let form = &app.player.as_ref()?.bench.form;
    let has_apis = app
        .facts()
        .is_none_or(crate::app::tenant::TenantFacts::takes_audience);
    let mut gaps = form.gaps().into_iter();
    let gap = gaps.find(|gap| has_apis || *gap != FormGap::Api)?;
    Some(match gap {
        FormGap::Name => Row::Name,
        FormGap::Type => Row::Type(AppType::Native),
        FormGap::Api => Row::Api(0),
    })
}

/// The heading: whose dashboard, and which form.
pub(super) fn title(app: &App) -> String {
    let name = app
        .course
        .dashboard(app.target())
        .map_or("Dashboard", |dashboard| dashboard.name.as_str());
    match forms(app).first() {
        Some(form) => format!("{name}: {}", form.title),
        None => name.to_owned(),
    }
}

/// The sentence about the state.
pub(super) fn status(app: &App, typing: bool, changing: bool) -> String {
    match app.tenant() {
        Tenant::Starting => return "The practice tenant is starting.".to_owned(),
        Tenant::Failed(why) => {
            let why = visible_line(why);
            return format!("The practice tenant could not be started: {why}");
        }
        Tenant::Ready(_) => {}
    }
    if typing {
        return "Type, then press Enter.".to_owned();
    }
    let bench = app.player.as_ref().map(|player| &player.bench);
    if !has_create(app) {
        return match button(app) {
            Some(label) => format!("Nothing changes until you press {label}."),
            None => "What you choose here changes the practice tenant at once.".to_owned(),
        };
    }
    if !changing && bench.is_some_and(crate::app::workbench::Workbench::form_differs) {
        return "Your app is as it was. The changes are kept in the form, until you create or take them back."
            .to_owned();
    }
    let unfit = app.player.as_ref().and_then(Player::unfit_briefly);
    if let Some(unfit) = unfit.filter(|_| !changing) {
        return unfit;
    }
    match bench.and_then(|bench| bench.app.as_ref()) {
        Some(app) if !changing && app.anew => {
            "Registered anew since you were away: id and secret are new.".to_owned()
        }
        Some(_) if !changing => "Your app is registered.".to_owned(),
        Some(_) => {
            let label = create_label(app);
            format!("{label} makes a new app in place of the old one, after it has asked.")
        }
        None => "Nothing is registered until you press the button.".to_owned(),
    }
}

/// The label of the button that makes the app.
pub(super) fn create_label(app: &App) -> &'static str {
    let mut fields = forms(app).into_iter().flat_map(|form| &form.fields);
    let create = fields.find(|field| field.kind == FieldKind::Create);
    create.map_or("Create", |field| &field.label)
}

/// The label of a button that changes the tenant, where the forms of the step have one.
fn button(app: &App) -> Option<&'static str> {
    let mut fields = forms(app).into_iter().flat_map(|form| &form.fields);
    let button = fields.find(|field| field.kind == FieldKind::Button)?;
    Some(&button.label)
}
