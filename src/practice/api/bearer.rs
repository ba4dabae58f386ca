//! How a protected API finds and judges the token that comes with a call (RFC 6750 2, RFC 7519 7.2, RFC 9449 7).

use std::sync::Arc;

use http::header::AUTHORIZATION;
use http::request::Parts;
use serde_json::{Map, Value};

use crate::oauth::time::UnixTime;
use crate::practice::api::apis::{Api, TokenPlaces};
use crate::practice::api::denial::{Denial, Scheme, source};
use crate::practice::proof::dpop;
use crate::practice::proof::jws::{ASYMMETRIC, Jws};
use crate::practice::proof::once::Once;
use crate::practice::record::journal::{Record, Seen};
use crate::practice::record::mask;
use crate::practice::tenant::signing_key::SigningKey;

/// The token of a call: from the `Authorization` header, or from `access_token` in the URL.
pub(in crate::practice) fn find(
    head: &Parts,
    places: TokenPlaces,
    record: &mut Record,
) -> Result<(Scheme, String), Denial> {
    let mut found = Vec::new();
    let mut other = false;
    for value in head.headers.get_all(AUTHORIZATION) {
        // Damaged bytes become U+FFFD, which no token has.
        let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
        let (word, rest) = text.split_once(' ').unwrap_or((&text, ""));
        // The scheme compares without case (RFC 9110 11.1).
        let scheme = [("Bearer", Scheme::Bearer), ("DPoP", Scheme::Dpop)]
            .into_iter()
            .find(|(name, _)| word.eq_ignore_ascii_case(name));
        if let Some((name, scheme)) = scheme {
            record.received("Authorization", format!("{name} {}", mask::hidden(rest)));
            found.push((scheme, rest.trim().to_owned()));
        } else {
            other = true;
            let shown = "another scheme than Bearer (hidden)";
            record.received("Authorization", shown.into());
        }
    }
    let query = head.uri.query().unwrap_or_default();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        if name == "access_token" {
            record.received("access_token in the URL", mask::hidden(&value));
            if places == TokenPlaces::HeaderOnly {
                return Err(Denial::InUrl);
            }
            found.push((Scheme::Bearer, value.into_owned()));
        }
    }
    let token = found.pop().filter(|(_, token)| !token.is_empty());
    match token {
        Some(token) if found.is_empty() => Ok(token),
        Some(_) => Err(Denial::TwoTokens),
        None if other => Err(Denial::OtherScheme),
        None => Err(Denial::NoToken),
    }
}

/// What an API expects of a token.
pub(in crate::practice) struct Expected<'a> {
    pub(in crate::practice) api: &'a Api,
    pub(in crate::practice) issuer: &'a str,
    pub(in crate::practice) keys: Vec<Arc<SigningKey>>,
    pub(in crate::practice) now: UnixTime,
    pub(in crate::practice) revoked: &'a Once,
    /// The algorithms of a proof of possession.
    pub(in crate::practice) algorithms: &'a [&'a str],
    pub(in crate::practice) method: &'a str,
    pub(in crate::practice) url: &'a str,
    pub(in crate::practice) proofs: Vec<&'a [u8]>,
    pub(in crate::practice) used: &'a Once,
    /// The server's nonces, where a proof must hold one.
    pub(in crate::practice) nonces: Option<&'a dpop::Nonces>,
    pub(in crate::practice) must_be_bound: MustBeBound,
}

/// Whether an API takes bound tokens only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum MustBeBound {
    /// It does.
    Yes,
    /// It takes both.
    No,
}

/// Judges a signed token, noting each check that held. Gives the claims.
///
/// # Errors
/// The first check that does not hold.
pub(in crate::practice) fn judge(
    (scheme, token): (Scheme, &str),
    expected: &Expected<'_>,
    record: &mut Record,
) -> Result<Map<String, Value>, Denial> {
    let claims = signed(token, &expected.keys, record)?;
    claimed(&claims, expected, record)?;
    bound((scheme, token), &claims, expected, record)?;
    Ok(claims)
}

/// The claims of a token that one of the keys signed.
pub(in crate::practice) fn signed(
    token: &str,
    keys: &[Arc<SigningKey>],
    record: &mut Record,
) -> Result<Map<String, Value>, Denial> {
    let jwt = Jws::split(token).ok_or(Denial::NotAJwt)?;
    held(record, "jwt", "three parts, JSON in the first two".into());
    let key = key(&jwt, keys)?;
    held(record, "key", format!("{} with key {}", key.alg(), key.kid));
    if !key.verifies(jwt.signed.as_bytes(), &jwt.signature) {
        return Err(Denial::Signature);
    }
    held(record, "signature", "made by that key".into());
    Ok(jwt.payload)
}

/// True for a token that one of these keys signed.
pub(in crate::practice) fn made_by(token: &str, keys: &[Arc<SigningKey>]) -> bool {
    Jws::split(token).is_some_and(|jwt| {
        key(&jwt, keys).is_ok_and(|key| key.verifies(jwt.signed.as_bytes(), &jwt.signature))
    })
}

