//! The command line as clap sees it, and the dispatch to one file a command.

use std::ffi::OsString;
use std::mem::ManuallyDrop;
use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser};

pub use crate::cli::command::Command;
use crate::cli::exit::Exit;
use crate::cli::flags::Flags;
use crate::cli::print::{Out, Unwritten};
use crate::cli::{
    bare, check, completions, crash, decode, diff, doctor, environment, export, fault, guard, help,
    learn, lessons, man, secret, serve, shown, sign, targets, token,
};
use crate::oauth::text::visible;

mod plain;

const EXAMPLES: &str = "\
Examples:
  curl ... | oauth-tutor check                 check a token response
  oauth-tutor serve                            practice servers for curl and SDKs
`oauth-tutor --help` says more, `oauth-tutor COMMAND --help` all about a command.";

const MORE: &str = "\
Examples:
  oauth-tutor                                  open the tutor where you left it
  oauth-tutor learn 1 --linear                 lesson 1 as plain numbered lines
  curl ... | oauth-tutor check                 check a token response
  curl ... | oauth-tutor                       the same on the whole screen
  oauth-tutor decode eyJhbGciOi...             say what a token is, and read it
  oauth-tutor diff OLD.jwt NEW.jwt             compare two tokens, claim by claim
  oauth-tutor serve                            practice servers for curl and SDKs
  oauth-tutor token --token-url URL --client-id ID --client-secret-file PATH

Exit codes:
  0    done; for check and decode: no finding is a fail
  1    at least one finding is a fail; diff: the two differ
  2    wrong usage, or a flag that is refused
  3    an input could not be read: missing, empty, no text, over 1 MiB
  4    the network failed before OAuth was reached: name, connection, TLS, time, size
  5    token: refused, or no token that can be used; --call: no 2xx
  70   a bug in this program; the path of a report is printed
  73   something that the program needs cannot be made: no temporary folder, too few open files
  74   the output cannot be written: a full disk, a broken device
  129  ended by SIGHUP, the terminal being gone
  130  interrupted with Ctrl+C
  131  ended by SIGQUIT
  143  ended by SIGTERM

Environment:
  OAUTH_TUTOR_CLIENT_SECRET  the client secret for `token`
  NO_COLOR, CLICOLOR_FORCE   colour never, colour always; --color goes before both
  ACCESSIBLE                 1 opens the tutor as plain lines
  OAUTH_TUTOR_ASCII          1 draws with ASCII alone, as --ascii does

No flag takes a secret. Data goes to stdout, everything else to stderr.
Nothing leaves this machine but the requests you send.";

