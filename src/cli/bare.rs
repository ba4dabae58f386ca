//! `oauth-tutor` without a command: the tutor, or the desk that fits what was piped in.

use std::io::{IsTerminal, stdin, stdout};

use secrecy::SecretString;

use crate::app::message::Go;
use crate::cli::check::{self, CheckArgs};
use crate::cli::decode::{self, DecodeArgs};
use crate::cli::environment::Environment;
use crate::cli::environment::is_interactive;
use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::input::{self, InputError};
use crate::cli::learn::{self, LearnArgs};
use crate::cli::print::Out;
use crate::oauth::check::paste::{Pasted, Unreadable, prepare};
use crate::oauth::text::visible_line;

/// Opens the tutor where there is a terminal. A response that is piped in is laid on the checker, a bare token on the decoder;
/// without a screen their report is printed. `whole` describes the command line, for its help.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub(super) fn run(flags: &Flags, whole: fn() -> clap::Command) -> anyhow::Result<Exit> {
    let environment = Environment::read();
    if environment.accessible || is_interactive() {
        return learn::run(flags, &LearnArgs::default());
    }
    if stdin().is_terminal() {
        return Ok(nothing_to_do(flags, whole));
    }
    match input::text(None) {
        Ok(pasted) => desk(flags, &environment, &pasted),
        Err(InputError::Content {
            why: Unreadable::Blank,
            ..
        }) => Ok(nothing_to_do(flags, whole)),
        Err(error) => {
            Out::of_process(flags.quiet).complain(&visible_line(&error.to_string()));
            Ok(error.exit())
        }
    }
}

fn desk(flags: &Flags, environment: &Environment, pasted: &Pasted) -> anyhow::Result<Exit> {
    let is_token = prepare(pasted).token.is_some();
    if stdout().is_terminal() && !environment.is_dumb() {
        let go = if is_token { Go::Decoder } else { Go::Checker };
        let text = SecretString::from(pasted.text.clone());
        return learn::full_screen(flags, environment, Some(go), Some(text));
    }
    if is_token {
        decode::judge(flags, &DecodeArgs::default(), pasted)
    } else {
        check::judge(flags, &CheckArgs::default(), pasted)
    }
}

fn nothing_to_do(flags: &Flags, whole: fn() -> clap::Command) -> Exit {
    let help = whole().render_help();
    let mut out = Out::of_process(flags.quiet);
    out.complain("The tutor needs a terminal, and this is none. Pick a command:\n");
    out.complain(&help.to_string());
    Exit::Usage
}
