//! Checking a signature against keys: which key may be used, and whether the signature fits it.
//!
//! All algorithms go one way, by aws-lc-rs: the libraries above it stop at the ones they know, and hide why a key was refused.

use aws_lc_rs::{hmac, signature as lc};
use secrecy::ExposeSecret;

use crate::oauth::jwt::algorithm::{Algorithm, Hash};
use crate::oauth::jwt::keys::{Curve, Key, Keys, Material, Source};
use crate::oauth::jwt::{Form, Jwt, PartName};
use crate::oauth::rules::Rule;

/// What is known about a token's signature: three states, and nothing in between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Nobody looked, and why.
    NotChecked(Unchecked),
    /// The signature fits a key that may be used for it.
    Passed {
        /// The key's name, if it has one.
        kid: Option<String>,
        /// The algorithm, as the header spells it.
        alg: String,
    },
    /// The check was made and failed, by this rule.
    Failed(Refusal),
}

impl Trust {
    /// The word of the contract.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotChecked(_) => "not-checked",
            Self::Passed { .. } => "passed",
            Self::Failed(_) => "failed",
        }
    }
}

/// Why a signature was not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unchecked {
    /// There is no token, or none that is whole.
    NoToken,
    /// The token is opaque.
    Opaque,
    /// The token is encrypted.
    Encrypted,
    /// No key was given.
    NoKeys,
    /// The algorithm is not known here.
    UnknownAlgorithm,
    /// The header demands an extension that is not known here (RFC 7515 4.1.11).
    Critical,
}

impl Unchecked {
    /// The id of the words for it.
    pub fn id(self) -> &'static str {
        match self {
            Self::NoToken => "unchecked.no-token",
            Self::Opaque => "unchecked.opaque",
            Self::Encrypted => "unchecked.encrypted",
            Self::NoKeys => "unchecked.no-keys",
            Self::UnknownAlgorithm => "unchecked.unknown-algorithm",
            Self::Critical => "unchecked.critical",
        }
    }
}

/// Why a check failed, in the order of how far a key came before it was refused: the furthest one is worth telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// The header says `none`, so there is nothing to check.
    Unsigned,
    /// No key has the token's `kid`.
    UnknownKid,
    /// A key of a kind, or with contents, that cannot be used.
    Unusable,
    /// The key is of another kind than the algorithm needs; HMAC with a public key is the classic attack (RFC 8725 2.1).
    OtherKind,
    /// The RSA key is shorter than 2048 bits (RFC 7518 3.3).
    TooShort,
    /// The key's own `alg` is another one.
    OtherAlgorithm,
    /// The key is for something else than signatures, by `use` or `key_ops`.
    NotForSignatures,
    /// The signature does not fit.
    Signature,
}

impl Refusal {
    /// The rule that fires.
    pub fn rule(self) -> Rule {
        match self {
            Self::UnknownKid | Self::NotForSignatures | Self::Unusable => Rule::TrustKey,
            Self::Unsigned | Self::OtherAlgorithm | Self::OtherKind | Self::TooShort => {
                Rule::TrustAlg
            }
            Self::Signature => Rule::TrustSignature,
        }
    }

    /// The id of the words for it.
    pub fn id(self) -> &'static str {
        match self {
            Self::Unsigned => "refusal.unsigned",
            Self::UnknownKid => "refusal.unknown-kid",
            Self::NotForSignatures => "refusal.not-for-signatures",
            Self::OtherAlgorithm => "refusal.other-algorithm",
            Self::OtherKind => "refusal.other-kind",
            Self::TooShort => "refusal.too-short",
            Self::Unusable => "refusal.unusable",
            Self::Signature => "refusal.signature",
        }
    }
}

/// Checks the signature of `jwt` with the key of `keys` that its header asks for; without a `kid`, with every key that fits.
pub fn verify(jwt: &Jwt, keys: &Keys) -> Trust {
    match examine(jwt, keys) {
        Ok(trust) | Err(trust) => trust,
    }
}

