//! The sentence about the state of the exchange.

use super::detail::wanted;
use crate::app::App;
use crate::app::player::Player;
use crate::app::run::Run;
use crate::app::workbench::{Sending, Workbench};
use crate::oauth::finding::shorten;
use crate::tui::keys::Action;
use crate::tui::screen::read::call;

/// What would do nothing: a call belongs to the exchange that is looked at (`app/play/call.rs`).
pub(super) fn idle(app: &App) -> &'static [Action] {
    let bench = app.player.as_ref().map(|player| &player.bench);
    // Where the newest request has no answer, the token from before can be called with: a server that is off is missed by no API.
    let bench = bench.filter(|bench| !matches!(bench.sending, Sending::Waiting { .. }));
    let latest = bench.and_then(Workbench::latest);
    match latest.filter(|run| run.token.is_some() && !run.undone) {
        Some(_) => &[],
        None => &[Action::CallApi],
    }
}

/// True where the newest exchange is older than the step, which still wants one.
fn is_from_before(player: &Player) -> bool {
    player.open_goal().is_some() && !player.has_sent_here()
}

/// What the step wants next.
pub(super) fn urges(app: &App) -> &'static [Action] {
    let bench = app.player.as_ref().map(|player| &player.bench);
    if bench.is_some_and(|bench| matches!(bench.sending, Sending::Waiting { .. })) {
        return &[Action::Interrupt, Action::PrevStep];
    }
    if bench.is_some_and(|bench| matches!(bench.sending, Sending::Failed(_))) {
        return match app.changed_by_hand() {
            Some(_) => &[Action::Server, Action::Send, Action::PrevStep],
            None => &[Action::Send, Action::PrevStep],
        };
    }
    match bench.and_then(Workbench::latest) {
        None => &[Action::Send, Action::PrevStep],
        Some(_) if app.player.as_ref().is_some_and(is_from_before) => {
            &[Action::Send, Action::PrevStep, Action::NextStep]
        }
        Some(run) if run.answer.reply.status == 200 => {
            let player = app.player.as_ref();
            let is_open =
                |player: &Player| player.open_goal().is_some() || player.open_tick().is_some();
            if player.is_some_and(is_open) {
                &[
                    Action::PrevStep,
                    Action::NextStep,
                    Action::Down,
                    Action::View,
                ]
            } else {
                &[]
            }
        }
        Some(_) => &[Action::PrevStep, Action::Down, Action::View, Action::Hint],
    }
}

/// The sentence about the state.
pub(super) fn status(app: &App) -> String {
    let Some(player) = &app.player else {
        return String::new();
    };
    let bench = &player.bench;
    match &bench.sending {
        Sending::Waiting { .. } => {
            return "Waiting for the answer. Ctrl+C stops waiting.".to_owned();
        }
        Sending::Failed(error) => {
            let again = format!("{}. {{key:send}} tries again.", error.how_far());
            return call::no_answer(app).unwrap_or(again);
        }
        Sending::Idle => {}
    }
    match bench.latest() {
        None => "Nothing has been sent. {key:send} sends the request.".to_owned(),
        Some(_) if player.open_goal().is_some() && !player.has_sent_here() => {
            "This exchange is from before this step. {key:send} sends the request.".to_owned()
        }
        Some(run) if run.answer.reply.status == 200 => match player.first_open() {
            Some(open) => format!("Still open: {open}"),
            None => match player.open_tick() {
                Some(open) => format!("Left on the list: {open}."),
                None => after_the_token(app, run),
            },
        },
        Some(run) if wanted(app) => {
            let then = player.open_goal().map_or_else(
                || "{key:next} goes on.".to_owned(),
                |open| format!("Still open: {open}"),
            );
            format!(
                "{}: this is what the step wanted to see. {then}",
                refused(run)
            )
        }
        Some(run) => {
            let way = player.way_back_briefly(player.way_back(app.facts()));
            format!("No token: {}. {way}", refused(run))
        }
    }
}

/// What is said where nothing is left to do: of the newest call, where there was one.
fn after_the_token(app: &App, run: &Run) -> String {
    let was_called = run.call.failed.is_some() || run.call.last().is_some();
    let refused = call::refused(app).filter(|_| was_called);
    refused.unwrap_or_else(|| "You have a token. {key:next} goes on.".to_owned())
}

/// `400 invalid_scope`: what a small screen has no other room for.
fn refused(run: &Run) -> String {
    // What a server writes is no name of a key.
    let code = shorten(run.error_code().unwrap_or_default()).replace(['{', '}'], " ");
    format!("{} {code}", run.status()).trim_end().to_owned()
}
