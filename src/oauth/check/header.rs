//! The header layer: the status line and the headers that were pasted along (RFC 6749 5.1 and 5.2).

use crate::oauth::check::locate::Locator;
use crate::oauth::check::paste::{HeaderBlock, Kind, Prepared};
use crate::oauth::finding::{Finding, shorten};
use crate::oauth::rules::{Rule, words};

/// What there is to say about the last block of headers. Headers that are not there are missed only where the block is whole:
/// with its status line, and with at least one header behind it.
pub(super) fn findings(prepared: &Prepared, locator: &Locator<'_>) -> Vec<Finding> {
    let Some(block) = &prepared.headers else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    findings.extend(status(block, prepared.kind, locator));
    // Where no JSON came the type is right about that, and the rest is told.
    if prepared.document.is_some() {
        findings.extend(content_type(block, prepared.kind, locator));
    }
    // RFC 6749 5.1 demands both of "any response containing tokens".
    if prepared.kind == Kind::TokenReply {
        findings.extend(cache(block, locator, "cache-control", "no-store"));
        findings.extend(cache(block, locator, "pragma", "no-cache"));
    }
    findings
}

fn status(block: &HeaderBlock, kind: Kind, locator: &Locator<'_>) -> Option<Finding> {
    let status = block.status?;
    let error = matches!(status, 400 | 401 | 403 | 429 | 500..=599);
    let held = match kind {
        Kind::TokenReply => status == 200,
        Kind::ErrorReply => error,
        // Nobody knows what this should have been, so only what no token endpoint answers with is told.
        Kind::BareToken | Kind::Html | Kind::Request | Kind::Unreadable | Kind::OtherJson => {
            status == 200 || error
        }
    };
    if held {
        return None;
    }
    let note = match (kind, status) {
        (Kind::ErrorReply, 200..=299) => "status.error-as-success",
        (_, 300..=399) => "status.redirect",
        (_, 404) => "status.not-found",
        (_, 405) => "status.method",
        (_, 415) => "status.media",
        (Kind::TokenReply, _) => "status.token",
        _ => "status.other",
    };
    let finding = Finding::new(Rule::HeaderStatus)
        .at(locator.pasted(block.offset))
        .seen(&status.to_string())
        .with("value", status.to_string());
    Some(
        finding
            .with("status_note", words::phrase(note))
            .with("status_fix", words::phrase(status_fix(note))),
    )
}

fn status_fix(note: &str) -> &'static str {
    match note {
        "status.error-as-success" => "status.error-as-success.fix",
        "status.redirect" | "status.not-found" => "status.address.fix",
        "status.method" => "status.method.fix",
        "status.media" => "status.media.fix",
        _ => "status.other.fix",
    }
}

fn content_type(block: &HeaderBlock, kind: Kind, locator: &Locator<'_>) -> Option<Finding> {
    let json = match kind {
        Kind::TokenReply | Kind::ErrorReply | Kind::OtherJson => true,
        Kind::BareToken | Kind::Html | Kind::Request | Kind::Unreadable => false,
    };
    let fields = fields(block, "content-type");
    let wrong = fields.iter().find(|(value, _)| {
        let media = value.split(';').next().unwrap_or_default().trim();
        !media.eq_ignore_ascii_case("application/json")
    });
    match wrong {
        _ if !json => None,
        Some((value, at)) => Some(
            Finding::new(Rule::HeaderContentType)
                .at(locator.pasted(*at))
                .seen(value)
                .with("value", shorten(value)),
        ),
        None if fields.is_empty() && is_whole(block) => Some(
            Finding::new(Rule::HeaderContentType)
                .at(locator.pasted(block.offset))
                .with("value", words::phrase("header.missing")),
        ),
        None => None,
    }
}

/// A header that must hold a directive, for the sake of caches.
fn cache(
    block: &HeaderBlock,
    locator: &Locator<'_>,
    name: &str,
    directive: &str,
) -> Option<Finding> {
    let rule = if name == "pragma" {
        Rule::HeaderPragma
    } else {
        Rule::HeaderCacheControl
    };
    let fields = fields(block, name);
    let holds = fields.iter().any(|(value, _)| {
        value
            .split(',')
            .any(|one| one.trim().eq_ignore_ascii_case(directive))
    });
    match fields.first() {
        _ if holds => None,
        Some((value, at)) => Some(
            Finding::new(rule)
                .at(locator.pasted(*at))
                .seen(value)
                .with("value", shorten(value)),
        ),
        None if is_whole(block) => Some(
            Finding::new(rule)
                .at(locator.pasted(block.offset))
                .with("value", words::phrase("header.missing")),
        ),
        None => None,
    }
}

fn is_whole(block: &HeaderBlock) -> bool {
    block.status.is_some() && !block.fields.is_empty()
}

/// The values of a header with their places, in order. A header may stand several times (RFC 9110 5.3).
fn fields<'a>(block: &'a HeaderBlock, name: &str) -> Vec<(&'a str, usize)> {
    let named = block
        .fields
        .iter()
        .filter(|(own, ..)| own.eq_ignore_ascii_case(name));
    named
        .map(|(_, value, offset)| (value.as_str(), *offset))
        .collect()
}
