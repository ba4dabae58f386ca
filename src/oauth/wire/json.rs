//! The body as a JSON object, the way Auth0 also takes it.

use std::fmt::Write;

use serde_json::Value;

use crate::oauth::field::Parameter;
use crate::oauth::wire::Piece;

/// The inside of a JSON string, in ASCII: RFC 8259 7 allows an escape for every character, and a shell whose encoding is not
/// UTF-8 then cannot damage the command line that carries it.
pub(crate) fn escape(text: &str) -> String {
    let quoted = Value::from(text).to_string();
    let inside = quoted
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or_default();
    let mut out = String::with_capacity(inside.len());
    for character in inside.chars() {
        if character.is_ascii() && character != '\u{7f}' {
            out.push(character);
        } else {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        }
    }
    out
}

/// The body: one flat object of strings without blanks. Each `,` is a piece of its own that belongs to no field.
pub(crate) fn body(parameters: &[Parameter<'_>]) -> Vec<Piece> {
    let mut pieces = vec![Piece::open("{", None)];
    for parameter in parameters {
        if pieces.len() > 1 {
            pieces.push(Piece::open(",", None));
        }
        let field = Some(parameter.field);
        let name = format!("\"{}\":\"", escape(parameter.name));
        pieces.push(Piece::open(&name, field));
        pieces.push(Piece {
            text: escape(parameter.value).into(),
            field,
            secret: parameter.is_secret(),
        });
        pieces.push(Piece::open("\"", field));
    }
    pieces.push(Piece::open("}", None));
    pieces
}
