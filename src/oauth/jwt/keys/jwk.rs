//! A public key as a JWK (RFC 7517, RFC 7518 6).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use crate::oauth::jwt::keys::{Curve, Material, ec, forms, from_block, rsa_from_numbers};

/// The members that are read.
#[derive(Deserialize)]
pub(super) struct Jwk {
    pub(super) kty: Option<String>,
    pub(super) kid: Option<String>,
    pub(super) alg: Option<String>,
    #[serde(rename = "use")]
    pub(super) usage: Option<String>,
    pub(super) key_ops: Option<Vec<String>>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
    x5c: Option<Vec<String>>,
    pub(super) d: Option<serde::de::IgnoredAny>,
}

/// The key of a JWK; `None` where it is of an unknown kind or its numbers do not fit. A shared secret (`oct`) is not taken from
/// here: whoever publishes one in a key set lets everybody sign.
pub(super) fn material(jwk: &Jwk) -> Option<Material> {
    match jwk.kty.as_deref()? {
        "RSA" => rsa_from_numbers(&number(jwk.n.as_deref()?)?, &number(jwk.e.as_deref()?)?),
        "EC" => {
            let (curve, size) = match jwk.crv.as_deref()? {
                "P-256" => (Curve::P256, 32),
                "P-384" => (Curve::P384, 48),
                "P-521" => (Curve::P521, 66),
                _ => return None,
            };
            let x = coordinate(jwk.x.as_deref()?, size)?;
            let y = coordinate(jwk.y.as_deref()?, size)?;
            ec(curve, [&[4][..], &x, &y].concat())
        }
        "OKP" if jwk.crv.as_deref()? == "Ed25519" => {
            coordinate(jwk.x.as_deref()?, 32).map(Material::Ed25519)
        }
        _ => None,
    }
}

/// The key in the certificate of a JWK that has no numbers of its own (RFC 7517 4.7).
pub(super) fn certified(jwk: &Jwk) -> Option<Material> {
    let first = jwk.x5c.as_ref()?.first()?;
    from_block("CERTIFICATE", &forms::base64(first)?)
}

fn number(text: &str) -> Option<Vec<u8>> {
    let bytes = decode(text)?;
    let zeros = bytes.iter().take_while(|b| **b == 0).count();
    // Some servers write a leading zero byte, against RFC 7518 6.3.1.1; the library insists on none.
    bytes
        .get(zeros..)
        .filter(|n| !n.is_empty())
        .map(<[u8]>::to_vec)
}

fn coordinate(text: &str, size: usize) -> Option<Vec<u8>> {
    decode(text).filter(|bytes| bytes.len() == size)
}

fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()
}
