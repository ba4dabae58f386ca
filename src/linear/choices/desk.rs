//! The menus of the desks.

use super::build::PRACTICE_CURL;
use super::{Ask, Entry, Menu, Sub};
use crate::app::App;
use crate::app::message::{CopyWhat, Desk, Go, Message};
use crate::app::player::Player;
use crate::linear::say::shown::Show;

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
    if app.visitor.is_some() {
        menu.show("the server's view of the visitor", Show::Visitor);
    }
}

/// The stand-alone checker.
pub(super) fn checker(app: &App) -> Menu {
    let mut menu = Menu::new("Choices:", Sub::Main);
    paste(&mut menu);
    if let Some(report) = &app.checker.report {
        judged(report.jwt.is_some(), &mut menu);
        if report.jwt.is_some() {
            menu.show("header and payload of the token as JSON", Show::Json);
        }
        menu.print("print the report", CopyWhat::Report);
        menu.tell("clear the desk", Message::Desk(Desk::Clear));
    }
    leave(&mut menu);
    menu
}

/// The stand-alone decoder.
pub(super) fn decoder(app: &App) -> Menu {
    let mut menu = Menu::new("Choices:", Sub::Main);
    paste(&mut menu);
    if app.decoder.report.is_some() {
        judged(true, &mut menu);
        menu.show("header and payload as JSON", Show::Json);
        menu.tell("clear the desk", Message::Desk(Desk::Clear));
    }
    leave(&mut menu);
    menu
}

fn paste(menu: &mut Menu) {
    menu.ask(
        "paste a text",
        Ask {
            prompt: "Paste it now. A line with a single dot ends it, or a blank line behind a whole JSON object.",
            entry: Entry::Text,
            message: |text| Message::Desk(Desk::Text(text)),
        },
    );
}

fn judged(has_token: bool, menu: &mut Menu) {
    menu.show("all findings, with their reasons", Show::Findings);
    if has_token {
        menu.tell("fetch the keys and verify", Message::Desk(Desk::Verify));
    }
}

fn leave(menu: &mut Menu) {
    menu.tell("home", Message::Go(Go::Home));
    menu.tell("leave, your progress is kept", Message::Leave);
}
