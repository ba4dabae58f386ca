//! Finds the JSON values in a paste, and the one among them that is to be judged.

use crate::oauth::check::paste::escaped;
use crate::oauth::json::{Document, Kind, NodeId, is_invisible, value_at};

/// What the members of an object say about it, the most telling last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// It has a `grant_type`: it was sent, not received.
    Request,
    /// Nothing known.
    Other,
    /// A token response that lacks its token.
    TokenLike,
    /// RFC 6749 5.2, or Okta's shape.
    Error,
    /// It has an `access_token`.
    Token,
}

/// Classifies an object by its member names.
pub(super) fn classify<'a>(names: impl Iterator<Item = &'a str>) -> Class {
    let class = |name| match name {
        "access_token" => Some(Class::Token),
        "error" | "errorCode" | "ErrorCode" | "error_code" | "errors" | "fault" | "__type"
        | "Error" | "errcode" => Some(Class::Error),
        "token_type" | "expires_in" => Some(Class::TokenLike),
        _ => None,
    };
    let (mut request, mut device) = (false, false);
    let mut best = None;
    for name in names {
        request |= name == "grant_type";
        // RFC 8628 3.2 and RFC 9126 2.2: answers that have a lifetime and will never have a token.
        device |= matches!(name, "device_code" | "request_uri");
        best = best.max(class(name));
    }
    match best {
        Some(Class::TokenLike) if device => Class::Other,
        Some(best) => best,
        None if request => Class::Request,
        None => Class::Other,
    }
}

/// Classifies an object that was read: an error that is null, empty or zero is how an envelope says that there was none, where something else
/// stands beside it. `error` alone is one all the same, of a wrong type.
pub(super) fn class_of(document: &Document, node: NodeId) -> Class {
    let is_error = |name: &str| classify([name].into_iter()) == Class::Error;
    let members = || document.members(node);
    // Containers are not looked through: they may hold each other a thousand deep.
    let is_there = |value| match document.kind(value) {
        Kind::Array => document.items(value).next().is_some(),
        Kind::Object => document.members(value).next().is_some(),
        _ => tells(document, value),
    };
    let holds = members().any(|member| !is_error(member.name) && is_there(member.value));
    let alone = |name: &str| !holds && name == "error";
    let told = members().filter(|member| {
        !is_error(member.name) || alone(member.name) || tells(document, member.value)
    });
    classify(told.map(|member| member.name))
}

/// True for a value that says something: no null, no false, no zero, nothing empty.
pub(in crate::oauth::check) fn tells(document: &Document, node: NodeId) -> bool {
    match document.kind(node) {
        // A word that is no JSON is read as null, and may say anything.
        Kind::Null => document.raw(node) != "null",
        Kind::False => false,
        Kind::True => true,
        Kind::Number => document.raw(node) != "0",
        Kind::String => document
            .string(node)
            .is_some_and(|text| !text.trim().is_empty()),
        // What is between the brackets may be damaged, and is there all the same.
        Kind::Array | Kind::Object => {
            let inside = document.raw(node).trim_matches(['[', ']', '{', '}']);
            !inside.trim().is_empty()
        }
    }
}

/// One value in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) class: Class,
    /// Written as the inside of a JSON string.
    pub(super) escaped: bool,
    empty: bool,
}

/// All values, and the choice among them.
pub(super) struct Values {
    found: Vec<Found>,
}

impl Values {
    /// Looks for objects, arrays and members without braces. Each character is read a bounded number of times.
    pub(super) fn of(text: &str) -> Self {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(step) = text.get(at..).and_then(|rest| rest.find(is_opener)) {
            at += step;
            let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                break;
            };
            match opens(text, at, c) {
                Some(Opener::Plain) => {
                    let value = value_at(text, at);
                    let class = classify(value.names(text));
                    let (end, empty) = (value.end.max(at + 1), value.is_empty());
                    found.push(Found {
                        start: at,
                        end,
                        class,
                        escaped: false,
                        empty,
                    });
                    at = end;
                }
                Some(Opener::Escaped) => {
                    let end = escaped::end(text, at).max(at + 1);
                    let inside = text.get(at..end).unwrap_or_default();
                    let class = classify(escaped::names(inside));
                    found.push(Found {
                        start: at,
                        end,
                        class,
                        escaped: true,
                        empty: false,
                    });
                    at = end;
                }
                None => at += c.len_utf8(),
            }
        }
        Self { found }
    }

    /// The value to be judged: the last of the most telling class.
    pub(super) fn best(&self) -> Option<Found> {
        let best = self.found.iter().max_by_key(|found| found.class);
        best.copied()
    }

    /// How many values there are that are not requests.
    pub(super) fn count(&self) -> usize {
        let counts = |found: &&Found| found.class != Class::Request && !found.empty;
        self.found.iter().filter(counts).count()
    }

    /// Where something stands that belongs to no reply: text outside the values and the judged range, or a request.
    pub(super) fn stray(&self, text: &str, judged: (usize, usize)) -> Option<usize> {
        let visible = |c: char| !(c.is_ascii_whitespace() || is_invisible(c) || c == ',');
        let gap = |from: usize, to: usize| Some(from + text.get(from..to)?.find(visible)?);
        let mut at = 0;
        let ranges = self.found.iter().map(|found| {
            let ours = found.start >= judged.0 && found.end <= judged.1;
            let range = if ours {
                judged
            } else {
                (found.start, found.end)
            };
            (range, found.class == Class::Request)
        });
        for ((start, end), request) in ranges {
            let stray = gap(at, start.max(at)).or(request.then_some(start));
            if stray.is_some() {
                return stray;
            }
            at = at.max(end);
        }
        gap(at, text.len())
    }
}

