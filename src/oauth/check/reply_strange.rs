//! The part of the reply layer that recognises a token response which a program has renamed, and JSON that is none.

use crate::oauth::check::paste::Prepared;
use crate::oauth::check::scene::Scene;
use crate::oauth::check::{find, thing};
use crate::oauth::finding::{Finding, shorten};
use crate::oauth::json::Member;
use crate::oauth::rules::Rule;

/// The members that a token response is known by.
const NAMES: [&str; 3] = ["access_token", "token_type", "expires_in"];
/// How many members are compared, so that a hostile text costs no more than a usual one.
const MOST: usize = 256;
/// What libraries call the instant at which a token ends.
const INSTANTS: [&str; 9] = [
    "expiry",
    "Expiry",
    "expiry_date",
    "expires_at",
    "expiresAt",
    "expires_on",
    "expiresOn",
    "expires",
    "expiration",
];

/// Names in another spelling. Only told where the member itself is not there; that of the token is told as its absence.
pub(super) fn findings(scene: &Scene<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = NAMES
        .into_iter()
        .filter(|name| *name != "access_token" && scene.member(name).is_none())
        .filter_map(|name| {
            let found = respelled(scene, name)?;
            let finding = scene.at(Rule::ReplyName, found.value).seen(found.name);
            let shown = shorten(found.name);
            Some(finding.with("value", shown).with("name", name))
        })
        .collect();
    findings.extend(instant(scene));
    findings
}

/// `expiry`, `expires_at`: a library's own instant in place of the seconds.
fn instant(scene: &Scene<'_>) -> Option<Finding> {
    if scene.member("expires_in").is_some() || respelled(scene, "expires_in").is_some() {
        return None;
    }
    let name = INSTANTS
        .into_iter()
        .find(|name| scene.member(name).is_some())?;
    let finding = scene.at(Rule::ReplyName, scene.member(name)?).seen(name);
    Some(
        finding
            .case("library")
            .with("value", name)
            .with("name", "expires_in"),
    )
}

/// True where the lifetime is there under a name that a library gave it, and that is told.
pub(super) fn has_instant(scene: &Scene<'_>) -> bool {
    instant(scene).is_some()
}

/// True when one finding says what this is, and each missing member would say it again.
pub(super) fn explains_all(scene: &Scene<'_>) -> bool {
    scene.member("access_token").is_none()
        && NAMES.iter().any(|name| respelled(scene, name).is_some())
}

/// JSON that is no token response: no member of one is there, in whatever spelling.
pub(super) fn is_unknown(scene: &Scene<'_>) -> bool {
    // RFC 8628 3.2 and RFC 9126 2.2: their lifetime is that of a code, or of a request.
    if scene.member("device_code").is_some() || scene.member("request_uri").is_some() {
        return true;
    }
    NAMES
        .iter()
        .all(|name| scene.member(name).is_none() && respelled(scene, name).is_none())
}

/// What it is instead; nothing where it holds a secret, which is told already.
pub(super) fn unknown(scene: &Scene<'_>, prepared: &Prepared) -> Option<Finding> {
    if prepared.holds_a_secret() && !find::has_tokens(scene.document) {
        return None;
    }
    let thing = thing::of_document(scene.document, scene.root);
    let thing = match thing {
        None if is_graphql(scene) && find::has_tokens(scene.document) => "graphql",
        None | Some("list") if find::has_tokens(scene.document) => "token-inside",
        Some(thing) => thing,
        None => "json",
    };
    let finding = thing::told(Rule::ReplyUnknown, thing);
    Some(finding.at(scene.locator.value(scene.document, scene.root)))
}

/// GraphQL's answer (its specification, 7.1): `data`, which holds an object for what was asked, and nothing beside it but `errors` and `extensions`.
fn is_graphql(scene: &Scene<'_>) -> bool {
    let of_envelope = |member: Member<'_>| matches!(member.name, "data" | "errors" | "extensions");
    let asked = |data| {
        let mut fields = scene.document.members(data);
        fields.any(|field| scene.document.members(field.value).next().is_some())
    };
    scene.document.members(scene.root).all(of_envelope) && scene.member("data").is_some_and(asked)
}

/// There is no `access_token`, and perhaps another name in its place.
pub(super) fn absent(scene: &Scene<'_>) -> Finding {
    let finding = scene.missing(Rule::AccessTokenMissing, "/access_token");
    match respelled(scene, "access_token") {
        Some(found) => finding.case("renamed").with("value", shorten(found.name)),
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
