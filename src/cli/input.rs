//! Reading what a command is given: a file, `-` or stdin, at most 1 MiB of text.

use std::io;
use std::path::Path;

use thiserror::Error;

use crate::cli::exit::Exit;
use crate::cli::fault;
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
            Self::Io { why, .. } if fault::limit(why).is_some() => Exit::CannotCreate,
            Self::Io { .. } | Self::Content { .. } => Exit::Unreadable,
        }
    }
}

/// The text of `path`; of stdin when there is none or it is `-`.
///
/// # Errors
/// [`InputError`] when there is no text to be had.
pub fn text(path: Option<&Path>) -> Result<Pasted, InputError> {
    let path = path.filter(|path| path.as_os_str() != "-");
    let name = path.map_or_else(|| "stdin".to_owned(), |path| path.display().to_string());
    let bytes = match path {
        // One byte beyond the limit and no more, so that an endless source ends, and is known to be too large.
        Some(path) => bounded::any(path, LIMIT + 1),
        None => bounded::up_to(io::stdin().lock(), LIMIT + 1),
    };
    match bytes {
        Ok(bytes) => paste::from_bytes(&bytes).map_err(|why| InputError::Content { name, why }),
        Err(why) => Err(InputError::Io { name, why }),
    }
}

/// True when `text` names something that can be read: a file, a pipe, a device. A folder is named too, and reading it says what is wrong.
pub fn names_something(text: &str) -> bool {
    Path::new(text).exists()
}
