//! The menus of a lesson: those of its steps, and what every step offers.

use super::{Menu, Sub, build, create, desk, more};
use crate::app::App;
use crate::app::measure::Verdict;
use crate::app::message::{CopyWhat, Go, Message, Play};
use crate::app::player::{Player, Sureness};
use crate::app::stage::{self, Stage};
use crate::lesson::keys;
use crate::lesson::model::{ActionKind, Prediction};
use crate::linear::say::phrase;
use crate::linear::say::shown::{self, Show};
use crate::oauth::wire::View;

/// The menu that is open at this step.
pub(super) fn menu(app: &App, player: &Player, sub: &Sub) -> Menu {
    match sub {
        Sub::Main => step(app, player),
        Sub::More => more::menu(app, player),
        Sub::Print => more::print(app, player),
        Sub::Steps => more::steps(player),
        Sub::Type => create::types(),
        Sub::Grants => create::grants(app, player),
        Sub::Question => create::question(player),
        Sub::Fields => build::fields(player),
        Sub::Views => build::views(player),
        Sub::Notes => notes(player),
        Sub::Predict(id) => predict(player, id),
        Sub::Sure(id) => sure(id),
        Sub::Desk(sub) => desk::menu(app, *sub),
    }
}

fn step(app: &App, player: &Player) -> Menu {
    let mut menu = Menu::new("Choices:", Sub::Main);
    let done = is_done(player);
    if done {
        next(player, &mut menu);
    }
    match player.stage {
        Stage::Goal => {}
        Stage::Predict(at) => {
            if let Some(prediction) = stage::asked_first(player.lesson).nth(at) {
                options(player, prediction, &mut menu);
            }
        }
        Stage::Act(action) => {
            match action {
                ActionKind::CreateApp => create::step(player, &mut menu),
                ActionKind::Build => build::step(player, &mut menu),
                ActionKind::Send => sent(player, &mut menu),
                ActionKind::Read => read(player, &mut menu),
                ActionKind::Check => desk::act(app, player, &mut menu),
            }
            for prediction in stage::asked_at(player.lesson, action) {
                ask(player, prediction, &mut menu);
            }
            menu.open("explain what is on this step", Sub::Notes);
        }
        Stage::Explain => explain(player, &mut menu),
        Stage::Break => experiment(player, &mut menu),
        Stage::Quiz(card) => quiz(player, card, &mut menu),
        Stage::Done => menu.tell(
            "play the lesson again, with less filled in",
            Message::Go(Go::Restart(player.lesson.number)),
        ),
    }
    hint(player, &mut menu);
    if !done {
        next(player, &mut menu);
    }
    menu.open("more", Sub::More);
    menu
}

/// True once this step holds what the next one works with.
fn is_done(player: &Player) -> bool {
    let bench = &player.bench;
    match player.stage {
        Stage::Goal | Stage::Explain | Stage::Done => true,
        Stage::Predict(at) => stage::asked_first(player.lesson)
            .nth(at)
            .is_some_and(|prediction| !matches!(player.verdict(prediction), Verdict::Open)),
        Stage::Act(ActionKind::CreateApp) => bench.app.is_some(),
        Stage::Act(ActionKind::Build) => false,
        Stage::Act(ActionKind::Send) => bench.token.is_some(),
        Stage::Act(ActionKind::Read) => bench.call.last.is_some(),
        Stage::Act(ActionKind::Check) => bench.desk.report.is_some(),
        Stage::Break => player.experiment.put_back,
        Stage::Quiz(card) => player.cards.contains_key(&card),
    }
}

fn next(player: &Player, menu: &mut Menu) {
    let label = match player.stage {
        Stage::Goal => "begin",
        Stage::Done => "home",
        Stage::Predict(_) | Stage::Act(_) | Stage::Explain | Stage::Break | Stage::Quiz(_) => {
            "next step"
        }
    };
    menu.tell(label, Message::Play(Play::Next));
}

fn hint(player: &Player, menu: &mut Menu) {
    let (hints, _) = player.hints_here();
    let open = player.hints_open();
    if open > hints.len() || hints.is_empty() {
        return;
    }
    let label = if open < hints.len() {
        format!("hint {} of {}", open + 1, hints.len())
    } else {
        "the solution".to_owned()
    };
    menu.tell(label, Message::Play(Play::Hint));
}

/// True while a guess would count.
fn is_open(player: &Player, prediction: &Prediction) -> bool {
    matches!(
        player.verdict(prediction),
        Verdict::Open | Verdict::Waiting(_)
    )
}