/// Why no key whatever could check this token: its shape.
pub fn uncheckable(jwt: &Jwt) -> Option<Unchecked> {
    match jwt.form {
        Form::Jws => None,
        Form::Jwe => Some(Unchecked::Encrypted),
        Form::Opaque if !jwt.is_jwt() => Some(Unchecked::Opaque),
        Form::Opaque | Form::None => Some(Unchecked::NoToken),
    }
}

fn examine(jwt: &Jwt, keys: &Keys) -> Result<Trust, Trust> {
    let unchecked = |why| Err(Trust::NotChecked(why));
    if let Some(why) = uncheckable(jwt) {
        return unchecked(why);
    }
    let Some(name) = jwt.header_text("alg") else {
        return unchecked(Unchecked::UnknownAlgorithm);
    };
    if name.eq_ignore_ascii_case("none") {
        return Ok(Trust::Failed(Refusal::Unsigned));
    }
    let Some(algorithm) = Algorithm::from_name(name) else {
        return unchecked(Unchecked::UnknownAlgorithm);
    };
    if has_crit(jwt) {
        return unchecked(Unchecked::Critical);
    }
    let Some((message, signature)) = signed(jwt) else {
        return unchecked(Unchecked::NoToken);
    };
    let named = named(keys, jwt.header_text("kid")).map_err(Trust::Failed)?;
    let fitting = fitting(&named, name, algorithm).map_err(Trust::Failed)?;
    let matching = fitting
        .into_iter()
        .find(|key| fits(&key.material, algorithm, message, signature));
    Ok(match matching {
        Some(key) => Trust::Passed {
            kid: key.kid.clone(),
            alg: name.to_owned(),
        },
        None => Trust::Failed(Refusal::Signature),
    })
}

fn has_crit(jwt: &Jwt) -> bool {
    jwt.header.as_ref().is_some_and(|header| {
        header
            .root()
            .is_some_and(|root| header.member(root, "crit").is_some())
    })
}

fn signed(jwt: &Jwt) -> Option<(&[u8], &[u8])> {
    let signature = jwt.part(PartName::Signature)?.bytes.as_deref()?;
    Some((jwt.signing_input()?, signature))
}

/// The keys that the header's `kid` allows.
fn named<'a>(keys: &'a Keys, kid: Option<&str>) -> Result<Vec<&'a Key>, Refusal> {
    let found: Vec<&Key> = keys
        .keys
        .iter()
        .filter(|key| match (kid, key.kid.as_deref()) {
            (None, _) => true,
            (Some(kid), Some(name)) => kid == name,
            // PEM has no room for a name: a key that somebody chose by hand is meant for this token.
            (Some(_), None) => keys.source == Source::Chosen,
        })
        .collect();
    if found.is_empty() {
        return Err(Refusal::UnknownKid);
    }
    Ok(found)
}

/// Those of `keys` that may check this algorithm; if there are none, why the most promising one may not.
fn fitting<'a>(
    keys: &[&'a Key],
    name: &str,
    algorithm: Algorithm,
) -> Result<Vec<&'a Key>, Refusal> {
    let mut nearest = None;
    let mut found = Vec::new();
    for key in keys {
        match may_check(key, name, algorithm) {
            Ok(()) => found.push(*key),
            Err(refusal) => nearest = nearest.max(Some(refusal)),
        }
    }
    match (found.is_empty(), nearest) {
        (true, Some(refusal)) => Err(refusal),
        (true, None) => Err(Refusal::UnknownKid),
        (false, _) => Ok(found),
    }
}

