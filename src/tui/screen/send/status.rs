//! The sentence about the state of the exchange.

use super::detail::{has_proof_row, wanted};
use crate::app::App;
use crate::app::run::Run;
use crate::app::workbench::Sending;
use crate::lesson::bench::Bench;
use crate::oauth::finding::shorten;
use crate::oauth::request::Field;
use crate::tui::keys::Action;

/// What would do nothing: a call belongs to the exchange that is looked at (`app/play/call.rs`).
pub(super) fn idle(app: &App) -> &'static [Action] {
    let latest = app.player.as_ref().and_then(|player| player.bench.latest());
    match latest.filter(|run| run.token.is_some() && !run.undone) {
        Some(_) => &[],
        None => &[Action::CallApi],
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
            return format!("{}. {{key:send}} tries again.", error.how_far());
        }
        Sending::Idle => {}
    }
    match bench.latest() {
        None => "Nothing has been sent. {key:send} sends the request.".to_owned(),
        Some(run) if run.answer.reply.status == 200 => match player.open_goal() {
            Some(open) => format!("Still open: {open}"),
            None => match player.open_tick() {
                Some(open) => format!("Left on the list: {open}."),
                None => "You have a token. {key:next} goes on.".to_owned(),
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
        Some(_) if bench.app_is_public() => {
            "No token: this type of app may not ask. Change its type on the dashboard.".to_owned()
        }
        Some(_) if bench.refused_at_the_app() => {
            let way = if player.lesson.has(Bench::Dashboard) {
                "The dashboard is where that is mended."
            } else {
                "{key:back} leads to the request: aim at what it may have."
            };
            format!("No token: your app may not have it. {way}")
        }
        Some(run) if run.refused_at() == Some("rules") => {
            format!(
                "No token: {}. The server's own record says who refused.",
                refused(run)
            )
        }
        Some(run) => {
            let way = match bench.refused_at() {
                Some(Field::Possession) if !has_proof_row(app) => "The app demands a proof.",
                _ => "{key:back} goes back to mend the request.",
            };
            format!("No token: {}. {way}", refused(run))
        }
    }
}

/// `400 invalid_scope`: what a small screen has no other room for.
fn refused(run: &Run) -> String {
    // What a server writes is no name of a key.
    let code = shorten(run.error_code().unwrap_or_default()).replace(['{', '}'], " ");
    format!("{} {code}", run.status()).trim_end().to_owned()
}
