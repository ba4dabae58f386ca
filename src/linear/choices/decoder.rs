//! The menus of the decoder: keys, changes, signing anew, another token beside this one.

use super::desk::{judged, leave, line, paste};
use super::{Ask, DeskSub, Entry, Menu, Sub, Then};
use crate::app::App;
use crate::app::desk::GivenKeys;
use crate::app::message::{CopyWhat, Desk, Message, SignAgain};
use crate::lesson::desks::words;
use crate::linear::say::shown::Show;
use crate::oauth::finding::abridge;
use crate::oauth::jwt::PartName;
use crate::oauth::jwt::algorithm::Algorithm;
use crate::oauth::jwt::member::{document, places};

/// The stand-alone decoder.
pub(super) fn menu(app: &App) -> Menu {
    let mut menu = Menu::new("Choices:", Sub::Main);
    paste(&mut menu);
    let desk = &app.decoder;
    let report = desk.report.as_ref();
    if let Some(report) = report.filter(|_| !desk.holds_no_token()) {
        judged(app, true, &mut menu);
        menu.open("verify with a key of your own", Sub::Desk(DeskSub::Keys));
        if document(&report.jwt, PartName::Header).is_some() {
            menu.open(
                "change a claim and see what the signature is for",
                Sub::Desk(DeskSub::Members),
            );
            menu.open("sign it anew, as it stands", Sub::Desk(DeskSub::Sign));
        }
        if !desk.edits.is_empty() {
            menu.tell("take back the change", Message::Desk(Desk::UndoMember));
        }
        if !desk.redo.is_empty() {
            menu.tell("make the change again", Message::Desk(Desk::RedoMember));
        }
        menu.ask("lay another token beside this one", other());
        if desk.compared.is_some() {
            let none = Message::Desk(Desk::Compare(String::new()));
            menu.tell("take the other token away", none);
        }
        menu.show("header and payload as JSON", Show::Json);
        menu.print("print the token", CopyWhat::Token);
        menu.show("how an API verifies, step by step", Show::Ladder);
    }
    menu.open("other things to do here", Sub::Desk(DeskSub::More));
    if desk.report.is_some() {
        menu.tell("clear the desk", Message::Desk(Desk::Clear));
    } else if desk.cleared() {
        menu.tell("bring back what lay there", Message::Desk(Desk::UndoMember));
    }
    leave(app, &mut menu);
    menu
}

fn other() -> Ask {
    Ask {
        prompt: words("compare.about"),
        entry: Entry::Text,
        message: Box::new(|text| Message::Desk(Desk::Compare(text))),
    }
}

/// Keys to verify with: typed, in a file, at an address.
pub(super) fn keys(app: &App) -> Menu {
    let mut menu = Menu::new("Where is the key?", Sub::Desk(DeskSub::Keys));
    menu.add("type or paste it", Then::Ask(key(app)), Sub::Main);
    let file = Then::Ask(line("key.file", Desk::KeyFile));
    menu.add("in a file", file, Sub::Main);
    let address = Then::Ask(line("key.address", Desk::KeyUrl));
    menu.add("at an address of yours", address, Sub::Main);
    menu.back();
    menu
}

/// A secret is typed on one line that does not show; a public key has many.
fn key(app: &App) -> Ask {
    let (prompt, entry) = if is_symmetric(app) {
        ("key.line.secret", Entry::Hidden)
    } else {
        ("key.line", Entry::Text)
    };
    Ask {
        prompt: words(prompt),
        entry,
        message: Box::new(|text| Message::Desk(Desk::Keys(GivenKeys::new(text)))),
    }
}

fn is_symmetric(app: &App) -> bool {
    let decoder = app.decoder.report.as_ref().map(|report| &report.jwt);
    let checker = app.open_desk().and_then(|desk| desk.report.as_ref());
    let jwt = match checker {
        Some(report) => report.jwt.as_ref(),
        None => decoder,
    };
    jwt.and_then(|jwt| jwt.header_text("alg"))
        .and_then(Algorithm::from_name)
        .is_some_and(Algorithm::is_symmetric)
}

/// Who signs the token anew.
pub(super) fn sign() -> Menu {
    let mut menu = Menu::new(words("sign.about"), Sub::Desk(DeskSub::Sign));
    menu.add(
        "with the key of the practice tenant",
        Then::Tell(Message::Desk(Desk::SignAgain(SignAgain::Practice))),
        Sub::Main,
    );
    let own = Ask {
        prompt: words("sign.key"),
        entry: Entry::Hidden,
        message: Box::new(|text| {
            Message::Desk(Desk::SignAgain(SignAgain::Own(GivenKeys::new(text))))
        }),
    };
    menu.add(
        "with a key of yours, on one line",
        Then::Ask(own),
        Sub::Main,
    );
    menu.back();
    menu
}

/// What can be changed, nested values by their whole name.
pub(super) fn members(app: &App) -> Menu {
    let jwt = app.decoder.report.as_ref().map(|report| &report.jwt);
    let mut menu = Menu::new("Change what?", Sub::Desk(DeskSub::Members));
    for (part, name) in [(PartName::Header, "header"), (PartName::Payload, "payload")] {
        let Some(document) = jwt.and_then(|jwt| document(jwt, part)) else {
            continue;
        };
        let mut above: Vec<String> = Vec::new();
        for (at, place) in places(document).into_iter().enumerate() {
            let value = abridge(document.raw(place.node), 80);
            above.truncate(place.depth);
            above.push(place.name);
            let label = format!("{}, in the {name}, now {value}", above.join(" "));
            let asked = line("edit.about", move |value| Desk::SetMember {
                part,
                member: at,
                value,
            });
            menu.add(label, Then::Ask(asked), Sub::Main);
        }
    }
    menu.back();
    menu
}