fn may_check(key: &Key, name: &str, algorithm: Algorithm) -> Result<(), Refusal> {
    use Algorithm::{Ed25519, Es, Hs, Ps, Rs};
    match (&key.material, algorithm) {
        (Material::Unusable, _) => return Err(Refusal::Unusable),
        (Material::Rsa { bits, .. }, Rs(_) | Ps(_)) if *bits < 2048 => {
            return Err(Refusal::TooShort);
        }
        (Material::Rsa { .. }, Rs(_) | Ps(_))
        | (Material::Ed25519(_), Ed25519)
        | (Material::Secret(_), Hs(_)) => {}
        (Material::Ec { curve, .. }, Es(hash)) if *curve == curve_of(hash) => {}
        (
            Material::Rsa { .. } | Material::Ec { .. } | Material::Ed25519(_) | Material::Secret(_),
            _,
        ) => return Err(Refusal::OtherKind),
    }
    // `EdDSA` and `Ed25519` are two names of one algorithm here, so parsed names are compared.
    if let Some(own) = &key.alg
        && own != name
        && Algorithm::from_name(own) != Some(algorithm)
    {
        return Err(Refusal::OtherAlgorithm);
    }
    let for_signatures = key.usage.as_deref().is_none_or(|usage| usage == "sig")
        && key
            .operations
            .as_ref()
            .is_none_or(|all| all.iter().any(|one| one == "verify"));
    if for_signatures {
        Ok(())
    } else {
        Err(Refusal::NotForSignatures)
    }
}

/// RFC 7518 3.4 ties each ES algorithm to one curve.
fn curve_of(hash: Hash) -> Curve {
    match hash {
        Hash::Sha256 => Curve::P256,
        Hash::Sha384 => Curve::P384,
        Hash::Sha512 => Curve::P521,
    }
}

fn fits(material: &Material, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
    match material {
        Material::Secret(secret) => {
            let Algorithm::Hs(hash) = algorithm else {
                return false;
            };
            let key = hmac::Key::new(hmac_of(hash), secret.expose_secret());
            hmac::verify(&key, message, signature).is_ok()
        }
        Material::Rsa { der: bytes, .. }
        | Material::Ec { point: bytes, .. }
        | Material::Ed25519(bytes) => verification(algorithm).is_some_and(|algorithm| {
            lc::UnparsedPublicKey::new(algorithm, bytes)
                .verify(message, signature)
                .is_ok()
        }),
        Material::Unusable => false,
    }
}

fn hmac_of(hash: Hash) -> hmac::Algorithm {
    match hash {
        Hash::Sha256 => hmac::HMAC_SHA256,
        Hash::Sha384 => hmac::HMAC_SHA384,
        Hash::Sha512 => hmac::HMAC_SHA512,
    }
}

fn verification(algorithm: Algorithm) -> Option<&'static dyn lc::VerificationAlgorithm> {
    Some(match algorithm {
        Algorithm::Rs(Hash::Sha256) => &lc::RSA_PKCS1_2048_8192_SHA256,
        Algorithm::Rs(Hash::Sha384) => &lc::RSA_PKCS1_2048_8192_SHA384,
        Algorithm::Rs(Hash::Sha512) => &lc::RSA_PKCS1_2048_8192_SHA512,
        Algorithm::Ps(Hash::Sha256) => &lc::RSA_PSS_2048_8192_SHA256,
        Algorithm::Ps(Hash::Sha384) => &lc::RSA_PSS_2048_8192_SHA384,
        Algorithm::Ps(Hash::Sha512) => &lc::RSA_PSS_2048_8192_SHA512,
        // JWS writes both numbers of an ECDSA signature at full length, without ASN.1 (RFC 7518 3.4).
        Algorithm::Es(Hash::Sha256) => &lc::ECDSA_P256_SHA256_FIXED,
        Algorithm::Es(Hash::Sha384) => &lc::ECDSA_P384_SHA384_FIXED,
        Algorithm::Es(Hash::Sha512) => &lc::ECDSA_P521_SHA512_FIXED,
        Algorithm::Ed25519 => &lc::ED25519,
        Algorithm::Hs(_) => return None,
    })
}
