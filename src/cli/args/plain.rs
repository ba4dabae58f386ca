//! `check`, `decode` and no flag, with one word behind or none: the lines that are typed all day. Describing the flags that are not there takes a
//! third of what such a command lasts, most of it for copies of the common flags in each of the commands.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use crate::cli::args::{Args, Command};
use crate::cli::check::CheckArgs;
use crate::cli::decode::DecodeArgs;
use crate::cli::flags::{Color, Flags};

/// What such a line says; `None` for every other.
pub(super) fn of(words: &[OsString]) -> Option<Args> {
    let (command, rest) = words.get(1..)?.split_first()?;
    let word = match rest {
        [] => None,
        [word] if is_value(word) => Some(word.to_str()?),
        _ => return None,
    };
    let command = match command.to_str()? {
        "check" => Command::Check(CheckArgs {
            file: word.map(PathBuf::from),
            ..CheckArgs::default()
        }),
        "decode" => Command::Decode(DecodeArgs {
            token: word.map(str::to_owned),
            ..DecodeArgs::default()
        }),
        _ => return None,
    };
    let flags = Flags {
        color: Color::Auto,
        theme: None,
        no_motion: false,
        no_mouse: false,
        quiet: false,
        ascii: false,
        #[cfg(debug_assertions)]
        panic_on_purpose: false,
    };
    Some(Args {
        flags,
        command: Some(command),
    })
}

/// A value, and no flag: `-` alone is stdin.
fn is_value(word: &OsStr) -> bool {
    let bytes = word.as_encoded_bytes();
    bytes == b"-" || !bytes.is_empty() && !bytes.starts_with(b"-")
}
