//! The menu of the practice server in hand.

use super::{Menu, Sub};
use crate::app::App;
use crate::app::message::{Go, Hand, Message};
use crate::lesson::target::TargetName;
use crate::linear::say::shown::Show;

/// What can be changed of it, put back, heard of it; the other servers.
pub(super) fn menu(app: &App) -> Menu {
    let mut menu = Menu::new("Choices:", Sub::Main);
    let target = app.target_in_hand();
    menu.show("the newest requests, with the checks of each", Show::Heard);
    for (label, hand) in app.offers_in_hand() {
        menu.tell(label, Message::Hand(hand));
    }
    for other in TargetName::ALL.into_iter().filter(|one| *one != target) {
        let label = format!("go to the server {}", other.word());
        menu.tell(label, Message::Hand(Hand::At(other)));
    }
    menu.tell(super::LOOK_UP, Message::Go(Go::Reference));
    if app.opened_from_lesson() {
        menu.tell("back to the lesson", Message::Go(Go::Return));
    }
    menu.tell("home", Message::Go(Go::Home));
    menu.tell(super::leave(app), Message::Leave);
    menu
}
