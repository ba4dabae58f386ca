//! Finds tokens in any text: in JSON at any depth, in the texts of its members, in log lines, addresses, cookies and settings.

use std::borrow::Cow;
use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use crate::oauth::check::before;
use crate::oauth::check::paste::is_unfilled;
use crate::oauth::json::{self, Document, Kind, NodeId};
use crate::oauth::jwt::{self, Form, paseto};
use crate::oauth::kind::vendor_of;
use crate::oauth::rules::words;

/// How many values of a document are looked at.
const MOST: usize = 20_000;
/// How many tokens are kept: a log can hold thousands.
const MOST_TOKENS: usize = 256;
/// How deep texts inside of texts are followed.
const DEEPEST: usize = 4;

/// A token, and where it stood.
#[derive(Clone)]
pub(super) struct Found {
    /// The token.
    pub text: String,
    /// The member or parameter that held it.
    pub name: Option<String>,
    /// Where that is, in words.
    pub place: String,
}

/// The tokens in a text, in order, each once.
pub(super) fn tokens(text: &str) -> Vec<Found> {
    let mut search = Search::default();
    search.text(text, &Above::default());
    search.found
}

/// True where a text holds a token.
pub(super) fn holds_token(text: &str) -> bool {
    !tokens(text).is_empty()
}

/// True where a document holds a token at any depth.
pub(super) fn has_tokens(document: &Document) -> bool {
    let mut search = Search::default();
    search.document(document, &Above::default());
    !search.found.is_empty()
}

#[derive(Default)]
struct Search {
    found: Vec<Found>,
    told: BTreeSet<String>,
    seen: usize,
}

/// What stands around the text that is searched.
#[derive(Clone, Default)]
struct Above {
    pointer: String,
    name: Option<String>,
    depth: usize,
}

impl Search {
    fn text(&mut self, text: &str, above: &Above) {
        let plain = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
        if plain.starts_with(['{', '[']) && above.depth < DEEPEST {
            let document = json::read(plain);
            if document.faults().is_empty() && document.root().is_some() {
                self.document(&document, above);
                return;
            }
        }
        self.words(text, above);
    }

    fn document(&mut self, document: &Document, above: &Above) {
        let mut waiting: Vec<(NodeId, Option<&str>)> = document
            .root()
            .map(|root| (root, None))
            .into_iter()
            .collect();
        while let Some((node, name)) = waiting.pop() {
            self.seen += 1;
            if self.seen > MOST || self.found.len() >= MOST_TOKENS {
                return;
            }
            if document.kind(node) == Kind::String {
                let inner = Above {
                    pointer: format!("{}{}", above.pointer, document.pointer(node)),
                    name: name.map(str::to_owned),
                    depth: above.depth + 1,
                };
                self.string(document.string(node).unwrap_or_default(), &inner);
            }
            let mut below: Vec<_> = document
                .members(node)
                .map(|member| (member.value, Some(member.name)))
                .collect();
            below.extend(document.items(node).map(|item| (item, name)));
            waiting.extend(below.into_iter().rev());
        }
    }

    fn string(&mut self, text: &str, above: &Above) {
        if is_token(text)
            || above
                .name
                .as_deref()
                .is_some_and(|name| is_named(name, text))
        {
            self.keep(text, above.name.clone(), place_of(above));
        } else if let Some(decoded) = in_base64(text).filter(|_| above.depth < DEEPEST) {
            self.text(&decoded, above);
        } else if text.len() >= 20 {
            self.text(text, above);
        }
    }

    /// The words of a text that are tokens. Each is looked at where it begins, and read once.
    fn words(&mut self, text: &str, above: &Above) {
        let (mut at, mut line, mut counted) = (0, 1, 0);
        while let Some(start) = next_start(text, at) {
            let rest = text.get(start..).unwrap_or_default();
            let length = rest.find(|c| !is_token_char(c)).unwrap_or(rest.len());
            let word = rest.get(..length).unwrap_or_default();
            let word = unsigned(word).unwrap_or_else(|| word.trim_end_matches('.'));
            at = start + length.max(1);
            let before = text.get(..start).unwrap_or_default();
            let Some(token) = token_of(word, before).filter(|token| !self.told.contains(&**token))
            else {
                continue;
            };
            line += before
                .get(counted..)
                .unwrap_or_default()
                .matches('\n')
                .count();
            counted = start;
            let (mut place, name) = before::context(before, line);
            if matches!(token, Cow::Owned(_)) {
                let number = [("place", line.to_string())];
                place = words::fill(words::phrase("where.base64"), &number);
            }
            if above.pointer.is_empty() {
                self.keep(&token, name, place);
            } else {
                self.keep(&token, name.or_else(|| above.name.clone()), place_of(above));
            }
            if self.found.len() >= MOST_TOKENS {
                return;
            }
        }
    }

    fn keep(&mut self, text: &str, name: Option<String>, place: String) {
        if self.told.insert(text.to_owned()) {
            self.found.push(Found {
                text: text.to_owned(),
                name,
                place,
            });
        }
    }
}

fn place_of(above: &Above) -> String {
    let id = match () {
        () if above.pointer.starts_with("/log/entries/") => "where.har",
        () if above
            .pointer
            .split('/')
            .nth(1)
            .is_some_and(|step| step.bytes().all(|b| b.is_ascii_digit())) =>
        {
            "where.list"
        }
        () => "where.json",
    };
    words::fill(words::phrase(id), &[("place", above.pointer.clone())])
}

