//! The trust layer, misfits: what kind of misfit a signature is, where that can be seen, and secrets that are too short.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::ExposeSecret as _;

use crate::oauth::finding::Finding;
use crate::oauth::jwt::algorithm::{Algorithm, Hash};
use crate::oauth::jwt::claims::audiences;
use crate::oauth::jwt::keys::{Keys, Material, decoded_secret};
use crate::oauth::jwt::signature::misfit::{fits_as, fits_der, fits_unpadded, is_der};
use crate::oauth::jwt::signature::{Refusal, Trust, verify};
use crate::oauth::jwt::{Jwt, PartName};
use crate::oauth::rules::Rule;

/// How Microsoft Graph is named as an audience.
const GRAPH: [&str; 4] = [
    "https://graph.microsoft.com",
    "https://graph.microsoft.com/",
    "00000003-0000-0000-c000-000000000000",
    "https://graph.windows.net",
];

/// The case of the rule that explains the misfit.
pub(super) fn case(refusal: Refusal, jwt: &Jwt, keys: Option<&Keys>) -> Option<&'static str> {
    if is_for_graph(jwt) && matches!(refusal, Refusal::Signature | Refusal::UnknownKid) {
        return Some("graph-nonce");
    }
    match refusal {
        Refusal::Signature => signature(jwt, keys?),
        Refusal::UnknownKid => Some("unknown-kid"),
        Refusal::OtherKind if is_secret(keys?) => Some("secret"),
        Refusal::Unsigned
        | Refusal::Unusable
        | Refusal::OtherKind
        | Refusal::TooShort
        | Refusal::OtherAlgorithm
        | Refusal::NotForSignatures => None,
    }
}

fn signature(jwt: &Jwt, keys: &Keys) -> Option<&'static str> {
    let name = jwt.header_text("alg")?;
    let algorithm = Algorithm::from_name(name)?;
    let bytes = jwt.part(PartName::Signature)?.bytes.as_deref()?;
    if bytes.is_empty() {
        return Some("empty");
    }
    if jwt.is_detached() {
        return Some("detached");
    }
    if matches!(algorithm, Algorithm::Es(_)) && is_der(bytes) {
        return Some(if fits_der(jwt, keys, algorithm) {
            "der"
        } else {
            "der-other"
        });
    }
    if let Some(secret) = secret_misfit(jwt, keys) {
        return Some(secret);
    }
    if fits_unpadded(jwt, keys, algorithm) {
        return Some("padding");
    }
    let others = [
        Algorithm::Rs(Hash::Sha256),
        Algorithm::Rs(Hash::Sha384),
        Algorithm::Rs(Hash::Sha512),
        Algorithm::Ps(Hash::Sha256),
        Algorithm::Ps(Hash::Sha384),
        Algorithm::Ps(Hash::Sha512),
        Algorithm::Hs(Hash::Sha256),
        Algorithm::Hs(Hash::Sha384),
        Algorithm::Hs(Hash::Sha512),
    ];
    let other = others
        .into_iter()
        .any(|other| other != algorithm && fits_as(jwt, keys, other));
    other.then_some("other-algorithm")
}

/// Microsoft hashes the `nonce` of the header before it signs, so that only its own API can follow.
fn is_for_graph(jwt: &Jwt) -> bool {
    let names = jwt.payload.as_ref().and_then(audiences).unwrap_or_default();
    jwt.header_text("nonce").is_some() && names.iter().any(|name| GRAPH.contains(name))
}

fn is_secret(keys: &Keys) -> bool {
    keys.keys
        .iter()
        .any(|key| matches!(key.material, Material::Secret(_)))
}

fn secret_of(keys: &Keys) -> Option<&[u8]> {
    keys.keys.iter().find_map(|key| match &key.material {
        Material::Secret(secret) => Some(secret.expose_secret()),
        Material::Rsa { .. } | Material::Ec { .. } | Material::Ed25519(_) | Material::Unusable => {
            None
        }
    })
}

/// The secret fits in another form than the file's: once base64-decoded, once hex-decoded, without the blanks around it.
fn secret_misfit(jwt: &Jwt, keys: &Keys) -> Option<&'static str> {
    let secret = secret_of(keys)?;
    let text = std::str::from_utf8(secret).ok().map(str::trim);
    let forms = [
        (
            "base64-secret",
            text.and_then(|text| decoded_secret("base64:", text)),
        ),
        (
            "hex-secret",
            text.and_then(|text| decoded_secret("hex:", text)),
        ),
        ("blank-secret", text.map(|text| text.as_bytes().to_vec())),
        ("newline-secret", Some([secret, b"\n"].concat())),
        ("encoded-secret", Some(STANDARD.encode(secret).into_bytes())),
    ];
    let fits = |form: Vec<u8>| {
        form != secret && matches!(verify(jwt, &Keys::from_secret(form)), Trust::Passed { .. })
    };
    let found = forms
        .into_iter()
        .find(|(_, form)| form.clone().is_some_and(fits));
    found.map(|(case, _)| case)
}

/// RFC 7518 3.2: a key of the same size as the hash or larger.
pub(super) fn weak_secret(trust: &Trust, jwt: &Jwt, keys: Option<&Keys>) -> Option<Finding> {
    let Trust::Passed { .. } = trust else {
        return None;
    };
    let name = jwt.header_text("alg")?;
    let least = match Algorithm::from_name(name)? {
        Algorithm::Hs(Hash::Sha256) => 32,
        Algorithm::Hs(Hash::Sha384) => 48,
        Algorithm::Hs(Hash::Sha512) => 64,
        Algorithm::Rs(_) | Algorithm::Ps(_) | Algorithm::Es(_) | Algorithm::Ed25519 => return None,
    };
    let length = secret_of(keys?)?.len();
    (length < least).then(|| {
        Finding::new(Rule::TrustSecretWeak)
            .with("length", length.to_string())
            .with("least", least.to_string())
            .with("alg", name)
    })
}
