//! A page in Markdown: the exchange as a diagram, masked as it stood on the wire, and what the checker says of it. Its words are in
//! `assets/export/handout.md`.

use std::fmt::Write as _;

use crate::oauth::check::Report;
use crate::oauth::export::{Exchange, title};
use crate::oauth::reply::{Reply, echo, veil};
use crate::oauth::text::{visible, visible_line};
use crate::oauth::wire::{Secrets, View, WireRequest};

const PAGE: &str = include_str!("../../../assets/export/handout.md");

/// The page.
pub(super) fn page(exchange: &Exchange<'_>) -> String {
    let secrets = exchange.secrets();
    let secrets: Vec<&str> = secrets.iter().map(|secret| secret.as_str()).collect();
    let places = [
        ("{title}", plain_text(&title(exchange))),
        ("{diagram}", diagram(exchange)),
        ("{request}", asked(exchange.request)),
        (
            "{reply}",
            exchange
                .reply
                .map_or_else(nothing, |reply| answered(reply, &secrets)),
        ),
        ("{findings}", exchange.report.map_or_else(nothing, findings)),
        (
            "{call}",
            exchange
                .call
                .map_or_else(nothing, |made| call(made, &secrets)),
        ),
    ];
    // One pass: what is put in may hold braces of its own.
    let mut page = String::new();
    let mut rest = PAGE;
    let next = |rest: &'static str| {
        let cut = |(name, value)| Some((rest.split_once(name)?, value));
        let found = places
            .iter()
            .filter_map(|(name, value)| cut((*name, value)));
        found.min_by_key(|((before, _), _)| before.len())
    };
    while let Some(((before, behind), value)) = next(rest) {
        page.push_str(before);
        page.push_str(value);
        rest = behind;
    }
    page + rest
}

/// Text in which Markdown finds no HTML.
fn plain_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

fn nothing() -> String {
    "(nothing yet)".to_owned()
}

/// Three lifelines with an arrow a message.
fn diagram(exchange: &Exchange<'_>) -> String {
    let said =
        |request: &WireRequest| visible_line(&format!("{} {}", request.method, request.url.path()));
    let status = |reply: &Reply| visible_line(format!("{} {}", reply.status, reply.reason).trim());
    let ask = said(exchange.request);
    let call = exchange
        .call
        .map(|(call, reply)| (said(call), status(reply), host(call)));
    let wide = ask
        .chars()
        .count()
        .max(host(exchange.request).chars().count())
        + 8;
    let wider = wide * 2;
    let server = visible_line(&host(exchange.request));
    let api = call.as_ref().map_or("", |(.., api)| api);
    let mut text = format!(
        "app{server:>wide$}{}",
        if api.is_empty() { "" } else { "  " }
    );
    if !api.is_empty() {
        let _ = write!(text, "{:>wide$}", format!("API {api}"));
    }
    let line = if api.is_empty() {
        String::new()
    } else {
        format!("{:>1$}", "|", wide + 1)
    };
    let _ = write!(text, "\n |{}>|{line}", dashes(&ask, wide - 1));
    if let Some(reply) = exchange.reply {
        let _ = write!(text, "\n |<{}|{line}", dashes(&status(reply), wide - 1));
    }
    if let Some((call, answer, _)) = &call {
        let _ = write!(text, "\n |{}>|", dashes(call, wider));
        let _ = write!(text, "\n |<{}|", dashes(answer, wider));
    }
    text
}

/// `what` on an arrow so many cells long.
fn dashes(what: &str, cells: usize) -> String {
    let begun = format!("--- {what} ");
    format!("{begun:-<cells$}")
}

fn host(request: &WireRequest) -> String {
    let host = request.url.host_str().unwrap_or_default();
    let port = request
        .url
        .port()
        .map_or_else(String::new, |port| format!(":{port}"));
    format!("{host}{port}")
}

fn asked(request: &WireRequest) -> String {
    let text = request.view(View::Http, Secrets::Masked);
    let lines = text.iter().map(|line| crate::oauth::wire::plain(line));
    lines.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// Headers that hold what opens doors.
const KEPT_BACK: [&str; 3] = ["set-cookie", "authorization", "dpop-nonce"];

fn answered(reply: &Reply, secrets: &[&str]) -> String {
    let mut text = format!("HTTP/1.1 {} {}", reply.status, reply.reason)
        .trim_end()
        .to_owned();
    let tokens = veil::Tokens::of(&reply.text());
    for (name, value) in &reply.headers {
        let hidden = KEPT_BACK.iter().any(|kept| name.eq_ignore_ascii_case(kept));
        let value = if hidden {
            "********".to_owned()
        } else {
            tokens.header(name, value)
        };
        let _ = write!(text, "\n{name}: {value}");
    }
    let _ = write!(text, "\n\n{}", veil::tokens(&reply.text()));
    let text = echo::hidden(&text, secrets);
    // A fence of its own would end the block.
    visible(&text).replace("```", "` ` `")
}

fn call((request, reply): (&WireRequest, &Reply), secrets: &[&str]) -> String {
    format!(
        "```http\n{}\n```\n\n```http\n{}\n```",
        asked(request),
        answered(reply, secrets)
    )
}

fn findings(report: &Report) -> String {
    let mut text = format!(
        "Verdict: **{}**. Trust: {}.\n",
        report.verdict().word(),
        report.trust.word()
    );
    for finding in &report.findings {
        let (severity, rule) = (finding.severity.word(), finding.rule.id());
        let (what, fix) = (finding.what(), finding.fix());
        let _ = write!(
            text,
            "\n- {severity} `{rule}`: {}",
            plain_text(&visible_line(&what))
        );
        if !fix.is_empty() {
            let _ = write!(text, " {}", plain_text(&visible_line(&fix)));
        }
    }
    text
}
