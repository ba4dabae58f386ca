//! The sentence about the state of the request form.

use crate::app::App;
use crate::app::tenant::Tenant;
use crate::app::workbench::Sending;

/// The sentence about the state.
pub(super) fn status(app: &App, typing: bool) -> String {
    let Some(player) = &app.player else {
        return String::new();
    };
    if let Tenant::Failed(why) = app.tenant() {
        return format!("The practice tenant could not be started: {why}");
    }
    if typing {
        return "Enter goes on to the next field, Esc leaves. What you type is in the request at once.".to_owned();
    }
    let bench = &player.bench;
    let mend = player.mend(app.facts());
    if let (Sending::Idle, Some(mend)) = (&bench.sending, mend) {
        return mend;
    }
    let anew = bench.app.as_ref().is_some_and(|app| app.anew);
    match (&bench.sending, bench.runs.len()) {
        (Sending::Waiting { .. }, _) => "A request is under way. Ctrl+C stops waiting.".to_owned(),
        (Sending::Idle | Sending::Failed(_), 0) if anew => {
            "Your app was registered anew: id and secret are new. Nothing has been sent.".to_owned()
        }
        (Sending::Idle | Sending::Failed(_), 0) if player.has_given_up() => {
            "No request has been answered yet.".to_owned()
        }
        (Sending::Idle | Sending::Failed(_), 0) => "Nothing has been sent.".to_owned(),
        (Sending::Idle, _) if player.refusal_was_wanted(app.facts()) => {
            "The refusal is what the step wanted to see.".to_owned()
        }
        (Sending::Idle | Sending::Failed(_), 1) => {
            "Answered once. Change a line and send again.".to_owned()
        }
        (Sending::Idle | Sending::Failed(_), answers) => format!("Answered {answers} times."),
    }
}
