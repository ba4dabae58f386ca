//! Judging a client assertion (RFC 7521 5.2, RFC 7523 3), by the rules of one vendor.

use crate::oauth::jwt::keys::{Key, Keys, Material};
use crate::practice::proof::jws::{ASYMMETRIC, Jws};
use crate::practice::proof::once::Once;

/// The one assertion type of the protocol (RFC 7523 2.2).
pub(in crate::practice) const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// RFC 7518 3.2, and Okta's own rule: an HMAC key is at least as long as the hash.
const SHORTEST_SECRET: usize = 32;
/// An instant beyond this is in milliseconds: as seconds it would lie in the year 5138.
const MILLISECONDS: f64 = 1e11;

/// What one vendor demands of an assertion.
pub(in crate::practice) struct Rules {
    /// Which `aud` is right.
    pub(in crate::practice) audience: AudienceRule,
    /// How far `exp` may lie ahead, in seconds.
    pub(in crate::practice) ahead: i64,
    /// How far `exp` may lie after `iat`, or after now where there is none, in seconds.
    pub(in crate::practice) life: Option<i64>,
    /// How far `iat` may lie ahead, in seconds.
    pub(in crate::practice) skew: i64,
    /// Whether `jti` is demanded. Where it comes it may be used once.
    pub(in crate::practice) jti: Jti,
    /// The algorithms for a public key.
    pub(in crate::practice) algorithms: &'static [&'static str],
    /// The longest assertion, in bytes.
    pub(in crate::practice) longest: usize,
}

/// Which `aud` is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum AudienceRule {
    /// The issuer (Auth0).
    Issuer,
    /// The URL that was asked (Okta).
    Endpoint,
    /// Either (RFC 7523 3).
    Either,
}

/// Whether an assertion must have a `jti`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum Jti {
    /// It must.
    Required,
    /// It may.
    Optional,
}

/// Why an assertion does not prove who sent it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum Fault {
    /// Not three base64url parts with JSON in the first two, or longer than is read.
    Parse,
    /// `iss` is not the app's id.
    Issuer,
    /// `sub` is not the app's id.
    Subject,
    /// `aud` names something else.
    Audience,
    /// `exp` is missing, no number, or in milliseconds.
    NoExpiry,
    /// `exp` is past.
    Expired,
    /// `exp` lies too far ahead.
    TooFar,
    /// `exp` lies too long after `iat`.
    TooLong,
    /// `iat` or `nbf` is to come.
    Early,
    /// `jti` is missing.
    NoJti,
    /// `jti` was used before.
    Replayed,
    /// The signature is no key's of this app.
    Signature,
    /// No key has this `kid`, or several keys and no `kid`.
    Kid,
    /// An algorithm that is not taken.
    Algorithm,
    /// The key is not for signatures.
    KeyUse,
    /// The app has no keys.
    NoKeys,
    /// The app has no secret.
    NoSecret,
    /// The secret is too short for HMAC.
    ShortSecret,
    /// The app's keys cannot be read.
    BrokenKeys,
}

impl Fault {
    /// What was seen, for the journal.
    pub(in crate::practice) fn seen(self) -> &'static str {
        match self {
            Self::Parse => "not three base64url parts with JSON in the first two, or too long",
            Self::Issuer => "iss is not the id of this app",
            Self::Subject => "sub is not the id of this app",
            Self::Audience => "aud names something else than this server wants",
            Self::NoExpiry => "exp is missing, no number, or in milliseconds",
            Self::Expired => "exp is past",
            Self::TooFar => "exp lies too far ahead",
            Self::TooLong => "exp lies more than five minutes after iat",
            Self::Early => "iat or nbf is still to come",
            Self::NoJti => "jti is missing or too long",
            Self::Replayed => "this jti was used before",
            Self::Signature => "the signature is not that of the app's key",
            Self::Kid => "no key of this app has that kid, or it has several and no kid came",
            Self::Algorithm => "alg is none that this server takes from this app",
            Self::KeyUse => "the key is not for signatures",
            Self::NoKeys => "the app has no public keys",
            Self::NoSecret => "the app has no secret",
            Self::ShortSecret => "the app's secret is too short for HMAC",
            Self::BrokenKeys => "the app's keys cannot be used",
        }
    }
}

/// What the assertion is held against.
pub(in crate::practice) struct Expected<'a> {
    pub(in crate::practice) rules: &'a Rules,
    pub(in crate::practice) client_id: &'a str,
    pub(in crate::practice) issuer: &'a str,
    /// The URL that was asked, without query.
    pub(in crate::practice) endpoint: &'a str,
    pub(in crate::practice) proof: Proof<'a>,
    pub(in crate::practice) now: i64,
    pub(in crate::practice) used: &'a Once,
}

