//! A reply as it came over the wire: one JSON object is its body, and nothing of it is repaired, searched or passed over.

use crate::oauth::check::paste::find::{Class, class_of};
use crate::oauth::check::paste::map::Mapped;
use crate::oauth::check::paste::{
    HeaderBlock, Kind, Noted, Pasted, Prepared, exception, html, members,
};
use crate::oauth::json;
use crate::oauth::reply::Reply;

/// The body as the text to be judged, its headers beside it.
pub(in crate::oauth::check) fn as_received(reply: &Reply) -> (Pasted, Prepared) {
    let text = reply.text();
    let document = json::read(&text);
    let class = document
        .root()
        .map_or(Class::Other, |root| class_of(&document, root));
    let whole = document.root().is_some() && document.faults().is_empty();
    let kind = match class {
        _ if !whole && html::page(&text).is_some() => Kind::Html,
        Class::Error => Kind::ErrorReply,
        Class::Token | Class::TokenLike => Kind::TokenReply,
        Class::Other | Class::Request if whole => Kind::OtherJson,
        Class::Other | Class::Request => Kind::Unreadable,
    };
    let mut notes = Vec::new();
    let mut note = |id| {
        notes.push(Noted {
            id,
            offset: Some(0),
            seen: None,
            values: Vec::new(),
            case: None,
        });
    };
    let other = (!whole).then(|| members::of(&text)).flatten();
    match (kind, other.as_ref().map(|other| other.notation)) {
        (Kind::Html, _) => note("paste.html"),
        (_, Some(members::Notation::Xml | members::Notation::XmlError)) => note("reply.xml"),
        (_, Some(members::Notation::Form | members::Notation::Address)) => note("reply.form"),
        (_, None) => {}
    }
    let explained = kind == Kind::Html || other.is_some();
    let refused = (kind == Kind::Unreadable && !whole && other.is_none())
        .then(|| exception::by_status(&text, reply.status))
        .flatten();
    let explained = explained || refused.is_some();
    let kind = if refused.is_some() {
        Kind::ErrorReply
    } else {
        kind
    };
    let syntax = document.faults().first().copied().filter(|_| !explained);
    let prepared = Prepared {
        kind,
        headers: Some(block(reply)),
        document: (!explained).then_some(document),
        token: None,
        repairs: Vec::new(),
        undone: Vec::new(),
        notes,
        syntax,
        told: refused,
        map: Mapped::whole(&text),
    };
    (Pasted::new(text), prepared)
}

/// Its head, which stands in no text.
fn block(reply: &Reply) -> HeaderBlock {
    let fields = reply.headers.iter();
    HeaderBlock {
        status: Some(reply.status),
        offset: 0,
        fields: fields
            .map(|(name, value)| (name.clone(), value.clone(), 0))
            .collect(),
    }
}
