//! Just enough DER (X.690) to find the public key inside a certificate or a `SubjectPublicKeyInfo`. Never recursive, never panics.

/// What a `SubjectPublicKeyInfo` holds a key for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::oauth::jwt) enum Kind {
    Rsa,
    P256,
    P384,
    P521,
    Ed25519,
}

const SEQUENCE: u8 = 0x30;
const OBJECT_IDENTIFIER: u8 = 0x06;
const BIT_STRING: u8 = 0x03;
const VERSION: u8 = 0xa0;

/// The contents of one element and the bytes after it.
pub(in crate::oauth::jwt) struct Element<'a> {
    pub(in crate::oauth::jwt) tag: u8,
    whole: &'a [u8],
    pub(in crate::oauth::jwt) contents: &'a [u8],
    pub(in crate::oauth::jwt) rest: &'a [u8],
}

/// The element that `der` begins with.
pub(in crate::oauth::jwt) fn element(der: &[u8]) -> Option<Element<'_>> {
    let (&tag, after) = der.split_first()?;
    let (&first, after) = after.split_first()?;
    let (length, body) = if first < 0x80 {
        (usize::from(first), after)
    } else {
        // The long form; four bytes of length are more than a key ever needs.
        let count = usize::from(first & 0x7f);
        if count == 0 || count > 4 {
            return None;
        }
        let (digits, body) = after.split_at_checked(count)?;
        (digits.iter().fold(0, |n, d| n << 8 | usize::from(*d)), body)
    };
    let (contents, rest) = body.split_at_checked(length)?;
    let whole = der.get(..der.len() - rest.len())?;
    Some(Element {
        tag,
        whole,
        contents,
        rest,
    })
}

/// The same, where it has this tag.
pub(in crate::oauth::jwt) fn expect(der: &[u8], tag: u8) -> Option<Element<'_>> {
    element(der).filter(|found| found.tag == tag)
}

/// The `SubjectPublicKeyInfo` inside an X.509 certificate (RFC 5280 4.1), as whole DER.
pub(in crate::oauth::jwt) fn certificate_key(der: &[u8]) -> Option<&[u8]> {
    let certificate = expect(der, SEQUENCE)?;
    let body = expect(certificate.contents, SEQUENCE)?;
    let first = element(body.contents)?;
    // The version is optional; serial, algorithm, issuer, validity and subject follow it.
    let mut rest = if first.tag == VERSION {
        first.rest
    } else {
        body.contents
    };
    for _ in 0..5 {
        rest = element(rest)?.rest;
    }
    expect(rest, SEQUENCE).map(|key| key.whole)
}

/// What kind of key a `SubjectPublicKeyInfo` holds, and the bits of the key itself.
pub(in crate::oauth::jwt) fn public_key_info(der: &[u8]) -> Option<(Kind, &[u8])> {
    let info = expect(der, SEQUENCE)?;
    let algorithm = expect(info.contents, SEQUENCE)?;
    let name = expect(algorithm.contents, OBJECT_IDENTIFIER)?;
    let bits = expect(algorithm.rest, BIT_STRING)?;
    let (_unused, key) = bits.contents.split_first()?;
    let kind = match name.contents {
        // rsaEncryption and id-RSASSA-PSS (RFC 8017 appendix C).
        [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01 | 0x0a] => Kind::Rsa,
        // id-ecPublicKey (RFC 5480): the curve stands in the parameters.
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01] => curve(name.rest)?,
        // id-Ed25519 (RFC 8410).
        [0x2b, 0x65, 0x70] => Kind::Ed25519,
        _ => return None,
    };
    Some((kind, key))
}

fn curve(parameters: &[u8]) -> Option<Kind> {
    match expect(parameters, OBJECT_IDENTIFIER)?.contents {
        [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07] => Some(Kind::P256),
        [0x2b, 0x81, 0x04, 0x00, 0x22] => Some(Kind::P384),
        [0x2b, 0x81, 0x04, 0x00, 0x23] => Some(Kind::P521),
        _ => None,
    }
}

/// How many bytes the outermost structure announces and does not have.
pub(in crate::oauth::jwt) fn missing(bytes: &[u8]) -> Option<usize> {
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
