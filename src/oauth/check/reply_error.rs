//! The part of the reply layer that explains an error response (RFC 6749 5.2, or Okta's `errorCode` shape).

use crate::oauth::check::reply::{Scene, name_character};
use crate::oauth::finding::{Finding, abridge, shorten};
use crate::oauth::json::NodeId;
use crate::oauth::rules::{Rule, words};

/// How much of the server's own words is repeated, in characters.
const LONGEST_DESCRIPTION: usize = 240;

/// What the error says, if there is one.
pub(super) fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let (member, value) = match (scene.member("error"), scene.member("errorCode")) {
        (Some(value), _) => ("error", value),
        (None, Some(value)) => ("errorCode", value),
        (None, None) => return Vec::new(),
    };
    let has_token = scene.member("access_token").is_some();
    let code = match scene.document.string(value) {
        Some(code) => code,
        // `"error": null` beside a token is how some programs say that there was none.
        None if has_token => return Vec::new(),
        None => scene.document.raw(value),
    };
    let mut findings = vec![explain(scene, value, code)];
    if member == "error" && !words::registered(code) {
        let finding = scene.at(Rule::ReplyErrorCode, value).seen(code);
        findings.push(finding.with("code", shorten(code)));
    }
    findings.extend(charset(scene, "error"));
    findings.extend(charset(scene, "error_description"));
    findings
}

fn explain(scene: &Scene<'_>, value: NodeId, code: &str) -> Finding {
    let description = ["error_description", "errorSummary", "message"]
        .into_iter()
        .find_map(|name| scene.document.string(scene.member(name)?));
    let said = description.map_or_else(String::new, |text| {
        // Entra writes line breaks into it; they say nothing.
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = abridge(text.trim_end_matches('.'), LONGEST_DESCRIPTION);
        words::fill(words::phrase("error.said"), &[("description", text)])
    });
    let known = description
        .and_then(told)
        .map_or_else(|| words::code(code), words::said);
    scene
        .at(Rule::ReplyError, value)
        .seen(code)
        .with("code", shorten(code))
        .with("said", said)
        .with("meaning", known.meaning)
        .with("advice", known.advice)
}

/// What the vendors' descriptions say, by a piece that stands in each, and the name of its words.
const SAID: [(&str, &str); 11] = [
    ("Service not found", "service"),
    ("Service not enabled within domain", "service"),
    ("client-grant", "client-grant"),
    ("Policy evaluation failed", "policy"),
    (
        "Org Authorization Server must use the private_key_jwt",
        "org-key",
    ),
    (
        "does not have any configured default scopes",
        "default-scopes",
    ),
    ("No scopes were requested", "default-scopes"),
    ("AADSTS7000215", "entra-secret"),
    ("AADSTS7000222", "entra-secret"),
    ("AADSTS700016", "entra-app"),
    ("AADSTS1002012", "entra-scope"),
];

/// The name of the words for a description that says more than its code.
fn told(description: &str) -> Option<&'static str> {
    // Auth0 says no more than this for every fault of id and secret.
    if description.trim_end_matches('.') == "Unauthorized" {
        return Some("unauthorized");
    }
    let found = SAID.iter().find(|(piece, _)| description.contains(piece));
    found.map(|(_, name)| *name)
}

/// RFC 6749 5.2 allows %x20-21 / %x23-5B / %x5D-7E in both members.
fn charset(scene: &Scene<'_>, member: &'static str) -> Option<Finding> {
    let value = scene.member(member)?;
    let text = scene.document.string(value)?;
    let stray = text
        .chars()
        .find(|c| !matches!(*c, '\x20'..='\x21' | '\x23'..='\x5b' | '\x5d'..='\x7e'))?;
    let finding = scene.at(Rule::ReplyErrorCharset, value).seen(text);
    Some(
        finding
            .with("member", member)
            .with("character", name_character(stray)),
    )
}
