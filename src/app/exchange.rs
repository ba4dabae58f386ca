//! The learner's own exchange, cut into the lines that the explain stage speaks of. Both skins show them beside the lesson's words.

use crate::app::run::Run;
use crate::oauth::json::{Document, NodeId};
use crate::oauth::request::{AuthMethod, Field};
use crate::oauth::wire::{Secrets, View};

/// Who said a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Nobody: it is about both.
    Both,
    /// The app.
    Request,
    /// The authorization server.
    Reply,
}

/// A line of an exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeLine {
    /// Who said it.
    pub side: Side,
    /// The line as it went over the wire, secrets masked; `None` where the exchange has no such line. From outside: pass it through the door.
    pub text: Option<String>,
}

/// The line of `run` that `about` (a key of [`crate::lesson::exchange::EXPLAIN`]) names; `None` for a key that names no line.
pub fn line(run: &Run, about: &str, secrets: Secrets) -> Option<ExchangeLine> {
    let reply = &run.answer.reply;
    let said = |text| ExchangeLine {
        side: Side::Reply,
        text,
    };
    let asked = |field| ExchangeLine {
        side: Side::Request,
        text: is_sent(run, about)
            .then(|| sent(run, field, secrets))
            .flatten(),
    };
    Some(match about {
        "parties" => ExchangeLine {
            side: Side::Both,
            text: run.request.url.host_str().map(|host| {
                let port = run.request.url.port_or_known_default();
                let port = port.map_or_else(String::new, |port| format!(":{port}"));
                format!("your app <-> {host}{port}")
            }),
        },
        "request.line" => asked(Field::Endpoint),
        "request.grant_type" => asked(Field::GrantType),
        "request.content-type" => asked(Field::ContentType),
        "request.authorization" | "request.assertion" => asked(Field::Credentials),
        "request.audience" => asked(Field::Audience),
        "request.scope" => asked(Field::Scope),
        "request.resource" => asked(Field::Resource),
        "request.organization" => asked(Field::Organization),
        "request.client_id" => asked(Field::ClientId),
        "request.client_secret" => asked(Field::ClientSecret),
        "reply.status" => said(Some(
            format!("HTTP/1.1 {} {}", reply.status, reply.reason)
                .trim_end()
                .to_owned(),
        )),
        "reply.cache" => said(
            reply
                .header("cache-control")
                .map(|value| format!("Cache-Control: {value}")),
        ),
        "reply.no-refresh" => said(member(run, "refresh_token", secrets)),
        _ => said(member(run, about.strip_prefix("reply.")?, secrets)),
    })
}

/// False for a line of another way to prove who asks than that of this request.
pub fn is_sent(run: &Run, about: &str) -> bool {
    let in_header = run.asked.auth == AuthMethod::ClientSecretBasic;
    match about {
        "request.authorization" => in_header,
        "request.assertion" => {
            matches!(
                run.asked.auth,
                AuthMethod::PrivateKeyJwt | AuthMethod::ClientSecretJwt
            )
        }
        // With Basic both stand in the header, unless somebody sends them twice.
        "request.client_id" | "request.client_secret" => {
            !in_header || run.asked.misuse.also_in_body
        }
        _ => true,
    }
}

/// The part of the request that belongs to `field`, without the separators around it.
fn sent(run: &Run, field: Field, secrets: Secrets) -> Option<String> {
    let lines = run.request.view(View::Http, secrets);
    // Method and path, the first line, belong to the same field as the Host header, which has no annotation.
    let until = if field == Field::Endpoint {
        1
    } else {
        lines.len()
    };
    let mut text = String::new();
    let mut apart = false;
    for span in lines.iter().take(until).flatten() {
        if span.field == Some(field) {
            // Two parameters of one field have the separator between them that stands on the wire.
            if apart && !text.is_empty() {
                text.push('&');
            }
            text.push_str(&span.text);
            apart = false;
        } else if span.text.contains('&') {
            apart = true;
        }
    }
    (!text.is_empty()).then_some(text)
}

/// A member of the reply, as it stands there; a token is shortened while secrets are masked.
fn member(run: &Run, name: &str, secrets: Secrets) -> Option<String> {
    let document = run.document();
    let value = document.member(document.root()?, name)?;
    let token = matches!(name, "access_token" | "refresh_token" | "id_token");
    let text = if token && secrets == Secrets::Masked {
        shortened(document, value)
    } else {
        document.raw(value).to_owned()
    };
    Some(format!("\"{name}\": {text}"))
}

fn shortened(document: &Document, value: NodeId) -> String {
    let Some(token) = document.string(value) else {
        return document.raw(value).to_owned();
    };
    let length = token.chars().count();
    if length < 24 {
        return format!("\"********\" ({length} characters)");
    }
    let head: String = token.chars().take(6).collect();
    let tail: String = token.chars().skip(length - 2).collect();
    format!("\"{head}..{tail}\" ({length} characters)")
}