/// The part that is read as JSON: the value itself, with what may not be passed over as noise. Invisible characters around it are to be repaired,
/// and a NUL or a bracket too many makes it something else than JSON.
pub(super) fn region(text: &str, found: Found) -> (usize, usize) {
    let hidden = |c: char| c.is_ascii_whitespace() || c == '\0' || is_invisible(c);
    let before = text.get(..found.start).unwrap_or_default();
    let behind = text.get(found.end..).unwrap_or_default();
    let mut start = found.start;
    let mut end = found.end;
    if found.escaped {
        let mark = |c: char| matches!(c, '"' | '\'' | '\\');
        start -= before.len() - before.trim_end_matches(mark).len();
        end += behind.len() - behind.trim_start_matches(mark).len();
        return (start, end);
    }
    if before.chars().all(hidden) {
        start = 0;
    }
    if behind.is_empty() {
        // A value that was cut: the line break behind it is not part of it.
        return (start, text.trim_end().len().max(found.start + 1));
    }
    let rest = behind.trim_start_matches(|c: char| c.is_ascii_whitespace() || is_invisible(c));
    if rest.is_empty() {
        end = text.len();
    } else if rest.starts_with(['}', ']', ':', ',', '\0']) {
        end = text.len() - rest.len() + 1;
    }
    (start, end)
}

enum Opener {
    Plain,
    Escaped,
}

fn is_opener(c: char) -> bool {
    matches!(c, '{' | '[') || is_quote(c)
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '\u{2018}'..='\u{201f}')
}

/// Whether a value begins here. A brace in prose, a placeholder or a shell's word does not begin one.
fn opens(text: &str, at: usize, c: char) -> Option<Opener> {
    let inside = text.get(at + c.len_utf8()..)?;
    if is_quote(c) {
        return (first_in_line(text, at) && is_member(inside)).then_some(Opener::Plain);
    }
    let next = inside.trim_start_matches(|c: char| c.is_ascii_whitespace() || is_invisible(c));
    if c == '[' {
        return (first_in_line(text, at) && next.starts_with(['{', '[', '"', ']']))
            .then_some(Opener::Plain);
    }
    if escaped::opens(next) {
        return Some(Opener::Escaped);
    }
    let telling =
        next.starts_with(['}', '…']) || next.starts_with(is_quote) || next.starts_with("...");
    let commented = next.starts_with("//") || next.starts_with("/*");
    let cut = next.is_empty() && first_in_line(text, at);
    (telling || commented || cut || is_bare_member(next)).then_some(Opener::Plain)
}

fn first_in_line(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().chars().rev();
    let mut before = before.skip_while(|&c| c == ' ' || c == '\t' || is_invisible(c));
    before.next().is_none_or(|c| c == '\n' || c == '\r')
}

const LONGEST_NAME: usize = 64;

/// Behind a quote: a short name, a quote, a colon.
fn is_member(inside: &str) -> bool {
    let name = name_length(inside);
    let rest = inside.get(name..).unwrap_or_default();
    let mut rest = rest.chars();
    let closed = name > 0 && rest.next().is_some_and(is_quote);
    closed && rest.as_str().trim_start().starts_with(':')
}

/// A short name without quotes, and a colon: `{access_token: ...`. A colon right before `//` is an address.
fn is_bare_member(inside: &str) -> bool {
    let name = name_length(inside);
    let rest = inside.get(name..).unwrap_or_default().trim_start();
    name > 0 && rest.starts_with(':') && !rest.starts_with("://")
}

fn name_length(text: &str) -> usize {
    let part = |b: &u8| b.is_ascii_alphanumeric() || b"_-.$".contains(b);
    text.bytes().take(LONGEST_NAME).take_while(part).count()
}
