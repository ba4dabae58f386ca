//! The menus of a lesson: those of its steps, and what every step offers.

use super::{Ask, Entry, Menu, Sub, Then, build, dashboard, desk, desks, flow, more, scenarios};
use crate::app::App;
use crate::app::guess::Sureness;
use crate::app::lab::Trial;
use crate::app::message::{CopyWhat, Go, Message, Play};
use crate::app::player::Player;
use crate::app::spot::Scene;
use crate::app::verdict::Verdict;
use crate::app::workbench::Sending;
use crate::lesson::bench::Bench;
use crate::lesson::change::Bearing;
use crate::lesson::model::{self, AskKind, Round};
use crate::linear::say::phrase;
use crate::linear::say::shown::{self, Show};
use crate::oauth::wire::View;

/// The menu that is open at this step.
pub(super) fn menu(app: &App, player: &Player, sub: &Sub) -> Menu {
    match sub {
        // The last three are menus of other pages.
        Sub::Main | Sub::Targets | Sub::Target(_) | Sub::WayOut => step(app, player),
        Sub::More => more::menu(app, player),
        Sub::Print => more::print(app, player),
        Sub::Steps => more::steps(player),
        Sub::Type => dashboard::types(app),
        Sub::Grants => dashboard::grants(app, player),
        Sub::Fields if player.flow().is_some() => flow::ports(player),
        Sub::Fields => build::fields(player),
        Sub::Views => build::views(player),
        Sub::Notes => notes(player),
        Sub::Question(id) => question(app, player, id),
        Sub::Sure(id) => sure(id),
        Sub::Scenarios => scenarios::menu(app),
        Sub::Scenario(name) => scenarios::one(app, name),
        Sub::Desk(sub) => desks::menu(app, *sub),
    }
}

fn step(app: &App, player: &Player) -> Menu {
    let mut menu = Menu::new("Choices:", Sub::Main);
    match player.scene() {
        Scene::Goal => {}
        Scene::Practice => menu.tell(
            "this step at its practice server, where it can be done",
            Message::Go(Go::AtPractice(&player.lesson.id, player.at)),
        ),
        Scene::Predict(_) | Scene::Quiz(_) => {
            if let Some(ask) = player.page_ask() {
                answers(app, player, ask, &mut menu);
            }
        }
        Scene::Work(bench) => {
            work(app, player, bench, &mut menu);
            if let Some(ask) = player.asked_here() {
                ask_beside(app, player, ask, &mut menu);
            }
            if !player.step().notes.is_empty() && bench != Bench::Explain {
                menu.open("explain what is on this step", Sub::Notes);
            }
        }
        // A review is played again when cards are due again, and what is not kept has no again.
        Scene::Done if player.lesson.kind == Round::Review || player.own.is_some() => {}
        Scene::Done => menu.tell(
            "play the lesson again, with less filled in",
            Message::Go(Go::Restart(&player.lesson.id)),
        ),
    }
    next(player, &mut menu);
    hint(player, &mut menu);
    menu.open("more", Sub::More);
    menu
}

fn work(app: &App, player: &Player, bench: Bench, menu: &mut Menu) {
    match bench {
        Bench::Dashboard => dashboard::step(app, player, menu),
        Bench::Build => build::step(player, menu),
        Bench::Send => sent(player, menu),
        Bench::Read => read(player, menu),
        Bench::Call => call(app, menu),
        Bench::Check => desk::act(app, player, menu),
        Bench::Explain => explain(player, menu),
        Bench::Lab => lab(player, menu),
        Bench::Flow => flow::step(player, menu),
    }
}

fn next(player: &Player, menu: &mut Menu) {
    let label = match player.scene() {
        Scene::Goal => "begin",
        Scene::Done => "home",
        Scene::Predict(_) | Scene::Work(_) | Scene::Practice | Scene::Quiz(_) => "next step",
    };
    menu.tell(label, Message::Play(Play::Next));
}

