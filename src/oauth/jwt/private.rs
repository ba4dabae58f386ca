//! Private keys to sign with: read from PEM or JWK, looked over, and never printed.

use std::fmt;

use aws_lc_rs::digest;
use aws_lc_rs::signature::{
    KeyPair, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384,
    RSA_PSS_SHA512, RsaEncoding,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use thiserror::Error;

use crate::oauth::jwt::algorithm::{Algorithm, Hash};
use crate::oauth::jwt::keys::Curve;
use crate::oauth::jwt::keys::pair::{self, Pair};

pub mod damage;
mod fault;
mod jwk;
mod pem;

use damage::{BadKey, Repair};

/// RFC 7518 3.3 and 3.5 demand so many bits of an RSA key.
const RSA_AT_LEAST: usize = 2048;

/// A private key. Neither `Debug` nor any other printing shows more than its kind.
pub struct PrivateKey {
    pair: Pair,
    /// Its name, where a JWK gives one.
    pub kid: Option<String>,
    /// The one algorithm that a JWK allows (RFC 7517 4.4), as written.
    pub alg: Option<String>,
}

/// A key as read, and what had to be mended in its text for that.
#[derive(Debug)]
pub struct Opened {
    /// The key.
    pub key: PrivateKey,
    /// Each thing that was mended, worth telling the owner of the file.
    pub repairs: Vec<Repair>,
}

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// RSA with this many bits.
    Rsa(usize),
    /// A key on this curve.
    Ec(Curve),
    /// Ed25519.
    Ed25519,
}

/// Why a signature could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CannotSign {
    /// RFC 7518 ties every algorithm to one kind of key.
    #[error("{algorithm} does not fit: it is for {wanted}, and this is {found}")]
    OtherKind {
        /// What was asked for.
        algorithm: &'static str,
        /// The key that it needs.
        wanted: &'static str,
        /// The key at hand.
        found: Kind,
    },
    /// The library refused.
    #[error("the signature could not be computed with this key")]
    Library,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa(bits) => write!(f, "an RSA key of {bits} bits"),
            Self::Ec(Curve::P256) => f.write_str("an EC key on P-256"),
            Self::Ec(Curve::P384) => f.write_str("an EC key on P-384"),
            Self::Ec(Curve::P521) => f.write_str("an EC key on P-521"),
            Self::Ed25519 => f.write_str("an Ed25519 key"),
        }
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({}, hidden)", self.kind())
    }
}

impl PrivateKey {
    /// Reads a private key: PEM in PKCS #8, PKCS #1 or SEC 1 form, or a JWK. Of a JWK set the key named `kid` is taken.
    ///
    /// # Errors
    /// [`BadKey`], which says what the text is instead, or where it is damaged. It repeats no part of a key.
    pub fn parse(text: &str, kid: Option<&str>) -> Result<Opened, BadKey> {
        // A byte order mark is what some editors put in front.
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() {
            return Err(BadKey::Empty);
        }
        if text.starts_with('{') || text.starts_with('[') {
            let key = jwk::read(text, kid)?;
            let repairs = Vec::new();
            return Ok(Opened { key, repairs });
        }
        let block = pem::read(text)?;
        let pair = pair::read(&block.der).ok_or_else(|| fault::of(&block.der, block.label))?;
        let key = Self::checked(pair)?;
        let repairs = block.repairs;
        Ok(Opened { key, repairs })
    }

    /// Reads the DER of a PKCS #8 key, such as one that has just been made.
    ///
    /// # Errors
    /// [`BadKey`].
    pub fn from_pkcs8(bytes: &[u8]) -> Result<Self, BadKey> {
        let pair = pair::read(bytes).ok_or_else(|| fault::of(bytes, "PRIVATE KEY"))?;
        Self::checked(pair)
    }

    /// The key, if it is long enough to sign with.
    fn checked(pair: Pair) -> Result<Self, BadKey> {
        let key = Self {
            pair,
            kid: None,
            alg: None,
        };
        match key.kind() {
            Kind::Rsa(bits) if bits < RSA_AT_LEAST => Err(BadKey::TooShort { bits }),
            Kind::Rsa(_) | Kind::Ec(_) | Kind::Ed25519 => Ok(key),
        }
    }

    /// What kind of key it is.
    pub fn kind(&self) -> Kind {
        match &self.pair {
            Pair::Rsa(pair) => Kind::Rsa(pair.public_modulus_len() * 8),
            Pair::Ec(curve, _) => Kind::Ec(*curve),
            Pair::Ed25519(_) => Kind::Ed25519,
        }
    }

    /// The algorithm to take where nobody chose one: the key's own, else the one that every server knows for its kind.
    pub fn usual_algorithm(&self) -> Algorithm {
        let own = self.alg.as_deref().and_then(Algorithm::from_name);
        if let Some(own) = own.filter(|own| self.check(*own).is_ok()) {
            return own;
        }
        match self.kind() {
            Kind::Rsa(_) => Algorithm::Rs(Hash::Sha256),
            Kind::Ec(Curve::P256) => Algorithm::Es(Hash::Sha256),
            Kind::Ec(Curve::P384) => Algorithm::Es(Hash::Sha384),
            Kind::Ec(Curve::P521) => Algorithm::Es(Hash::Sha512),
            Kind::Ed25519 => Algorithm::Ed25519,
        }
    }

