//! The menu of the reference.

use super::{Ask, Entry, Menu, Sub};
use crate::app::App;
use crate::app::message::{Go, Message};
use crate::lesson::desks::words;
use crate::lesson::reference::Kind;
use crate::linear::say::reference::called;
use crate::linear::say::shown::Show;

/// So many of what was found are offered one by one.
const MOST: usize = 12;

/// A search, what it found, the names of each kind, and the way back.
pub(super) fn menu(app: &App) -> Menu {
    let mut menu = Menu::new("Choices:", Sub::Main);
    let search = Ask {
        prompt: words("reference.ask"),
        entry: Entry::Line,
        message: Box::new(Message::LookUp),
    };
    menu.ask("search for something", search);
    menu.tell("back to where you were", Message::Go(Go::Return));
    let wanted = app.sought.trim();
    if wanted.is_empty() {
        for kind in Kind::ALL {
            let label = format!("hear the names of all {}", kind.words());
            menu.show(label, Show::Names(Some(kind)));
        }
    } else {
        let book = app.book();
        let found = book.found(wanted, None);
        for (index, entry) in found.iter().take(MOST).enumerate() {
            menu.show(format!("read {}", called(entry)), Show::Entry(index));
        }
        if found.len() > MOST {
            let label = format!("hear the names of all {}", found.len());
            menu.show(label, Show::Names(None));
        }
    }
    menu.tell("home", Message::Go(Go::Home));
    menu.tell(super::leave(app), Message::Leave);
    menu
}
