//! Reading what a command is given: a file, `-` or stdin, at most 1 MiB of text.

use std::io;
use std::path::Path;

use thiserror::Error;

use crate::cli::exit::Exit;
use crate::cli::{fault, shown};
use crate::oauth::check::paste::{self, LIMIT, Pasted, Unreadable};
use crate::store::bounded;

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

impl InputError {
    /// How the command ends.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Io { why, .. } => fault::unreadable(why),
            Self::Content { .. } => Exit::Unreadable,
        }
    }
}

/// The text of `path`; of stdin when there is none or it is `-`.
///
/// # Errors
/// [`InputError`] when there is no text to be had.
pub fn text(path: Option<&Path>) -> Result<Pasted, InputError> {
    let name = name(path);
    let bytes = bytes(path)?;
    paste::from_vec(bytes).map_err(|why| InputError::Content { name, why })
}

/// Endings by which an argument is meant as a file.
const ENDINGS: [&str; 7] = [".jwt", ".json", ".txt", ".log", ".pem", ".har", ".env"];

/// The text of an argument that is a file, a token, or `-` for stdin.
///
/// # Errors
/// Why there is none, in words, and how the command ends.
pub fn argument(argument: Option<&str>) -> Result<Pasted, (String, Exit)> {
    let told = |error: InputError| (error.to_string(), error.exit());
    let Some(word) = argument.filter(|word| *word != "-") else {
        return text(None).map_err(told);
    };
    let path = Path::new(word);
    // A device or a pipe is read like a file; whatever else is no file and looks like one was mistyped.
    if is_readable(path) || path.is_dir() || looks_like_a_file(word) {
        return text(Some(path)).map_err(told);
    }
    paste::from_bytes(word.as_bytes())
        .map_err(|why| (format!("cannot use the token: {why}"), Exit::Unreadable))
}

fn is_readable(path: &Path) -> bool {
    path.metadata().is_ok_and(|about| !about.is_dir())
}

fn looks_like_a_file(word: &str) -> bool {
    let begins = ["/", "./", "../", "~"]
        .iter()
        .any(|start| word.starts_with(start));
    let ends = ENDINGS.iter().any(|end| word.ends_with(end));
    let text =
        word.contains(char::is_whitespace) || word.contains(['{', '}']) || word.contains("://");
    // Base64 has slashes too, and capitals with them.
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "/._-".contains(c);
    let between = word.contains('/') && word.chars().all(plain);
    (begins || ends || between) && !text
}

/// The bytes of `path`; of stdin when there is none or it is `-`. At most one more than is read as text.
///
/// # Errors
/// [`InputError`] when they cannot be read.
pub fn bytes(path: Option<&Path>) -> Result<Vec<u8>, InputError> {
    let read = match path.filter(|path| path.as_os_str() != "-") {
        // One byte beyond the limit and no more, so that an endless source ends, and is known to be too large.
        Some(path) => bounded::any(path, LIMIT + 1),
        None => bounded::up_to(io::stdin().lock(), LIMIT + 1),
    };
    read.map_err(|why| InputError::Io {
        name: name(path),
        why,
    })
}

fn name(path: Option<&Path>) -> String {
    let path = path.filter(|path| path.as_os_str() != "-");
    path.map_or_else(|| "stdin".to_owned(), shown::path)
}
