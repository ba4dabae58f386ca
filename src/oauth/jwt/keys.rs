//! Keys to check a signature with: JWK, JWK set, PEM, or a shared secret from a file.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED, ParsedPublicKey,
    RsaPublicKeyComponents, RsaSubjectPublicKey,
};
use secrecy::SecretSlice;
use serde::Deserialize;
use thiserror::Error;

mod forms;
mod material;
pub(in crate::oauth::jwt) mod pair;

use crate::oauth::jwt::jwk::Jwk;
use crate::oauth::jwt::{der, pem};
pub use forms::decoded_secret;
use pair::public_half;

/// The longest modulus that signatures are checked with, in bits.
const LONGEST_RSA: usize = 8192;

/// A set of keys, public ones or one shared secret.
#[derive(Debug, Default)]
pub struct Keys {
    /// The keys, in the order of the file.
    pub keys: Vec<Key>,
    /// Where they came from.
    pub source: Source,
    /// True when the file held a private key, of which the public half is used. Worth a warning to its owner.
    pub private: bool,
}

/// What the keys were read from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Source {
    /// A JWK set (RFC 7517 5): keys are told apart by `kid`.
    #[default]
    Set,
    /// One key that somebody chose by hand; where it has no `kid`, it fits every one.
    Chosen,
}

/// One key.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub kid: Option<String>,
    /// The one algorithm that it may be used with (RFC 7517 4.4), as written.
    pub alg: Option<String>,
    /// `use` (RFC 7517 4.2), as written.
    pub usage: Option<String>,
    /// `key_ops` (RFC 7517 4.3), as written.
    pub operations: Option<Vec<String>>,
    /// The key itself.
    pub material: Material,
}

/// The key itself, in the form that the verifying library takes.
#[derive(Debug)]
pub enum Material {
    /// DER of a `SubjectPublicKeyInfo` or an `RSAPublicKey`, and the length of the modulus in bits.
    Rsa {
        /// The DER.
        der: Vec<u8>,
        /// The length.
        bits: usize,
    },
    /// A point on a curve, uncompressed (SEC 1 2.3.3).
    Ec {
        /// Which curve.
        curve: Curve,
        /// The point.
        point: Vec<u8>,
    },
    /// The 32 bytes of an Ed25519 key.
    Ed25519(Vec<u8>),
    /// A shared secret; its `Debug` hides it.
    Secret(SecretSlice<u8>),
    /// A key of a kind, or with contents, that cannot be used here. Kept, so that its `kid` is found and the reason can be told.
    Unusable,
}

/// The curves of RFC 7518 6.2.1.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    /// P-256.
    P256,
    /// P-384.
    P384,
    /// P-521.
    P521,
}

/// Why a file gave no keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoKeys {
    /// Neither PEM nor a JWK nor a JWK set.
    #[error("it holds no key: neither PEM, DER, a JWK, a JWK set nor base64 of one")]
    NotKeys,
    /// A set without members, or PEM blocks without a usable key.
    #[error("it holds no key that can be used")]
    Empty,
    /// A private key under a passphrase.
    #[error("the private key in it is encrypted; give the public key instead")]
    Encrypted,
}

#[derive(Deserialize)]
struct JwkSet {
    keys: Vec<serde_json::Value>,
}

