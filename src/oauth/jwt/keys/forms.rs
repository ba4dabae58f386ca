//! Keys in the forms that servers and tools hand them out in besides PEM and JWK.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::oauth::jwt::keys::{Curve, Key, Keys, Material, NoKeys, Source, ec, rsa_from_numbers};

/// Base64 of either alphabet, padded or not.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let plain = text.trim_end_matches('=');
    let standard = STANDARD_NO_PAD.decode(plain);
    standard.or_else(|_| URL_SAFE_NO_PAD.decode(plain)).ok()
}

/// An object whose members are keys: Keycloak's realm page (`public_key`), and Google's map from `kid` to certificate.
pub(super) fn in_members(text: &str) -> Option<Result<Keys, NoKeys>> {
    let value: Value = serde_json::from_str(text).ok()?;
    let object = value.as_object()?;
    if object.contains_key("kty") || object.contains_key("keys") {
        return None;
    }
    if let Some(key) = object.get("public_key").or_else(|| object.get("publicKey")) {
        return Some(Keys::parse(key.as_str()?));
    }
    let named = |(kid, value): (&String, &Value)| {
        let text = value
            .as_str()
            .filter(|text| text.starts_with("-----BEGIN "))?;
        let key = Keys::parse(text).ok()?.keys.pop()?;
        Some(Key {
            kid: Some(kid.clone()),
            ..key
        })
    };
    let keys: Vec<Key> = object.iter().filter_map(named).collect();
    (!keys.is_empty()).then_some(Ok(Keys {
        keys,
        source: Source::Set,
        private: false,
    }))
}

/// `ssh-rsa AAAA...`, `ecdsa-sha2-nistp256 AAAA...`, `ssh-ed25519 AAAA...` (RFC 4253 6.6, RFC 5656 3.1, RFC 8709 4).
pub(super) fn openssh(text: &str) -> Option<Material> {
    let mut words = text.split_ascii_whitespace();
    let (name, body) = (words.next()?, words.next()?);
    let bytes = base64(body)?;
    let (own, rest) = field(&bytes)?;
    if own != name.as_bytes() {
        return None;
    }
    let (first, rest) = field(rest)?;
    match name {
        "ssh-rsa" => {
            let (second, _) = field(rest)?;
            rsa_from_numbers(without_zeros(second), without_zeros(first))
        }
        "ssh-ed25519" => Some(Material::Ed25519(first.to_vec())).filter(|_| first.len() == 32),
        "ecdsa-sha2-nistp256" => ec(Curve::P256, field(rest)?.0.to_vec()),
        "ecdsa-sha2-nistp384" => ec(Curve::P384, field(rest)?.0.to_vec()),
        "ecdsa-sha2-nistp521" => ec(Curve::P521, field(rest)?.0.to_vec()),
        _ => None,
    }
}

/// Four bytes of length, and so many bytes.
fn field(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_at_checked(4)?;
    let length = length
        .iter()
        .fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
    rest.split_at_checked(length)
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}

/// The bytes of a secret that is written in `base64:` or `hex:`.
pub fn decoded_secret(form: &str, text: &str) -> Option<Vec<u8>> {
    match form {
        "base64:" => base64(text),
        "hex:" => unhex(text),
        _ => None,
    }
}

/// The bytes of a text in hexadecimal.
fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if digits.is_empty() || digits.len() % 2 == 1 {
        return None;
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    digits
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
            _ => None,
        })
        .collect()
}
