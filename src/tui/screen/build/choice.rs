//! The rows of the request form that are chosen and not typed: how the app proves itself, how the body is written.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::message::{Build, Message};
use crate::app::player::Player;
use crate::oauth::jwt::signed::HIDDEN_SIGNATURE;
use crate::oauth::names::ClientSecret;
use crate::oauth::request::{AuthMethod, BodyFormat, Field as Part};
use crate::oauth::text::visible_line;
use crate::oauth::wire::basic;
use crate::tui::keys::Action;
use crate::tui::screen::Reply;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::wire::wrapped;

/// The next choice of a row, or with the left key the one before; `None` where the row is typed into.
pub(super) fn turned(player: &Player, part: Part, action: Action) -> Option<Reply> {
    let draft = &player.bench.draft;
    let build = match part {
        Part::ContentType => Build::Format(match draft.format {
            BodyFormat::Form => BodyFormat::Json,
            BodyFormat::Json => BodyFormat::Form,
        }),
        Part::Credentials => {
            let methods = player.methods();
            let at = methods.iter().position(|method| *method == draft.auth);
            let step = if action == Action::Left {
                methods.len().saturating_sub(1)
            } else {
                1
            };
            let at = (at.unwrap_or(0) + step) % methods.len().max(1);
            Build::Method(methods.get(at).copied().unwrap_or(draft.auth))
        }
        Part::Possession => Build::Bound(!draft.bound),
        Part::Endpoint
        | Part::GrantType
        | Part::ClientId
        | Part::ClientSecret
        | Part::Audience
        | Part::Scope
        | Part::Resource
        | Part::Organization
        | Part::Other => return None,
    };
    Some(Reply::Send(vec![Message::Build(build)]))
}

/// The registered name of the method; where the row is selected, all there are.
pub(super) fn method_lines(
    app: &App,
    auth: AuthMethod,
    chosen: bool,
    look: &Look<'_>,
) -> Vec<Line<'static>> {
    if !chosen {
        return vec![Line::styled(auth.name(), look.style(Role::Value))];
    }
    let method = |this: &AuthMethod| mark(*this == auth, words(*this), look);
    // Two on a line, so that the form fits a terminal of thirty lines while it shows them.
    let line = |pair: &[AuthMethod]| {
        let mut spans: Vec<_> = pair.iter().map(method).collect();
        if spans.len() > 1 {
            spans.insert(1, Span::raw("   "));
        }
        Line::from(spans)
    };
    let methods = app
        .player
        .as_ref()
        .map_or_else(Vec::new, crate::app::player::Player::methods);
    methods.chunks(2).map(line).collect()
}

/// What is signed, decoded, before it is sent; nothing where nothing is.
pub(super) fn signed(app: &App, part: Part, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let bench = app.player.as_ref().map(|player| &player.bench);
    let Some((bench, facts)) = bench.zip(app.facts()) else {
        return Vec::new();
    };
    let jwt = if part == Part::Credentials {
        bench.proving.assertion(&bench.draft, facts)
    } else {
        let proof = bench.proving.proof(&bench.draft);
        proof.filter(|_| part == Part::Possession)
    };
    let Some(jwt) = jwt else {
        return Vec::new();
    };
    let parts = [
        ("header ", jwt.header(), Role::Header),
        ("claims ", jwt.claims(), Role::Payload),
        ("signature ", HIDDEN_SIGNATURE, Role::Signature),
    ];
    let mut lines = Vec::new();
    for (name, json, role) in parts {
        let name = Span::styled(name, look.style(Role::Dim));
        let json = Span::styled(visible_line(json), look.style(role));
        lines.extend(wrapped(&[name, json], width, look));
    }
    lines.push(Line::default());
    lines
}

/// How the Basic header comes about, step by step: encode, join, Base64. The secret stays masked unless it is shown anyway.
pub(super) fn basic(app: &App, part: Part, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let draft = app.player.as_ref().map(|player| &player.bench.draft);
    let of_header = matches!(
        part,
        Part::Credentials | Part::ClientId | Part::ClientSecret
    );
    let Some(draft) =
        draft.filter(|draft| of_header && draft.auth == AuthMethod::ClientSecretBasic)
    else {
        return Vec::new();
    };
    let secret = draft
        .client_secret
        .as_ref()
        .map_or("", ClientSecret::expose);
    let hidden = look.marks.mask.repeat(8);
    let show = |text: &str| {
        if look.revealed {
            visible_line(text)
        } else {
            hidden.clone()
        }
    };
    let (id, encoded) = (basic::encode(&draft.client_id), basic::encode(secret));
    let coded = basic::credentials(&draft.client_id, secret);
    let changed = |before: &str, after: &str| {
        if before == after {
            "nothing to encode"
        } else {
            "encoded"
        }
    };
    let rows = [
        (
            "1 form-encode ",
            format!(
                "id: {}, secret: {} ({} characters)",
                changed(&draft.client_id, &id),
                changed(secret, &encoded),
                encoded.chars().count()
            ),
        ),
        (
            "2 join        ",
            format!("{}:{}", visible_line(&id), show(&encoded)),
        ),
        ("3 Base64      ", format!("Basic {}", show(&coded))),
    ];
    let mut lines = Vec::new();
    for (name, words) in rows {
        let name = Span::styled(name, look.style(Role::Dim));
        let words = Span::styled(words, look.style(Role::Value));
        lines.extend(wrapped(&[name, words], width, look));
    }
    lines.push(Line::default());
    lines
}

/// Where the proof goes.
fn words(auth: AuthMethod) -> &'static str {
    match auth {
        AuthMethod::ClientSecretPost => "body",
        AuthMethod::ClientSecretBasic => "Basic",
        AuthMethod::PrivateKeyJwt => "signed JWT",
        AuthMethod::ClientSecretJwt => "JWT under the secret",
        AuthMethod::Public => "no proof",
    }
}

/// Both formats, on one line.
pub(super) fn format_line(format: BodyFormat, look: &Look<'_>) -> Line<'static> {
    Line::from(vec![
        mark(format == BodyFormat::Form, "form", look),
        Span::raw("   "),
        mark(format == BodyFormat::Json, "JSON", look),
    ])
}

/// Whether a proof of possession goes out.
pub(super) fn bound_line(bound: bool, look: &Look<'_>) -> Line<'static> {
    Line::from(vec![
        mark(!bound, "none", look),
        Span::raw("   "),
        mark(bound, "sent", look),
    ])
}

fn mark(chosen: bool, name: &str, look: &Look<'_>) -> Span<'static> {
    let (mark, role) = if chosen {
        (look.marks.chosen, Role::Value)
    } else {
        (look.marks.unchosen, Role::Dim)
    };
    Span::styled(format!("{mark} {name}"), look.style(role))
}
