//! `token --json`: the shape of CONTRACT 5. The request is masked, the body is as received.

use crate::cli::report::json::{Object, check, decoded, quoted};
use crate::cli::token::run::Outcome;
use crate::oauth::json;
use crate::oauth::reply::{Answer, Reply, SendError};
use crate::oauth::text::visible_line;
use crate::oauth::wire::{Secrets, View, WireRequest, plain};

/// What a dry run has to tell: the request.
pub(super) fn dry_run(request: &WireRequest) -> String {
    let mut out = Object::new();
    out.raw("schema", "1");
    out.raw("request", &masked(request));
    out.close()
}

/// A whole run, on one line.
pub(super) fn outcome(outcome: &Outcome) -> String {
    let mut out = Object::new();
    out.raw("schema", "1");
    out.raw("request", &masked(&outcome.token.request));
    answer(&outcome.token.answer, &mut out);
    out.raw("report", &check(&outcome.report));
    if let Some((request, result)) = &outcome.call {
        out.raw("call", &call(request, result));
    }
    out.close()
}

fn call(request: &WireRequest, result: &Result<Answer, SendError>) -> String {
    let mut out = Object::new();
    out.raw("request", &masked(request));
    match result {
        Ok(got) => answer(got, &mut out),
        Err(error) => out.text("error", &visible_line(&error.to_string())),
    }
    out.close()
}

fn answer(answer: &Answer, out: &mut Object) {
    out.raw("status", &answer.reply.status.to_string());
    out.raw("headers", &headers(answer.reply.headers.iter().cloned()));
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

fn masked(request: &WireRequest) -> String {
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
    out.close()
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
