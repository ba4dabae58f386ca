//! Judging a proof of possession (RFC 9449 4.3), at the token endpoint and at a resource.

use aws_lc_rs::{digest, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use crate::oauth::jwt::keys::Keys;
use crate::practice::proof::jws::Jws;
use crate::practice::proof::once::Once;

/// How old and how far ahead `iat` may be, in seconds (Okta's own five minutes).
const OLDEST: f64 = 300.0;
const AHEAD: f64 = 5.0;
/// A nonce is new each day; one of the three days before still counts (Okta).
const NONCE_PERIOD: i64 = 86_400;
const NONCE_KEPT: i64 = 3;

/// What one vendor demands of a proof.
pub(in crate::practice) struct Rules {
    /// The algorithms that are taken.
    pub(in crate::practice) algorithms: &'static [&'static str],
    /// Whether the token endpoint gives a nonce first.
    pub(in crate::practice) nonce: NonceRule,
}

/// Whether a server demands a nonce in the proof (RFC 9449 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum NonceRule {
    /// A proof without the server's nonce is answered with a challenge.
    Demanded,
    /// No nonce is asked for; one that comes is looked at.
    #[default]
    Free,
}

/// What is wrong with a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum Fault {
    /// No proof came and one is demanded.
    Missing,
    /// More than one header.
    Several,
    /// `typ` is not `dpop+jwt`.
    Typ,
    /// An algorithm that is not taken, or a key that is too short for it.
    Algorithm,
    /// Not three base64url parts with JSON in the first two.
    Parse,
    /// `jwk` is missing, holds a private key, or is no key.
    Key,
    /// The signature is not that key's.
    Signature,
    /// `htm` is not the method.
    Method,
    /// `htu` is not the URL.
    Target,
    /// `iat` is missing or no number.
    NoTime,
    /// `jti` is missing or too long.
    NoJti,
    /// `iat` is to come.
    Early,
    /// `iat` is too long ago.
    Old,
    /// `exp` is past.
    Expired,
    /// `jti` was used before.
    Replayed,
    /// `ath` is not this token's.
    Token,
    /// The token is bound to another key.
    OtherKey,
    /// The server's nonce is missing or too old.
    Nonce,
}

impl Fault {
    /// What was seen, for the journal.
    pub(in crate::practice) fn seen(self) -> &'static str {
        match self {
            Self::Missing => "no DPoP header came, and this app must prove possession of a key",
            Self::Several => "more than one DPoP header",
            Self::Typ => "typ is not dpop+jwt",
            Self::Algorithm => "alg is none that this server takes, or the key is too short for it",
            Self::Parse => "not three base64url parts with JSON in the first two",
            Self::Key => "jwk is missing, is no key that can be used, or is a private one",
            Self::Signature => "the signature is not that of the key in jwk",
            Self::Method => "htm is not the method of this request",
            Self::Target => "htu is not the URL of this request",
            Self::NoTime => "iat is missing or no number",
            Self::NoJti => "jti is missing or too long",
            Self::Early => "iat is still to come",
            Self::Old => "iat is more than five minutes ago",
            Self::Expired => "exp is past",
            Self::Replayed => "this jti was used before",
            Self::Token => "ath is not the hash of this token",
            Self::OtherKey => "the token is bound to another key",
            Self::Nonce => "the server's nonce is missing or too old",
        }
    }
}

/// What a proof is held against.
pub(in crate::practice) struct Expected<'a> {
    pub(in crate::practice) algorithms: &'a [&'a str],
    pub(in crate::practice) method: &'a str,
    /// The URL of the request without query and fragment.
    pub(in crate::practice) url: &'a str,
    /// The nonces, and whether one must come.
    pub(in crate::practice) nonce: Option<(&'a Nonces, NonceRule)>,
    /// The token that comes with it, at a resource.
    pub(in crate::practice) token: Option<&'a str>,
    pub(in crate::practice) now: i64,
    pub(in crate::practice) used: &'a Once,
}

