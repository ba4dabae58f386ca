//! Okta: how the tokens of its two kinds of authorization server are known.

use crate::oauth::json::Kind;
use crate::oauth::jwt::Jwt;
use crate::oauth::vendor::{Profile, has};

/// The `typ` of tokens that Okta makes for its own API. Clients and other APIs must not look inside
/// (<https://developer.okta.com/docs/concepts/auth-servers/>).
pub const INTERNAL_TYPE: &str = "application/okta-internal-at+jwt";

/// The profile when the token is Okta's: `cid` with `ver`, or the internal type.
pub fn evident(jwt: &Jwt) -> Option<Profile> {
    let internal = is_internal(jwt);
    let payload = jwt.payload.as_ref();
    let okta = payload.is_some_and(|payload| has(payload, "cid") && has(payload, "ver"));
    if internal || (okta && is_for_itself(jwt)) {
        return Some(Profile::OktaOrg);
    }
    okta.then_some(Profile::Okta)
}

/// True for the type of tokens that are for Okta itself.
pub fn is_internal(jwt: &Jwt) -> bool {
    jwt.header_text("typ")
        .is_some_and(|typ| typ.eq_ignore_ascii_case(INTERNAL_TYPE))
}

/// The organization's own server is issuer and audience in one.
fn is_for_itself(jwt: &Jwt) -> bool {
    let (Some(payload), Some(iss)) = (&jwt.payload, jwt.claim_text("iss")) else {
        return false;
    };
    let Some(aud) = payload.root().and_then(|root| payload.member(root, "aud")) else {
        return false;
    };
    match payload.kind(aud) {
        Kind::String => payload.string(aud) == Some(iss),
        Kind::Array => {
            let mut all = payload.items(aud);
            all.next().and_then(|one| payload.string(one)) == Some(iss) && all.next().is_none()
        }
        Kind::Object | Kind::Number | Kind::True | Kind::False | Kind::Null => false,
    }
}
