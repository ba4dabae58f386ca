//! The menus of the desks.

use super::build::PRACTICE_CURL;
use super::{Ask, DeskSub, Entry, Menu, Sub};
use crate::app::desk::{CheckDesk, GivenKeys, PROFILES, Target, Wanted, profile_word};
use crate::app::message::{CopyWhat, Desk, Destination, Format, Go, Message};
use crate::app::player::Player;
use crate::app::{App, Page};
use crate::lesson::desks::words;
use crate::linear::say::shown::Show;
use crate::oauth::finding::abridge;
use crate::oauth::jwt::algorithm::Algorithm;
use crate::oauth::jwt::member::document;
use crate::oauth::jwt::{Jwt, PartName};

/// The check step of a lesson.
pub(super) fn act(app: &App, player: &Player, menu: &mut Menu) {
    let bench = &player.bench;
    if bench.latest().is_some() {
        menu.tell(
            "take the reply of your own exchange",
            Message::Desk(Desk::TakeOwnReply),
        );
    }
    paste(menu);
    match &bench.desk.report {
        None => menu.print(PRACTICE_CURL, CopyWhat::CurlPractice),
        Some(report) => judged(report.jwt.is_some(), menu),
    }
    menu.open("other things to do here", Sub::Desk(DeskSub::More));
    if app.visitor.is_some() {
        menu.show("the server's view of the visitor", Show::Visitor);
    }
}

/// The page of checker or decoder, at the menu that is open.
pub(super) fn page(app: &App, sub: &Sub) -> Menu {
    match sub {
        Sub::Desk(sub) => menu(app, *sub),
        _ if app.page == Page::Decoder => decoder(app),
        _ => checker(app),
    }
}

/// A menu behind the first one.
pub(super) fn menu(app: &App, sub: DeskSub) -> Menu {
    let wanted = app.open_wanted().cloned().unwrap_or_default();
    match sub {
        DeskSub::More => more(app),
        DeskSub::Target => target(&wanted),
        DeskSub::Profile => profile(&wanted),
        DeskSub::Repairs => repairs(app.open_desk()),
        DeskSub::Export => export(),
        DeskSub::Ask => ask(app),
        DeskSub::Members => members(app.decoder.report.as_ref().map(|report| &report.jwt)),
    }
}

/// The stand-alone checker.
fn checker(app: &App) -> Menu {
    let mut menu = Menu::new("Choices:", Sub::Main);
    paste(&mut menu);
    if let Some(report) = &app.checker.report {
        judged(report.jwt.is_some(), &mut menu);
        if report.jwt.is_some() {
            menu.show("header and payload of the token as JSON", Show::Json);
        }
        menu.print("print the report", CopyWhat::Report);
    }
    menu.open("other things to do here", Sub::Desk(DeskSub::More));
    if app.checker.report.is_some() {
        menu.tell("clear the desk", Message::Desk(Desk::Clear));
    }
    leave(app, &mut menu);
    menu
}

/// The stand-alone decoder.
fn decoder(app: &App) -> Menu {
    let mut menu = Menu::new("Choices:", Sub::Main);
    paste(&mut menu);
    if let Some(report) = &app.decoder.report {
        judged(true, &mut menu);
        menu.ask("verify with a key of your own", key(Some(&report.jwt)));
        if document(&report.jwt, PartName::Header).is_some() {
            menu.open(
                "change a claim and see what the signature is for",
                Sub::Desk(DeskSub::Members),
            );
        }
        if !app.decoder.edits.is_empty() {
            menu.tell("take back the change", Message::Desk(Desk::UndoMember));
        }
        if !app.decoder.redo.is_empty() {
            menu.tell("make the change again", Message::Desk(Desk::RedoMember));
        }
        menu.show("header and payload as JSON", Show::Json);
        menu.show("how an API verifies, step by step", Show::Ladder);
    }
    menu.open("other things to do here", Sub::Desk(DeskSub::More));
    if app.decoder.report.is_some() {
        menu.tell("clear the desk", Message::Desk(Desk::Clear));
    }
    leave(app, &mut menu);
    menu
}

fn paste(menu: &mut Menu) {
    menu.ask(
        "paste a text",
        Ask {
            prompt: "Paste it now. A line with a single dot ends it, or a blank line behind a whole JSON object.",
            entry: Entry::Text,
            message: Box::new(|text| Message::Desk(Desk::Text(text))),
        },
    );
}

fn judged(has_token: bool, menu: &mut Menu) {
    menu.show("all findings, with their reasons", Show::Findings);
    if has_token {
        menu.tell("fetch the keys and verify", Message::Desk(Desk::Verify));
    }
}

fn leave(app: &App, menu: &mut Menu) {
    menu.tell("home", Message::Go(Go::Home));
    menu.tell(super::leave(app), Message::Leave);
}

