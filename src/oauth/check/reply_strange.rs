//! The part of the reply layer that recognises a token response which a program has renamed or wrapped.

use crate::oauth::check::reply::Scene;
use crate::oauth::finding::{Finding, shorten};
use crate::oauth::json::{Kind, NodeId};
use crate::oauth::rules::Rule;

/// The members that a token response is known by.
const NAMES: [&str; 3] = ["access_token", "token_type", "expires_in"];
/// How deep a wrapped response is looked for. SDKs and HTTP tools wrap once or twice (`{"data": {"body": ...}}`).
const DEEPEST: usize = 3;
/// How many values are looked at, so that a hostile text costs no more than a usual one.
const MOST: usize = 256;

/// Names in another spelling, and a response inside another object. Only told where the member itself is not there.
pub(super) fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = NAMES
        .into_iter()
        .filter(|name| scene.member(name).is_none())
        .filter_map(|name| respelled(scene, name))
        .collect();
    if scene.member("access_token").is_none() {
        findings.extend(nested(scene));
    }
    findings
}

/// `accessToken`, `Access-Token`: names are compared character by character (RFC 8259 8.3).
fn respelled(scene: &Scene<'_>, name: &'static str) -> Option<Finding> {
    let plain = |name: &str| -> String {
        let letters = name.chars().filter(|c| !matches!(c, '_' | '-' | ' '));
        letters.map(|c| c.to_ascii_lowercase()).collect()
    };
    let wanted = plain(name);
    let member = scene
        .document
        .members(scene.root)
        .take(MOST)
        .find(|member| plain(member.name) == wanted)?;
    let finding = scene.at(Rule::ReplyName, member.value).seen(member.name);
    Some(
        finding
            .with("value", shorten(member.name))
            .with("name", name),
    )
}

fn nested(scene: &Scene<'_>) -> Option<Finding> {
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
            document.kind(**node) == Kind::Object
                && document.member(**node, "access_token").is_some()
        });
        if let Some(node) = found {
            let place = document.pointer(*node);
            return Some(
                scene
                    .at(Rule::ReplyNested, *node)
                    .with("value", shorten(&place)),
            );
        }
        level = below;
    }
    None
}
