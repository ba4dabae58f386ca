//! Which words belong to the open page.

use super::{Said, Words, desk, home, reference, server, teach, title, verdict};
use crate::app::player::Player;
use crate::app::spot::{Scene, Spot};
use crate::app::tenant::Tenant;
use crate::app::{App, Page};
use crate::oauth::text::visible_line;

/// Everything there is to say about the open page.
pub(in crate::linear) fn page(app: &App) -> Vec<Said> {
    let mut words = Words::default();
    if let Tenant::Failed(why) = app.tenant() {
        words.fact(format!(
            "The practice tenant is not running: {}",
            visible_line(why)
        ));
    }
    match (app.page, &app.player) {
        (Page::Home, _) | (Page::Lesson, None) => home::say(app, &mut words),
        (Page::Lesson, Some(player)) => lesson(app, player, &mut words),
        (Page::Checker, _) => desk::checker(app, &mut words),
        (Page::Server, _) => server::say(app, &mut words),
        (Page::Reference, _) => reference::say(app, &mut words),
        (Page::Decoder, _) => desk::decoder(app, &mut words),
    }
    if let Some(question) = app.way_out_asks() {
        words.fact(question);
    }
    words.0
}

fn lesson(app: &App, player: &Player, words: &mut Words) {
    let steps = Spot::all(player.lesson).len();
    words.fact(format!(
        "\n{}. Step {} of {steps}. {}.",
        home::titled(player.lesson),
        player.at.index(player.lesson) + 1,
        title(player, player.at),
    ));
    if player.resumed == Some(player.at) {
        words.intro("You are where you left this lesson.");
    }
    match player.scene() {
        Scene::Goal => teach::goal(player, words),
        Scene::Predict(_) => {
            if let Some(ask) = player.page_ask() {
                verdict::asked(app, player, ask, words);
            }
        }
        Scene::Work(bench) => teach::work(app, player, bench, words),
        Scene::Practice => teach::practice(player, words),
        Scene::Quiz(_) => teach::card(app, player, words),
        Scene::Done => teach::done(app, player, words),
    }
    teach::hints(player, words);
}
