//! Checking a signature against keys: which key may be used, and whether the signature fits it.
//!
//! The mathematics is jsonwebtoken's where it knows the algorithm, and that of aws-lc-rs below it for the rest. Which key may be
//! used, and why one may not, is decided here: the library stops at the first fault and tells none of this.

use aws_lc_rs::signature as lc;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use secrecy::ExposeSecret;

use crate::oauth::jwt::algorithm::{Algorithm, Hash};
use crate::oauth::jwt::keys::{Curve, Key, Keys, Material, Source};
use crate::oauth::jwt::paseto::is_paseto;
use crate::oauth::jwt::{Form, Jwt, PartName};
use crate::oauth::rules::Rule;

pub(in crate::oauth) mod misfit;

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
    /// The token is encrypted, with a key that both sides share.
    EncryptedDirectly,
    /// No key was given.
    NoKeys,
    /// The header says `none`: there is no signature.
    Unsigned,
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
            Self::EncryptedDirectly => "unchecked.dir",
            Self::NoKeys => "unchecked.no-keys",
            Self::Unsigned => "unchecked.unsigned",
            Self::UnknownAlgorithm => "unchecked.unknown-algorithm",
            Self::Critical => "unchecked.critical",
        }
    }

    /// The case of the rule that tells it.
    pub(in crate::oauth) fn case(self) -> &'static str {
        self.id().trim_start_matches("unchecked.")
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
        Form::Jwe if jwt.header_text("alg") == Some("dir") => Some(Unchecked::EncryptedDirectly),
        Form::Jwe => Some(Unchecked::Encrypted),
        Form::Opaque if is_paseto(jwt.text()) => Some(Unchecked::UnknownAlgorithm),
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

/// True where the header demands an extension that is not known here (RFC 7515 4.1.11). `b64` is known (RFC 7797); a name that is
/// in the list and not in the header is a fault of the list.
pub(in crate::oauth) fn has_crit(jwt: &Jwt) -> bool {
    let Some(header) = &jwt.header else {
        return false;
    };
    let member = |name| header.root().and_then(|root| header.member(root, name));
    let Some(crit) = member("crit") else {
        return false;
    };
    let names: Vec<_> = header.items(crit).map(|item| header.string(item)).collect();
    names.is_empty() || names.iter().any(|name| *name != Some("b64")) || member("b64").is_none()
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
    if let Some((key, algorithm)) = for_library(material, algorithm) {
        // The library takes the signature as the token writes it; it was decoded with more patience than the library has.
        let signature = URL_SAFE_NO_PAD.encode(signature);
        return jsonwebtoken::crypto::verify(&signature, message, &key, algorithm).unwrap_or(false);
    }
    match (material, algorithm) {
        (Material::Ec { point, .. }, Algorithm::Es(Hash::Sha512)) => {
            // JWS writes both numbers of an ECDSA signature at full length, without ASN.1 (RFC 7518 3.4).
            lc::UnparsedPublicKey::new(&lc::ECDSA_P521_SHA512_FIXED, point)
                .verify(message, signature)
                .is_ok()
        }
        _ => false,
    }
}

/// Key and algorithm as jsonwebtoken takes them; `None` for what it does not know, which is ES512.
fn for_library(
    material: &Material,
    algorithm: Algorithm,
) -> Option<(DecodingKey, jsonwebtoken::Algorithm)> {
    use jsonwebtoken::Algorithm as Known;
    let known = match algorithm {
        Algorithm::Rs(Hash::Sha256) => Known::RS256,
        Algorithm::Rs(Hash::Sha384) => Known::RS384,
        Algorithm::Rs(Hash::Sha512) => Known::RS512,
        Algorithm::Ps(Hash::Sha256) => Known::PS256,
        Algorithm::Ps(Hash::Sha384) => Known::PS384,
        Algorithm::Ps(Hash::Sha512) => Known::PS512,
        Algorithm::Es(Hash::Sha256) => Known::ES256,
        Algorithm::Es(Hash::Sha384) => Known::ES384,
        Algorithm::Es(Hash::Sha512) => return None,
        // The library knows only the older of the two names (RFC 9864); the signature is the same.
        Algorithm::Ed25519 => Known::EdDSA,
        Algorithm::Hs(Hash::Sha256) => Known::HS256,
        Algorithm::Hs(Hash::Sha384) => Known::HS384,
        Algorithm::Hs(Hash::Sha512) => Known::HS512,
    };
    let key = match material {
        Material::Rsa { der, .. } => DecodingKey::from_rsa_der(der),
        // What the library calls DER here is the bare point, and the bare 32 bytes.
        Material::Ec { point, .. } => DecodingKey::from_ec_der(point),
        Material::Ed25519(bytes) => DecodingKey::from_ed_der(bytes),
        Material::Secret(secret) => DecodingKey::from_secret(secret.expose_secret()),
        Material::Unusable => return None,
    };
    Some((key, known))
}
