//! The rows of the request form that are chosen and not typed: how the app proves itself, how the body is written.

use ratatui::text::{Line, Span};

use crate::app::message::{Build, Message};
use crate::app::proving::METHODS;
use crate::app::workbench::Draft;
use crate::oauth::request::{BodyFormat, ClientAuth, Field as Part};
use crate::tui::keys::Action;
use crate::tui::screen::Reply;
use crate::tui::theme::{Look, Role};

/// The next choice of a row, or with the left key the one before; `None` where the row is typed into.
pub(super) fn turned(draft: &Draft, part: Part, action: Action) -> Option<Reply> {
    let build = match part {
        Part::ContentType => Build::Format(match draft.format {
            BodyFormat::Form => BodyFormat::Json,
            BodyFormat::Json => BodyFormat::Form,
        }),
        Part::Credentials => {
            let at = METHODS.iter().position(|method| *method == draft.auth);
            let step = if action == Action::Left {
                METHODS.len() - 1
            } else {
                1
            };
            let at = (at.unwrap_or(0) + step) % METHODS.len();
            Build::Method(METHODS.get(at).copied().unwrap_or(draft.auth))
        }
        Part::Endpoint
        | Part::GrantType
        | Part::ClientId
        | Part::ClientSecret
        | Part::Audience
        | Part::Scope
        | Part::Other => return None,
    };
    Some(Reply::Send(vec![Message::Build(build)]))
}

/// The registered name of the method; where the row is selected, all there are.
pub(super) fn method_lines(auth: ClientAuth, chosen: bool, look: &Look<'_>) -> Vec<Line<'static>> {
    if !chosen {
        return vec![Line::styled(auth.name(), look.style(Role::Value))];
    }
    let method = |this: &ClientAuth| Line::from(mark(*this == auth, words(*this), look));
    METHODS.iter().map(method).collect()
}

/// Where the proof goes.
fn words(auth: ClientAuth) -> &'static str {
    match auth {
        ClientAuth::Post => "in the body",
        ClientAuth::Basic => "Basic header",
        ClientAuth::PrivateKeyJwt => "signed JWT",
        ClientAuth::SecretJwt => "JWT under the secret",
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

fn mark(chosen: bool, name: &str, look: &Look<'_>) -> Span<'static> {
    let (mark, role) = if chosen {
        (look.marks.chosen, Role::Value)
    } else {
        (look.marks.unchosen, Role::Dim)
    };
    Span::styled(format!("{mark} {name}"), look.style(role))
}
