//! The part of the reply layer that recognises a token response which a program has renamed or wrapped.

use crate::oauth::check::reply::Scene;
use crate::oauth::finding::{Finding, abridge, shorten};
use crate::oauth::json::{Member, NodeId};
use crate::oauth::rules::Rule;

/// The members that a token response is known by.
const NAMES: [&str; 3] = ["access_token", "token_type", "expires_in"];
/// How deep a wrapped response is looked for. SDKs and HTTP tools wrap once or twice (`{"data": {"body": ...}}`).
const DEEPEST: usize = 3;
/// How many values are looked at, so that a hostile text costs no more than a usual one.
const MOST: usize = 256;
/// How much of a server's message is repeated, in characters.
const LONGEST_MESSAGE: usize = 160;

/// Names in another spelling. Only told where the member itself is not there; that of the token is told as its absence.
pub(super) fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    NAMES
        .into_iter()
        .filter(|name| *name != "access_token" && scene.member(name).is_none())
        .filter_map(|name| {
            let found = respelled(scene, name)?;
            let finding = scene.at(Rule::ReplyName, found.value).seen(found.name);
            let shown = shorten(found.name);
            Some(finding.with("value", shown).with("name", name))
        })
        .collect()
}

/// True when one finding says what this is, and each missing member would say it again.
pub(super) fn explains_all(scene: &Scene<'_>) -> bool {
    scene.member("access_token").is_none()
        && match absent(scene).case {
            Some("empty") | None => NAMES.iter().any(|name| respelled(scene, name).is_some()),
            Some(_) => true,
        }
}

/// There is no `access_token`, and what there is in its place.
pub(super) fn absent(scene: &Scene<'_>) -> Finding {
    let finding = scene.missing(Rule::AccessTokenMissing, "/access_token");
    if let Some(found) = respelled(scene, "access_token") {
        let finding = finding.case("renamed");
        return finding.with("value", shorten(found.name));
    }
    if let Some(node) = nested(scene) {
        let place = shorten(&scene.document.pointer(node));
        return finding.case("nested").with("value", place);
    }
    // A response that has its other members is one, whatever else stands in it.
    if NAMES.iter().any(|name| scene.member(name).is_some()) {
        return finding;
    }
    let has = |name| scene.member(name).is_some();
    let said = ["message", "detail", "title"]
        .into_iter()
        .find_map(|name| scene.document.string(scene.member(name)?));
    match said {
        _ if has("keys") => finding.case("keys"),
        _ if has("token_endpoint") || has("jwks_uri") => finding.case("metadata"),
        _ if has("iss") && (has("exp") || has("aud")) => finding.case("claims"),
        Some(said) => finding
            .case("message")
            .with("said", abridge(said, LONGEST_MESSAGE)),
        None if scene.document.members(scene.root).next().is_none() => finding.case("empty"),
        None => finding,
    }
}

/// `accessToken`, `Access-Token`: names are compared character by character (RFC 8259 8.3).
fn respelled<'a>(scene: &Scene<'a>, name: &str) -> Option<Member<'a>> {
    let plain = |name: &str| -> String {
        let letters = name.chars().filter(|c| !matches!(c, '_' | '-' | ' '));
        letters.map(|c| c.to_ascii_lowercase()).collect()
    };
    let wanted = plain(name);
    let mut members = scene.document.members(scene.root).take(MOST);
    members.find(|member| member.name != name && plain(member.name) == wanted)
}

/// The object further in that has the token, or the text that holds such an object once more encoded.
fn nested(scene: &Scene<'_>) -> Option<NodeId> {
    let document = scene.document;
    let mut level: Vec<NodeId> = vec![scene.root];
    for _ in 0..DEEPEST {
        let below: Vec<NodeId> = level
            .iter()
            .flat_map(|node| {
                let members = document.members(*node).map(|member| member.value);
                members.chain(document.items(*node)).take(MOST)
            })
            .take(MOST)
            .collect();
        let found = below.iter().find(|node| {
            let text = document.string(**node).unwrap_or_default().trim_start();
            document.member(**node, "access_token").is_some()
                || text.starts_with('{') && text.contains("\"access_token\"")
        });
        if found.is_some() {
            return found.copied();
        }
        level = below;
    }
    None
}
