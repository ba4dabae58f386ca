//! The menus of the dashboard: every form of the step, row by row.

use super::{Ask, Entry, Menu, Sub};
use crate::app::App;
use crate::app::create::AppType;
use crate::app::message::{Create, Message};
use crate::app::player::Player;
use crate::lesson::dashboard::{FieldKind, Form, FormField};

/// The step itself.
pub(super) fn step(app: &App, player: &Player, menu: &mut Menu) {
    let dashboard = app.course.dashboard(player.target);
    for id in &player.step().forms {
        let Some(form) = dashboard.and_then(|dashboard| dashboard.form(id)) else {
            continue;
        };
        for field in &form.fields {
            of_field(player, (form, field), menu);
        }
    }
    if player.bench.form_differs() {
        let label = "take the changes of the form back";
        menu.tell(label, Message::Create(Create::Revert));
    }
}

fn of_field(player: &Player, (form, field): (&'static Form, &'static FormField), menu: &mut Menu) {
    match field.kind {
        FieldKind::AppName => name(menu),
        FieldKind::AppType => menu.open("pick the type", Sub::Type),
        FieldKind::AppApis => menu.open("tick APIs and permissions", Sub::Grants),
        FieldKind::Create => {
            let label = match &player.bench.app {
                None => "create the app",
                Some(_) => "create a new app in its place, with a new id and secret",
            };
            menu.tell(label, Message::Create(Create::Submit));
        }
        FieldKind::Text => {
            let id = field.id.clone();
            menu.ask(
                format!("type {}", field.label),
                Ask {
                    prompt: "Type it. An empty line empties it.",
                    entry: Entry::Line,
                    message: Box::new(move |text| Message::Create(Create::Field(id.clone(), text))),
                },
            );
        }
        FieldKind::Choice => {
            for (at, option) in field.options.iter().enumerate() {
                let label = format!("{}: {}, {}", field.label, option.label, option.says);
                let choose = Create::Choose {
                    form: form.id.clone(),
                    field: field.id.clone(),
                    option: at,
                };
                menu.tell(label, Message::Create(choose));
            }
        }
        FieldKind::Button => {
            let press = Create::Press {
                form: form.id.clone(),
                field: field.id.clone(),
            };
            menu.tell(
                format!("press {} in {}", field.label, form.title),
                Message::Create(press),
            );
        }
        FieldKind::Shown => {}
    }
}

fn name(menu: &mut Menu) {
    menu.ask(
        "type the app's name",
        Ask {
            prompt: "Type the name. An empty line empties it.",
            entry: Entry::Line,
            message: Box::new(|name| Message::Create(Create::Name(name))),
        },
    );
}

/// The types.
pub(super) fn types(app: &App) -> Menu {
    let mut menu = Menu::new("Which type?", Sub::Type);
    let dashboard = app.course.dashboard(app.target());
    for app_type in AppType::ALL {
        let words = dashboard.and_then(|dashboard| dashboard.app_type(app_type.note()));
        let label = words.map_or(app_type.note(), |words| &words.label);
        menu.tell(label, Message::Create(Create::Type(app_type)));
    }
    menu.back();
    menu
}

/// APIs, each with its permissions.
pub(super) fn grants(app: &App, player: &Player) -> Menu {
    let mut menu = Menu::new("Tick or untick:", Sub::Grants);
    let form = &player.bench.form;
    let verb = |ticked| if ticked { "untick" } else { "tick" };
    let apis = app.facts().map_or(&[][..], |facts| &facts.apis);
    for (at, api) in apis.iter().enumerate() {
        let do_it = verb(form.has_api(&api.identifier));
        menu.stay(
            format!("{do_it} the API {}", api.name),
            Message::Create(Create::ToggleApi(at)),
        );
        for (scope_at, (scope, about)) in api.scopes.iter().enumerate() {
            let do_it = verb(form.has_scope(&api.identifier, scope));
            menu.stay(
                format!("{do_it} the permission {scope}: {about}"),
                Message::Create(Create::ToggleScope(at, scope_at)),
            );
        }
    }
    menu.back();
    menu
}
