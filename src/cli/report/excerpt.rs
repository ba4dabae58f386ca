//! The line of the paste that a finding points at, with a mark under the place. Long words, which may be tokens, are shortened.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::oauth::check::paste::veil;
use crate::oauth::text::visible_line;

/// A line ready to print.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The line, shortened around the place, with nothing hidden in it.
    pub text: String,
    /// Cells before the mark.
    pub caret: usize,
    /// Cells of what stands at the place, one at least.
    pub width: usize,
}

/// Words longer than this are shortened: no member name or scope is, every token and most secrets are.
const LONGEST_WORD: usize = 24;
/// Characters on both sides of the place that are looked at.
const NEAR: usize = 600;
/// Cells of the line that are shown.
const WIDTH: usize = 72;
/// Cells before the place that are shown at least.
const BEFORE: usize = 30;

/// The excerpt for a place, line and column from 1. `None` for a line that is not there, or that may hold a secret.
pub fn excerpt(text: &str, line: usize, column: usize, ellipsis: &str) -> Option<Excerpt> {
    let line = text.split('\n').nth(line.checked_sub(1)?)?;
    around(line, column.saturating_sub(1), ellipsis)
}

/// The excerpt of one line around the character `target`, from 0.
pub fn around(line: &str, target: usize, ellipsis: &str) -> Option<Excerpt> {
    // A line can be a megabyte, and little of it is shown.
    let skipped = target.saturating_sub(NEAR);
    let line: String = line.chars().skip(skipped).take(2 * NEAR).collect();
    if may_hold_secret(&line) || line.trim().is_empty() {
        return None;
    }
    let (pieces, place) = shown(&line, target - skipped, ellipsis);
    Some(window(&pieces, place, ellipsis))
}

/// A request that was pasted shows its credentials; such lines are not repeated.
fn may_hold_secret(line: &str) -> bool {
    let lower = line.to_ascii_lowercase();
    let named = ["password", "assertion", "basic ", "refresh_token"];
    // What servers say about a secret holds none: `"error_description": "Invalid client secret provided."`
    let told = lower.contains("\"error") && !lower.contains("client_secret");
    named.iter().any(|word| lower.contains(word))
        || lower.contains("secret") && !told
        || veil::holds_a_secret(line)
}

/// The line as printable pieces, one a character or a shortened word, and the pieces of what stands at `target`.
fn shown(line: &str, target: usize, ellipsis: &str) -> (Vec<String>, Range<usize>) {
    let chars: Vec<char> = line.trim_end_matches('\r').chars().collect();
    let behind = target + value_length(&chars, target);
    let mut pieces = Vec::new();
    let mut place = None..None;
    let mut at = 0;
    while at < chars.len() {
        let length = chars[at..].iter().take_while(|c| is_word(**c)).count();
        let keep = if length > LONGEST_WORD {
            6
        } else {
            length.max(1)
        };
        let end = at + length.max(1);
        for (index, c) in chars.iter().enumerate().take(end).skip(at) {
            if index == target {
                place.start = Some(pieces.len());
            }
            if index == behind {
                place.end = Some(pieces.len());
            }
            if index < at + keep || index + keep >= end {
                pieces.push(visible_line(&c.to_string()));
            } else if index == at + keep {
                pieces.push(ellipsis.to_owned());
            }
        }
        at = end;
    }
    let start = place.start.unwrap_or(pieces.len());
    let end = place.end.unwrap_or(pieces.len());
    (pieces, start..end.max(start))
}

/// How many characters belong to what begins at `target`: a string with its quotes, a word, or the character alone.
fn value_length(chars: &[char], target: usize) -> usize {
    let rest = chars.get(target..).unwrap_or_default();
    match rest.first() {
        Some(quote @ ('"' | '\'')) => {
            let mut escaped = false;
            let close = rest.iter().skip(1).position(|c| {
                let closes = c == quote && !escaped;
                escaped = *c == '\\' && !escaped;
                closes
            });
            close.map_or(rest.len(), |inside| inside + 2)
        }
        // A placeholder: `{YOUR_CLIENT_ID}`.
        Some('{') => {
            let inside = rest.iter().skip(1).take_while(|c| is_word(**c)).count();
            let closed = inside > 0 && rest.get(inside + 1) == Some(&'}');
            if closed { inside + 2 } else { 1 }
        }
        Some(c) if is_word(*c) => rest.iter().take_while(|c| is_word(**c)).count(),
        Some(_) => 1,
        None => 0,
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~' | '+' | '/' | '=')
}

/// As many pieces around the place as fit.
fn window(pieces: &[String], place: Range<usize>, ellipsis: &str) -> Excerpt {
    // Cells before each piece, and of all at the end: a line of a thousand pieces is measured once.
    let mut edges = vec![0];
    for piece in pieces {
        edges.push(edges.last().unwrap_or(&0) + piece.width());
    }
    let cells = |range: Range<usize>| edges[range.end] - edges[range.start];
    let caret = place.start;
    let mut start = 0;
    if cells(0..pieces.len()) > WIDTH {
        while cells(start..caret) > BEFORE {
            start += 1;
        }
    }
    let mut end = pieces.len();
    while end > caret + 1 && cells(start..end) > WIDTH {
        end -= 1;
    }
    let front = if start > 0 { ellipsis } else { "" };
    let back = if end < pieces.len() { ellipsis } else { "" };
    Excerpt {
        text: format!("{front}{}{back}", pieces[start..end].concat())
            .trim_end()
            .to_owned(),
        caret: front.width() + cells(start..caret),
        width: cells(caret..place.end.min(end).max(caret)).max(1),
    }
}
