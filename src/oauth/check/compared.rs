//! What of a token was really compared with something, so that nobody takes the rest for checked.

use crate::oauth::check::Expectation;
use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::claims::moment;
use crate::oauth::jwt::signature::Trust;

/// The names, in the order in which an API looks: `signature`, `iss`, `aud`, `exp`, `nbf`, `iat`.
pub(super) fn of(jwt: &Jwt, trust: &Trust, wanted: &Expectation) -> Vec<&'static str> {
    let payload = jwt.payload.as_ref().filter(|_| jwt.is_jwt());
    let has = |name| {
        payload.is_some_and(|payload| {
            payload
                .root()
                .is_some_and(|root| payload.member(root, name).is_some())
        })
    };
    let time = |name| payload.is_some_and(|payload| moment(payload, name).instant().is_some());
    let signature = match trust {
        Trust::Passed { .. } | Trust::Failed(_) => true,
        Trust::NotChecked(_) => false,
    };
    let held = [
        ("signature", signature),
        ("iss", wanted.issuer.is_some() && has("iss")),
        ("aud", !wanted.audiences.is_empty() && has("aud")),
        ("exp", time("exp")),
        ("nbf", time("nbf")),
        ("iat", time("iat")),
    ];
    held.into_iter()
        .filter(|(_, held)| *held)
        .map(|(name, _)| name)
        .collect()
}
