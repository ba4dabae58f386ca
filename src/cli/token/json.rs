//! `token --json`: the shape of CONTRACT 5. The request is masked, the body is as received.

use crate::cli::report::json::{Object, check, decoded, quoted};
use crate::cli::token::make::Made;
use crate::cli::token::outcome::{Asking, Exchange, Outcome};
use crate::cli::token::said::Veil;
use crate::oauth::json;
use crate::oauth::reply::{Answer, Reply};
use crate::oauth::text::visible_line;
use crate::oauth::wire::{Secrets, View, plain};

/// What a dry run has to tell: the request.
pub(super) fn dry_run(made: &Made) -> String {
    let mut out = Object::new();
    out.raw("schema", "1");
    out.raw("request", &masked(made));
    out.close()
}

/// A whole run, on one line. Where the server demanded a nonce for the proof, `challenge` is the first exchange.
pub(super) fn outcome(outcome: &Outcome, veil: &Veil) -> String {
    let mut out = Object::new();
    out.raw("schema", "1");
    challenge(outcome.challenge.as_ref(), &mut out);
    out.raw("request", &masked(&outcome.token.made));
    answer(&outcome.token.answer, &mut out);
    // As on stderr: what a server repeats of a secret is hidden in what is said about it.
    out.raw("report", &veil.over(&check(&outcome.report)));
    if let Some(asking) = &outcome.call {
        out.raw("call", &call(asking));
    }
    signed(&outcome.token.made, &mut out);
    out.close()
}

fn challenge(exchange: Option<&Exchange>, out: &mut Object) {
    if let Some(exchange) = exchange {
        let mut first = Object::new();
        first.raw("request", &masked(&exchange.made));
        answer(&exchange.answer, &mut first);
        out.raw("challenge", &first.close());
    }
}

fn call(asking: &Asking) -> String {
    let mut out = Object::new();
    challenge(asking.challenge.as_ref(), &mut out);
    out.raw("request", &masked(&asking.made));
    match &asking.result {
        Ok(got) => answer(got, &mut out),
        Err(error) => out.text("error", &visible_line(&error.to_string())),
    }
    out.close()
}

fn answer(answer: &Answer, out: &mut Object) {
    out.raw("status", &answer.reply.status.to_string());
    out.raw("headers", &reply_headers(&answer.reply));
    out.raw("body", &body(&answer.reply));
    let mut timing = Object::new();
    timing.raw("headers_us", &answer.timing.headers_us.to_string());
    timing.raw("total_us", &answer.timing.total_us.to_string());
    out.raw("timing", &timing.close());
    if let Some(proxy) = &answer.proxy {
        out.text("proxy", proxy);
    }
}

/// The body as it came, without blanks between its parts; as text where it is not JSON.
fn body(reply: &Reply) -> String {
    let document = json::read(&reply.text());
    if document.faults().is_empty() && std::str::from_utf8(&reply.body).is_ok() {
        decoded(Some(&document))
    } else {
        quoted(&reply.text())
    }
}

/// The request with every secret masked, and what was signed for it: header and claims, never the signature.
fn masked(made: &Made) -> String {
    let request = &made.request;
    let lines = request.view(View::Http, Secrets::Masked);
    let lines: Vec<String> = lines.iter().map(|line| plain(line)).collect();
    let head = lines.iter().take_while(|line| !line.is_empty());
    let fields = head.filter_map(|line| line.split_once(": "));
    let body = lines.iter().skip_while(|line| !line.is_empty()).cloned();
    let mut out = Object::new();
    out.text("method", &request.method);
    out.text("url", request.url.as_str());
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    out.raw("headers", &headers(fields));
    out.text("body", &body.collect::<String>());
    signed(made, &mut out);
    out.close()
}

/// What was signed, by its word: header and claims, never the signature.
fn signed(made: &Made, out: &mut Object) {
    for (word, jwt) in made.signed() {
        let mut signed = Object::new();
        signed.raw("header", &decoded(Some(&json::read(jwt.header()))));
        signed.raw("claims", &decoded(Some(&json::read(jwt.claims()))));
        out.raw(word, &signed.close());
    }
}

/// The headers of a reply, their names in lower case: a server may spell them as it likes, and a script looks them up.
fn reply_headers(reply: &Reply) -> String {
    let fields = reply.headers.iter();
    headers(fields.map(|(name, value)| (name.to_ascii_lowercase(), value.clone())))
}

/// An object of texts. Values of one name are joined with a comma (RFC 9110 5.3).
fn headers(fields: impl Iterator<Item = (String, String)>) -> String {
    let mut joined: Vec<(String, String)> = Vec::new();
    for (name, value) in fields {
        match joined.iter_mut().find(|(known, _)| *known == name) {
            Some((_, values)) => {
                values.push_str(", ");
                values.push_str(&value);
            }
            None => joined.push((name, value)),
        }
    }
    let mut out = Object::new();
    for (name, value) in joined {
        out.text(&name, &value);
    }
    out.close()
}