fn is_token_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~')
}

/// The beginnings of words that may be tokens.
const STARTS: [&str; 13] = [
    "eyJ",
    "ZXlK",
    "v4.",
    "v3.",
    "v2.",
    "v1.",
    "gh",
    "xox",
    "ya29.",
    "glpat-",
    "github_pat_",
    "hvs.",
    "00D",
];

fn next_start(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(from..)?;
    let places = bytes
        .iter()
        .enumerate()
        .filter(|(_, byte)| matches!(byte, b'e' | b'Z' | b'v' | b'g' | b'x' | b'y' | b'h' | b'0'));
    places.map(|(step, _)| from + step).find(|at| {
        let rest = bytes.get(at - from..).unwrap_or_default();
        STARTS
            .iter()
            .any(|start| rest.starts_with(start.as_bytes()))
    })
}

/// True behind anything but the inside of a word. `%20` and the like end one, since addresses write blanks so.
fn begins_word(before: &str) -> bool {
    let Some(last) = before.chars().next_back() else {
        return true;
    };
    // A line that was taken out or put in, as diff writes it.
    let changed = before.strip_suffix(['-', '+']);
    if changed.is_some_and(|front| front.is_empty() || front.ends_with('\n')) {
        return true;
    }
    if !last.is_ascii_alphanumeric() && !matches!(last, '-' | '_' | '.' | '~' | '+' | '/') {
        return true;
    }
    if last == '/' {
        return before.ends_with("://") || before.ends_with('/');
    }
    let escape = before
        .get(before.len().saturating_sub(3)..)
        .unwrap_or_default();
    let lower = escape.to_ascii_lowercase();
    // The end of an escape in an address or in a text: `%3D`, `\n`, `\"`.
    matches!(
        lower.as_str(),
        "%20" | "%3d" | "%22" | "%27" | "%2c" | "%0a" | "%7e"
    ) || before.ends_with("\\n")
        || before.ends_with("\\t")
}

/// The token that a word is, or holds in base64 once more, as Kubernetes keeps its secrets.
fn token_of<'a>(word: &'a str, before: &str) -> Option<Cow<'a, str>> {
    if !begins_word(before) {
        return None;
    }
    if !word.starts_with("ZXlK") {
        return is_token(word).then_some(Cow::Borrowed(word));
    }
    let bytes = STANDARD_NO_PAD.decode(word).ok()?;
    let text = String::from_utf8(bytes).ok()?;
    is_token(text.trim()).then(|| Cow::Owned(text.trim().to_owned()))
}

/// A token without a signature ends in the dot before it (RFC 7519 6.1); any other dot at the end of a word ends a sentence.
fn unsigned(word: &str) -> Option<&str> {
    let parts = word.trim_end_matches('.');
    let whole = word.get(..=parts.len())?;
    if parts.matches('.').count() != 1 || !is_token(whole) {
        return None;
    }
    let read = jwt::read(whole);
    let header = read.header.as_ref()?;
    let alg = header.string(header.member(header.root()?, "alg")?)?;
    alg.eq_ignore_ascii_case("none").then_some(whole)
}

/// True for a JWT, an SD-JWT, a PASETO, or an opaque token that is known by how it begins.
fn is_token(text: &str) -> bool {
    if text.contains(char::is_whitespace) || text.len() < 20 {
        return false;
    }
    if text.starts_with("eyJ") {
        let read = jwt::read(text);
        return matches!(read.form, Form::Jws | Form::Jwe)
            && read.header.as_ref().is_some_and(|header| {
                header.root().is_some_and(|root| {
                    ["alg", "typ", "kid", "enc"]
                        .iter()
                        .any(|name| header.member(root, name).is_some())
                })
            });
    }
    paseto::is_paseto(text) || vendor_of(text).is_some() && !text.contains("://")
}

/// An opaque text under the name of an access token: long, of the letters of RFC 6750 2.1, and no word that stands in for one.
fn is_named(name: &str, text: &str) -> bool {
    let letter = |b: u8| b.is_ascii_alphanumeric() || b"-._~+/=".contains(&b);
    // `tenant_access_token`, `customerAccessToken` are names of the same.
    let plain = name.replace(['_', '-'], "").to_ascii_lowercase();
    plain.ends_with("accesstoken")
        && text.len() >= 20
        && !text.starts_with("eyJ")
        && text.bytes().all(letter)
        && text.bytes().any(|b| b.is_ascii_digit())
        && !is_unfilled(name, text)
}

/// Base64 of JSON, as recordings keep bodies.
fn in_base64(text: &str) -> Option<String> {
    let plain = text.trim_end_matches('=');
    let likely =
        plain.len() > 40 && plain.starts_with(['e', 'W']) && !plain.contains(['.', ' ', '~']);
    if !likely {
        return None;
    }
    let bytes = STANDARD_NO_PAD
        .decode(plain)
        .or_else(|_| URL_SAFE_NO_PAD.decode(plain))
        .ok()?;
    let text = String::from_utf8(bytes).ok()?;
    text.trim_start().starts_with(['{', '[']).then_some(text)
}
