//! Where a client secret comes from: a file, stdin, the environment or a hidden prompt. Never a flag.

use std::ffi::OsString;
use std::io;
use std::path::Path;

use secrecy::ExposeSecret;
use secrecy::zeroize::Zeroizing;

use crate::cli::environment::Environment;
use crate::cli::exit::Exit;
use crate::cli::fault;
use crate::cli::print::Out;
use crate::cli::shown;
use crate::oauth::carrier::is_telling_address;
use crate::oauth::jwt::keys::decoded_secret;
use crate::oauth::names::ClientSecret;
use crate::oauth::text::visible_line;
use crate::shell::manners;
use crate::shell::secret_command::{self, NoSecret, Patience, one_line, printed_line, understood};
use crate::shell::signals::Ended;
use crate::store::bounded;

mod prompt;

use prompt::Typed;

pub(crate) use crate::shell::secret_command::LIMIT;

/// Finds the secret: `--client-secret-file`, else the environment, else a hidden prompt.
///
/// # Errors
/// How the command ends when there is none; why has been said on stderr.
pub fn find(
    file: Option<&Path>,
    environment: &Environment,
    out: &mut Out,
) -> Result<ClientSecret, Exit> {
    if let Some(path) = file {
        return from_file(path, out);
    }
    if let Some(secret) = &environment.client_secret {
        if let Err(why) = one_line(secret.expose_secret()) {
            out.complain(&format!(
                "Cannot take the client secret from OAUTH_TUTOR_CLIENT_SECRET: {why}"
            ));
            return Err(Exit::Unreadable);
        }
        let secret = ClientSecret::new(secret.expose_secret());
        say_line_ends(&secret, "OAUTH_TUTOR_CLIENT_SECRET", out);
        return Ok(secret);
    }
    match prompt::ask() {
        Typed::Secret(secret) => Ok(secret),
        // The signal that says so may come later than the end of what was read.
        Typed::Gone => Err(Exit::Signalled(Ended::HungUp)),
        Typed::Nothing => {
            out.complain(
                "No client secret. Set OAUTH_TUTOR_CLIENT_SECRET; token also takes a file, --client-secret-file (- is stdin).",
            );
            Err(Exit::Usage)
        }
    }
}

/// What a command of the learner's own prints, run without a shell; it is shown nowhere.
///
/// # Errors
/// How the command ends; why has been said on stderr.
pub fn of_command(words: &[String], out: &mut Out) -> Result<ClientSecret, Exit> {
    of_command_within(words, Patience::default(), out)
}

fn of_command_within(
    words: &[String],
    patience: Patience,
    out: &mut Out,
) -> Result<ClientSecret, Exit> {
    let program = words.first().map_or("", String::as_str);
    let program = visible_line(program);
    out.say(&format!("Asking {program} for the client secret."));
    let printed = secret_command::run(words, LIMIT, patience, || {
        let seconds = patience.seconds();
        out.say(&format!(
            "Still waiting for {program}. Does it ask for a passphrase or a fingerprint? It is stopped after {seconds} seconds; Ctrl+C ends at once."
        ));
    });
    let understood = printed.and_then(|bytes| Ok(printed_line(&bytes)?));
    let (secret, cut) = understood.map_err(|why| gave_none(why, out))?;
    if cut {
        out.say(&format!(
            "The secret is the one line that {program} printed, without the line ends around it."
        ));
    }
    Ok(secret)
}

/// A key of the terminal that ended the command was meant for this program: nothing is said of it.
fn gave_none(why: NoSecret, out: &mut Out) -> Exit {
    match why {
        NoSecret::Signalled(ended) => Exit::Signalled(ended),
        NoSecret::Unstarted { number, why } => {
            let exit = number.map(io::Error::from_raw_os_error);
            let exit = exit.map_or(Exit::Unreadable, |error| fault::unreadable(&error));
            said(&why, exit, out)
        }
        NoSecret::Said(why) => said(&why, Exit::Unreadable, out),
    }
}

fn said(why: &str, exit: Exit, out: &mut Out) -> Exit {
    let why = visible_line(why);
    out.complain(&format!(
        "The command for the client secret gave none: {why}"
    ));
    exit
}

/// What has to be put back, and stopped, where a signal ends the program while it gets a secret.
pub fn let_go() {
    // First, since what asks for a passphrase has changed the terminal after this program did.
    secret_command::stop_all();
    manners::restore();
}

