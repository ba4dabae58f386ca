//! Tokens that an app signs by itself: for Apple's APIs, which take them as access tokens, and for `GitHub`, where it gets one for them. And
//! the answer of `UserInfo`, which a server signs.

use crate::oauth::json::{Document, Integer};
use crate::oauth::jwt::Jwt;
use crate::oauth::kind::evidence::Look;
use crate::oauth::kind::{Family, Identity, TokenKind, has, text};
use crate::oauth::rules::words;

/// What it is, and what says so.
pub(super) fn of(look: &Look<'_>) -> Option<(TokenKind, String)> {
    let told = |kind, sign| Some((kind, words::phrase(sign).to_owned()));
    if look.family == Family::Apple && is_for_app_store(look.payload) {
        return told(TokenKind::AccessToken, "sign.app-store");
    }
    if is_for_apple_push(look.jwt.header.as_ref(), look.payload) {
        return told(TokenKind::AccessToken, "sign.apple-push");
    }
    if is_of_github_app(look.jwt) {
        return told(TokenKind::ClientAssertion, "sign.github-app");
    }
    None
}

/// The signed answer of `UserInfo`.
pub(super) fn userinfo(look: &Look<'_>) -> Option<(TokenKind, String)> {
    is_userinfo(look.payload).then(|| (TokenKind::Jwt, words::phrase("sign.userinfo").to_owned()))
}

/// True where it was this that told what the token is.
pub(in crate::oauth) fn told_userinfo(identity: &Identity) -> bool {
    identity.kind == TokenKind::Jwt && identity.kind_sign == words::phrase("sign.userinfo")
}

/// The same of what an app signs for `GitHub`.
pub(in crate::oauth) fn told_github(identity: &Identity) -> bool {
    identity.kind == TokenKind::ClientAssertion
        && identity.kind_sign == words::phrase("sign.github-app")
}

/// The audience of App Store Connect and of the App Store's server.
pub(in crate::oauth) fn is_for_app_store(payload: &Document) -> bool {
    text(payload, "aud") == Some("appstoreconnect-v1")
}

/// A team and a time, under a key of Apple's: what its push service takes with each message.
pub(in crate::oauth) fn is_for_apple_push(header: Option<&Document>, payload: &Document) -> bool {
    let kid = header.and_then(|header| text(header, "kid"));
    let alg = header.and_then(|header| text(header, "alg"));
    alg == Some("ES256")
        && kid.is_some_and(is_apple_id)
        && text(payload, "iss").is_some_and(is_apple_id)
        && has_only(payload, &["iss", "iat"])
}

/// Ten capitals and digits: the ids of teams and keys.
fn is_apple_id(text: &str) -> bool {
    let capital = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    text.len() == 10 && text.bytes().all(capital)
}

/// `iat`, `exp` and `iss` alone, the last being the id of an app: `Iv1.` and `Iv23` begin client ids, older code writes the app's number. A
/// number may be anybody's, so it has to live no longer than `GitHub` lets it.
fn is_of_github_app(jwt: &Jwt) -> bool {
    let Some(payload) = &jwt.payload else {
        return false;
    };
    if jwt.header_text("alg") != Some("RS256") || !has_only(payload, &["iat", "exp", "iss"]) {
        return false;
    }
    let iss = payload
        .root()
        .and_then(|root| payload.member(root, "iss"))
        .map(|value| payload.string(value).unwrap_or_else(|| payload.raw(value)));
    let number =
        |iss: &str| (3..=10).contains(&iss.len()) && iss.bytes().all(|b| b.is_ascii_digit());
    let time = |name| match payload.integer(payload.member(payload.root()?, name)?)? {
        Integer::Fits(time) => Some(time),
        Integer::Huge { .. } => None,
    };
    let short = time("exp")
        .zip(time("iat"))
        .is_some_and(|(exp, iat)| (0..=11 * 60).contains(&exp.saturating_sub(iat)));
    iss.is_some_and(|iss| {
        iss.starts_with("Iv1.") || iss.starts_with("Iv23") || number(iss) && short
    })
}

/// OpenID Connect Core 5.3.2: signed, it has `iss` and `aud`, and the claims of a person; it is an answer, so it has no end.
fn is_userinfo(payload: &Document) -> bool {
    let all = ["iss", "aud", "sub"].iter().all(|name| has(payload, name));
    let person = [
        "email",
        "name",
        "given_name",
        "preferred_username",
        "phone_number",
    ];
    // What a token has and an answer has not.
    let lasting = [
        "exp",
        "iat",
        "nbf",
        "jti",
        "auth_time",
        "nonce",
        "at_hash",
        "token_use",
        "scope",
        "scp",
        "permissions",
        "client_id",
        "cid",
        "azp",
        "gty",
    ];
    let any = |names: &[&str]| names.iter().any(|name| has(payload, name));
    all && any(&person) && !any(&lasting)
}

fn has_only(payload: &Document, names: &[&str]) -> bool {
    let Some(root) = payload.root() else {
        return false;
    };
    payload.members(root).count() == names.len() && names.iter().all(|name| has(payload, name))
}
