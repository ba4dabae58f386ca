//! PEM (RFC 7468): the labelled blocks of a text, and the bytes of one.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use secrecy::zeroize::Zeroizing;

const BEGIN: &str = "-----BEGIN ";
const DASHES: &str = "-----";

/// `ENCRYPTED PRIVATE KEY`, the longest label of a key, has 21 characters.
const LONGEST_LABEL: usize = 40;

/// A block as it stands in the text.
pub(super) struct Block<'a> {
    /// The words of the first line.
    pub(super) label: &'a str,
    /// What stands behind that line, up to the next line with dashes.
    pub(super) body: &'a str,
    /// The words of the last line.
    pub(super) end: Option<&'a str>,
    /// Where `body` begins, in bytes.
    pub(super) at: usize,
}

/// Why a body cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BadBody {
    /// Dots stand for something on this line.
    Abridged {
        /// From 1.
        line: usize,
    },
    /// A character that base64 does not know.
    Character {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// Which.
        found: char,
    },
    /// It is a character too long or too short.
    Length,
}

/// The blocks of `text`, in order, whole or not.
pub(super) fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(BEGIN) {
        let Some((label, behind)) = words(after) else {
            // A block of a kind that has no name here, such as X9.42 DH PARAMETERS: the next may be a key.
            rest = after;
            continue;
        };
        let (body, tail) = behind.split_once(DASHES).unwrap_or((behind, ""));
        let end = tail
            .strip_prefix("END ")
            .and_then(words)
            .map(|(label, _)| label);
        found.push(Block {
            label,
            body,
            end,
            at: text.len() - behind.len(),
        });
        // From the end of this body on, where another block may begin.
        rest = behind.get(body.len()..).unwrap_or_default();
    }
    found
}

/// The words up to the next dashes, and what follows those. Where dashes are lost, the next ones stand behind the key, and then what
/// stands in front of them must never be taken for words that can be shown.
pub(super) fn words(text: &str) -> Option<(&str, &str)> {
    text.split_once(DASHES).filter(|(words, _)| {
        let is_plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == ' ';
        words.len() <= LONGEST_LABEL && words.chars().all(is_plain)
    })
}

/// The bytes of a body that begins on `first` line.
pub(super) fn decoded(body: &str, first: usize) -> Result<Zeroizing<Vec<u8>>, BadBody> {
    const FORGIVING: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    const ENGINE: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, FORGIVING);
    let mut compact = Zeroizing::new(String::with_capacity(body.len()));
    for (index, line) in body.lines().enumerate() {
        let number = first + index;
        if line.contains("...") || line.contains('\u{2026}') {
            return Err(BadBody::Abridged { line: number });
        }
        for (column, found) in line.chars().enumerate() {
            if found.is_ascii_alphanumeric() || matches!(found, '+' | '/' | '=') {
                compact.push(found);
            } else if !found.is_whitespace() {
                return Err(BadBody::Character {
                    line: number,
                    column: column + 1,
                    found,
                });
            }
        }
    }
    let decoded = ENGINE.decode(compact.as_bytes());
    decoded.map(Zeroizing::new).map_err(|_| BadBody::Length)
}
