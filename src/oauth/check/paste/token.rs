//! A paste that is only a token, with or without its scheme, quotes, blanks and line breaks.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use crate::oauth::check::paste::repair::edit;
use crate::oauth::check::paste::{Edit, marks};
use crate::oauth::json::is_invisible;

/// A token that was found in a text.
#[derive(Default)]
pub(super) struct Bare {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Where `Bearer ` or `Authorization: Bearer ` stands.
    pub(super) prefix: Option<usize>,
    /// Invisible characters to take out.
    pub(super) invisible: Vec<Edit>,
    /// Line breaks and blanks to take out.
    pub(super) blanks: Vec<Edit>,
}

/// The token, when the text is that and nothing else.
pub(super) fn alone(text: &str) -> Option<Bare> {
    let mut range = trim(text, 0, text.len());
    let mut prefix = None;
    // Each round takes a scheme or a pair of quotes; nobody nests them deeper.
    for _ in 0..4 {
        let inside = text.get(range.0..range.1)?;
        if let Some(length) = scheme(inside) {
            prefix = prefix.or(Some(range.0));
            range = trim(text, range.0 + length, range.1);
        } else if let Some((open, close)) = quotes(inside) {
            range = trim(text, range.0 + open, range.1 - close);
        }
    }
    let inside = text.get(range.0..range.1)?;
    let mut bare = Bare {
        start: range.0,
        end: range.1,
        prefix,
        ..Bare::default()
    };
    bare.clean(inside);
    is_token(inside, prefix.is_some()).then_some(bare)
}

/// The first word in a text that is clearly a JWT: `eyJ`, at least one dot, nothing but the letters of a token.
pub(super) fn among_words(text: &str) -> Option<Bare> {
    // A word is looked at where it begins and nowhere else, so that a long one is read once.
    let apart = |c: char| !is_token_char(c) || c == '=';
    let (start, word) = text.match_indices("eyJ").find_map(|(at, _)| {
        if !text.get(..at)?.chars().next_back().is_none_or(apart) {
            return None;
        }
        let word = text.get(at..)?.split(apart).next()?;
        (word.len() >= 20 && word.contains('.')).then_some((at, word))
    })?;
    let end = start + word.trim_end_matches(['.', ',']).len();
    let before = text.get(..start)?.trim_end();
    let prefix = before
        .to_ascii_lowercase()
        .ends_with("bearer")
        .then(|| before.len() - 6);
    Some(Bare {
        start,
        end,
        prefix,
        ..Bare::default()
    })
}

impl Bare {
    fn clean(&mut self, inside: &str) {
        let mut blank: Option<(usize, usize)> = None;
        for (at, c) in inside.char_indices() {
            let (start, end) = (self.start + at, self.start + at + c.len_utf8());
            if c.is_ascii_whitespace() {
                let from = blank.map_or(start, |(from, _)| from);
                blank = Some((from, end));
                continue;
            }
            self.blanks
                .extend(blank.take().map(|(from, to)| edit(from, to, "")));
            if is_invisible(c) {
                self.invisible.push(edit(start, end, ""));
            }
        }
    }
}

/// True for base64 of a whole response: `eyJhY2Nlc3NfdG9rZW4i...`, which begins like a JWT.
pub(super) fn is_encoded_reply(text: &str) -> bool {
    let plain = text.trim_end_matches('=');
    if !plain.starts_with("eyJ") && !plain.starts_with("ew") || plain.contains('.') {
        return false;
    }
    let decoded = STANDARD_NO_PAD
        .decode(plain)
        .or_else(|_| URL_SAFE_NO_PAD.decode(plain));
    let name = b"\"access_token\"";
    decoded.is_ok_and(|bytes| bytes.windows(name.len()).any(|window| window == name))
}

fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    let blank = |c: char| c.is_whitespace() || is_invisible(c);
    let part = text.get(start..end).unwrap_or_default();
    let lead = part.len() - part.trim_start_matches(blank).len();
    let length = part.trim_matches(blank).len();
    (start + lead, start + lead + length)
}

/// The length of `Authorization:` or `Bearer ` at the beginning, in any case (RFC 9110 11.1), with the blanks behind it.
fn scheme(text: &str) -> Option<usize> {
    let lower: String = text
        .chars()
        .take(16)
        .collect::<String>()
        .to_ascii_lowercase();
    let header = lower.starts_with("authorization:").then_some(14);
    let word = |word: &str| {
        let behind = text.get(word.len()..)?;
        (lower.starts_with(word) && behind.starts_with([' ', '\t', '\n', '\r']))
            .then_some(word.len())
    };
    header.or_else(|| word("bearer")).or_else(|| word("dpop"))
}

/// The widths of the quotes around a text, and of a shell's mark behind it.
fn quotes(text: &str) -> Option<(usize, usize)> {
    let first = text.chars().next()?;
    let last = text.chars().next_back()?;
    let mark = |c: char| matches!(c, '"' | '\'' | '`' | '\u{2018}'..='\u{201f}');
    if text.len() > 2 && mark(first) && mark(last) {
        return Some((first.len_utf8(), last.len_utf8()));
    }
    matches!(last, '%' | ',' | ';').then(|| (0, last.len_utf8()))
}

fn is_token_char(c: char) -> bool {
    // RFC 6750 2.1, b64token.
    c.is_ascii_alphanumeric() || "-._~+/=".contains(c)
}

fn is_token(text: &str, has_scheme: bool) -> bool {
    let visible = |c: &char| !is_invisible(*c);
    let jwt = text.starts_with("eyJ");
    let single = !text.chars().any(|c| c.is_ascii_whitespace());
    // Only a placeholder for a token is pasted as one.
    let named = text.contains("YOUR") || text.to_ascii_lowercase().contains("token");
    if single && named && marks::is_placeholder("access_token", text) {
        return true;
    }
    let part = |c: char| is_token_char(c) || jwt && matches!(c, '…' | '[' | ']');
    let good = text
        .chars()
        .filter(visible)
        .all(|c| part(c) || c.is_ascii_whitespace());
    if text.is_empty() || !good {
        return false;
    }
    match (jwt, single) {
        (true, true) => true,
        (true, false) => is_broken_jwt(text),
        (false, true) => has_scheme || is_opaque(text),
        (false, false) => has_scheme && lines_of_words(text),
    }
}

/// A JWT over several lines, or with blanks in it that no words of prose can be.
fn is_broken_jwt(text: &str) -> bool {
    text.lines().all(|line| {
        let more = line.split_ascii_whitespace().skip(1);
        more.into_iter().all(|word| {
            word.bytes()
                .any(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'_')
                || word == "."
        })
    })
}

fn lines_of_words(text: &str) -> bool {
    text.lines()
        .all(|line| line.split_ascii_whitespace().count() <= 1)
}

/// One word that looks made by a machine: long, or letters and digits mixed.
fn is_opaque(text: &str) -> bool {
    let letters = text.bytes().any(|b| b.is_ascii_alphabetic());
    let digits = text.bytes().any(|b| b.is_ascii_digit());
    let address = text.contains("//") || text.starts_with('/');
    letters && !address && (text.len() >= 12 && digits || text.len() >= 32)
}