    /// Holds that `algorithm` is for this kind of key (RFC 7518 3.3 to 3.5, RFC 8037 3.1).
    ///
    /// # Errors
    /// [`CannotSign::OtherKind`].
    pub fn check(&self, algorithm: Algorithm) -> Result<(), CannotSign> {
        use Algorithm::{Ed25519, Es, Hs, Ps, Rs};
        let wanted = match (self.kind(), algorithm) {
            (Kind::Rsa(_), Rs(_) | Ps(_))
            | (Kind::Ec(Curve::P256), Es(Hash::Sha256))
            | (Kind::Ec(Curve::P384), Es(Hash::Sha384))
            | (Kind::Ec(Curve::P521), Es(Hash::Sha512))
            | (Kind::Ed25519, Ed25519) => return Ok(()),
            (_, Rs(_) | Ps(_)) => "an RSA key",
            (_, Es(Hash::Sha256)) => "an EC key on P-256",
            (_, Es(Hash::Sha384)) => "an EC key on P-384",
            (_, Es(Hash::Sha512)) => "an EC key on P-521",
            (_, Ed25519) => "an Ed25519 key",
            (_, Hs(_)) => "a secret that both sides know",
        };
        Err(CannotSign::OtherKind {
            algorithm: algorithm.name(),
            wanted,
            found: self.kind(),
        })
    }

    /// The signature over `message`, in the form of a JWS (RFC 7518 3).
    ///
    /// # Errors
    /// [`CannotSign`].
    pub fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Result<Vec<u8>, CannotSign> {
        self.check(algorithm)?;
        match &self.pair {
            Pair::Rsa(pair) => {
                let (padding, hash) = padding(algorithm).ok_or(CannotSign::Library)?;
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign_digest(padding, &digest::digest(hash, message), &mut signature)
                    .map_err(|_| CannotSign::Library)?;
                Ok(signature)
            }
            Pair::Ec(curve, pair) => {
                let digest = digest::digest(ec_hash(*curve), message);
                let signature = pair.sign_digest(&digest);
                let signature = signature.map_err(|_| CannotSign::Library)?;
                Ok(signature.as_ref().to_vec())
            }
            Pair::Ed25519(pair) => {
                let signature = pair.try_sign(message);
                let signature = signature.map_err(|_| CannotSign::Library)?;
                Ok(signature.as_ref().to_vec())
            }
        }
    }

    /// The public half as a JWK: only the members that RFC 7638 3.2 names, in its order, without blanks.
    pub fn public_jwk(&self) -> String {
        match &self.pair {
            Pair::Rsa(pair) => {
                let key = pair.public_key();
                let e = text(key.exponent().big_endian_without_leading_zero());
                let n = text(key.modulus().big_endian_without_leading_zero());
                format!(r#"{{"e":"{e}","kty":"RSA","n":"{n}"}}"#)
            }
            Pair::Ec(curve, pair) => {
                // SEC 1 2.3.3: a byte for the form, then both coordinates at full length.
                let point = pair.public_key().as_ref();
                let point = point.get(1..).unwrap_or_default();
                let (x, y) = point.split_at(point.len() / 2);
                let (x, y) = (text(x), text(y));
                let name = curve_name(*curve);
                format!(r#"{{"crv":"{name}","kty":"EC","x":"{x}","y":"{y}"}}"#)
            }
            Pair::Ed25519(pair) => {
                let x = text(pair.public_key().as_ref());
                format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#)
            }
        }
    }
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn curve_name(curve: Curve) -> &'static str {
    match curve {
        Curve::P256 => "P-256",
        Curve::P384 => "P-384",
        Curve::P521 => "P-521",
    }
}

/// RFC 7518 3.4 ties each curve to one hash.
fn ec_hash(curve: Curve) -> &'static digest::Algorithm {
    match curve {
        Curve::P256 => &digest::SHA256,
        Curve::P384 => &digest::SHA384,
        Curve::P521 => &digest::SHA512,
    }
}

/// Padding and hash of an algorithm with an RSA key.
fn padding(algorithm: Algorithm) -> Option<(&'static dyn RsaEncoding, &'static digest::Algorithm)> {
    Some(match algorithm {
        Algorithm::Rs(Hash::Sha256) => (&RSA_PKCS1_SHA256, &digest::SHA256),
        Algorithm::Rs(Hash::Sha384) => (&RSA_PKCS1_SHA384, &digest::SHA384),
        Algorithm::Rs(Hash::Sha512) => (&RSA_PKCS1_SHA512, &digest::SHA512),
        Algorithm::Ps(Hash::Sha256) => (&RSA_PSS_SHA256, &digest::SHA256),
        Algorithm::Ps(Hash::Sha384) => (&RSA_PSS_SHA384, &digest::SHA384),
        Algorithm::Ps(Hash::Sha512) => (&RSA_PSS_SHA512, &digest::SHA512),
        Algorithm::Es(_) | Algorithm::Ed25519 | Algorithm::Hs(_) => return None,
    })
}