/// What the app proves itself with.
#[derive(Clone, Copy)]
pub(in crate::practice) enum Proof<'a> {
    /// Public keys; `None` when it has none.
    Keys(Option<&'a Keys>),
    /// A shared secret; `None` when it has none.
    Secret(Option<&'a str>),
}

/// Judges an assertion. Gives what is worth noting: algorithm, and which `aud` came.
///
/// # Errors
/// The first fault, signature before times, so that nobody learns about the clock from a forged one.
pub(in crate::practice) fn judge(jws: &Jws<'_>, expected: &Expected<'_>) -> Result<String, Fault> {
    signature(jws, expected)?;
    let Expected { rules, now, .. } = expected;
    let audience = audience(jws, expected)?;
    if jws.text("iss") != Some(expected.client_id) {
        return Err(Fault::Issuer);
    }
    if jws.text("sub") != Some(expected.client_id) {
        return Err(Fault::Subject);
    }
    let exp = times(jws, rules, *now)?;
    match jws.text("jti").filter(|jti| !jti.is_empty()) {
        Some(jti) if rules.jti == Jti::Required && jti.chars().count() > 64 => {
            return Err(Fault::NoJti);
        }
        Some(jti) if !expected.used.first(expected.client_id, jti, exp, *now) => {
            return Err(Fault::Replayed);
        }
        None if rules.jti == Jti::Required => return Err(Fault::NoJti),
        Some(_) | None => {}
    }
    let alg = jws.header_text("alg").unwrap_or_default();
    Ok(format!("{alg}, aud is {audience}"))
}

fn signature(jws: &Jws<'_>, expected: &Expected<'_>) -> Result<(), Fault> {
    match expected.proof {
        Proof::Secret(secret) => {
            let algorithm = jws.algorithm(&["HS256", "HS384", "HS512"]);
            let algorithm = algorithm.ok_or(Fault::Algorithm)?;
            let secret = secret.ok_or(Fault::NoSecret)?;
            if secret.len() < SHORTEST_SECRET {
                return Err(Fault::ShortSecret);
            }
            let fits = jws.fits_secret(algorithm, secret.as_bytes());
            fits.then_some(()).ok_or(Fault::Signature)
        }
        Proof::Keys(keys) => {
            let algorithm = jws.algorithm(expected.rules.algorithms);
            let algorithm = algorithm.ok_or(Fault::Algorithm)?;
            let keys = keys.ok_or(Fault::NoKeys)?;
            let key = choose(jws, keys)?;
            if !for_signatures(key) {
                return Err(Fault::KeyUse);
            }
            match key.material {
                Material::Unusable | Material::Secret(_) => return Err(Fault::BrokenKeys),
                Material::Rsa { bits, .. } if !(2048..=8192).contains(&bits) => {
                    return Err(Fault::BrokenKeys);
                }
                Material::Rsa { .. } | Material::Ec { .. } | Material::Ed25519(_) => {}
            }
            let fits = jws.fits(algorithm, &key.material);
            fits.then_some(()).ok_or(Fault::Signature)
        }
    }
}

/// The key that the header names; without a `kid` the only one there is.
fn choose<'k>(jws: &Jws<'_>, keys: &'k Keys) -> Result<&'k Key, Fault> {
    match jws.header.get("kid") {
        Some(kid) => keys
            .keys
            .iter()
            .find(|key| key.kid.is_some() && key.kid.as_deref() == kid.as_str())
            .ok_or(Fault::Kid),
        None => match keys.keys.as_slice() {
            [only] => Ok(only),
            [] => Err(Fault::NoKeys),
            [_, _, ..] => Err(Fault::Kid),
        },
    }
}

fn for_signatures(key: &Key) -> bool {
    key.usage.as_deref().is_none_or(|usage| usage == "sig")
        && key
            .operations
            .as_ref()
            .is_none_or(|all| all.iter().any(|one| one == "verify"))
}

/// Which of the right names `aud` holds (RFC 7519 4.1.3: text, or an array of it).
fn audience(jws: &Jws<'_>, expected: &Expected<'_>) -> Result<&'static str, Fault> {
    let has = |wanted: &str| match jws.payload.get("aud") {
        Some(serde_json::Value::String(one)) => one == wanted,
        Some(serde_json::Value::Array(several)) => {
            several.iter().any(|one| one.as_str() == Some(wanted))
        }
        _ => false,
    };
    let (issuer, endpoint) = match expected.rules.audience {
        AudienceRule::Issuer => (true, false),
        AudienceRule::Endpoint => (false, true),
        AudienceRule::Either => (true, true),
    };
    // Libraries write the host into an https address; the tenant that they reach is on http, since it is on this machine.
    let secure = expected.issuer.replacen("http://", "https://", 1);
    if issuer && has(expected.issuer) {
        Ok("the issuer")
    } else if issuer && has(&secure) {
        Ok("the issuer with https, where this practice tenant has http")
    } else if endpoint && has(expected.endpoint) {
        Ok("the token endpoint")
    } else {
        Err(Fault::Audience)
    }
}

/// Checks the times and gives `exp`, rounded up.
fn times(jws: &Jws<'_>, rules: &Rules, now: i64) -> Result<i64, Fault> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "exact for the next 285 million years"
    )]
    let float = |seconds: i64| seconds as f64;
    let exp = jws.seconds("exp").filter(|exp| *exp < MILLISECONDS);
    let exp = exp.ok_or(Fault::NoExpiry)?;
    if exp <= float(now) {
        return Err(Fault::Expired);
    }
    if exp > float(now.saturating_add(rules.ahead)) {
        return Err(Fault::TooFar);
    }
    let iat = jws.seconds("iat");
    let early = |at: Option<f64>| at.is_some_and(|at| at > float(now.saturating_add(rules.skew)));
    if early(iat) || early(jws.seconds("nbf")) {
        return Err(Fault::Early);
    }
    // Where iat is left out, as it may be, the life is what is left of it.
    if let Some(life) = rules.life
        && exp - iat.unwrap_or_else(|| float(now)) > float(life)
    {
        return Err(Fault::TooLong);
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "below MILLISECONDS, checked above"
    )]
    let until = exp.ceil() as i64;
    Ok(until)
}

/// True where the header names an asymmetric algorithm: the app means a key, not its secret.
pub(in crate::practice) fn means_a_key(jws: &Jws<'_>) -> bool {
    jws.header_text("alg")
        .is_some_and(|alg| ASYMMETRIC.contains(&alg))
}
