//! Replies that are no JSON: a form, the query or fragment of an address, XML. Each is turned into an object, and told.

use std::fmt::Write as _;

use crate::oauth::check::paste::Edit;
use crate::oauth::json::is_number;

/// A reply in another notation.
pub(super) struct Members {
    /// Where it stands.
    pub(super) start: usize,
    /// Behind it.
    pub(super) end: usize,
    /// The same as JSON.
    pub(super) edits: Vec<Edit>,
    /// Which notation.
    pub(super) notation: Notation,
}

/// How it was written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    Form,
    Address,
    Xml,
    /// An error as SOAP and Amazon's services write it: an element with a code and a message.
    XmlError,
}

/// Looks for such a reply: one that has a token or an error.
pub(super) fn of(text: &str) -> Option<Members> {
    xml(text).or_else(|| form(text))
}

/// `access_token=...&token_type=bearer`, alone or in an address.
fn form(text: &str) -> Option<Members> {
    let at = ["access_token=", "error="].into_iter().find_map(|name| {
        text.match_indices(name).map(|(at, _)| at).find(|at| {
            let before = text
                .get(..*at)
                .and_then(|before| before.chars().next_back());
            before.is_none_or(|c| c.is_whitespace() || matches!(c, '&' | '#' | '?' | '"' | '\''))
        })
    })?;
    let edge = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`');
    let before = text.get(..at)?;
    let word = before.rfind(edge).map_or(0, |at| {
        at + before
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(1, char::len_utf8)
    });
    let rest = text.get(at..)?;
    let end = at + rest.find(edge).unwrap_or(rest.len());
    let whole = text.get(word..end)?;
    let address = whole.contains("://") || whole.starts_with('/');
    let start = whole.rfind(['?', '#']).map_or(word, |mark| word + mark + 1);
    let pairs: Vec<(String, String)> = text
        .get(start..end)?
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect();
    // One name alone, without another member beside it, is a line of settings.
    let telling = |name: &str| pairs.iter().any(|(own, _)| own == name);
    let reply = telling("access_token")
        && (telling("token_type") || telling("expires_in") || telling("scope"));
    let error = telling("error") && (telling("error_description") || telling("error_uri"));
    if telling("grant_type") || telling("client_secret") || !(reply || error) {
        return None;
    }
    Some(Members {
        start,
        end,
        edits: vec![Edit {
            start,
            end,
            replacement: object(&pairs).into(),
        }],
        notation: if address {
            Notation::Address
        } else {
            Notation::Form
        },
    })
}

/// `%XX` and `+`, as forms have them (application/x-www-form-urlencoded).
pub(in crate::oauth) fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, more)) = rest.split_first() {
        let digit = |at: usize| more.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        match (first, digit(0), digit(1)) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                rest = more.get(2..).unwrap_or_default();
            }
            (b'+', _, _) => {
                bytes.push(b' ');
                rest = more;
            }
            (byte, _, _) => {
                bytes.push(byte);
                rest = more;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The elements that hold text alone, by name.
fn leaves(text: &str) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut rest = text;
    while let Some((name, value, behind)) = leaf(rest) {
        if pairs.len() < 64 {
            pairs.push((name.to_owned(), unescaped(value)));
        }
        rest = behind;
    }
    pairs
}

/// The members of the first element called `Error` that has a code and words, whatever its prefix and attributes.
fn coded_error(text: &str) -> Option<Vec<(String, String)>> {
    let tags = text.match_indices('<').filter_map(|(at, _)| {
        let inside = text.get(at + 1..)?;
        let (tag, behind) = inside.split_once('>')?;
        let name = tag.split(char::is_whitespace).next()?;
        (name.rsplit(':').next()? == "Error" && !name.starts_with('/')).then_some((name, behind))
    });
    // Each is looked for its end, so that only so many are.
    let mut found = tags.take(16).filter_map(|(name, behind)| {
        let (inside, _) = behind.split_once(&format!("</{name}"))?;
        let pairs = leaves(inside);
        let has = |name: &str| pairs.iter().any(|(known, _)| known == name);
        (has("Code") && has("Message")).then_some(pairs)
    });
    found.next()
}

/// `<access_token>...</access_token>` and its neighbours: the elements that hold text alone.
fn xml(text: &str) -> Option<Members> {
    let plain = text.trim_start();
    if !plain.starts_with('<') {
        return None;
    }
    let pairs = leaves(plain);
    let start = text.len() - plain.len();
    let has = |name: &str| pairs.iter().any(|(known, _)| known == name);
    let (replacement, notation) = if has("access_token") || has("error") {
        (object(&pairs), Notation::Xml)
    } else if has("faultcode") && has("faultstring") {
        // SOAP 1.1, 4.4.
        (
            format!("{{\"fault\":{}}}", object(&pairs)),
            Notation::XmlError,
        )
    } else {
        // Of several errors the first is told, and what stands around it is no part of it.
        let pairs = coded_error(plain)?;
        (
            format!("{{\"Error\":{}}}", object(&pairs)),
            Notation::XmlError,
        )
    };
    let end = text.len();
    let replacement = replacement.into();
    Some(Members {
        start,
        end,
        edits: vec![Edit {
            start,
            end,
            replacement,
        }],
        notation,
    })
}

/// The next element without elements in it: its name without prefix, its text, and what follows.
fn leaf(text: &str) -> Option<(&str, &str, &str)> {
    let mut rest = text;
    loop {
        let open = rest.find('<')?;
        let inside = rest.get(open + 1..)?;
        let close = inside.find('>')?;
        let tag = inside.get(..close)?;
        let behind = inside.get(close + 1..)?;
        let name = tag.split([' ', '\t', '\n', '/']).next()?;
        let end = behind.find('<')?;
        let closes = behind
            .get(end..)?
            .strip_prefix("</")
            .and_then(|more| more.strip_prefix(name));
        if !name.is_empty() && closes.is_some_and(|more| more.trim_start().starts_with('>')) {
            let plain = name.rsplit(':').next()?;
            return Some((plain, behind.get(..end)?.trim(), behind.get(end..)?));
        }
        rest = behind;
    }
}

fn unescaped(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// The members as one object. Neither notation has types: what counts seconds is a number.
fn object(pairs: &[(String, String)]) -> String {
    let mut json = String::from("{");
    for (name, value) in pairs {
        let comma = if json.len() > 1 { "," } else { "" };
        let name = crate::oauth::check::report::json::quoted(name);
        let number = name.contains("expires") && is_number(value);
        let value = if number {
            value.clone()
        } else {
            crate::oauth::check::report::json::quoted(value)
        };
        let _ = write!(json, "{comma}{name}:{value}");
    }
    json.push('}');
    json
}
