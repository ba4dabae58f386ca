//! The JSON serialization of JWS and JWE (RFC 7515 7.2, RFC 7516 7.2): the same parts, as members of an object.

use crate::oauth::json::{Document, Kind, NodeId};
use crate::oauth::jwt::{Form, Jwt, PartName, read};

/// The tokens of `document`, one a signature; `None` where it is no such object.
pub fn tokens(document: &Document) -> Option<Vec<Jwt>> {
    let root = document.root()?;
    if !document.faults().is_empty() || document.kind(root) != Kind::Object {
        return None;
    }
    if document.member(root, "ciphertext").is_some() {
        return encrypted(document, root).map(|jwt| vec![jwt]);
    }
    let payload = document.string(document.member(root, "payload")?)?;
    let one = |node: NodeId| signed(document, node, payload);
    match document.member(root, "signatures") {
        Some(list) => {
            let jwts: Vec<Jwt> = document.items(list).filter_map(one).collect();
            (!jwts.is_empty()).then_some(jwts)
        }
        None => one(root).map(|jwt| vec![jwt]),
    }
}

/// The text of a member, `""` where there is none.
fn text<'a>(document: &'a Document, node: NodeId, name: &str) -> &'a str {
    let value = document.member(node, name);
    value
        .and_then(|value| document.string(value))
        .unwrap_or_default()
}

fn signed(document: &Document, node: NodeId, payload: &str) -> Option<Jwt> {
    let signature = document.string(document.member(node, "signature")?)?;
    let protected = text(document, node, "protected");
    let unprotected = document
        .member(node, "header")
        .map(|value| document.raw(value).to_owned());
    if protected.is_empty() {
        // Nothing of the header is signed, so the first part is empty; it is read as if it stood there.
        let mut jwt = read(&format!("e30.{payload}.{signature}"));
        jwt.header = Some(Document::new(unprotected?));
        jwt.text.replace_range(..3, "");
        for part in &mut jwt.parts {
            let back = if part.name == PartName::Header {
                part.range.start
            } else {
                3
            };
            part.range = part.range.start - back..part.range.end - 3;
        }
        return Some(jwt);
    }
    let jwt = read(&format!("{protected}.{payload}.{signature}"));
    (jwt.form == Form::Jws).then_some(jwt)
}

fn encrypted(document: &Document, root: NodeId) -> Option<Jwt> {
    let recipient = document
        .member(root, "recipients")
        .and_then(|list| document.items(list).next())
        .unwrap_or(root);
    let [protected, iv, ciphertext, tag] =
        ["protected", "iv", "ciphertext", "tag"].map(|name| text(document, root, name));
    let key = text(document, recipient, "encrypted_key");
    let jwt = read(&format!("{protected}.{key}.{iv}.{ciphertext}.{tag}"));
    (jwt.form == Form::Jwe).then_some(jwt)
}
