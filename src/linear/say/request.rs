//! The request that is being built, field by field, and what is worth a look before sending.

use super::{Words, filled, masked, phrase};
use crate::app::App;
use crate::app::draft::Preflight;
use crate::app::player::Player;
use crate::app::way_back::WayBack;
use crate::oauth::request::{BodyFormat, Field};
use crate::oauth::text::visible_line;

/// The build step.
pub(super) fn say(app: &App, player: &Player, words: &mut Words) {
    let draft = &player.bench.draft;
    if let Some(facts) = app.facts() {
        words.fact(format!("It goes to: POST {}.", facts.token_endpoint));
    }
    words.fact(format!("grant_type: {}.", filled(&draft.grant_type)));
    words.fact(format!("client_id: {}.", filled(&draft.client_id)));
    words.fact(format!(
        "client_secret: {}.",
        masked(draft.client_secret.as_ref())
    ));
    let rows = player.lesson.form.rows();
    for (field, name) in [
        (Field::Audience, "audience"),
        (Field::Scope, "scope"),
        (Field::Resource, "resource"),
        (Field::Organization, "organization"),
    ] {
        if rows.contains(&field) {
            words.fact(format!("{name}: {}.", filled(draft.text(field))));
        }
    }
    words.fact(match draft.format {
        BodyFormat::Form => "Body: a form.",
        BodyFormat::Json => "Body: JSON.",
    });
    words.fact(format!("Credentials: {}.", draft.auth.name()));
    let facts = app.facts();
    if let Some(jwt) = facts.and_then(|facts| player.bench.proving.assertion(draft, facts)) {
        words.fact(format!(
            "The assertion that goes out, decoded. Its header: {}. Its claims: {}. Its signature is not shown.",
            visible_line(jwt.header()),
            visible_line(jwt.claims())
        ));
    }
    if let Some(jwt) = player.bench.proving.proof(draft) {
        words.fact(format!(
            "The proof of possession that goes out, decoded. Its header: {}. Its claims: {}. Its signature is not shown.",
            visible_line(jwt.header()),
            visible_line(jwt.claims())
        ));
    }
    // A test gives no help.
    let told =
        (!player.is_tested()).then(|| draft.preflight(app.facts(), player.bench.app.as_ref()));
    for note in told.unwrap_or_default() {
        words.fact(format!("Before you send: {}", preflight(note)));
        if let Some(unfit) = player.unfit_words().filter(|_| note == Preflight::NoSecret) {
            words.fact(unfit);
        }
    }
    if let Some(mend) = player.mend(app.facts()) {
        words.fact(mend);
    }
    match player.bench.runs.len() {
        0 if player.has_given_up() => words.fact("No request has been answered yet."),
        0 => words.fact("Nothing has been sent."),
        count => words.fact(format!(
            "Answered {} in this session.",
            phrase::times(count)
        )),
    }
}

/// Where a refusal is mended.
pub(super) fn way_back(player: &Player, way: WayBack) -> String {
    let field = match way {
        WayBack::Field(field) => name(field),
        _ => "",
    };
    player.way_back_words(way, field)
}

/// What of the server the learner has changed on its page, and may be why.
pub(super) fn by_hand(app: &App, words: &mut Words) {
    if let Some(changed) = app.changed_by_hand() {
        words.fact(changed);
    }
}

/// What a field of the request is called.
pub(super) fn name(field: Field) -> &'static str {
    match field {
        Field::Endpoint => "the address",
        Field::Credentials => "the credentials",
        Field::Possession => "the proof of possession",
        Field::ContentType => "the body",
        Field::GrantType => "grant_type",
        Field::ClientId => "client_id",
        Field::ClientSecret => "client_secret",
        Field::Audience => "audience",
        Field::Scope => "scope",
        Field::Resource => "resource",
        Field::Organization => "organization",
        Field::Other => "another part",
    }
}

fn preflight(note: Preflight) -> String {
    let words = match note {
        Preflight::NoGrantType => "grant_type is empty.",
        Preflight::OtherGrantType => "grant_type is not client_credentials.",
        Preflight::NoClientId => "client_id is empty.",
        Preflight::NoSecret => "client_secret is empty.",
        Preflight::Braces => "id or secret holds the curly brackets of a placeholder.",
        Preflight::TrailingBlank => "id or secret begins or ends with a blank.",
        Preflight::Swapped => "id and secret look swapped, by their lengths.",
        Preflight::NoScope => {
            "scope is empty: this server gives a token only for a scope, or where one is its default."
        }
        Preflight::NoAudience => "no API is named, so the tenant's setting decides.",
        Preflight::UnknownAudience => {
            "no API of this tenant has that identifier. Look at each letter, the last slash too."
        }
        Preflight::PublicApp => {
            "your app's type cannot keep a secret, so it may not ask. Change it on the dashboard."
        }
        Preflight::OtherClientId => "client_id is not that of your app.",
        Preflight::OtherSecret => "client_secret is not that of your app.",
        Preflight::NoProof => {
            "your app has to prove possession (DPoP), and the request holds no proof."
        }
        Preflight::UngrantedAudience => "your app is not authorised for this API on the dashboard.",
        Preflight::UngrantedScope => "your app was not granted this scope on the dashboard.",
        Preflight::UnknownScope => {
            "this server has no scope of that name. Look at each letter here, and on the dashboard where scopes are added."
        }
        Preflight::UnknownOrganization => "this tenant has no organization of that name or id.",
        Preflight::Clear(compared) => return format!("{}.", compared.words()),
        Preflight::ClearOwn => {
            "id and proof are those of your target in this session. What your tenant takes is not known here."
        }
        Preflight::ClearAlone => {
            "nothing is missing. There is no app of yours to compare with yet."
        }
    };
    words.to_owned()
}
