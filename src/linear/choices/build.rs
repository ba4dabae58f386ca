//! The menus of the request.

use super::{Ask, Entry, Menu, Sub};
use crate::app::message::{Build, CopyWhat, Message, Play};
use crate::app::player::Player;
use crate::linear::say::shown::{Show, view_name};
use crate::oauth::names::ClientSecret;
use crate::oauth::request::{AuthMethod, BodyFormat, Field};
use crate::oauth::wire::View;

/// The step itself.
pub(super) fn step(player: &Player, menu: &mut Menu) {
    menu.tell("send the request", Message::Play(Play::Send));
    menu.open(
        "read the request as HTTP, curl, PowerShell or bytes",
        Sub::Views,
    );
    if player.bench.app.is_some() {
        menu.tell(
            "fill id and secret from your app",
            Message::Build(Build::FillFromApp),
        );
    }
    menu.open("change a field", Sub::Fields);
    if player.can_lay_in() && !player.is_tested() {
        menu.tell(
            "lay the solution into the form, unsent",
            Message::Play(Play::LayIn),
        );
    }
    if player.lesson.form.proof {
        let bound = player.bench.draft.bound;
        menu.stay(
            if bound {
                "leave the proof of possession out (DPoP)"
            } else {
                "add a proof of possession (DPoP)"
            },
            Message::Build(Build::Bound(!bound)),
        );
    }
}

/// What only some lessons have on their form.
const SOME: [(Field, &str, &str); 4] = [
    (
        Field::Audience,
        "audience",
        "Type audience. An empty line leaves it out.",
    ),
    (
        Field::Scope,
        "scope",
        "Type scope. An empty line leaves it out.",
    ),
    (
        Field::Resource,
        "resource",
        "Type resource, several with a blank between. An empty line leaves it out.",
    ),
    (
        Field::Organization,
        "organization",
        "Type organization. An empty line leaves it out.",
    ),
];

/// The fields.
pub(super) fn fields(player: &Player) -> Menu {
    let mut menu = Menu::new("Change which field?", Sub::Fields);
    menu.ask(
        "grant_type",
        line("Type grant_type. An empty line leaves it out.", |text| {
            Message::Build(Build::Set(Field::GrantType, text))
        }),
    );
    menu.ask(
        "client_id",
        line("Type client_id. An empty line leaves it out.", |text| {
            Message::Build(Build::Set(Field::ClientId, text))
        }),
    );
    menu.ask(
        "client_secret",
        Ask {
            prompt: "Type client_secret. It does not show on a terminal. An empty line leaves it out.",
            entry: Entry::Hidden,
            message: Box::new(|text| Message::Build(Build::SetSecret(ClientSecret::new(text)))),
        },
    );
    let rows = player.lesson.form.rows();
    for (field, name, prompt) in SOME {
        if rows.contains(&field) {
            let set = move |text| Message::Build(Build::Set(field, text));
            menu.ask(name, line(prompt, set));
        }
    }
    if rows.contains(&Field::ContentType) {
        formats(player, &mut menu);
    }
    for method in player.methods() {
        if method != player.bench.draft.auth {
            menu.stay(
                format!("prove who you are by {}", place(method)),
                Message::Build(Build::Method(method)),
            );
        }
    }
    menu.back();
    menu
}

fn formats(player: &Player, menu: &mut Menu) {
    match player.bench.draft.format {
        BodyFormat::Form => menu.stay(
            "write the body as JSON",
            Message::Build(Build::Format(BodyFormat::Json)),
        ),
        BodyFormat::Json => menu.stay(
            "write the body as a form",
            Message::Build(Build::Format(BodyFormat::Form)),
        ),
    }
}

fn place(method: AuthMethod) -> &'static str {
    match method {
        AuthMethod::ClientSecretPost => "id and secret in the body",
        AuthMethod::ClientSecretBasic => "id and secret in the Authorization header",
        AuthMethod::PrivateKeyJwt => "a JWT signed with your private key",
        AuthMethod::ClientSecretJwt => "a JWT under the secret",
        AuthMethod::Public => "no proof, the id alone",
    }
}

fn line(prompt: &'static str, message: impl Fn(String) -> Message + 'static) -> Ask {
    Ask {
        prompt,
        entry: Entry::Line,
        message: Box::new(message),
    }
}

/// The views.
pub(super) fn views(player: &Player) -> Menu {
    let mut menu = Menu::new("Read it as what?", Sub::Views);
    for view in [View::Http, View::Curl, View::PowerShell, View::Bytes] {
        menu.show(view_name(view), Show::Wire(view));
    }
    if player.bench.draft.has_secret() && player.own.is_none() {
        menu.print(PRACTICE_CURL, CopyWhat::CurlPractice);
    }
    menu.back();
    menu
}

/// The practice curl runs as it stands, so its line says what is inside.
pub(super) const PRACTICE_CURL: &str =
    "curl with the practice secret inside, to run in another shell";
