//! A reply as somebody may see it who looks over a shoulder, or reads a page that is handed out.

use crate::oauth::carrier::bare;
use crate::oauth::json::{self, Document, Kind, NodeId};
use crate::oauth::reply::echo::{self, HIDDEN};
use crate::oauth::reply::given::{is_secret, is_short, is_words, within};

/// A body that is one word of at least so many letters and digits is a token.
const WORD: usize = 20;

/// The text of a reply with the middle of its tokens left out, and whole secrets: whoever looks over a shoulder, or at a recording, sees no
/// more. It is cut where the value stands, at any depth and however the server spells its characters; a reply may be a form too (RFC 6749
/// 5.1 was not always heeded), or words of a page.
pub fn tokens(text: &str) -> String {
    match alone(text) {
        Some(word) => text.replace(word, &shortened(word)),
        None => Tokens::of(text).hide(text),
    }
}

/// The tokens that a reply brings: each is hidden wherever the reply has it again.
#[derive(Debug, Default)]
pub struct Tokens(Vec<String>);

/// So many different tokens are looked for a second time; a token reply has two or three.
const MOST: usize = 4;

impl Tokens {
    /// Those of a body.
    pub fn of(body: &str) -> Self {
        let document = json::read(body);
        let mut found = Vec::new();
        if let Some(root) = document.root() {
            kept(&document, root, &mut found);
        }
        let texts = found.iter().filter_map(|node| document.string(*node));
        // A word of the protocol is none, and may be the name of a member.
        let made = texts.filter(|text| text.len() >= echo::AT_LEAST && !is_words(text));
        let mut all: Vec<String> = Vec::new();
        for token in made {
            if all.len() < MOST && !all.iter().any(|one| one == token) {
                all.push(token.to_owned());
            }
        }
        Self(all)
    }

    /// A part of the reply, or all of it, without them.
    pub fn hide(&self, text: &str) -> String {
        self.value("", text)
    }

    /// The value of a member of that name, as it is written.
    pub fn value(&self, name: &str, text: &str) -> String {
        let document = json::read(text);
        let mut found = Vec::new();
        match document.root() {
            Some(root) if is_kept(name) => leaves(&document, root, &mut found),
            Some(root) => kept(&document, root, &mut found),
            None => {}
        }
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        for node in found {
            out.push_str(text.get(from..document.offset(node)).unwrap_or_default());
            out.push_str(&shortened(document.raw(node)));
            from = document.end(node);
        }
        out.push_str(text.get(from..).unwrap_or_default());
        let known: Vec<&str> = self.0.iter().map(String::as_str).collect();
        within(&echo::hidden(&out, &known), shortened)
    }

    /// The value of a header of the reply.
    pub fn header(&self, name: &str, value: &str) -> String {
        let value = &self.hide(value);
        match bare(name).as_str() {
            "authorization" => HIDDEN.to_owned(),
            "setcookie" => {
                let (pair, rest) = value.split_at(value.find(';').unwrap_or(value.len()));
                let (name, _) = pair.split_once('=').unwrap_or_default();
                format!("{name}={HIDDEN}{rest}")
            }
            _ if is_kept(name) => shortened(value),
            _ => value.clone(),
        }
    }
}

/// A body that is one long word as machines make them, in quotation marks or not.
fn alone(text: &str) -> Option<&str> {
    let word = text.trim().trim_matches('"');
    let is_of_token = |b: u8| b.is_ascii_alphanumeric() || b"-._~+/=".contains(&b);
    let is_one = word.len() >= WORD && word.bytes().all(is_of_token);
    (is_one && !is_words(word)).then_some(word)
}

/// True for a member or a header whose value opens a door: a token, or what a token is asked for with.
pub fn is_kept(name: &str) -> bool {
    let bare = bare(name);
    let ends = ["token", "tokens", "tokenvalue", "privatekey"];
    ends.iter().any(|end| bare.ends_with(end)) || is_secret(name)
}

/// Every value under such a name, at any depth, and every JSON text within a string that has one.
fn kept(document: &Document, node: NodeId, out: &mut Vec<NodeId>) {
    for member in document.members(node) {
        if is_kept(member.name) {
            leaves(document, member.value, out);
        } else {
            kept(document, member.value, out);
        }
    }
    for item in document.items(node) {
        kept(document, item, out);
    }
    if document
        .string(node)
        .is_some_and(|text| tells(text, DEEPEST))
    {
        out.push(node);
    }
}

/// So many JSON texts within one another are looked into.
const DEEPEST: usize = 4;

/// True for a JSON text with something in it that is hidden, and for one in which others stand so deep that nobody looks.
fn tells(text: &str, deep: usize) -> bool {
    if !text.trim_start().starts_with(['{', '[']) {
        return false;
    }
    let document = json::read(text);
    let root = document.root();
    deep == 0 || root.is_some_and(|root| has_kept(&document, root, deep))
}

fn has_kept(document: &Document, node: NodeId, deep: usize) -> bool {
    let mut members = document.members(node);
    let mut items = document.items(node);
    let is_inner = |text| tells(text, deep - 1);
    members.any(|member| is_kept(member.name) || has_kept(document, member.value, deep))
        || items.any(|item| has_kept(document, item, deep))
        || document.string(node).is_some_and(is_inner)
}

/// Every text and number there; what is neither true, false nor nothing tells something. A sentence is none: servers say of a member of
/// this name what is wrong with it.
fn leaves(document: &Document, node: NodeId, out: &mut Vec<NodeId>) {
    for member in document.members(node) {
        leaves(document, member.value, out);
    }
    for item in document.items(node) {
        leaves(document, item, out);
    }
    let is_told = match document.kind(node) {
        Kind::Number => true,
        Kind::String => {
            let text = document.string(node).unwrap_or_default();
            let is_sentence = text.trim().contains(' ') && is_words(text);
            !text.is_empty() && !is_sentence
        }
        _ => false,
    };
    if is_told {
        out.push(node);
    }
}

/// Front and back of a long text; a JSON text keeps its quotation marks.
fn shortened(raw: &str) -> String {
    if is_short(raw) {
        let quote = if raw.starts_with('"') { "\"" } else { "" };
        return format!("{quote}{HIDDEN}{quote}");
    }
    // One more than is to be seen, for the quotation mark on either side.
    let end = raw.ceil_char_boundary(raw.len() - 5);
    let start = raw.floor_char_boundary(5);
    let (front, back) = (raw.get(..start), raw.get(end..));
    format!(
        "{}...{}",
        front.unwrap_or_default(),
        back.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests;
