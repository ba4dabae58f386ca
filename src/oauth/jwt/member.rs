//! One value in a token's header or payload, at any depth: where its characters stand, and the token with another in its place.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use thiserror::Error;

use crate::oauth::json::{self, Document, Kind, Member, NodeId};
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

/// One value of a part: that of a member at the top, or one further in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The name of the member, or the number of the item in brackets.
    pub name: String,
    /// How deep it stands: 0 at the top.
    pub depth: usize,
    /// Where its value is.
    pub node: NodeId,
    /// Where its name begins, or its value where it has none.
    start: usize,
}

/// How deep values are unfolded, and how many of one part: a hostile token can nest without end.
const DEEPEST: usize = 5;
const MOST_NESTED: usize = 2_000;

/// Every member of a part in the order of the token, and behind it the values inside of it: the members of an object, and the items
/// of a list that holds objects or lists. What a list holds of texts and numbers is read in one line.
pub fn places(document: &Document) -> Vec<Place> {
    let mut places = Vec::new();
    let mut nested = 0;
    for member in document
        .root()
        .into_iter()
        .flat_map(|root| document.members(root))
    {
        places.push(of_member(member, 0));
        unfold(document, member.value, 1, (&mut places, &mut nested));
    }
    places
}

fn of_member(member: Member<'_>, depth: usize) -> Place {
    Place {
        name: member.name.to_owned(),
        depth,
        node: member.value,
        start: member.name_offset,
    }
}

fn unfold(
    document: &Document,
    node: NodeId,
    depth: usize,
    (places, nested): (&mut Vec<Place>, &mut usize),
) {
    if depth > DEEPEST {
        return;
    }
    let is_nest = |node| matches!(document.kind(node), Kind::Object | Kind::Array);
    let below: Vec<Place> = match document.kind(node) {
        Kind::Object => document
            .members(node)
            .take(MOST_NESTED)
            .map(|member| of_member(member, depth))
            .collect(),
        Kind::Array if document.items(node).take(MOST_NESTED).any(is_nest) => document
            .items(node)
            .take(MOST_NESTED)
            .enumerate()
            .map(|(at, node)| Place {
                name: format!("[{at}]"),
                depth,
                node,
                start: document.offset(node),
            })
            .collect(),
        _ => return,
    };
    for place in below {
        if *nested >= MOST_NESTED {
            return;
        }
        *nested += 1;
        let node = place.node;
        places.push(place);
        unfold(document, node, depth + 1, (places, nested));
    }
}

/// The characters of `part`, from its start, whose groups of four hold place number `index`, name and value. A group of four
/// characters is three bytes (RFC 4648 4), so the marked stretch may hold a byte or two of the neighbours.
pub fn characters(jwt: &Jwt, part: PartName, index: usize) -> Option<Range<usize>> {
    all_characters(jwt, part).nth(index)
}

/// The same for every place, in their order. A token can have a hundred thousand, so they are walked over once.
pub fn all_characters(jwt: &Jwt, part: PartName) -> impl Iterator<Item = Range<usize>> {
    let known = document(jwt, part).zip(jwt.part(part));
    known.into_iter().flat_map(|(document, part)| {
        let length = part.range.len();
        places(document).into_iter().map(move |place| {
            let start = place.start / 3 * 4;
            let end = document.end(place.node).div_ceil(3) * 4;
            start.min(length)..end.min(length)
        })
    })
}

/// The token with `value`, a JSON text, as the value of place number `index` of `part`. Everything else stays as it is written,
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
    with_part(jwt, part, &changed).ok_or(BadValue::NoMember)
}

/// The text of an object with `json` as the value of its member `name` at the top, added at the end where there is none; of several
/// of that name every one. All else stays as it is written. `None` for what is no object.
pub(crate) fn with_member(document: &Document, name: &str, json: &str) -> Option<String> {
    let root = document.root()?;
    if document.kind(root) != Kind::Object {
        return None;
    }
    let mut text = document.text().to_owned();
    let own = document.members(root).filter(|member| member.name == name);
    let own: Vec<NodeId> = own.map(|member| member.value).collect();
    for value in own.iter().rev() {
        text.replace_range(document.offset(*value)..document.end(*value), json);
    }
    if own.is_empty() {
        let (before, after) = text.rsplit_once('}')?;
        let has_some = document.members(root).next().is_some();
        let comma = if has_some { "," } else { "" };
        let name = serde_json::Value::from(name);
        return Some(format!("{before}{comma}{name}:{json}}}{after}"));
    }
    Some(text)
}

/// The token with `text` as what its `part` decodes to. The signature stays.
pub(crate) fn with_part(jwt: &Jwt, part: PartName, text: &str) -> Option<String> {
    let range = jwt.part(part)?.range.clone();
    let token = jwt.text();
    let before = token.get(..range.start)?;
    let after = token.get(range.end..)?;
    Some(format!("{before}{}{after}", URL_SAFE_NO_PAD.encode(text)))
}

fn changed(jwt: &Jwt, part: PartName, index: usize, value: &str) -> Option<String> {
    let document = document(jwt, part)?;
    let place = places(document).into_iter().nth(index)?;
    let before = document.text().get(..document.offset(place.node))?;
    let after = document.text().get(document.end(place.node)..)?;
    Some(format!("{before}{value}{after}"))
}