/// Judges the claims of a token that is known to be the server's.
pub(in crate::practice) fn claimed(
    claims: &Map<String, Value>,
    expected: &Expected<'_>,
    record: &mut Record,
) -> Result<(), Denial> {
    in_time(claims, expected.now)?;
    held(record, "exp", "not past".into());
    if claims.get("iss").and_then(Value::as_str) != Some(expected.issuer) {
        return Err(Denial::Issuer);
    }
    held(record, "iss", expected.issuer.to_owned());
    if !names(claims.get("aud"), &expected.api.identifier) {
        return Err(Denial::Audience);
    }
    held(record, "aud", expected.api.identifier.clone().into_owned());
    let id = claims.get("jti").and_then(Value::as_str);
    if id.is_some_and(|id| expected.revoked.has(expected.issuer, id)) {
        return Err(Denial::Revoked);
    }
    let needed = expected.api.needs;
    if !scopes(claims).any(|scope| scope == needed) {
        return Err(Denial::Scope { needed });
    }
    held(record, "scope", format!("{needed} is among them"));
    Ok(())
}

/// The scopes of a token: `scope` as text (RFC 9068 2.2.3), or `scp` as an array (Okta).
pub(in crate::practice) fn scopes(claims: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let text = claims.get("scope").and_then(Value::as_str);
    let array = claims.get("scp").and_then(Value::as_array);
    let texts = text.into_iter().flat_map(|text| text.split(' '));
    texts.chain(array.into_iter().flatten().filter_map(Value::as_str))
}

/// RFC 9449 7.1: a bound token needs its scheme and a proof, and an unbound one has no use for either.
pub(in crate::practice) fn bound(
    (scheme, token): (Scheme, &str),
    claims: &Map<String, Value>,
    expected: &Expected<'_>,
    record: &mut Record,
) -> Result<(), Denial> {
    let thumb = claims.get("cnf").and_then(|cnf| cnf.get("jkt"));
    let thumb = match (scheme, thumb.and_then(Value::as_str)) {
        (Scheme::Bearer, None) if expected.must_be_bound == MustBeBound::Yes => {
            return Err(Denial::MustBeBound);
        }
        (Scheme::Bearer, None) => return Ok(()),
        (Scheme::Bearer, Some(_)) => return Err(Denial::BoundAsBearer),
        (Scheme::Dpop, None) => return Err(Denial::NotBound),
        (Scheme::Dpop, Some(thumb)) => thumb,
    };
    let refuse = |fault| Err(Denial::Proof(fault));
    let proof = match expected.proofs.as_slice() {
        [] => return refuse(dpop::Fault::Missing),
        [one] => String::from_utf8_lossy(one),
        [_, _, ..] => return refuse(dpop::Fault::Several),
    };
    let wanted = dpop::Expected {
        algorithms: expected.algorithms,
        method: expected.method,
        url: expected.url,
        nonce: expected
            .nonces
            .map(|nonces| (nonces, dpop::NonceRule::Demanded)),
        token: Some(token),
        now: expected.now.0,
        used: expected.used,
    };
    let key = dpop::judge(&proof, &wanted).map_err(Denial::Proof)?;
    if key != thumb {
        return refuse(dpop::Fault::OtherKey);
    }
    held(record, "dpop", format!("the proof holds, by key {key}"));
    Ok(())
}

fn held(record: &mut Record, id: &'static str, what: String) {
    record.check(Seen::passed(what), id, source(id));
}

/// `exp` must be a number in the future, `nbf`, where present, one that is not.
fn in_time(claims: &Map<String, Value>, now: UnixTime) -> Result<(), Denial> {
    let seconds = |name: &str| claims.get(name).and_then(Value::as_f64);
    // NumericDate may be fractional (RFC 7519 2); today's seconds fit an f64 exactly.
    #[expect(
        clippy::cast_precision_loss,
        reason = "exact for the next 285 million years"
    )]
    let now = now.0 as f64;
    let exp = seconds("exp").ok_or(Denial::NoExpiry)?;
    if exp <= now {
        return Err(Denial::Expired);
    }
    if seconds("nbf").is_some_and(|nbf| nbf > now) {
        return Err(Denial::NotYet);
    }
    Ok(())
}

/// True where `aud` is this identifier, or an array that holds it (RFC 7519 4.1.3).
fn names(aud: Option<&Value>, identifier: &str) -> bool {
    match aud {
        Some(Value::String(one)) => one == identifier,
        Some(Value::Array(several)) => several.iter().any(|one| one.as_str() == Some(identifier)),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_)) | None => false,
    }
}

/// The published key that the header names. The algorithm is the key's, never the token's choice (RFC 8725 3.1).
fn key<'k>(jwt: &Jws<'_>, keys: &'k [Arc<SigningKey>]) -> Result<&'k SigningKey, Denial> {
    let alg = jwt.header_text("alg").unwrap_or_default();
    if !ASYMMETRIC.contains(&alg) {
        return Err(Denial::Algorithm);
    }
    // RFC 7515 4.1.11: an extension that must be understood, and none is.
    if jwt.header.contains_key("crit") {
        return Err(Denial::UnknownKey);
    }
    let kid = jwt.header_text("kid");
    let fits = |key: &&Arc<SigningKey>| kid == Some(key.kid.as_str()) && key.alg() == alg;
    let found = keys.iter().find(fits);
    found.map(AsRef::as_ref).ok_or(Denial::UnknownKey)
}