fn options(player: &Player, prediction: &Prediction, menu: &mut Menu) {
    if !is_open(player, prediction) {
        return;
    }
    for (option, choice) in prediction.options.iter().enumerate() {
        let id = prediction.id.clone();
        let guess = Message::Play(Play::Guess { id, option });
        let after = Sub::Sure(prediction.id.clone());
        menu.add(
            format!("I say: {}", choice.text),
            super::Then::Tell(guess),
            after,
        );
    }
}

/// A prediction behind a line of its own, where a step has other things to offer.
fn ask(player: &Player, prediction: &Prediction, menu: &mut Menu) {
    let label = match player.verdict(prediction) {
        Verdict::Open => "predict what will come back",
        Verdict::Waiting(_) => "change your prediction",
        Verdict::Unguessed(_) | Verdict::Right(..) | Verdict::Wrong(..) => return,
    };
    menu.open(label, Sub::Predict(prediction.id.clone()));
}

fn predict(player: &Player, id: &str) -> Menu {
    let prediction = player.prediction(id);
    let title = prediction.map_or("Choices:", |prediction| prediction.question.as_str());
    let mut menu = Menu::new(title, Sub::Predict(id.to_owned()));
    if let Some(prediction) = prediction {
        options(player, prediction, &mut menu);
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
    let refused = player.bench.latest().is_some() && player.bench.token.is_none();
    let back = |menu: &mut Menu| {
        menu.tell("step back, to mend the request", Message::Play(Play::Back));
    };
    if refused {
        back(menu);
    }
    let label = if player.bench.latest().is_some() {
        "send it again"
    } else {
        "send the request"
    };
    menu.tell(label, Message::Play(Play::Send));
    if shown::server_view(player).is_some() {
        menu.show(
            "the server's view in full: what arrived, each check",
            Show::ServerView,
        );
        menu.print("the whole reply, token and all", CopyWhat::Reply);
    }
    if player.bench.token.is_none() && !refused {
        back(menu);
    }
}

fn read(player: &Player, menu: &mut Menu) {
    if player.bench.token.is_some() {
        menu.tell(
            "verify the token as the API does",
            Message::Play(Play::Verify),
        );
        menu.tell("call the API with the token", Message::Play(Play::CallApi));
    } else {
        menu.tell("send the request", Message::Play(Play::Send));
    }
    menu.tell(
        "call the API without a token",
        Message::Play(Play::CallApiBare),
    );
    if player.bench.token.is_some() {
        menu.show("header and payload as JSON", Show::Json);
        menu.show("how long does the token still live?", Show::Lifetime);
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

fn experiment(player: &Player, menu: &mut Menu) {
    let bench = &player.experiment;
    let prediction = &player.lesson.experiment.prediction;
    if bench.run.is_none() && matches!(player.verdict(prediction), Verdict::Open) {
        options(player, prediction, menu);
    }
    if bench.broken.is_none() || bench.put_back {
        menu.tell(
            "change one character of the secret",
            Message::Play(Play::FlipSecret),
        );
    } else {
        if bench.run.is_some() {
            menu.tell("put the right secret back", Message::Play(Play::PutBack));
        }
        menu.tell("send it with the broken secret", Message::Play(Play::Send));
        menu.show(
            "the request with the broken secret, masked",
            Show::Wire(View::Http),
        );
    }
    if matches!(player.verdict(prediction), Verdict::Waiting(_)) {
        ask(player, prediction, menu);
    }
    if shown::server_view(player).is_some() {
        menu.show("the server's view in full", Show::ServerView);
    }
}

fn quiz(player: &Player, card: usize, menu: &mut Menu) {
    let asked = player.lesson.quiz.get(card);
    let Some(asked) = asked.filter(|_| !player.cards.contains_key(&card)) else {
        return;
    };
    for (at, option) in asked.options.iter().enumerate() {
        menu.tell(option.text.clone(), Message::Play(Play::AnswerCard(at)));
    }
}

fn notes(player: &Player) -> Menu {
    let mut menu = Menu::new("Explain what?", Sub::Notes);
    if let Some(action) = player.action() {
        for about in keys::act_notes(action) {
            if let Some(note) = player.lesson.act(action).and_then(|act| act.note(about)) {
                menu.show(note.title.clone(), Show::Note(action, about));
            }
        }
    }
    menu.back();
    menu
}
