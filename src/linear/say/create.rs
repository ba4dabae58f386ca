//! The dashboard of the practice tenant in words: the form, and the app that came out of it.

use super::{Words, filled, masked};
use crate::app::App;
use crate::app::player::Player;
use crate::lesson::model::ActionKind;
use crate::oauth::text::visible_line;

/// What an app without a secret is up against, and the way out.
pub(super) const PUBLIC: &str = "Your app has no secret, so it gets no token by this grant. Go back to the app, change its type to machine to machine and create it again.";

/// The create step.
pub(super) fn say(app: &App, player: &Player, words: &mut Words) {
    let form = &player.bench.form;
    words.fact(format!("Name: {}.", filled(&form.name)));
    match form.app_type {
        None => words.fact("Type: none picked."),
        Some(app_type) => {
            let act = player.lesson.act(ActionKind::CreateApp);
            let note = act.and_then(|act| act.note(app_type.note()));
            let about = note.map_or("", |note| note.text.as_str());
            words.fact(format!("Type: {}. {about}", app_type.label()));
        }
    }
    for api in app.tenant.facts().map_or(&[][..], |facts| &facts.apis) {
        let state = ticked(form.has_api(&api.identifier));
        words.fact(format!("API {}, {}: {state}.", api.name, api.identifier));
        for (scope, about) in &api.scopes {
            let state = ticked(form.has_scope(&api.identifier, scope));
            words.fact(format!("Permission {scope}, {about}: {state}."));
        }
    }
    registered(player, words);
}

fn ticked(ticked: bool) -> &'static str {
    if ticked { "ticked" } else { "not ticked" }
}

fn registered(player: &Player, words: &mut Words) {
    let Some(app) = &player.bench.app else {
        words.fact("The app is not registered yet.");
        return;
    };
    let secret = match &app.client_secret {
        Some(secret) => format!("Client secret: {}.", masked(Some(secret))),
        None => "It has no client secret: an app of this type cannot keep one.".to_owned(),
    };
    let anew = if app.anew {
        " anew, with a new id and secret"
    } else {
        ""
    };
    words.fact(format!(
        "Your app is registered{anew}. Client ID: {}. {secret}",
        visible_line(&app.client_id.0)
    ));
    if app.is_public() {
        words.fact(PUBLIC);
    }
    if player.bench.form_differs() {
        words.fact(
            "The form has changed since. Create the app again to register it as it stands now.",
        );
    }
}
