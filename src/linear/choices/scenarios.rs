//! The scenarios of the sandbox: keep, load, write over, delete.

use super::{Ask, Entry, Menu, Sub};
use crate::app::App;
use crate::app::message::{Message, ScenarioAct};
use crate::lesson::desks::words;
use crate::linear::say::shown::Show;
use crate::oauth::text::visible_line;

/// All of this server.
pub(super) fn menu(app: &App) -> Menu {
    let mut menu = Menu::new("Scenarios:", Sub::Scenarios);
    let target = app.target();
    menu.ask(
        "keep what stands here as a new one",
        Ask {
            prompt: words("scenario.prompt"),
            entry: Entry::Line,
            message: Box::new(|name| Message::Scenario(ScenarioAct::Keep(name))),
        },
    );
    if app.scenarios.before_at(target).is_some() {
        let back = Message::Scenario(ScenarioAct::Back);
        menu.tell("load what stood here before the last one was loaded", back);
    }
    for (name, _) in app.scenarios.of(target) {
        let load = ScenarioAct::Load(name.to_owned());
        menu.tell(format!("load {name}"), Message::Scenario(load));
        let label = format!("write over or delete {name}");
        menu.open(label, Sub::Scenario(name.to_owned()));
    }
    menu.show("read out what is in each", Show::Scenarios);
    menu.open("back", Sub::More);
    menu
}

/// What cannot be had back has a menu of its own.
pub(super) fn one(app: &App, name: &str) -> Menu {
    let sub = Sub::Scenario(name.to_owned());
    let mut menu = Menu::new(format!("The scenario {}:", visible_line(name)), sub);
    let acts = [
        (
            "write over it with what stands here, for good",
            ScenarioAct::KeepOver(name.to_owned()),
        ),
        ("delete it, for good", ScenarioAct::Drop(name.to_owned())),
    ];
    if app.scenarios.kept.contains_key(name) {
        for (label, act) in acts {
            let then = super::Then::Tell(Message::Scenario(act));
            menu.add(label, then, Sub::Scenarios);
        }
    }
    menu.open("back", Sub::Scenarios);
    menu
}
