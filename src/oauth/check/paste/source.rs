//! From bytes to text: UTF-8, or UTF-16 with a byte order mark as PowerShell's `>` writes it.

use thiserror::Error;

use crate::oauth::check::paste::Pasted;

/// The largest input, in bytes.
pub const LIMIT: usize = 1_048_576;

/// Why an input cannot be read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// Neither UTF-8 nor UTF-16 with a byte order mark.
    #[error("this is not text: it is neither UTF-8 nor UTF-16 with a byte order mark")]
    NotText,
    /// Compressed, by this program's format.
    #[error("it is compressed ({0}). Unpack it first; with curl, --compressed does that")]
    Compressed(&'static str),
    /// More than [`LIMIT`] bytes.
    #[error("this is larger than 1 MiB (1048576 bytes), the most that is read")]
    TooLarge,
    /// Nothing but blanks, or nothing at all.
    #[error("there is nothing here: the text is empty or blank")]
    Blank,
}

/// Reads an input as text.
///
/// # Errors
///
/// When it is too large, is no text, or holds nothing.
pub fn from_bytes(bytes: &[u8]) -> Result<Pasted, Unreadable> {
    from_vec(bytes.to_vec())
}

/// As [`from_bytes`], without a copy of what is text already.
///
/// # Errors
///
/// As [`from_bytes`].
pub fn from_vec(bytes: Vec<u8>) -> Result<Pasted, Unreadable> {
    if bytes.len() > LIMIT {
        return Err(Unreadable::TooLarge);
    }
    if let Some(format) = compressed(&bytes) {
        return Err(Unreadable::Compressed(format));
    }
    let pasted = match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes)?,
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes)?,
        _ => Pasted::new(String::from_utf8(bytes).map_err(|_| Unreadable::NotText)?),
    };
    // A byte order mark alone is as empty as nothing.
    let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
    if pasted.text.chars().all(blank) {
        return Err(Unreadable::Blank);
    }
    Ok(pasted)
}

/// The format of compressed bytes, by how they begin (RFC 1952 2.3.1, RFC 1950 2.2, RFC 8878 3.1.1).
fn compressed(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x1f, 0x8b, ..] => Some("gzip"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some("zstd"),
        [b'P', b'K', 3, 4, ..] => Some("zip"),
        [0x42, 0x5a, 0x68, b'1'..=b'9', ..] => Some("bzip2"),
        [0xfd, b'7', b'z', b'X', b'Z', ..] => Some("xz"),
        [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] if std::str::from_utf8(bytes).is_err() => {
            Some("deflate")
        }
        _ => None,
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Pasted, Unreadable> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(Unreadable::NotText);
    }
    let units: Vec<u16> = pairs.iter().map(|&pair| unit(pair)).collect();
    let text = String::from_utf16(&units).map_err(|_| Unreadable::NotText)?;
    Ok(Pasted { text, utf16: true })
}
