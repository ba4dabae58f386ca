//! One member of a token's header or payload: where its characters stand in the token, and the token with another value in its place.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use thiserror::Error;

use crate::oauth::json::{self, Document};
use crate::oauth::jwt::{Jwt, PartName};

/// Why a value cannot be put into a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum BadValue {
    /// It is no JSON value, or more than one.
    #[error("that is not one JSON value; text stands in double quotes")]
    NotJson,
    /// The part has no such member.
    #[error("the token has no such member")]
    NoMember,
}

/// The decoded JSON of `part`, if it is an object.
pub fn document(jwt: &Jwt, part: PartName) -> Option<&Document> {
    match part {
        PartName::Header => jwt.header.as_ref(),
        PartName::Payload => jwt.payload.as_ref(),
        PartName::Signature | PartName::Sealed(_) => None,
    }
}

/// The characters of `part`, from its start, whose groups of four hold member number `index`, name and value. A group of four
/// characters is three bytes (RFC 4648 4), so the marked stretch may hold a byte or two of the neighbours.
pub fn characters(jwt: &Jwt, part: PartName, index: usize) -> Option<Range<usize>> {
    all_characters(jwt, part).nth(index)
}

/// The same for every member, in their order. A token can have a hundred thousand, so they are walked over once.
pub fn all_characters(jwt: &Jwt, part: PartName) -> impl Iterator<Item = Range<usize>> {
    let known = document(jwt, part).zip(jwt.part(part));
    known.into_iter().flat_map(|(document, part)| {
        let length = part.range.len();
        let members = document
            .root()
            .into_iter()
            .flat_map(|root| document.members(root));
        members.map(move |member| {
            let start = member.name_offset / 3 * 4;
            let end = document.end(member.value).div_ceil(3) * 4;
            start.min(length)..end.min(length)
        })
    })
}

/// The token with `value`, a JSON text, as the value of member number `index` of `part`. Everything else stays as it is written,
/// the signature too: so it no longer fits.
///
/// # Errors
/// [`BadValue`].
pub fn with_value(
    jwt: &Jwt,
    part: PartName,
    index: usize,
    value: &str,
) -> Result<String, BadValue> {
    let new = json::read(value);
    if new.root().is_none() || !new.faults().is_empty() {
        return Err(BadValue::NotJson);
    }
    let changed = changed(jwt, part, index, value.trim()).ok_or(BadValue::NoMember)?;
    let range = jwt
        .part(part)
        .map(|part| part.range.clone())
        .ok_or(BadValue::NoMember)?;
    let text = jwt.text();
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let encoded = URL_SAFE_NO_PAD.encode(changed);
    Ok(format!("{before}{encoded}{after}"))
}

fn changed(jwt: &Jwt, part: PartName, index: usize, value: &str) -> Option<String> {
    let document = document(jwt, part)?;
    let member = document.members(document.root()?).nth(index)?;
    let before = document.text().get(..document.offset(member.value))?;
    let after = document.text().get(document.end(member.value)..)?;
    Some(format!("{before}{value}{after}"))
}
