//! Which menu belongs to the open page.

use super::{Menu, Sub, desks, leave, lesson, reference, server, targets};
use crate::app::message::{Go, Message, OwnTargetAct};
use crate::app::{App, Page};
use crate::lesson::at_own::SANDBOX_AT_OWN;
use crate::lesson::desks::{filled, words};
use crate::lesson::model::Round;

/// The choices of the open page, or of the menu that is open in it.
pub(in crate::linear) fn of(app: &App, sub: &Sub) -> Menu {
    if app.asks_first() {
        return way_out(app);
    }
    match (app.page, &app.player) {
        (Page::Home, _) | (Page::Lesson, None) => match sub {
            Sub::Targets => targets::menu(app),
            Sub::Target(name) => targets::one(app, name),
            _ => home(app),
        },
        (Page::Lesson, Some(player)) => lesson::menu(app, player, sub),
        (Page::Server, _) => server::menu(app),
        (Page::Reference, _) => reference::menu(app),
        (Page::Checker | Page::Decoder, _) => desks::page(app, sub),
    }
}

/// The answers to the question before a sandbox is put away.
fn way_out(app: &App) -> Menu {
    let mut menu = Menu::new("Choices:", Sub::WayOut);
    menu.tell(words("sure.yes"), Message::Go(Go::PutAway));
    menu.tell(words("sure.no"), Message::Go(Go::Stay));
    menu.tell(leave(app), Message::Leave);
    menu
}

fn home(app: &App) -> Menu {
    let mut menu = Menu::new("Choices:", Sub::Main);
    let tour = app.course.extra(Round::Tour);
    for lesson in app.course.lessons.iter().chain(tour) {
        let (called, title) = (lesson.called(), &lesson.title);
        let kept = app.progress.of(&lesson.id);
        let open = app
            .player
            .as_ref()
            .is_some_and(|player| player.lesson.id == lesson.id && player.own.is_none());
        let verb = if kept.is_some_and(|kept| kept.furthest > 0) || open {
            "go on with"
        } else {
            "begin"
        };
        menu.tell(
            format!("{verb} {called}, {title}"),
            Message::Go(Go::Lesson(&lesson.id)),
        );
        if !lesson.test_out.is_empty() {
            menu.tell(
                format!("test out of {called}, for whoever knows it"),
                Message::Go(Go::TestOut(&lesson.id)),
            );
        }
        if kept.is_some() {
            menu.tell(
                format!("start {called} again from its beginning"),
                Message::Go(Go::Restart(&lesson.id)),
            );
        }
    }
    menu.tell("check a token response", Message::Go(Go::Checker));
    menu.tell("decode a token", Message::Go(Go::Decoder));
    for sandbox in app.course.extras(Round::Sandbox) {
        let target = sandbox.targets.first().copied().unwrap_or_default();
        let label = format!("the sandbox at the practice server {}", target.word());
        menu.tell(label, Message::Go(Go::Lesson(&sandbox.id)));
    }
    menu.tell("take the practice servers in hand", Message::Go(Go::Server));
    if app.review().is_some() {
        let label = "review the cards that were wrong and are due";
        menu.tell(label, Message::Go(Go::Review));
    }
    menu.tell(super::LOOK_UP, Message::Go(Go::Reference));
    at_own(app, &mut menu);
    menu.tell(leave(app), Message::Leave);
    menu
}

/// What is played at a tenant of one's own, and which one that is.
fn at_own(app: &App, menu: &mut Menu) {
    if let Some(own) = app.course.extra(Round::Own) {
        if app.has_own() {
            let label = "go on at the tenant of your own that is open";
            menu.tell(label, Message::Go(Go::Lesson(&own.id)));
        }
        let list = super::Then::Tell(Message::OwnTarget(OwnTargetAct::List));
        menu.add("your own tenants", list, Sub::Targets);
    }
    if app.has_own() {
        let label = "the sandbox at your own tenant";
        menu.tell(label, Message::Go(Go::AtOwn(SANDBOX_AT_OWN)));
    }
    for lesson in app.lessons_at_own() {
        let label = filled("own.lesson", &[("lesson", lesson.called())]);
        menu.tell(label, Message::Go(Go::AtOwn(&lesson.id)));
    }
}