/// A shared secret in a file, byte for byte but for one newline at its end, which editors add. Before the path may stand how it is
/// written: `base64:` or `hex:`.
///
/// # Errors
/// How the command ends where there is none; why has been said.
pub fn shared(path: &Path, out: &mut Out) -> Result<Vec<u8>, Exit> {
    let shown = path.display().to_string();
    let (form, file) = ["base64:", "hex:"]
        .iter()
        .find_map(|form| Some((*form, shown.strip_prefix(form)?)))
        .unwrap_or(("", &shown));
    let source = if form.is_empty() {
        path
    } else {
        Path::new(file)
    };
    let mut bytes = match bounded::any(source, LIMIT + 1) {
        // A piece of a secret is another secret.
        Ok(bytes) if bytes.len() > LIMIT => {
            let limit = LIMIT / 1024;
            out.complain(&visible_line(&format!(
                "cannot read {}: larger than {limit} KiB",
                shown::value(file)
            )));
            return Err(Exit::Unreadable);
        }
        Ok(bytes) => bytes,
        Err(error) => {
            let file = shown::value(file);
            out.complain(&visible_line(&format!("cannot read {file}: {error}")));
            return Err(fault::unreadable(&error));
        }
    };
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        out.say("One line end was removed from the end of the secret.");
    }
    let decoded = match form {
        "" => Some(bytes),
        form => std::str::from_utf8(&bytes)
            .ok()
            .and_then(|text| decoded_secret(form, text.trim())),
    };
    let secret = decoded.filter(|secret| !secret.is_empty());
    if secret.is_none() {
        let form = form.trim_end_matches(':');
        let form = if form.is_empty() {
            "holds no secret".to_owned()
        } else {
            format!("holds no {form}")
        };
        out.complain(&format!("{} {form}", shown::value(file)));
    }
    secret.ok_or(Exit::Unreadable)
}

/// True when a flag carries a secret, which the process list and the shell's history then show to others.
pub fn is_in(words: &[OsString]) -> bool {
    words
        .iter()
        .take_while(|word| *word != "--")
        .filter_map(|word| word.to_str())
        .any(|word| word == "--client-secret" || word.starts_with("--client-secret="))
}

/// What is said to someone who passed a secret as a flag. It names no part of the secret.
pub const REFUSAL: &str = "\
A secret is not taken as a flag: everyone on this machine can read it in the process list, and your shell keeps it in its history.
Nothing was sent. If that was a real secret, rotate it now: give the app a new one and remove the old.
Then use one of these:
  --client-secret-file PATH    a file; - is stdin
  OAUTH_TUTOR_CLIENT_SECRET    an environment variable
  neither                      you are asked, and what you type is not shown";

/// What is said to someone who gave a URL with a secret in it. It names no part of it.
pub const IN_URL: &str = "\
That URL carries a secret or a token. It is not asked: URLs stand in histories, in the process list and in the logs of servers and proxies.
If it is a real one, rotate it now: give the app a new one and remove the old. Then name the URL without it.";

/// The same for a text that may be a URL: what names an API often is one.
pub fn is_in_url_of(text: &str) -> bool {
    is_telling_address(text)
}

/// Says that a line end goes along, where one is left: exactly one is taken off a file and none of a variable, since who wrote it may mean it.
fn say_line_ends(secret: &ClientSecret, name: &str, out: &mut Out) {
    if secret.expose().contains(['\n', '\r']) {
        out.say(&format!(
            "What is taken of {name} still has a line end in it, which no secret has (RFC 6749 A.2); it is sent as it stands."
        ));
    }
}

fn from_file(path: &Path, out: &mut Out) -> Result<ClientSecret, Exit> {
    let is_stdin = path.as_os_str() == "-";
    let name = if is_stdin {
        "stdin".to_owned()
    } else {
        shown::path(path)
    };
    let read = if is_stdin {
        bounded::up_to(io::stdin().lock(), LIMIT + 1)
    } else {
        bounded::any(path, LIMIT + 1)
    };
    let read = read.map(Zeroizing::new);
    let secret = read
        .map_err(|error| (error.to_string(), fault::unreadable(&error)))
        .and_then(|bytes| understood(&bytes).map_err(|why| (why, Exit::Unreadable)));
    match secret {
        Ok((secret, cut)) => {
            if cut {
                out.say(&format!(
                    "One line end was removed from the end of the secret in {name}."
                ));
            }
            say_line_ends(&secret, &name, out);
            Ok(secret)
        }
        Err((why, exit)) => {
            out.complain(&format!("Cannot take the client secret from {name}: {why}"));
            Err(exit)
        }
    }
}

#[cfg(all(test, unix))]
mod tests;