fn hint(player: &Player, menu: &mut Menu) {
    let hints = player.step().hints.len();
    let open = player.hints_open();
    if player.is_tested() || open > hints || hints == 0 {
        return;
    }
    menu.tell("a hint, in the end the solution", Message::Play(Play::Hint));
}

/// The answers to the question of the page.
fn answers(app: &App, player: &Player, ask: &model::Ask, menu: &mut Menu) {
    if ask.is_prediction() {
        if player.verdict(ask, app.facts()).is_open() {
            guesses(ask, menu);
        }
        return;
    }
    if player.is_answered(&ask.id) && player.page_ask().is_some() {
        return;
    }
    match ask.kind {
        AskKind::Choose => {
            for (option, choice) in ask.options.iter().enumerate() {
                let id = ask.id.clone();
                menu.tell(
                    choice.text.clone(),
                    Message::Play(Play::Answer { id, option }),
                );
            }
        }
        AskKind::Order | AskKind::Sort => arrange(player, ask, menu),
        AskKind::Type => {
            let id = ask.id.clone();
            menu.ask(
                "type the answer",
                Ask {
                    prompt: "Type the answer.",
                    entry: Entry::Line,
                    message: Box::new(move |text| {
                        let id = id.clone();
                        Message::Play(Play::Type { id, text })
                    }),
                },
            );
        }
    }
}

/// One item after the other: the next of an order, or the box of the first that has none.
fn arrange(player: &Player, ask: &model::Ask, menu: &mut Menu) {
    let places = player.places_of(ask);
    let play = |item, to| {
        let id = ask.id.clone();
        Message::Play(Play::Arrange { id, item, to })
    };
    if ask.kind == AskKind::Order && places.contains(&0) {
        let next = places.iter().filter(|place| **place > 0).count() + 1;
        for (item, choice) in ask.options.iter().enumerate() {
            if places.get(item) == Some(&0) {
                menu.tell(format!("number {next}: {}", choice.text), play(item, None));
            }
        }
        return;
    }
    let Some(item) = places.iter().position(|place| *place == 0) else {
        let (id, text) = (ask.id.clone(), model::Ask::spelled(&places));
        return menu.tell("that is my answer", Message::Play(Play::Type { id, text }));
    };
    let text = ask.options.get(item).map_or("", |item| item.text.as_str());
    for (at, name) in ask.boxes.iter().enumerate() {
        menu.tell(format!("{text}: {name}"), play(item, Some(at + 1)));
    }
}

fn guesses(ask: &model::Ask, menu: &mut Menu) {
    for (option, choice) in ask.options.iter().enumerate() {
        let id = ask.id.clone();
        let guess = Message::Play(Play::Guess { id, option });
        let after = Sub::Sure(ask.id.clone());
        menu.add(format!("I say: {}", choice.text), Then::Tell(guess), after);
    }
}

/// A question behind a line of its own, where a step has other things to offer.
fn ask_beside(app: &App, player: &Player, ask: &model::Ask, menu: &mut Menu) {
    let label = if ask.is_prediction() {
        match player.verdict(ask, app.facts()) {
            Verdict::Open | Verdict::Waiting(_) => "predict what will come back",
            Verdict::Unseen(_)
            | Verdict::Unguessed(_)
            | Verdict::Right(..)
            | Verdict::Wrong(..) => {
                return;
            }
        }
    } else {
        "answer the question"
    };
    menu.open(label, Sub::Question(ask.id.clone()));
}

fn question(app: &App, player: &Player, id: &str) -> Menu {
    let ask = player.ask(id);
    let title = ask.map_or("Choices:", |ask| ask.question.as_str());
    let mut menu = Menu::new(title, Sub::Question(id.to_owned()));
    if let Some(ask) = ask {
        answers(app, player, ask, &mut menu);
    }
    menu.back();
    menu
}

fn sure(id: &str) -> Menu {
    let mut menu = Menu::new("How sure are you?", Sub::Sure(id.to_owned()));
    for sureness in Sureness::ALL {
        let id = id.to_owned();
        menu.tell(
            phrase::how_sure(sureness),
            Message::Play(Play::Sure { id, sureness }),
        );
    }
    menu
}

