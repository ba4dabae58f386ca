//! The menus of the dashboard.

use super::{Ask, Entry, Menu, Sub};
use crate::app::App;
use crate::app::create::{AppType, FormGap};
use crate::app::message::{Create, Message, Play};
use crate::app::player::Player;
use crate::lesson::model::InlineQuestion;

/// The step itself: first what is missing, then the rest.
pub(super) fn step(player: &Player, menu: &mut Menu) {
    let next = match player.bench.form.gaps().first() {
        Some(FormGap::Name) => 0,
        Some(FormGap::Type) => 1,
        Some(FormGap::Api) => 2,
        None => 3,
    };
    let parts: [fn(&Player, &mut Menu); 4] = [name, app_type, apis, create];
    let others = (0..parts.len()).filter(|at| *at != next);
    for at in std::iter::once(next).chain(others) {
        parts[at](player, menu);
    }
    if player.bench.form_differs() {
        let label = "take the changes of the form back";
        menu.tell(label, Message::Create(Create::Revert));
    }
    if asked(player).is_some() {
        menu.open("answer the question", Sub::Question);
    }
}

fn name(_player: &Player, menu: &mut Menu) {
    menu.ask(
        "type the app's name",
        Ask {
            prompt: "Type the name. An empty line empties it.",
            entry: Entry::Line,
            message: Box::new(|name| Message::Create(Create::Name(name))),
        },
    );
}

fn app_type(_player: &Player, menu: &mut Menu) {
    menu.open("pick the type", Sub::Type);
}

fn apis(_player: &Player, menu: &mut Menu) {
    menu.open("tick APIs and permissions", Sub::Grants);
}

fn create(player: &Player, menu: &mut Menu) {
    let label = match &player.bench.app {
        None => "create and authorize the app",
        Some(_) => "create it again, as the form stands now",
    };
    menu.tell(label, Message::Create(Create::Submit));
}

fn asked(player: &Player) -> Option<&'static InlineQuestion> {
    player.lesson.act(player.action()?)?.question.as_ref()
}

/// The types.
pub(super) fn types() -> Menu {
    let mut menu = Menu::new("Which type?", Sub::Type);
    for app_type in AppType::ALL {
        menu.tell(app_type.label(), Message::Create(Create::Type(app_type)));
    }
    menu.back();
    menu
}

/// APIs, each with its permissions.
pub(super) fn grants(app: &App, player: &Player) -> Menu {
    let mut menu = Menu::new("Tick or untick:", Sub::Grants);
    let form = &player.bench.form;
    let verb = |ticked| if ticked { "untick" } else { "tick" };
    let apis = app.tenant.facts().map_or(&[][..], |facts| &facts.apis);
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

/// The answers to the question inside the act.
pub(super) fn question(player: &Player) -> Menu {
    let asked = asked(player);
    let title = asked.map_or("Choices:", |asked| asked.question.as_str());
    let mut menu = Menu::new(title, Sub::Question);
    for (at, option) in asked
        .map_or(&[][..], |asked| &asked.options)
        .iter()
        .enumerate()
    {
        menu.tell(option.text.clone(), Message::Play(Play::AnswerInline(at)));
    }
    menu.back();
    menu
}
