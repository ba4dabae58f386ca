//! `oauth-tutor` without a command: the tutor, or the desk that fits what was piped in.

use std::io::{IsTerminal, stdin, stdout};

use clap::CommandFactory;
use secrecy::SecretString;

use crate::app::message::Go;
use crate::cli::args::{self, Args};
use crate::cli::check::{self, CheckArgs};
use crate::cli::decode::{self, DecodeArgs};
use crate::cli::environment::Environment;
use crate::cli::exit::Exit;
use crate::cli::input::{self, InputError};
use crate::cli::learn::{self, LearnArgs};
use crate::cli::print::Out;
use crate::oauth::check::paste::{Pasted, Unreadable, prepare};
use crate::oauth::text::visible_line;

/// Opens the tutor where there is a terminal. A response that is piped in is laid on the checker, a bare token on the decoder;
/// without a screen their report is printed.
///
/// # Errors
/// Faults of this program only; everything a user can cause has an [`Exit`] of its own.
pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let environment = Environment::read();
    if environment.accessible || args::is_interactive() {
        return learn::run(args, &LearnArgs::default());
    }
    if stdin().is_terminal() {
        return Ok(nothing_to_do(args));
    }
    match input::text(None) {
        Ok(pasted) => desk(args, &environment, &pasted),
        Err(InputError::Content {
            why: Unreadable::Blank,
            ..
        }) => Ok(nothing_to_do(args)),
        Err(error) => {
            Out::of_process(args.quiet).complain(&visible_line(&error.to_string()));
            Ok(error.exit())
        }
    }
}

fn desk(args: &Args, environment: &Environment, pasted: &Pasted) -> anyhow::Result<Exit> {
    let is_token = prepare(pasted).token.is_some();
    if stdout().is_terminal() && !environment.is_dumb() {
        let go = if is_token { Go::Decoder } else { Go::Checker };
        let text = SecretString::from(pasted.text.clone());
        return learn::full_screen(args, environment, Some(go), Some(text));
    }
    if is_token {
        decode::judge(args, &DecodeArgs::default(), pasted)
    } else {
        check::judge(args, &CheckArgs::default(), pasted)
    }
}

fn nothing_to_do(args: &Args) -> Exit {
    let help = Args::command().render_help();
    let mut out = Out::of_process(args.quiet);
    out.complain("The tutor needs a terminal, and this is none. Pick a command:\n");
    out.complain(&help.to_string());
    Exit::Usage
}
