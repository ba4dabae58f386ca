//! From DER to a key pair, and what is wrong where there is none.

use aws_lc_rs::signature::{EcdsaKeyPair, Ed25519KeyPair, RsaKeyPair};

use crate::oauth::jwt::keys::{Curve, der};
use crate::oauth::jwt::private::damage::BadKey;
use crate::oauth::jwt::private::{Pair, RSA_AT_LEAST, ec_signing};

const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
const SEQUENCE: u8 = 0x30;

/// The most that the signing library takes.
const RSA_AT_MOST: usize = 8192;

/// The key in a PKCS #8, PKCS #1 or SEC 1 structure, whichever it is: labels around it are often wrong, the bytes are not.
pub(super) fn pair(bytes: &[u8]) -> Option<Pair> {
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

/// Why there is no key in `bytes`.
pub(super) fn fault(bytes: &[u8], label: &str) -> BadKey {
    if let Some(missing) = missing(bytes) {
        return BadKey::CutOff { missing };
    }
    match rsa_bits(bytes) {
        Some(bits) if bits < RSA_AT_LEAST => return BadKey::TooShort { bits },
        Some(bits) if bits > RSA_AT_MOST => return BadKey::TooLong { bits },
        Some(_) | None => {}
    }
    if der::public_key_info(bytes).is_some() {
        let what = "its contents are one, whatever the lines around it say";
        return BadKey::Public { what };
    }
    if der::certificate_key(bytes).is_some() {
        return BadKey::Certificate;
    }
    BadKey::Contents {
        label: label.to_owned(),
    }
}

/// The words for the lines around a key of this form.
pub(super) fn label(bytes: &[u8]) -> &'static str {
    let second = der::expect(bytes, SEQUENCE)
        .and_then(|key| der::expect(key.contents, INTEGER))
        .and_then(|version| der::element(version.rest));
    match second.map(|second| second.tag) {
        Some(INTEGER) => "RSA PRIVATE KEY",
        Some(OCTET_STRING) => "EC PRIVATE KEY",
        Some(_) | None => "PRIVATE KEY",
    }
}

/// How many bytes the outermost structure announces and does not have.
fn missing(bytes: &[u8]) -> Option<usize> {
    let (&tag, after) = bytes.split_first()?;
    let (&first, after) = after.split_first()?;
    let count = usize::from(first & 0x7f);
    if tag != SEQUENCE || first < 0x80 || count == 0 || count > 4 {
        return (tag == SEQUENCE && first < 0x80)
            .then(|| usize::from(first).checked_sub(after.len()))
            .flatten()
            .filter(|missing| *missing > 0);
    }
    let (digits, body) = after.split_at_checked(count)?;
    let length = digits.iter().fold(0_usize, |n, d| n << 8 | usize::from(*d));
    length
        .checked_sub(body.len())
        .filter(|missing| *missing > 0)
}

/// The length of the modulus of an RSA key in PKCS #1 form (RFC 8017 A.1.2), or in PKCS #8 around that.
fn rsa_bits(bytes: &[u8]) -> Option<usize> {
    let mut bytes = bytes;
    for _ in 0..2 {
        let key = der::expect(bytes, SEQUENCE)?;
        let version = der::expect(key.contents, INTEGER)?;
        let next = der::element(version.rest)?;
        match next.tag {
            INTEGER => {
                let zeros = next.contents.iter().take_while(|b| **b == 0).count();
                let number = next.contents.get(zeros..)?;
                let top = number.first()?.leading_zeros();
                return (number.len() * 8).checked_sub(usize::try_from(top).ok()?);
            }
            SEQUENCE => bytes = der::expect(next.rest, OCTET_STRING)?.contents,
            _ => return None,
        }
    }
    None
}
