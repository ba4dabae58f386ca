//! What every step of a lesson offers and few want: moving about, taking back, printing.

use super::{Menu, Sub, Then};
use crate::app::App;
use crate::app::message::{CopyWhat, Desk, Go, Message, Play, ScenarioAct};
use crate::app::player::Player;
use crate::app::spot::{Scene, Spot};
use crate::lesson::bench::Bench;
use crate::lesson::model::Stage;
use crate::linear::say::shown::{self, Show};
use crate::linear::say::title;
use crate::oauth::export::Format;

/// So many earlier requests can be compared with the newest one.
const MOST_BACK: usize = 3;

/// The menu behind "more".
pub(super) fn menu(app: &App, player: &Player) -> Menu {
    let mut menu = Menu::new("More choices:", Sub::More);
    if player.scene() != Scene::Goal {
        menu.tell("step back", Message::Play(Play::Back));
    }
    if !matches!(player.scene(), Scene::Goal | Scene::Done) {
        menu.tell("skip this step", Message::Play(Play::Skip));
    }
    if player.can_undo() {
        menu.tell("undo the last edit", Message::Play(Play::Undo));
    }
    if player.can_redo() {
        menu.tell("redo it", Message::Play(Play::Redo));
    }
    if player.can_reset() {
        menu.tell("reset this step", Message::Play(Play::ResetStep));
    }
    if player.work() == Some(Bench::Check) && player.bench.desk.report.is_some() {
        menu.tell("clear the desk", Message::Desk(Desk::Clear));
    }
    let asks = matches!(player.work(), Some(Bench::Build | Bench::Send | Bench::Lab));
    if asks && player.own.is_none() {
        let label = "the same request at all three practice servers";
        menu.tell(label, Message::Elsewhere);
    }
    if app.in_sandbox() {
        let list = Message::Scenario(ScenarioAct::List);
        let label = "scenarios: keep what stands here, load, delete";
        menu.add(label, Then::Tell(list), Sub::Scenarios);
    }
    for back in 1..=MOST_BACK {
        if let Some(both) = player.bench.compared(back) {
            let number = both.before.number;
            let label = format!("compare the newest request with number {number}");
            menu.show(label, Show::Compared(back));
        }
    }
    menu.open(
        "go to another step, the reference or the practice server",
        Sub::Steps,
    );
    menu.open("print something in full, for copying", Sub::Print);
    menu.tell("home", Message::Go(Go::Home));
    menu.tell(super::leave(app), Message::Leave);
    menu.back();
    menu
}

/// What can be printed between two marked lines.
pub(super) fn print(app: &App, player: &Player) -> Menu {
    let mut menu = Menu::new("Print what?", Sub::Print);
    let bench = &player.bench;
    if app.facts().is_some() {
        menu.print("curl to show: the secret is masked", CopyWhat::CurlMasked);
    }
    if app.facts().is_some() && bench.draft.has_secret() && !app.at_own_tenant() {
        menu.print(super::build::PRACTICE_CURL, CopyWhat::CurlPractice);
    }
    if bench.latest().is_some() {
        menu.print("the whole reply, token and all", CopyWhat::Reply);
    }
    if bench.latest().is_some() {
        for format in Format::ALL {
            menu.print(format.label(), CopyWhat::Exchange(format));
        }
    }
    if bench.token().is_some() {
        menu.print("the access token", CopyWhat::Token);
    }
    if bench.desk.report.is_some() {
        menu.print("the checker's report", CopyWhat::Report);
    }
    // A real one would stand in the scrollback for good.
    if player.own.is_none() && shown::secret(player).is_some() {
        menu.show("the client secret, in full, once", Show::Secret);
    }
    menu.back();
    menu
}

/// The steps one can go to; a question or card is reached from the first of its kind.
pub(super) fn steps(player: &Player) -> Menu {
    let mut menu = Menu::new("Go to which step?", Sub::Steps);
    menu.tell(super::LOOK_UP, Message::Go(Go::Reference));
    menu.tell("take the practice server in hand", Message::Go(Go::Server));
    for spot in Spot::all(player.lesson) {
        let step = spot.step(player.lesson);
        if spot.ask == 0 && step.stage != Stage::Done {
            let done = if player.is_step_done(spot.step) {
                ", done"
            } else {
                ""
            };
            let label = format!("{}{done}", title(player, spot));
            menu.tell(label, Message::Go(Go::Spot(spot)));
        }
    }
    menu.back();
    menu
}
