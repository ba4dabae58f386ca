//! A key pair out of DER: the whole of it signs, its public half checks.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING,
    ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair,
    RsaKeyPair,
};

use crate::oauth::jwt::keys::{Curve, Material, ec, rsa_from_der};

/// A key pair, in the form that the signing library takes.
pub(in crate::oauth::jwt) enum Pair {
    Rsa(RsaKeyPair),
    Ec(Curve, EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// The key in a PKCS #8, PKCS #1 or SEC 1 structure, whichever it is: labels around it are often wrong, the bytes are not.
pub(in crate::oauth::jwt) fn read(bytes: &[u8]) -> Option<Pair> {
    if let Ok(pair) = RsaKeyPair::from_pkcs8(bytes).or_else(|_| RsaKeyPair::from_der(bytes)) {
        return Some(Pair::Rsa(pair));
    }
    if let Ok(pair) = Ed25519KeyPair::from_pkcs8_maybe_unchecked(bytes) {
        return Some(Pair::Ed25519(pair));
    }
    [Curve::P256, Curve::P384, Curve::P521]
        .into_iter()
        .find_map(|curve| {
            let pair = EcdsaKeyPair::from_private_key_der(ec_signing(curve), bytes).ok()?;
            Some(Pair::Ec(curve, pair))
        })
}

/// What signs on a curve, in the form of a JWS (RFC 7518 3.4).
pub(in crate::oauth::jwt) fn ec_signing(curve: Curve) -> &'static EcdsaSigningAlgorithm {
    match curve {
        Curve::P256 => &ECDSA_P256_SHA256_FIXED_SIGNING,
        Curve::P384 => &ECDSA_P384_SHA384_FIXED_SIGNING,
        Curve::P521 => &ECDSA_P521_SHA512_FIXED_SIGNING,
    }
}

/// The public half of a private key.
pub(super) fn public_half(der: &[u8]) -> Option<Material> {
    match read(der)? {
        Pair::Rsa(pair) => rsa_from_der(pair.public_key().as_ref()),
        Pair::Ed25519(pair) => Some(Material::Ed25519(pair.public_key().as_ref().to_vec())),
        Pair::Ec(curve, pair) => ec(curve, pair.public_key().as_ref().to_vec()),
    }
}
