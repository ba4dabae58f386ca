//! Which menu of a desk is open.

use super::{DeskSub, Menu, Sub, decoder, desk};
use crate::app::{App, Page};

/// The page of checker or decoder, at the menu that is open.
pub(super) fn page(app: &App, sub: &Sub) -> Menu {
    match sub {
        Sub::Desk(sub) => menu(app, *sub),
        _ if app.page == Page::Decoder => decoder::menu(app),
        _ => desk::checker(app),
    }
}

/// A menu behind the first one.
pub(super) fn menu(app: &App, sub: DeskSub) -> Menu {
    let wanted = app.open_wanted().cloned().unwrap_or_default();
    match sub {
        DeskSub::More => desk::more(app),
        DeskSub::Target => desk::target(app, &wanted),
        DeskSub::Profile => desk::profile(&wanted),
        DeskSub::Repairs => desk::repairs(app.open_desk()),
        DeskSub::Export => desk::export(),
        DeskSub::Ask => desk::ask(app),
        DeskSub::Members => decoder::members(app),
        DeskSub::Keys => decoder::keys(app),
        DeskSub::Sign => decoder::sign(),
    }
}
