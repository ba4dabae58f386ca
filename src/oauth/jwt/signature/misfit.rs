//! Signatures that would fit in another form: under another algorithm, out of DER, without padding.

use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::algorithm::{Algorithm, Hash};
use crate::oauth::jwt::der;
use crate::oauth::jwt::keys::Keys;
use crate::oauth::jwt::signature::{fits, may_check, signed};

/// True where the signature fits one of the keys under another algorithm than the header names.
pub(in crate::oauth) fn fits_as(jwt: &Jwt, keys: &Keys, algorithm: Algorithm) -> bool {
    let Some((message, signature)) = signed(jwt) else {
        return false;
    };
    fits_one(keys, algorithm, message, signature)
}

/// True for the DER of two numbers (RFC 3279 2.2.3), which is how most libraries hand out an ECDSA signature.
pub(in crate::oauth) fn is_der(signature: &[u8]) -> bool {
    raw_of_der(signature, 0).is_some()
}

/// True where the signature, rewritten from DER, fits one of the keys.
pub(in crate::oauth) fn fits_der(jwt: &Jwt, keys: &Keys, algorithm: Algorithm) -> bool {
    let size = match algorithm {
        Algorithm::Es(Hash::Sha256) => 32,
        Algorithm::Es(Hash::Sha384) => 48,
        Algorithm::Es(Hash::Sha512) => 66,
        Algorithm::Rs(_) | Algorithm::Ps(_) | Algorithm::Ed25519 | Algorithm::Hs(_) => {
            return false;
        }
    };
    let Some((message, signature)) = signed(jwt) else {
        return false;
    };
    raw_of_der(signature, size).is_some_and(|raw| fits_one(keys, algorithm, message, &raw))
}

/// True where the signature fits once the padding behind header and payload is taken away.
pub(in crate::oauth) fn fits_unpadded(jwt: &Jwt, keys: &Keys, algorithm: Algorithm) -> bool {
    let Some((message, signature)) = signed(jwt) else {
        return false;
    };
    let plain: Vec<u8> = message
        .iter()
        .copied()
        .filter(|byte| *byte != b'=')
        .collect();
    plain != message && fits_one(keys, algorithm, &plain, signature)
}

fn fits_one(keys: &Keys, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
    keys.keys.iter().any(|key| {
        may_check(key, algorithm.name(), algorithm).is_ok()
            && fits(&key.material, algorithm, message, signature)
    })
}

/// Both numbers of a DER signature, each `size` bytes long; without a size, as they are.
fn raw_of_der(signature: &[u8], size: usize) -> Option<Vec<u8>> {
    const SEQUENCE: u8 = 0x30;
    const INTEGER: u8 = 0x02;
    let whole = der::expect(signature, SEQUENCE).filter(|whole| whole.rest.is_empty())?;
    let r = der::expect(whole.contents, INTEGER)?;
    let s = der::expect(r.rest, INTEGER).filter(|s| s.rest.is_empty())?;
    let mut raw = Vec::new();
    for number in [r.contents, s.contents] {
        let zeros = number.iter().take_while(|byte| **byte == 0).count();
        let digits = number.get(zeros..)?;
        let missing = if size == 0 {
            0
        } else {
            size.checked_sub(digits.len())?
        };
        raw.extend(std::iter::repeat_n(0, missing));
        raw.extend(digits);
    }
    Some(raw)
}
