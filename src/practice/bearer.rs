//! How a protected API finds and judges the token that comes with a call (RFC 6750 2, RFC 7519 7.2).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header::AUTHORIZATION;
use http::request::Parts;
use serde_json::{Map, Value};

use super::apis::Api;
use super::journal::{Record, Seen};
use super::keys::SigningKey;
use super::mask;
use crate::oauth::time::UnixTime;

/// Why an API does not answer a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Denial {
    /// No token came.
    NoToken,
    /// Tokens came in more than one place (RFC 6750 2).
    TwoTokens,
    /// Not three base64url parts with JSON objects in the first two.
    NotAJwt,
    /// An `alg` that no public key can check: `none`, `HS256`, ... (RFC 8725 3.1).
    Algorithm,
    /// No published key fits `kid` and `alg`.
    UnknownKey,
    /// The signature is not that key's.
    Signature,
    /// `exp` is past (RFC 7519 4.1.4).
    Expired,
    /// `nbf` is to come (RFC 7519 4.1.5).
    NotYet,
    /// `exp` is missing or no number.
    NoExpiry,
    /// Another issuer.
    Issuer,
    /// For another API.
    Audience,
    /// The scope for this call is missing.
    Scope { needed: &'static str },
}

impl Denial {
    /// The id of the check that failed.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::NoToken | Self::TwoTokens => "token",
            Self::NotAJwt => "jwt",
            Self::Algorithm | Self::UnknownKey => "key",
            Self::Signature => "signature",
            Self::Expired | Self::NotYet | Self::NoExpiry => "exp",
            Self::Issuer => "iss",
            Self::Audience => "aud",
            Self::Scope { .. } => "scope",
        }
    }
}

/// The clause behind a check of the API, by the check's id.
pub(super) fn source(id: &str) -> &'static str {
    match id {
        "token" => "RFC 6750 2",
        "jwt" => "RFC 7519 7.2",
        "key" => "RFC 8725 3.1",
        "signature" => "RFC 7515 5.2",
        "exp" => "RFC 7519 4.1.4",
        "iss" => "RFC 7519 4.1.1",
        "aud" => "RFC 7519 4.1.3",
        _ => "RFC 6750 3.1",
    }
}

/// The token of a call: from the `Authorization` header, or from `access_token` in the URL.
pub(super) fn find(head: &Parts, record: &mut Record) -> Result<String, Denial> {
    let mut found = Vec::new();
    for value in head.headers.get_all(AUTHORIZATION) {
        // Damaged bytes become U+FFFD, which no token has.
        let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
        let (scheme, rest) = text.split_once(' ').unwrap_or((&text, ""));
        // The scheme compares without case (RFC 9110 11.1).
        if scheme.eq_ignore_ascii_case("Bearer") {
            record.received("Authorization", format!("Bearer {}", mask::hidden(rest)));
            found.push(rest.trim().to_owned());
        } else {
            record.received(
                "Authorization",
                "another scheme than Bearer (hidden)".into(),
            );
        }
    }
    let query = head.uri.query().unwrap_or_default();
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        if name == "access_token" {
            record.received("access_token in the URL", mask::hidden(&value));
            found.push(value.into_owned());
        }
    }
    let token = found
        .pop()
        .filter(|token| !token.is_empty())
        .ok_or(Denial::NoToken)?;
    if found.is_empty() {
        Ok(token)
    } else {
        Err(Denial::TwoTokens)
    }
}

/// What an API expects of a token.
pub(super) struct Expected<'a> {
    pub(super) api: &'a Api,
    pub(super) issuer: &'a str,
    pub(super) keys: [&'a SigningKey; 2],
    pub(super) now: UnixTime,
}

/// Judges a token, noting each check that held. Gives the claims.
///
/// # Errors
/// The first check that does not hold.
pub(super) fn judge(
    token: &str,
    expected: &Expected<'_>,
    record: &mut Record,
) -> Result<Map<String, Value>, Denial> {
    let mut held =
        |id: &'static str, what: String| record.check(Seen::passed(what), id, source(id));
    let jwt = Jwt::split(token).ok_or(Denial::NotAJwt)?;
    held("jwt", "three parts, JSON in the first two".into());
    let key = jwt.key(&expected.keys)?;
    held("key", format!("RS256 with key {}", key.kid));
    if !key.verifies(jwt.signed.as_bytes(), &jwt.signature) {
        return Err(Denial::Signature);
    }
    held("signature", "made by that key".into());
    let claims = jwt.payload;
    in_time(&claims, expected.now)?;
    held("exp", "not past".into());
    if claims.get("iss").and_then(Value::as_str) != Some(expected.issuer) {
        return Err(Denial::Issuer);
    }
    held("iss", expected.issuer.to_owned());
    if !names(claims.get("aud"), expected.api.identifier) {
        return Err(Denial::Audience);
    }
    held("aud", expected.api.identifier.to_owned());
    let needed = expected.api.needs;
    let scope = claims
        .get("scope")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if !scope.split(' ').any(|token| token == needed) {
        return Err(Denial::Scope { needed });
    }
    held("scope", format!("{needed} is among them"));
    Ok(claims)
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

/// A token taken apart.
struct Jwt<'a> {
    header: Map<String, Value>,
    payload: Map<String, Value>,
    /// The first two parts with the dot between them: what the signature is over.
    signed: &'a str,
    signature: Vec<u8>,
}

impl<'a> Jwt<'a> {
    fn split(token: &'a str) -> Option<Self> {
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, payload) = signed.split_once('.')?;
        let object = |part: &str| {
            let bytes = URL_SAFE_NO_PAD.decode(part).ok()?;
            serde_json::from_slice::<Map<String, Value>>(&bytes).ok()
        };
        Some(Self {
            header: object(header)?,
            payload: object(payload)?,
            signed,
            signature: URL_SAFE_NO_PAD.decode(signature).ok()?,
        })
    }

    /// The published key that the header names. The algorithm is the key's, never the token's choice (RFC 8725 3.1).
    fn key<'k>(&self, keys: &[&'k SigningKey; 2]) -> Result<&'k SigningKey, Denial> {
        let text = |name: &str| self.header.get(name).and_then(Value::as_str);
        let alg = text("alg").unwrap_or_default();
        let asymmetric = ["RS", "PS", "ES", "Ed"]
            .iter()
            .any(|family| alg.starts_with(family));
        if !asymmetric {
            return Err(Denial::Algorithm);
        }
        // RFC 7515 4.1.11: an extension that must be understood, and none is.
        if alg != "RS256" || self.header.contains_key("crit") {
            return Err(Denial::UnknownKey);
        }
        let found = keys
            .iter()
            .find(|key| text("kid") == Some(key.kid.as_str()));
        found.copied().ok_or(Denial::UnknownKey)
    }
}
