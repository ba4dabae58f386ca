//! An exchange, told step by step: what the app sent, what the server noted, what came back, each with its real time.

use super::{Words, micros};
use crate::app::App;
use crate::app::failure::layer_and_advice;
use crate::app::run::Run;
use crate::app::workbench::Sending;
use crate::lesson::desks::{filled, words as words_of};
use crate::oauth::journal::{Check, Entry, Outcome};
use crate::oauth::json::{self, Document};
use crate::oauth::reply::{Answer, SendError, veil};
use crate::oauth::request::{AuthMethod, TokenRequest};
use crate::oauth::text::visible_line;
use crate::oauth::wire::WireRequest;

/// A token in a reply is shown by its ends only.
const HEAD: usize = 6;

/// How sending stands, where that is worth a word.
pub(super) fn sending(sending: &Sending, words: &mut Words) {
    match sending {
        Sending::Idle => {}
        Sending::Waiting { .. } => words.fact("The request is under way."),
        Sending::Failed(error) => words.fact(failed(error)),
    }
}

/// That no reply came, which layer failed, and what to try.
pub(super) fn failed(error: &SendError) -> String {
    let (layer, advice) = layer_and_advice(error);
    let values = [
        ("how_far", error.how_far().to_owned()),
        ("error", visible_line(&error.to_string())),
        ("layer", layer.to_owned()),
        ("advice", advice.to_owned()),
    ];
    filled("failure.said", &values)
}

/// A token request from its first byte to its last.
pub(super) fn told(app: &App, run: &Run, words: &mut Words) {
    let mut lines = vec![format!("Run {}.", run.number)];
    lines.push(out(&run.request, &inside(&run.asked)));
    if let Some(entry) = run.server_view() {
        lines.push("The server counts from the moment when the request had arrived.".to_owned());
        lines.extend(noted("authorization server", entry));
    } else if app.at_own_tenant() {
        lines.push(words_of("own.record").to_owned());
    } else if app.facts().is_some() {
        lines.push("The server left no record of it.".to_owned());
    }
    lines.extend(back(&run.answer));
    words.fact(lines.join("\n"));
}

/// What of the app was in it, by name: nothing of it is read out.
fn inside(asked: &TokenRequest) -> String {
    let secret = asked
        .client_secret
        .as_ref()
        .filter(|_| asked.auth != AuthMethod::PrivateKeyJwt);
    let parts = [
        (asked.client_id.is_some(), "the id"),
        (secret.is_some(), "the secret"),
        (asked.assertion.is_some(), "a signed assertion"),
        (asked.proof.is_some(), "a proof of possession"),
    ];
    let parts: Vec<&str> = parts
        .into_iter()
        .filter_map(|(is_there, name)| is_there.then_some(name))
        .collect();
    match parts.split_last() {
        None => "nothing of your app in it".to_owned(),
        Some((only, [])) => format!("{only} inside"),
        Some((last, before)) => format!("{} and {last} inside", before.join(", ")),
    }
}

/// The line about what went out.
pub(super) fn out(request: &WireRequest, inside: &str) -> String {
    let host = request.url.host_str().unwrap_or_default();
    let port = request.url.port_or_known_default().unwrap_or_default();
    format!(
        "Your app sent {} {} to {host}:{port}, {inside}.",
        request.method,
        visible_line(&request.masked_target())
    )
}

/// The server's record, check by check.
pub(super) fn noted(who: &str, entry: &Entry) -> Vec<String> {
    let mut lines: Vec<String> = entry
        .checks
        .iter()
        .map(|check| checked(who, check))
        .collect();
    lines.push(format!(
        "After {} the {who} had its answer ready: {}.",
        micros(entry.took_us),
        answered(entry)
    ));
    lines
}

/// Status and a few words, where these say more than the status.
pub(super) fn answered(entry: &Entry) -> String {
    let status = entry.status.to_string();
    if entry.answered.is_empty() || entry.answered == status {
        return status;
    }
    format!("{status}, {}", visible_line(&entry.answered))
}

fn checked(who: &str, check: &Check) -> String {
    let outcome = match check.outcome {
        Outcome::Passed => "held",
        Outcome::Failed => "failed, and that decides the answer",
        Outcome::Noted => "noted",
    };
    let emulated = if check.emulated {
        " In the vendor's manner; its own words are not known."
    } else {
        ""
    };
    format!(
        "After {} the {who} looked at {}: {}: {outcome}. {}.{emulated}",
        micros(check.at_us),
        check.id,
        visible_line(&check.what),
        check.source
    )
}

/// What came back: status, headers that teach, body with the token masked.
pub(super) fn back(answer: &Answer) -> Vec<String> {
    let reply = &answer.reply;
    let mut lines = vec![format!(
        "After {} your app had the whole reply. Result: {} {}.",
        micros(answer.timing.total_us),
        reply.status,
        visible_line(&reply.reason)
    )];
    if let Some(proxy) = &answer.proxy {
        lines.push(format!(
            "It went through the proxy {}.",
            visible_line(proxy)
        ));
    }
    let tokens = veil::Tokens::of(&reply.text());
    for (name, value) in &reply.headers {
        let value = visible_line(&tokens.header(name, value));
        lines.push(format!("Header {}: {value}", visible_line(name)));
    }
    lines.extend(body(&reply.text(), &tokens));
    lines
}

fn body(text: &str, tokens: &veil::Tokens) -> Vec<String> {
    let document = json::read(text);
    let members: Vec<String> = document.root().map_or_else(Vec::new, |root| {
        let members = document.members(root);
        members
            .map(|member| {
                let value = value((&document, tokens), member.name, member.value);
                format!("{}: {value}", visible_line(member.name))
            })
            .collect()
    });
    match members.is_empty() {
        true if text.is_empty() => vec!["The body is empty.".to_owned()],
        true => vec![format!("Body: {}", visible_line(&veil::tokens(text)))],
        false => members,
    }
}

/// A member of a reply; tokens keep their middle to themselves.
fn value((document, tokens): (&Document, &veil::Tokens), name: &str, at: json::NodeId) -> String {
    match document.string(at) {
        Some(text) if veil::is_kept(name) => token(text),
        Some(text) => visible_line(&tokens.hide(text)),
        None => visible_line(&tokens.value(name, document.raw(at))),
    }
}

/// A token by its ends and length; a short one by its length alone.
pub(super) fn token(text: &str) -> String {
    let length = text.chars().count();
    if length < 4 * HEAD {
        return format!("hidden, {length} characters");
    }
    let head: String = text.chars().take(HEAD).collect();
    let tail: String = text.chars().skip(length - 2).collect();
    let (head, tail) = (visible_line(&head), visible_line(&tail));
    format!("begins with {head}, ends in {tail}, {length} characters")
}

/// That another program asked the practice tenant.
pub(in crate::linear) fn visitor(entry: &Entry) -> String {
    format!(
        "Visitor: another program asked the practice tenant, {}. It was answered {}.",
        visible_line(&entry.request_line),
        answered(entry)
    )
}
