//! Changes of a token as somebody without the key can make them: the lessons show that the API notices each.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use thiserror::Error;

use super::algorithm::Hash;
use super::compose::{Signing, sign};
use super::keys::{Keys, Material};
use super::member::{self, document};
use super::{Jwt, PartName, read};

/// A change of a token.
#[derive(Clone, Copy, Debug)]
pub enum Forgery<'a> {
    /// A member of header or payload gets another value; the signature stays as it is, and so fits no more.
    Member {
        /// Header or payload.
        part: PartName,
        /// Its name; one that is not there yet is added.
        name: &'a str,
        /// A JSON value, or a text that becomes a JSON string.
        to: &'a str,
    },
    /// `alg` is `none` and the signature is empty (RFC 7518 3.6, RFC 7519 6).
    Unsigned,
    /// `alg` is HS256, and the HMAC is made with the public key as if it were a secret (RFC 8725 2.1).
    PublicKeyAsSecret(&'a Keys),
    /// One character of the signature is another.
    Signature,
}

/// Why a token cannot be changed so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CannotForge {
    /// It is no JWS whose parts can be read.
    #[error("this token has no readable parts to change")]
    Unreadable,
    /// The server publishes no RSA key.
    #[error("the server publishes no RSA key to misuse")]
    NoKey,
}

/// The token with that change; everything else stands as it was written.
///
/// # Errors
/// [`CannotForge`].
pub fn forged(token: &str, forgery: Forgery<'_>) -> Result<String, CannotForge> {
    let jwt = read(token);
    if jwt.header.is_none() || jwt.payload.is_none() {
        return Err(CannotForge::Unreadable);
    }
    match forgery {
        Forgery::Member { part, name, to } => with_member(&jwt, part, (name, &json_of(to))),
        Forgery::Unsigned => {
            let renamed = with_member(&jwt, PartName::Header, ("alg", "\"none\""))?;
            let (signed, _) = renamed.rsplit_once('.').ok_or(CannotForge::Unreadable)?;
            Ok(format!("{signed}."))
        }
        Forgery::PublicKeyAsSecret(keys) => {
            let secret = public_pem(keys).ok_or(CannotForge::NoKey)?;
            let renamed = read(&with_member(&jwt, PartName::Header, ("alg", "\"HS256\""))?);
            let text = |part| document(&renamed, part).map(|document| document.text().to_owned());
            let (header, claims) = text(PartName::Header)
                .zip(text(PartName::Payload))
                .ok_or(CannotForge::Unreadable)?;
            let signing = Signing::Secret(secret.as_bytes(), Hash::Sha256);
            let signed = sign(signing, header, claims).map_err(|_| CannotForge::NoKey)?;
            Ok(signed.expose().to_owned())
        }
        Forgery::Signature => {
            let (signed, signature) = token.rsplit_once('.').ok_or(CannotForge::Unreadable)?;
            // Not the last character, whose low bits may belong to no byte (RFC 4648 3.5).
            let first = signature.chars().next().ok_or(CannotForge::Unreadable)?;
            let other = if first == 'A' { 'B' } else { 'A' };
            let rest: String = signature.chars().skip(1).collect();
            Ok(format!("{signed}.{other}{rest}"))
        }
    }
}

/// What reads as one JSON value is taken as that; all else is a text.
pub fn json_of(to: &str) -> String {
    match serde_json::from_str::<Value>(to) {
        Ok(_) => to.trim().to_owned(),
        Err(_) => Value::from(to).to_string(),
    }
}

fn with_member(
    jwt: &Jwt,
    part: PartName,
    (name, json): (&str, &str),
) -> Result<String, CannotForge> {
    let text = document(jwt, part).and_then(|document| member::with_member(document, name, json));
    let token = text.and_then(|text| member::with_part(jwt, part, &text));
    token.ok_or(CannotForge::Unreadable)
}

/// The first RSA key as PEM: what somebody who misuses a public key as a secret takes.
fn public_pem(keys: &Keys) -> Option<String> {
    let der = keys.keys.iter().find_map(|key| match &key.material {
        Material::Rsa { der, .. } => Some(der),
        Material::Ec { .. } | Material::Ed25519(_) | Material::Secret(_) | Material::Unusable => {
            None
        }
    })?;
    let text = STANDARD.encode(der);
    let mut lines = vec!["-----BEGIN PUBLIC KEY-----"];
    // RFC 7468 2: lines of 64 characters. Base64 is ASCII, so that bytes are characters.
    let mut rest = text.as_str();
    while let Some((line, after)) = rest.split_at_checked(64) {
        lines.push(line);
        rest = after;
    }
    lines.extend([rest, "-----END PUBLIC KEY-----"]);
    lines.retain(|line| !line.is_empty());
    Some(lines.join("\n") + "\n")
}