fn sent(player: &Player, menu: &mut Menu) {
    menu.tell("send the request", Message::Play(Play::Send));
    menu.tell("step back, to the request", Message::Play(Play::Back));
    // Of a request without an answer there is neither; that of the one before is not what was asked for just now.
    let has_failed = matches!(player.bench.sending, Sending::Failed(_));
    if shown::server_view(player).is_some() && !has_failed {
        menu.show(
            "the server's view in full: what arrived, each check",
            Show::ServerView,
        );
        menu.print("the whole reply, token and all", CopyWhat::Reply);
    }
    if player.bench.latest().is_some_and(|run| run.token.is_some()) {
        menu.tell("call the API with the token", bearing(None, Bearing::Token));
    }
}

fn bearing(api: Option<&str>, bearing: Bearing) -> Message {
    let api = api.map(str::to_owned);
    Message::Play(Play::Call { api, bearing })
}

fn read(player: &Player, menu: &mut Menu) {
    if player.bench.token().is_none() {
        menu.tell("send the request", Message::Play(Play::Send));
        return;
    }
    menu.tell(
        "verify the token as the API does",
        Message::Play(Play::Verify),
    );
    menu.tell("call the API with the token", bearing(None, Bearing::Token));
    menu.tell(
        "call the API without a token",
        bearing(None, Bearing::Nothing),
    );
    menu.show("header and payload as JSON", Show::Json);
    menu.show("how long does the token still live?", Show::Lifetime);
}

fn call(app: &App, menu: &mut Menu) {
    for api in app.facts().map_or(&[][..], |facts| &facts.apis) {
        menu.tell(
            format!("call the {} with the token", api.name),
            bearing(Some(&api.key), Bearing::Token),
        );
        menu.tell(
            format!("call the {} without a token", api.name),
            bearing(Some(&api.key), Bearing::Nothing),
        );
    }
}

fn explain(player: &Player, menu: &mut Menu) {
    menu.show(
        "the whole request, the secret masked",
        Show::Wire(View::Http),
    );
    if player.bench.latest().is_some() {
        menu.print("the whole reply, token and all", CopyWhat::Reply);
    }
}

fn lab(player: &Player, menu: &mut Menu) {
    let step = player.step();
    let trial = player.lab.trial(step);
    let changes = player
        .lab
        .variant(step)
        .is_some_and(model::Variant::changes);
    if changes && !player.lab.is_changed() {
        menu.tell("make the change", Message::Play(Play::Vary));
    }
    if player.lab.is_changed() || !changes || trial == Some(Trial::PutBack) {
        menu.tell("try it: send", Message::Play(Play::Send));
    }
    if trial.is_some_and(|trial| trial != Trial::PutBack) {
        menu.tell("put everything back", Message::Play(Play::PutBack));
    }
    for (at, experiment) in step.experiments.iter().enumerate() {
        if at != player.lab.open {
            let label = format!("open experiment {}, {}", experiment.id, experiment.title);
            menu.tell(label, Message::Play(Play::OpenExperiment(at)));
        }
    }
    let variants = player
        .lab
        .experiment(step)
        .map_or(&[][..], |one| &one.variants);
    for (at, variant) in variants.iter().enumerate() {
        if at != player.lab.variant {
            let label = format!("take another change: {}", variant.change);
            menu.tell(label, Message::Play(Play::OpenVariant(at)));
        }
    }
    menu.show("the request as it stands, masked", Show::Wire(View::Http));
    if shown::server_view(player).is_some() {
        menu.show("the server's view in full", Show::ServerView);
    }
}

fn notes(player: &Player) -> Menu {
    let mut menu = Menu::new("Explain what?", Sub::Notes);
    for note in &player.step().notes {
        menu.show(note.title.clone(), Show::Note(&note.about));
    }
    menu.back();
    menu
}