impl Keys {
    /// Reads DER, or whatever [`Keys::parse`] reads.
    ///
    /// # Errors
    /// [`NoKeys`] when there is no key in it.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NoKeys> {
        if let Some(keys) = Self::from_der(bytes) {
            return Ok(keys);
        }
        let text = std::str::from_utf8(bytes).map_err(|_| NoKeys::NotKeys)?;
        Self::parse(text)
    }

    /// Reads PEM, a JWK, a JWK set, a map of certificates as Google publishes them, or the bare base64 of a key as Keycloak shows
    /// it, whichever `text` is.
    ///
    /// # Errors
    /// [`NoKeys`] when there is no key in it. A set of which single keys cannot be used is not an error.
    pub fn parse(text: &str) -> Result<Self, NoKeys> {
        let text = text.trim_start_matches('\u{feff}').trim();
        if !text.starts_with('{') {
            if text.contains("-----BEGIN ") {
                // A variable of the environment keeps line breaks as two characters.
                return Self::from_pem(&text.replace("\\r", "").replace("\\n", "\n"));
            }
            return Self::from_base64(text);
        }
        if let Some(keys) = forms::in_members(text) {
            return keys;
        }
        if let Ok(set) = serde_json::from_str::<JwkSet>(text) {
            return Self::from_set(set);
        }
        let jwk: Jwk = serde_json::from_str(text).map_err(|_| NoKeys::NotKeys)?;
        if jwk.kty.is_none() {
            return Err(NoKeys::NotKeys);
        }
        Ok(Self {
            private: jwk.d.is_some(),
            keys: vec![Key::from_jwk(jwk)],
            source: Source::Chosen,
        })
    }

    /// One shared secret, for HMAC.
    pub fn from_secret(secret: Vec<u8>) -> Self {
        let material = Material::Secret(secret.into());
        Self {
            keys: vec![Key::unnamed(material)],
            source: Source::Chosen,
            private: false,
        }
    }

    /// One key in DER: a certificate, a public key in either form, or a private one.
    fn from_der(bytes: &[u8]) -> Option<Self> {
        const SEQUENCE: u8 = 0x30;
        der::expect(bytes, SEQUENCE).filter(|whole| whole.rest.is_empty())?;
        let public = ["PUBLIC KEY", "CERTIFICATE", "RSA PUBLIC KEY"]
            .iter()
            .find_map(|label| from_block(label, bytes));
        let private = public.is_none();
        let material = public.or_else(|| public_half(bytes))?;
        Some(Self {
            keys: vec![Key::unnamed(material)],
            source: Source::Chosen,
            private,
        })
    }

    /// The base64 of DER and nothing around it, or a key as OpenSSH writes it.
    fn from_base64(text: &str) -> Result<Self, NoKeys> {
        if let Some(material) = forms::openssh(text) {
            return Ok(Self {
                keys: vec![Key::unnamed(material)],
                source: Source::Chosen,
                private: false,
            });
        }
        let plain: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '"' | ',' | '[' | ']' | '\''))
            .collect();
        let bytes = forms::base64(&plain).ok_or(NoKeys::NotKeys)?;
        Self::from_der(&bytes).ok_or(NoKeys::NotKeys)
    }

    fn from_set(set: JwkSet) -> Result<Self, NoKeys> {
        // RFC 7517 5: members that cannot be understood are passed over, the others still count.
        let jwks: Vec<Jwk> = set
            .keys
            .into_iter()
            .filter_map(|value| serde_json::from_value(value).ok())
            .collect();
        if jwks.is_empty() {
            return Err(NoKeys::Empty);
        }
        Ok(Self {
            private: jwks.iter().any(|jwk| jwk.d.is_some()),
            keys: jwks.into_iter().map(Key::from_jwk).collect(),
            source: Source::Set,
        })
    }

    fn from_pem(text: &str) -> Result<Self, NoKeys> {
        // Blocks that do not decode are left out; what is left says whether there was a key.
        let whole = pem::blocks(text)
            .into_iter()
            .filter(|block| block.end.is_some());
        let blocks: Vec<_> = whole
            .filter_map(|block| Some((block.label, pem::decoded(block.body, 1).ok()?)))
            .collect();
        if blocks
            .iter()
            .any(|(label, _)| *label == "ENCRYPTED PRIVATE KEY")
        {
            return Err(NoKeys::Encrypted);
        }
        let private = blocks
            .iter()
            .any(|(label, _)| label.ends_with("PRIVATE KEY"));
        let keys: Vec<Key> = blocks
            .iter()
            .filter_map(|(label, der)| from_block(label, der))
            .map(Key::unnamed)
            .collect();
        if keys.is_empty() {
            return Err(NoKeys::Empty);
        }
        Ok(Self {
            keys,
            source: Source::Chosen,
            private,
        })
    }
}

impl Key {
    fn unnamed(material: Material) -> Self {
        Self {
            kid: None,
            alg: None,
            usage: None,
            operations: None,
            material,
        }
    }

    fn from_jwk(mut jwk: Jwk) -> Self {
        let material = material::of(&jwk)
            .or_else(|| material::certified(&jwk))
            .unwrap_or(Material::Unusable);
        Self {
            kid: jwk.kid.take(),
            alg: jwk.alg.take(),
            usage: jwk.usage.take(),
            operations: jwk.key_ops.take(),
            material,
        }
    }
}

/// A point that lies on its curve; any other may give the private half away, or fit everything (RFC 8725 3.4).
fn ec(curve: Curve, point: Vec<u8>) -> Option<Material> {
    let algorithm = match curve {
        Curve::P256 => &ECDSA_P256_SHA256_FIXED,
        Curve::P384 => &ECDSA_P384_SHA384_FIXED,
        Curve::P521 => &ECDSA_P521_SHA512_FIXED,
    };
    ParsedPublicKey::new(algorithm, &point).ok()?;
    Some(Material::Ec { curve, point })
}

fn rsa_from_numbers(n: &[u8], e: &[u8]) -> Option<Material> {
    let der = RsaPublicKeyComponents { n, e }.as_der().ok()?;
    rsa_from_der(der.as_ref())
}

fn rsa_from_der(der: &[u8]) -> Option<Material> {
    let key = RsaSubjectPublicKey::from_der(der).ok()?;
    let bits = key.modulus_len() * 8;
    // The library checks no longer ones, and "the signature does not fit" would be a lie.
    (bits <= LONGEST_RSA).then(|| Material::Rsa {
        der: der.to_vec(),
        bits,
    })
}

/// The key in a PEM block of this label; of a private key the public half.
fn from_block(label: &str, der: &[u8]) -> Option<Material> {
    match label {
        "PUBLIC KEY" => from_public_key_info(der),
        "RSA PUBLIC KEY" => rsa_from_der(der),
        "CERTIFICATE" => from_public_key_info(der::certificate_key(der)?),
        "PRIVATE KEY" | "RSA PRIVATE KEY" | "EC PRIVATE KEY" => public_half(der),
        _ => None,
    }
}

fn from_public_key_info(info: &[u8]) -> Option<Material> {
    let (kind, key) = der::public_key_info(info)?;
    match kind {
        der::Kind::Rsa => rsa_from_der(info),
        der::Kind::P256 => ec(Curve::P256, key.to_vec()),
        der::Kind::P384 => ec(Curve::P384, key.to_vec()),
        der::Kind::P521 => ec(Curve::P521, key.to_vec()),
        der::Kind::Ed25519 => Some(Material::Ed25519(key.to_vec())),
    }
}
