//! The menus of the desks.

use super::build::PRACTICE_CURL;
use super::{Ask, DeskSub, Entry, Menu, Sub};
use crate::app::App;
use crate::app::desk::{CheckDesk, PROFILES, Target, Wanted, profile_word};
use crate::app::message::{CopyWhat, Desk, Destination, Format, Go, Message, OwnTargetAct};
use crate::app::player::Player;
use crate::lesson::desks::words;
use crate::linear::say::shown::Show;
use crate::oauth::finding::abridge;
use crate::oauth::text::visible_line;

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
        None if app.at_own_tenant() => {}
        None => menu.print(PRACTICE_CURL, CopyWhat::CurlPractice),
        Some(report) => judged(app, report.jwt.is_some(), menu),
    }
    menu.open("other things to do here", Sub::Desk(DeskSub::More));
    if app.visitor.is_some() {
        menu.show("the server's view of the visitor", Show::Visitor);
    }
}

/// The stand-alone checker.
pub(super) fn checker(app: &App) -> Menu {
    let mut menu = Menu::new("Choices:", Sub::Main);
    paste(&mut menu);
    if let Some(report) = &app.checker.report {
        judged(app, report.jwt.is_some(), &mut menu);
        if report.jwt.is_some() {
            menu.show("header and payload of the token as JSON", Show::Json);
        }
        menu.print("print the report", CopyWhat::Report);
    }
    menu.open("other things to do here", Sub::Desk(DeskSub::More));
    if app.checker.report.is_some() {
        menu.tell("clear the desk", Message::Desk(Desk::Clear));
    } else if app.checker.cleared() {
        menu.tell("bring back what lay there", Message::Desk(Desk::UndoMember));
    }
    leave(app, &mut menu);
    menu
}

pub(super) fn paste(menu: &mut Menu) {
    menu.ask(
        "paste a text",
        Ask {
            prompt: "Paste it now. A line with a single dot ends it, or a blank line behind a whole JSON object.",
            entry: Entry::Text,
            message: Box::new(|text| Message::Desk(Desk::Text(text))),
        },
    );
}

pub(super) fn judged(app: &App, has_token: bool, menu: &mut Menu) {
    menu.show("all findings, with their reasons", Show::Findings);
    if has_token {
        // A host beyond this machine is named before it is asked: choosing the number is the yes.
        let label = match app.asking_far() {
            Some(question) => format!("fetch the keys and verify. {question}"),
            None => "fetch the keys and verify".to_owned(),
        };
        menu.tell(label, Message::Desk(Desk::Verify));
    }
}

pub(super) fn leave(app: &App, menu: &mut Menu) {
    menu.tell(super::LOOK_UP, Message::Go(Go::Reference));
    menu.tell("home", Message::Go(Go::Home));
    menu.tell(super::leave(app), Message::Leave);
}

pub(super) fn more(app: &App) -> Menu {
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
            let whose = if app.asks_own_api() {
                "ask your own API with this token"
            } else {
                "ask the practice API with this token"
            };
            menu.open(whose, Sub::Desk(DeskSub::Ask));
            menu.open("verify with a key of your own", Sub::Desk(DeskSub::Keys));
        }
        if report.is_some() {
            menu.open("hand the report on", Sub::Desk(DeskSub::Export));
        }
    }
    menu.back();
    menu
}

pub(super) fn line(prompt: &'static str, act: impl Fn(String) -> Desk + 'static) -> Ask {
    Ask {
        prompt: words(prompt),
        entry: Entry::Line,
        message: Box::new(move |text| Message::Desk(act(text))),
    }
}

pub(super) fn target(app: &App, wanted: &Wanted) -> Menu {
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
    let whose = if app.at_own_tenant() {
        "fill in from your own tenant"
    } else {
        "fill in from the practice tenant"
    };
    menu.stay(whose, Message::Desk(Desk::FillTarget));
    for kept in &app.own_targets.kept {
        menu.stay(
            format!(
                "compare with {}, a tenant of yours",
                visible_line(&kept.name)
            ),
            Message::Desk(Desk::Against(kept.name.clone())),
        );
    }
    menu.stay(
        "read the file of your own tenants",
        Message::OwnTarget(OwnTargetAct::List),
    );
    if wanted.has_target() {
        menu.stay("compare with nothing", Message::Desk(Desk::ClearTarget));
    }
    menu.back();
    menu
}

pub(super) fn profile(wanted: &Wanted) -> Menu {
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

pub(super) fn repairs(desk: Option<&CheckDesk>) -> Menu {
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

pub(super) fn export() -> Menu {
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

pub(super) fn ask(app: &App) -> Menu {
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
