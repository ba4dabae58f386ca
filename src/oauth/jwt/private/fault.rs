//! What is wrong with DER in which there is no private key, and the words for the lines around one.

use crate::oauth::jwt::der::{self, missing};
use crate::oauth::jwt::private::RSA_AT_LEAST;
use crate::oauth::jwt::private::damage::BadKey;

const INTEGER: u8 = 0x02;
const OCTET_STRING: u8 = 0x04;
const SEQUENCE: u8 = 0x30;

/// The most that the signing library takes.
const RSA_AT_MOST: usize = 8192;

/// Why there is no key in `bytes`.
pub(super) fn of(bytes: &[u8], label: &str) -> BadKey {
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