/// Judges a proof. Gives the thumbprint of its key (RFC 7638).
///
/// # Errors
/// The first of the checks of RFC 9449 4.3 that does not hold.
pub(in crate::practice) fn judge(proof: &str, expected: &Expected<'_>) -> Result<String, Fault> {
    let jws = Jws::split(proof).ok_or(Fault::Parse)?;
    let typ = jws.header_text("typ").unwrap_or_default();
    if !typ.eq_ignore_ascii_case("dpop+jwt") {
        return Err(Fault::Typ);
    }
    let algorithm = jws.algorithm(expected.algorithms).ok_or(Fault::Algorithm)?;
    let jwk = jws.header.get("jwk").and_then(Value::as_object);
    let thumb = thumbprint(jwk.ok_or(Fault::Key)?).ok_or(Fault::Key)?;
    let keys = Keys::parse(&json!(jwk).to_string()).map_err(|_| Fault::Key)?;
    let key = keys.keys.first().filter(|_| !keys.private);
    let key = key.ok_or(Fault::Key)?;
    if !jws.fits(algorithm, &key.material) {
        return Err(Fault::Signature);
    }
    claims(&jws, expected)?;
    let jti = jws.text("jti").filter(|jti| (1..=256).contains(&jti.len()));
    let jti = jti.ok_or(Fault::NoJti)?;
    // Whoever replays sends the same iat, so a mark that outlives the window of iat is long enough.
    let until = expected.now.saturating_add(2 * 300);
    if !expected.used.first(&thumb, jti, until, expected.now) {
        return Err(Fault::Replayed);
    }
    Ok(thumb)
}

fn claims(jws: &Jws<'_>, expected: &Expected<'_>) -> Result<(), Fault> {
    if jws.text("htm") != Some(expected.method) {
        return Err(Fault::Method);
    }
    if !same_target(jws.text("htu").unwrap_or_default(), expected.url) {
        return Err(Fault::Target);
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "exact for the next 285 million years"
    )]
    let now = expected.now as f64;
    let iat = jws.seconds("iat").ok_or(Fault::NoTime)?;
    if iat > now + AHEAD {
        return Err(Fault::Early);
    }
    if iat < now - OLDEST {
        return Err(Fault::Old);
    }
    if jws.seconds("exp").is_some_and(|exp| exp <= now) {
        return Err(Fault::Expired);
    }
    if let Some(token) = expected.token
        && jws.text("ath") != Some(hash(token).as_str())
    {
        return Err(Fault::Token);
    }
    let Some((nonces, rule)) = expected.nonce else {
        return Ok(());
    };
    match (jws.text("nonce"), rule) {
        (Some(nonce), _) if nonces.knows(nonce, expected.now) => Ok(()),
        (None, NonceRule::Free) => Ok(()),
        (Some(_) | None, NonceRule::Demanded | NonceRule::Free) => Err(Fault::Nonce),
    }
}

/// The base64url of SHA-256 (RFC 9449 4.2, `ath`).
pub(in crate::practice) fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, text.as_bytes()))
}

/// RFC 9449 4.3: compared after normalisation, query and fragment left out.
fn same_target(given: &str, wanted: &str) -> bool {
    let normal = |text: &str| {
        let mut url = url::Url::parse(text).ok()?;
        url.set_query(None);
        url.set_fragment(None);
        Some(url)
    };
    normal(given).is_some_and(|given| Some(given) == normal(wanted))
}

/// The thumbprint of a public JWK (RFC 7638 3); `None` where a member is missing or a private one is there.
pub(in crate::practice) fn thumbprint(jwk: &Map<String, Value>) -> Option<String> {
    // RFC 9449 4.2: jwk must not hold a private key.
    if ["d", "k", "p", "q"]
        .iter()
        .any(|name| jwk.contains_key(*name))
    {
        return None;
    }
    let text = |name: &str| jwk.get(name).and_then(Value::as_str);
    let names: &[&str] = match text("kty")? {
        "RSA" => &["e", "kty", "n"],
        "EC" => &["crv", "kty", "x", "y"],
        "OKP" => &["crv", "kty", "x"],
        _ => return None,
    };
    // serde_json keeps the order of insertion, which is the order of the clause.
    let mut canonical = Map::new();
    for name in names {
        canonical.insert((*name).to_owned(), text(name)?.into());
    }
    Some(hash(&Value::Object(canonical).to_string()))
}

/// The nonces of one server: one a day, computed, not kept.
pub(in crate::practice) struct Nonces(hmac::Key);

impl Nonces {
    /// Nonces from these random bytes.
    pub(in crate::practice) fn new(secret: [u8; 32]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, &secret))
    }

    /// The nonce of this day.
    pub(in crate::practice) fn current(&self, now: i64) -> String {
        self.of(now.div_euclid(NONCE_PERIOD))
    }

    fn knows(&self, nonce: &str, now: i64) -> bool {
        let today = now.div_euclid(NONCE_PERIOD);
        (0..=NONCE_KEPT).any(|back| self.of(today.saturating_sub(back)) == nonce)
    }

    fn of(&self, day: i64) -> String {
        let tag = hmac::sign(&self.0, &day.to_be_bytes());
        URL_SAFE_NO_PAD
            .encode(tag.as_ref())
            .chars()
            .take(32)
            .collect()
    }
}
