//! Tenants of the learner's own: choose one and type its secret, forget one. Adding one is a command's, which the page names.

use super::{Ask, Entry, Menu, Sub, Then};
use crate::app::App;
use crate::app::message::{Message, OwnTargetAct};
use crate::app::own_targets::{KeptTarget, Way};
use crate::lesson::desks::words;
use crate::linear::say::shown::Show;
use crate::oauth::names::ClientSecret;
use crate::oauth::text::visible_line;

/// All that are kept.
pub(super) fn menu(app: &App) -> Menu {
    let mut menu = Menu::new("Your own tenants:", Sub::Targets);
    for kept in &app.own_targets.kept {
        offer(&mut menu, app, kept);
    }
    menu.show("read out what is kept, and how one is added", Show::Targets);
    menu.tell(
        words("own.target.clicks.label"),
        Message::OwnTarget(OwnTargetAct::Clicks),
    );
    menu.stay(
        "read the file of targets again",
        Message::OwnTarget(OwnTargetAct::List),
    );
    menu.back();
    menu
}

/// To open this one, or to go on there, and to forget it.
fn offer(menu: &mut Menu, app: &App, kept: &KeptTarget) {
    let (name, host) = (kept.name.clone(), kept.host());
    // A host beyond this machine is named before it is asked: choosing the number is the yes.
    let label = match kept.far_host() {
        Some(_) => format!("open {name}, which asks {host}, beyond this machine"),
        None => format!("open {name}, which asks {host}, on this machine"),
    };
    let away = app.opening_puts_away();
    let away = away.map_or_else(String::new, |away| format!(". {away}"));
    match &kept.way {
        _ if app.open_target() == Some(kept) => {
            let label = format!("go on at {name}, which is open");
            menu.tell(label, Message::OwnTarget(OwnTargetAct::Choose(name)));
        }
        Way::Command(_) => {
            let program = kept.way.program().unwrap_or_default();
            let label = format!("{label}, with the secret from {program}{away}");
            // Nothing typed: the command is asked.
            let open = OwnTargetAct::Open(name, ClientSecret::new(""));
            menu.stay(label, Message::OwnTarget(open));
        }
        Way::Secret => menu.ask(
            format!("{label}{away}"),
            Ask {
                prompt: words("own.target.secret.prompt"),
                entry: Entry::Hidden,
                message: Box::new(move |secret| {
                    let secret = ClientSecret::new(secret);
                    Message::OwnTarget(OwnTargetAct::Open(name.clone(), secret))
                }),
            },
        ),
        Way::Key(file) => {
            let label = format!(
                "{label}, signing with the key in {}{away}",
                visible_line(file)
            );
            let open = OwnTargetAct::Open(name, ClientSecret::new(""));
            menu.stay(label, Message::OwnTarget(open));
        }
        Way::NoClient | Way::Telling => {
            let choose = OwnTargetAct::Choose(name);
            menu.stay(
                format!("why {} cannot be opened", kept.name),
                Message::OwnTarget(choose),
            );
        }
    }
    menu.open(
        format!("forget {}", kept.name),
        Sub::Target(kept.name.clone()),
    );
}

/// What cannot be had back has a menu of its own.
pub(super) fn one(app: &App, name: &str) -> Menu {
    let mut menu = Menu::new("Sure?", Sub::Target(name.to_owned()));
    if app.own_targets.named(name).is_some() {
        let forget = Message::OwnTarget(OwnTargetAct::Drop(name.to_owned()));
        let label = format!("forget {name}: its addresses and its client id go from this machine");
        menu.add(label, Then::Tell(forget), Sub::Targets);
    }
    menu.open("back", Sub::Targets);
    menu
}