/// Learn the OAuth 2.0 Client Credentials flow against real servers, in the terminal.
#[derive(Parser, Debug)]
#[command(
    name = "oauth-tutor",
    version,
    after_help = EXAMPLES,
    after_long_help = MORE,
    subcommand_value_name = "COMMAND",
    disable_help_subcommand = true
)]
pub struct Args {
    /// What every command takes.
    #[command(flatten)]
    pub flags: Flags,
    /// What to do; the tutor opens when nothing is given.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Parses the arguments of this process and runs the command.
pub fn run() -> ExitCode {
    guard::begin();
    crash::install();
    let words: Vec<OsString> = std::env::args_os().collect();
    if secret::is_in(&words) {
        Out::of_process(false).complain(secret::REFUSAL);
        return Exit::Usage.into();
    }
    let args = match parse(&words) {
        Ok(args) => args,
        Err(error) => return usage(&error, &words).into(),
    };
    if args.flags.ascii {
        environment::ascii_alone();
    }
    #[cfg(debug_assertions)]
    fail_beside();
    // A panic has already printed its report through the hook; what is left is the exit code.
    let ended = std::panic::catch_unwind(AssertUnwindSafe(|| dispatch(&args)));
    let exit = match ended {
        Ok(Ok(exit)) => exit,
        Ok(Err(error)) => fault::end(&error, &mut Out::of_process(args.flags.quiet)),
        Err(_) => Exit::Bug,
    };
    if crash::has_panicked() {
        return Exit::Bug.into();
    }
    exit.into()
}

/// A panic on purpose in a thread that nobody asks how it ended. Debug builds only.
#[cfg(debug_assertions)]
fn fail_beside() {
    if environment::Environment::read().debug_panic == "beside" {
        let beside = std::thread::Builder::new().name("beside".into());
        // A thread that cannot be started panics nowhere, and the test that asked for it says so.
        if let Ok(beside) = beside.spawn(|| panic!("a panic on purpose")) {
            let _ = beside.join();
        }
    }
}

/// Reads the command line. Help and version are errors here too, as clap has it.
///
/// # Errors
/// When the words are not a command line of this program.
pub fn parse(words: &[OsString]) -> Result<Args, clap::Error> {
    match plain::of(words) {
        Some(command) => Ok(Args {
            flags: Flags::default(),
            command: Some(command),
        }),
        None => parse_described(words),
    }
}

/// The same by the description of all flags, which is how every line is read that has one.
///
/// # Errors
/// As [`parse`].
pub fn parse_described(words: &[OsString]) -> Result<Args, clap::Error> {
    // Taking the description of all flags apart would cost as much as reading a token does, and the process ends soon.
    let mut command = ManuallyDrop::new(Args::command().color(wanted_color(words)));
    let mut matches = command.try_get_matches_from_mut(words)?;
    Args::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
}

/// Looks for `--color` before clap does, since a help page or an error is printed before the flag has been read.
fn wanted_color(words: &[OsString]) -> ColorChoice {
    let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    let joined = words.iter().find_map(|word| word.strip_prefix("--color="));
    let apart = words
        .windows(2)
        .find_map(|pair| (pair[0] == "--color").then_some(pair[1]));
    match joined.or(apart) {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    }
}

/// Prints what clap has to say: help and version on stdout with exit 0, everything else on stderr with exit 2.
fn usage(error: &clap::Error, words: &[OsString]) -> Exit {
    let mut out = Out::of_process(false);
    if !error.use_stderr() {
        return match error.print().map_err(Unwritten) {
            Ok(()) => Exit::Done,
            Err(unwritten) => fault::end_output(&unwritten, &mut out),
        };
    }
    let shown: Vec<OsString> = words
        .iter()
        .map(|word| shown::value(&word.to_string_lossy()).into())
        .collect();
    if shown == words {
        // Nobody is left to tell when stderr is closed, and the exit code still speaks.
        let _ = error.print();
        return Exit::Usage;
    }
    // What was typed is repeated in the error, and it may be a message to the terminal or a secret. The same mistake made visible is the
    // same mistake, unless a word means another thing without what was left out.
    let again = parse(&shown).err();
    let again = again.filter(|again| again.kind() == error.kind());
    let text = match again {
        Some(again) => again.render().to_string(),
        None => without(&error.render().to_string(), words, &shown),
    };
    out.complain(visible(&text).trim_end());
    Exit::Usage
}

/// `text` with each word as it is shown, and each value of a flag.
fn without(text: &str, words: &[OsString], shown: &[OsString]) -> String {
    let pairs = words
        .iter()
        .zip(shown)
        .filter(|(word, shown)| word != shown);
    pairs.fold(text.to_owned(), |text, (word, shown)| {
        let (word, shown) = (word.to_string_lossy(), shown.to_string_lossy());
        let text = text.replace(&*word, &shown);
        match (word.split_once('='), shown.split_once('=')) {
            (Some((_, value)), Some((_, shown))) if !value.is_empty() => text.replace(value, shown),
            (Some(_) | None, _) => text,
        }
    })
}

fn dispatch(args: &Args) -> anyhow::Result<Exit> {
    let flags = &args.flags;
    match &args.command {
        None => bare::run(flags, Args::command),
        Some(Command::Learn(learn)) => learn::run(flags, learn),
        Some(command) => {
            #[cfg(debug_assertions)]
            assert!(!flags.panic_on_purpose, "a panic on purpose");
            run_command(flags, command)
        }
    }
}

fn run_command(flags: &Flags, command: &Command) -> anyhow::Result<Exit> {
    match command {
        Command::Learn(learn) => learn::run(flags, learn),
        Command::Check(check) => check::run(flags, check),
        Command::Decode(decode) => decode::run(flags, decode),
        Command::Diff(diff) => diff::run(flags, diff),
        Command::Sign(sign) => sign::run(flags, sign),
        Command::Token(token) => token::run(flags, token),
        Command::Serve(serve) => serve::run(flags, serve),
        Command::Export(export) => export::run(flags, export),
        Command::Targets(own) => targets::run(flags, own),
        Command::Lessons(lessons) => lessons::run(flags, lessons),
        Command::Doctor(doctor) => doctor::run(flags, doctor),
        Command::Completions(own) => completions::run(flags, own, Args::command()),
        Command::Man(man) => man::run(flags, man, Args::command()),
        Command::Help(help) => help::run(flags, help, Args::command()),
    }
}
