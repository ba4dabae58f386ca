//! The public key in a JWK (RFC 7518 6), in the form that the verifying library takes.

use crate::oauth::jwt::jwk::{Jwk, number, sized};
use crate::oauth::jwt::keys::{Material, ec, forms, from_block, rsa_from_numbers};

/// The key of a JWK; `None` where it is of an unknown kind or its numbers do not fit. A shared secret (`oct`) is not taken from
/// here: whoever publishes one in a key set lets everybody sign.
pub(super) fn of(jwk: &Jwk) -> Option<Material> {
    match jwk.kty.as_deref()? {
        "RSA" => rsa_from_numbers(&number(jwk.n.as_deref()?)?, &number(jwk.e.as_deref()?)?),
        "EC" => {
            let (curve, size) = jwk.curve()?;
            let x = sized(jwk.x.as_deref()?, size)?;
            let y = sized(jwk.y.as_deref()?, size)?;
            ec(curve, [&[4][..], &x, &y].concat())
        }
        "OKP" if jwk.crv.as_deref()? == "Ed25519" => {
            let x = sized(jwk.x.as_deref()?, 32)?;
            Some(Material::Ed25519(x.to_vec()))
        }
        _ => None,
    }
}

/// The key in the certificate of a JWK that has no numbers of its own (RFC 7517 4.7).
pub(super) fn certified(jwk: &Jwk) -> Option<Material> {
    let first = jwk.x5c.as_ref()?.first()?;
    from_block("CERTIFICATE", &forms::base64(first)?)
}
