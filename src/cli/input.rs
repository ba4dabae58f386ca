//! Reading what a command is given: a file, `-` or stdin, at most 1 MiB of text.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use thiserror::Error;

use crate::oauth::check::paste::{self, LIMIT, Pasted, Unreadable};

/// Why an input could not be read at all; the command ends with 3.
#[derive(Debug, Error)]
pub enum InputError {
    /// The file cannot be opened or read.
    #[error("cannot read {name}: {why}")]
    Io {
        /// The file as given.
        name: String,
        /// The operating system's words.
        why: io::Error,
    },
    /// It was read, but is not text, too large, or blank.
    #[error("cannot use {name}: {why}")]
    Content {
        /// The file as given, or `stdin`.
        name: String,
        /// What is wrong with it.
        why: Unreadable,
    },
}

/// The text of `path`; of stdin when there is none or it is `-`.
///
/// # Errors
/// [`InputError`] when there is no text to be had.
pub fn text(path: Option<&Path>) -> Result<Pasted, InputError> {
    let path = path.filter(|path| path.as_os_str() != "-");
    let name = path.map_or_else(|| "stdin".to_owned(), |path| path.display().to_string());
    let bytes = match path {
        Some(path) => File::open(path).and_then(limited),
        None => limited(io::stdin().lock()),
    };
    match bytes {
        Ok(bytes) => paste::from_bytes(&bytes).map_err(|why| InputError::Content { name, why }),
        Err(why) => Err(InputError::Io { name, why }),
    }
}

/// Reads one byte beyond the limit and no more, so that an endless source ends, and is known to be too large.
fn limited(source: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source
        .take(LIMIT as u64 + 1)
        .read_to_end(&mut bytes)
        .map(|_| bytes)
}
