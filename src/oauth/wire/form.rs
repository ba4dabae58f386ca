//! The body as `application/x-www-form-urlencoded` (RFC 6749 appendix B, WHATWG URL 5.2).

use std::fmt::Write;

use crate::oauth::field::Parameter;
use crate::oauth::wire::Piece;

/// `text` for a form: UTF-8, a space as `+`, everything but RFC 3986's unreserved `A-Za-z0-9-._~` percent-encoded.
/// The WHATWG serializer would write `%7E` for the tilde and leave `*` alone; readers take both, and most OAuth clients write it this way.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            b' ' => out.push('+'),
            other => {
                // Writing to a string cannot fail.
                let _ = write!(out, "%{other:02X}");
            }
        }
    }
    out
}

/// What `text` spells, form-encoded.
pub(crate) fn decoded(text: &str) -> String {
    // The parser takes pairs; one without a name is its value.
    let pair = format!("={text}");
    let mut pairs = url::form_urlencoded::parse(pair.as_bytes());
    pairs
        .next()
        .map_or_else(String::new, |(_, value)| value.into_owned())
}

/// The body: `name=value` joined with `&`. Each `&` is a piece of its own that belongs to no field.
pub(crate) fn body(parameters: &[Parameter<'_>]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for parameter in parameters {
        if !pieces.is_empty() {
            pieces.push(Piece::open("&", None));
        }
        let field = Some(parameter.field);
        pieces.push(Piece::open(&format!("{}=", encode(parameter.name)), field));
        pieces.push(Piece {
            text: encode(parameter.value).into(),
            field,
            secret: parameter.is_secret(),
        });
    }
    pieces
}
