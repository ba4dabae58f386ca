//! A signed JWT as a server reads it: strictly, and checked only with the key and the algorithms that the server chose (RFC 7515, RFC 8725).

use aws_lc_rs::{hmac, signature as lc};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::oauth::jwt::algorithm::{Algorithm, Hash};
use crate::oauth::jwt::keys::{Curve, Material};

/// A token taken apart.
pub(in crate::practice) struct Jws<'a> {
    pub(in crate::practice) header: Map<String, Value>,
    pub(in crate::practice) payload: Map<String, Value>,
    /// The first two parts with the dot between them: what the signature is over.
    pub(in crate::practice) signed: &'a str,
    pub(in crate::practice) signature: Vec<u8>,
}

impl<'a> Jws<'a> {
    /// Three base64url parts, JSON objects in the first two; `None` for anything else.
    pub(in crate::practice) fn split(token: &'a str) -> Option<Self> {
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

    /// A header member that is text.
    pub(in crate::practice) fn header_text(&self, name: &str) -> Option<&str> {
        self.header.get(name).and_then(Value::as_str)
    }

    /// A claim that is text.
    pub(in crate::practice) fn text(&self, name: &str) -> Option<&str> {
        self.payload.get(name).and_then(Value::as_str)
    }

    /// A claim that is a number of seconds. It may be fractional (RFC 7519 2); what no `f64` holds is no instant either.
    pub(in crate::practice) fn seconds(&self, name: &str) -> Option<f64> {
        self.payload
            .get(name)
            .and_then(Value::as_f64)
            .filter(|seconds| seconds.is_finite())
    }

    /// The algorithm, where `allowed` names it and no extension is demanded that nobody here knows (RFC 7515 4.1.11).
    pub(in crate::practice) fn algorithm(&self, allowed: &[&str]) -> Option<Algorithm> {
        let name = self.header_text("alg")?;
        if self.header.contains_key("crit") || !allowed.contains(&name) {
            return None;
        }
        Algorithm::from_name(name)
    }

    /// True when the signature is this key's. A key of another kind than the algorithm needs never fits, so a public key is never taken for an HMAC secret.
    pub(in crate::practice) fn fits(&self, algorithm: Algorithm, key: &Material) -> bool {
        let (message, signature) = (self.signed.as_bytes(), self.signature.as_slice());
        match key {
            Material::Rsa { der: bytes, bits } => {
                *bits >= SHORTEST_RSA
                    && is_rsa(algorithm)
                    && public(algorithm, bytes, message, signature)
            }
            Material::Ec { curve, point } => {
                algorithm == ecdsa(*curve) && public(algorithm, point, message, signature)
            }
            Material::Ed25519(bytes) => {
                algorithm == Algorithm::Ed25519 && public(algorithm, bytes, message, signature)
            }
            // Secrets are handed to `fits_secret` by those who mean it.
            Material::Secret(_) | Material::Unusable => false,
        }
    }

    /// True when the signature is the HMAC with this secret.
    pub(in crate::practice) fn fits_secret(&self, algorithm: Algorithm, secret: &[u8]) -> bool {
        let Algorithm::Hs(hash) = algorithm else {
            return false;
        };
        let kind = match hash {
            Hash::Sha256 => hmac::HMAC_SHA256,
            Hash::Sha384 => hmac::HMAC_SHA384,
            Hash::Sha512 => hmac::HMAC_SHA512,
        };
        let key = hmac::Key::new(kind, secret);
        hmac::verify(&key, self.signed.as_bytes(), &self.signature).is_ok()
    }
}

/// RFC 7518 3.3.
const SHORTEST_RSA: usize = 2048;

fn is_rsa(algorithm: Algorithm) -> bool {
    match algorithm {
        Algorithm::Rs(_) | Algorithm::Ps(_) => true,
        Algorithm::Es(_) | Algorithm::Ed25519 | Algorithm::Hs(_) => false,
    }
}

/// The one algorithm of a curve (RFC 7518 3.4).
fn ecdsa(curve: Curve) -> Algorithm {
    Algorithm::Es(match curve {
        Curve::P256 => Hash::Sha256,
        Curve::P384 => Hash::Sha384,
        Curve::P521 => Hash::Sha512,
    })
}

fn public(algorithm: Algorithm, key: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let known: &'static dyn lc::VerificationAlgorithm = match algorithm {
        // At most 8192 bits: a longer key would cost its owner nothing and this server a second.
        Algorithm::Rs(Hash::Sha256) => &lc::RSA_PKCS1_2048_8192_SHA256,
        Algorithm::Rs(Hash::Sha384) => &lc::RSA_PKCS1_2048_8192_SHA384,
        Algorithm::Rs(Hash::Sha512) => &lc::RSA_PKCS1_2048_8192_SHA512,
        Algorithm::Ps(Hash::Sha256) => &lc::RSA_PSS_2048_8192_SHA256,
        Algorithm::Ps(Hash::Sha384) => &lc::RSA_PSS_2048_8192_SHA384,
        Algorithm::Ps(Hash::Sha512) => &lc::RSA_PSS_2048_8192_SHA512,
        Algorithm::Es(Hash::Sha256) => &lc::ECDSA_P256_SHA256_FIXED,
        Algorithm::Es(Hash::Sha384) => &lc::ECDSA_P384_SHA384_FIXED,
        Algorithm::Es(Hash::Sha512) => &lc::ECDSA_P521_SHA512_FIXED,
        Algorithm::Ed25519 => &lc::ED25519,
        Algorithm::Hs(_) => return false,
    };
    lc::UnparsedPublicKey::new(known, key)
        .verify(message, signature)
        .is_ok()
}

/// Every asymmetric algorithm that this program can check; both spellings of Ed25519 (RFC 8037, RFC 9864).
pub(in crate::practice) const ASYMMETRIC: &[&str] = &[
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
    "Ed25519",
];
