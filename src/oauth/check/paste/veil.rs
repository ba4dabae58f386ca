//! A paste as it may stand on a screen: each secret and each long word hidden, every character in its place, so that lines and columns of
//! findings stay true.

use std::ops::Range;

use super::secrets;

/// Words longer than this may be tokens or secrets; no member name or scope is.
const LONGEST_WORD: usize = 24;

/// Of a long word this much is left at both ends, so that two can be told apart.
const LEFT: usize = 6;

/// In place of each hidden character.
const STAR: char = '*';

/// `text` with its secrets and the middles of its long words hidden.
pub fn veiled(text: &str) -> String {
    let mut hidden = secrets::all(text);
    hidden.extend(long_words(text));
    hidden.sort_by_key(|range| range.start);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in hidden {
        let start = range.start.max(at);
        let Some(before) = text.get(at..start) else {
            continue;
        };
        let Some(inside) = text.get(start..range.end) else {
            continue;
        };
        out.push_str(before);
        out.extend(
            inside
                .chars()
                .map(|c| if matches!(c, '\n' | '\r') { c } else { STAR }),
        );
        at = range.end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}

/// True where `line` holds a secret, beside which a token in it may be shown.
pub fn holds_a_secret(line: &str) -> bool {
    !secrets::all(line).is_empty()
}

/// The middles of the long words.
fn long_words(text: &str) -> Vec<Range<usize>> {
    let is_word = |byte: &u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'+' | b'/' | b'=')
    };
    let bytes = text.as_bytes();
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
        let length = rest.iter().take_while(|byte| is_word(byte)).count();
        if length > LONGEST_WORD && !is_address(rest.get(..length).unwrap_or_default()) {
            words.push(at + LEFT..at + length - LEFT);
        }
        at += length.max(1);
    }
    words
}

/// What stands behind the scheme of an address, or is a path of words, names a place and is no token.
fn is_address(word: &[u8]) -> bool {
    let pieces = || word.split(|byte| matches!(byte, b'/' | b'.'));
    word.contains(&b'/')
        && pieces().all(|piece| piece.len() <= LONGEST_WORD)
        && !word.contains(&b'+')
        && !word.contains(&b'=')
}
