//! A key as a JWK (RFC 7517, RFC 7518 6, RFC 8037 2): its members, and the numbers in them. What is secret of a [`Jwk`] is wiped when it is dropped.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::zeroize::{Zeroize, Zeroizing};
use serde::Deserialize;

use crate::oauth::jwt::keys::Curve;

/// The members of all kinds. `d` and those behind it are secret.
#[derive(Deserialize)]
pub(super) struct Jwk {
    pub(super) kty: Option<String>,
    pub(super) kid: Option<String>,
    pub(super) alg: Option<String>,
    #[serde(rename = "use")]
    pub(super) usage: Option<String>,
    pub(super) key_ops: Option<Vec<String>>,
    pub(super) crv: Option<String>,
    pub(super) n: Option<String>,
    pub(super) e: Option<String>,
    pub(super) x: Option<String>,
    pub(super) y: Option<String>,
    pub(super) x5c: Option<Vec<String>>,
    pub(super) d: Option<String>,
    pub(super) p: Option<String>,
    pub(super) q: Option<String>,
    pub(super) dp: Option<String>,
    pub(super) dq: Option<String>,
    pub(super) qi: Option<String>,
    pub(super) oth: Option<serde::de::IgnoredAny>,
    k: Option<String>,
}

impl Drop for Jwk {
    fn drop(&mut self) {
        for secret in [
            &mut self.d,
            &mut self.p,
            &mut self.q,
            &mut self.dp,
            &mut self.dq,
            &mut self.qi,
            &mut self.k,
        ] {
            secret.zeroize();
        }
    }
}

impl Jwk {
    /// The curve that it names, and how many bytes a coordinate has there.
    pub(super) fn curve(&self) -> Option<(Curve, usize)> {
        match self.crv.as_deref()? {
            "P-256" => Some((Curve::P256, 32)),
            "P-384" => Some((Curve::P384, 48)),
            "P-521" => Some((Curve::P521, 66)),
            _ => None,
        }
    }
}

/// The shared secret in a JWK of kind `oct` (RFC 7518 6.4) that somebody holds. Key sets are not read by this: whoever publishes
/// one in a key set lets everybody sign.
pub(crate) fn shared_secret(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let jwk: Jwk = serde_json::from_str(text.trim()).ok()?;
    let is_shared = jwk.kty.as_deref() == Some("oct");
    decoded(jwk.k.as_deref().filter(|_| is_shared)?).filter(|secret| !secret.is_empty())
}

fn decoded(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = URL_SAFE_NO_PAD.decode(text.trim_end_matches('='));
    bytes.ok().map(Zeroizing::new)
}

/// A number without leading zeros; some programs write one, against RFC 7518 6.3.1.1, and the library insists on none.
pub(super) fn number(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let bytes = decoded(text)?;
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let number = bytes.get(zeros..).filter(|number| !number.is_empty())?;
    Some(Zeroizing::new(number.to_vec()))
}

/// A value that RFC 7518 6.2 and RFC 8037 2 write at full length.
pub(super) fn sized(text: &str, size: usize) -> Option<Zeroizing<Vec<u8>>> {
    decoded(text).filter(|bytes| bytes.len() == size)
}
