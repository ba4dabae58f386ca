//! The dashboard of the practice tenant in words: the form, and the app that came out of it.

use super::{Words, filled, masked};
use crate::app::App;
use crate::app::fact::{Evidence, Truth};
use crate::app::player::Player;
use crate::lesson::dashboard::{FieldKind, FormField};
use crate::oauth::request::AuthMethod;
use crate::oauth::text::visible_line;

/// The forms of the step, and the app that came out of it.
pub(super) fn say(app: &App, player: &Player, words: &mut Words) {
    let dashboard = app.course.dashboard(player.target);
    for id in &player.step().forms {
        let Some(form) = dashboard.and_then(|dashboard| dashboard.form(id)) else {
            continue;
        };
        words.intro(format!(
            "{}, in the real dashboard under {}.",
            form.title, form.path
        ));
        if let Some(older) = &form.older {
            words.intro(format!("Older guides say: {older}."));
        }
        for field in &form.fields {
            of_field(app, player, field, words);
        }
    }
    registered(player, words);
}

fn of_field(app: &App, player: &Player, field: &FormField, words: &mut Words) {
    let form = &player.bench.form;
    match field.kind {
        FieldKind::AppName => words.fact(format!("Name: {}.", filled(&form.name))),
        FieldKind::AppType => match form.app_type {
            None => words.fact("Type: none picked."),
            Some(app_type) => {
                let dashboard = app.course.dashboard(player.target);
                let label = dashboard.and_then(|one| one.app_type(app_type.note()));
                let label = label.map_or(app_type.note(), |words| &words.label);
                let note = player.step().note(app_type.note());
                let about = note.map_or("", |note| note.text.as_str());
                words.fact(format!("Type: {label}. {about}"));
            }
        },
        FieldKind::AppApis => apis(app, player, words),
        FieldKind::Text => {
            let text = player
                .bench
                .fields
                .get(&field.id)
                .map_or("", String::as_str);
            words.fact(format!("{}: {}.", field.label, filled(text)));
        }
        FieldKind::Choice => {
            let evidence = Evidence::of(player, app.facts());
            let chosen = field
                .options
                .iter()
                .find(|option| evidence.holds(&option.when, 0) == Truth::Yes);
            let label = chosen.map_or("not known", |option| option.label.as_str());
            words.fact(format!("{}: {label}.", field.label));
        }
        FieldKind::Shown | FieldKind::Create | FieldKind::Button => {}
    }
}

fn apis(app: &App, player: &Player, words: &mut Words) {
    let form = &player.bench.form;
    for api in app.facts().map_or(&[][..], |facts| &facts.apis) {
        let state = ticked(form.has_api(&api.identifier));
        words.fact(format!("API {}, {}: {state}.", api.name, api.identifier));
        for (scope, about) in &api.scopes {
            let state = ticked(form.has_scope(&api.identifier, scope));
            words.fact(format!("Permission {scope}, {about}: {state}."));
        }
    }
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
        None if app.auth == AuthMethod::PrivateKeyJwt => {
            "It has no client secret: it proves itself by a key.".to_owned()
        }
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
    if let Some(unfit) = player.unfit_words() {
        words.fact(unfit);
    }
    if player.bench.form_differs() {
        words.fact(
            "The form has changed since. Create the app again to register it as it stands now.",
        );
    }
}
