//! `check`, `decode` and no flag, with one word behind or none: the lines that are typed all day. Describing the flags that are not there takes a
//! third of what such a command lasts, most of it for copies of the common flags in each of the commands.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use crate::cli::check::CheckArgs;
use crate::cli::command::Command;
use crate::cli::decode::DecodeArgs;

/// What such a line says; `None` for every other.
pub(super) fn of(words: &[OsString]) -> Option<Command> {
    let (command, rest) = words.get(1..)?.split_first()?;
    let word = match rest {
        [] => None,
        [word] if is_value(word) => Some(word.to_str()?),
        _ => return None,
    };
    match command.to_str()? {
        "check" => Some(Command::Check(CheckArgs {
            file: word.map(PathBuf::from),
            ..CheckArgs::default()
        })),
        "decode" => Some(Command::Decode(DecodeArgs {
            token: word.map(str::to_owned),
            ..DecodeArgs::default()
        })),
        _ => None,
    }
}

/// A value, and no flag: `-` alone is stdin.
fn is_value(word: &OsStr) -> bool {
    let bytes = word.as_encoded_bytes();
    bytes == b"-" || !bytes.is_empty() && !bytes.starts_with(b"-")
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::args::Args;
    use crate::cli::flags::Flags;

    fn short(words: &[&str]) -> bool {
        let words = std::iter::once("oauth-tutor").chain(words.iter().copied());
        of(&words.map(OsString::from).collect::<Vec<_>>()).is_some()
    }

    #[test]
    fn lines_without_flags_go_the_short_way_and_no_others() {
        for line in [&["check"][..], &["check", "-"], &["decode", "a.b.c"]] {
            assert!(short(line), "{line:?}");
            let words = std::iter::once(&"oauth-tutor").chain(line);
            let words: Vec<OsString> = words.map(OsString::from).collect();
            let long = Args::try_parse_from(&words).unwrap();
            // What the long way makes of the same line, every default included.
            assert_eq!(format!("{:?}", of(&words)), format!("{:?}", long.command));
            assert_eq!(
                format!("{:?}", Flags::default()),
                format!("{:?}", long.flags)
            );
        }
        let others: [&[&str]; 7] = [
            &[],
            &["check", "--json"],
            &["check", "--"],
            &["decode", "-x"],
            &["decode", ""],
            &["decode", "a", "b"],
            &["serve"],
        ];
        for line in others {
            assert!(!short(line), "{line:?}");
        }
    }
}