fn more(app: &App) -> Menu {
    let mut menu = Menu::new("Other things to do here:", Sub::Desk(DeskSub::More));
    menu.add(
        "open a file by its path",
        super::Then::Ask(line("file.about", Desk::Open)),
        Sub::Main,
    );
    menu.open(
        "say what the response should be",
        Sub::Desk(DeskSub::Target),
    );
    if let Some(desk) = app.open_desk() {
        let report = desk.report.as_ref();
        if !desk.repairs().is_empty() || !desk.undone.is_empty() {
            menu.show("what was repaired, line by line", Show::Repairs);
            menu.open("undo a repair, or redo it", Sub::Desk(DeskSub::Repairs));
        }
        let jwt = report.and_then(|report| report.jwt.as_ref());
        if jwt.is_some() {
            menu.open(
                "ask the practice API with this token",
                Sub::Desk(DeskSub::Ask),
            );
            let given = super::Then::Ask(key(jwt));
            menu.add("verify with a key of your own", given, Sub::Main);
        }
        if report.is_some() {
            menu.open("hand the report on", Sub::Desk(DeskSub::Export));
        }
    }
    menu.back();
    menu
}

fn line(prompt: &'static str, act: impl Fn(String) -> Desk + 'static) -> Ask {
    Ask {
        prompt: words(prompt),
        entry: Entry::Line,
        message: Box::new(move |text| Message::Desk(act(text))),
    }
}

/// A secret is typed on one line that does not show; a public key has many.
fn key(jwt: Option<&Jwt>) -> Ask {
    let alg = jwt.and_then(|jwt| jwt.header_text("alg"));
    let secret = alg
        .and_then(Algorithm::from_name)
        .is_some_and(Algorithm::is_symmetric);
    let (prompt, entry) = if secret {
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

fn target(wanted: &Wanted) -> Menu {
    let mut menu = Menu::new("What should it be?", Sub::Desk(DeskSub::Target));
    menu.open(
        format!("profile, now {}", profile_word(wanted.profile)),
        Sub::Desk(DeskSub::Profile),
    );
    let strict = if wanted.strict {
        "strict, now on: a repair counts as a fault"
    } else {
        "strict, now off: a repair is a note"
    };
    menu.stay(strict, Message::Desk(Desk::ToggleStrict));
    for target in Target::ALL {
        let value = match wanted.value(target) {
            "" => "not compared".to_owned(),
            value => format!("now {}", abridge(value, 80)),
        };
        menu.ask(
            format!("{}, {value}", target.word()),
            line(target.about(), move |text| Desk::Target(target, text)),
        );
    }
    menu.stay(
        "fill in from the practice tenant",
        Message::Desk(Desk::FillTarget),
    );
    if wanted.has_target() {
        menu.stay("compare with nothing", Message::Desk(Desk::ClearTarget));
    }
    menu.back();
    menu
}

fn profile(wanted: &Wanted) -> Menu {
    let mut menu = Menu::new(words("target.profile"), Sub::Desk(DeskSub::Profile));
    for choice in PROFILES {
        let now = if choice == wanted.profile {
            ", now"
        } else {
            ""
        };
        menu.tell(
            format!("{}{now}", profile_word(choice)),
            Message::Desk(Desk::Profile(choice)),
        );
    }
    menu.back();
    menu
}

fn repairs(desk: Option<&CheckDesk>) -> Menu {
    let mut menu = Menu::new("Which repair?", Sub::Desk(DeskSub::Repairs));
    if let Some(desk) = desk {
        for rule in desk.repairs() {
            menu.stay(
                format!("undo {rule}"),
                Message::Desk(Desk::ToggleRepair(rule)),
            );
        }
        for rule in &desk.undone {
            menu.stay(
                format!("redo {rule}"),
                Message::Desk(Desk::ToggleRepair(rule)),
            );
        }
    }
    menu.back();
    menu
}

fn export() -> Menu {
    let mut menu = Menu::new(words("export.about"), Sub::Desk(DeskSub::Export));
    for (label, format, destination) in [
        (
            "print it as Markdown",
            Format::Markdown,
            Destination::Clipboard,
        ),
        ("print it as JSON", Format::Json, Destination::Clipboard),
        (
            "keep it as Markdown in a new file",
            Format::Markdown,
            Destination::File,
        ),
        (
            "keep it as JSON in a new file",
            Format::Json,
            Destination::File,
        ),
    ] {
        menu.tell(label, Message::Desk(Desk::Export(format, destination)));
    }
    menu.back();
    menu
}

fn ask(app: &App) -> Menu {
    match app.asking() {
        Ok(question) => {
            let mut menu = Menu::new(question, Sub::Desk(DeskSub::Ask));
            menu.tell("send it", Message::Desk(Desk::AskApi));
            menu.back();
            menu
        }
        Err(why) => {
            let mut menu = Menu::new(why, Sub::Desk(DeskSub::Ask));
            menu.back();
            menu
        }
    }
}

fn members(jwt: Option<&Jwt>) -> Menu {
    let mut menu = Menu::new("Change what?", Sub::Desk(DeskSub::Members));
    for (part, name) in [(PartName::Header, "header"), (PartName::Payload, "payload")] {
        let document = jwt.and_then(|jwt| document(jwt, part));
        let Some((document, root)) = document.and_then(|one| Some((one, one.root()?))) else {
            continue;
        };
        for (at, member) in document.members(root).enumerate() {
            let value = abridge(document.raw(member.value), 80);
            let label = format!("{}, in the {name}, now {value}", member.name);
            let asked = line("edit.about", move |value| Desk::SetMember {
                part,
                member: at,
                value,
            });
            menu.add(label, super::Then::Ask(asked), Sub::Main);
        }
    }
    menu.back();
    menu
}
