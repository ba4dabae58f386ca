//! Id and secret in the `Authorization` header (RFC 6749 2.3.1, RFC 7617 2).

use std::fmt::Write;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::zeroize::Zeroizing;

use crate::oauth::field::Field;
use crate::oauth::wire::Piece;

/// `text` percent-encoded: UTF-8, everything but RFC 3986's unreserved `A-Za-z0-9-._~` as `%XX`.
///
/// RFC 6749 2.3.1 demands the encoding of a form here, which knows two spellings of a space. `%20` is read by servers that decode a
/// form and by those that decode a URL; `+` stays a plus at some of the latter.
pub fn encode(text: &str) -> Zeroizing<String> {
    // At its longest from the start: a buffer that grows would leave pieces of the secret behind.
    let mut out = Zeroizing::new(String::with_capacity(text.len() * 3));
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            other => {
                // Writing to a string cannot fail.
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

/// What stands after `Basic `: both encoded, joined with a colon, in Base64.
pub fn credentials(id: &str, secret: &str) -> Zeroizing<String> {
    let joined = Zeroizing::new([&*encode(id), ":", &*encode(secret)].concat());
    Zeroizing::new(STANDARD.encode(joined.as_bytes()))
}

/// A secret as it may go out, with its id or alone: what a server can repeat of it.
pub fn spoken(id: &str, secret: &str) -> [Zeroizing<String>; 3] {
    let raw = Zeroizing::new([id, ":", secret].concat());
    [
        credentials(id, secret),
        Zeroizing::new(STANDARD.encode(raw.as_bytes())),
        Zeroizing::new(secret.to_owned()),
    ]
}

/// The header. Without a secret the password is empty, which RFC 7617 2 allows.
pub(crate) fn header(id: &str, secret: Option<&str>) -> (String, Vec<Piece>) {
    let credentials = credentials(id, secret.unwrap_or_default());
    let value = vec![
        Piece::open("Basic ", Some(Field::Credentials)),
        Piece::secret(&credentials, Field::ClientSecret),
    ];
    ("Authorization".to_owned(), value)
}

/// The header as ordinary Basic has it (RFC 7617): id and secret as they are. A server that follows RFC 6749 2.3.1 to the letter reads
/// another secret out of it where a character would have been encoded.
pub(crate) fn raw_header(id: &str, secret: Option<&str>) -> (String, Vec<Piece>) {
    let joined = Zeroizing::new([id, ":", secret.unwrap_or_default()].concat());
    let credentials = Zeroizing::new(STANDARD.encode(joined.as_bytes()));
    let value = vec![
        Piece::open("Basic ", Some(Field::Credentials)),
        Piece::secret(&credentials, Field::ClientSecret),
    ];
    ("Authorization".to_owned(), value)
}
