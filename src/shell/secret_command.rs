//! A command of the learner's own that prints a client secret: `pass show auth0/m2m`. It runs without a shell and within a limit of time; what
//! it prints is shown to nobody.

use std::io::Read as _;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use secrecy::zeroize::Zeroizing;

mod family;

use family::Family;
pub use family::stop_all;

/// The variable that holds a client secret (CONTRACT.md section 1): no child inherits it.
const SECRET: &str = "OAUTH_TUTOR_CLIENT_SECRET";

/// How long a command may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Until its person is told that it is waited for.
    pub quiet: Duration,
    /// From then until it is stopped.
    pub more: Duration,
}

impl Default for Patience {
    /// A minute in all: it may ask for a fingerprint, or for a passphrase that has to be looked up.
    fn default() -> Self {
        Self {
            quiet: Duration::from_secs(4),
            more: Duration::from_secs(56),
        }
    }
}

impl Patience {
    /// In whole seconds, as a person reads it.
    pub fn seconds(self) -> u64 {
        (self.quiet + self.more).as_secs()
    }
}

/// What a command printed.
type Printed = Result<Zeroizing<Vec<u8>>, String>;

/// Runs the command and gives what it printed, at most `limit` bytes. It may ask its person for a passphrase: terminal and errors are its own.
/// `waiting` is called when it takes long; what takes too long is stopped, with whatever it started.
///
/// # Errors
/// In words; nothing of what it printed is in them.
pub fn run(words: &[String], limit: usize, patience: Patience, waiting: impl FnOnce()) -> Printed {
    within((words, limit), patience, Family::fitting(), waiting)
}

fn within(
    (words, limit): (&[String], usize),
    patience: Patience,
    family: Family,
    waiting: impl FnOnce(),
) -> Printed {
    let (program, rest) = words.split_first().ok_or("it names no program")?;
    let mut command = Command::new(program);
    command.args(rest).env_remove(SECRET).stdout(Stdio::piped());
    let child = family
        .spawn(&mut command)
        .map_err(|why| unstarted(program, &why))?;
    let id = child.id();
    let (done, ended) = mpsc::channel();
    let name = program.clone();
    let listen = move || {
        // Whoever has stopped waiting needs no answer.
        let _ = done.send(printed(child, limit, &name));
    };
    let listening = thread::Builder::new()
        .name("secret command".into())
        .spawn(listen);
    if let Err(why) = listening {
        family::stop(id);
        return Err(unstarted(program, &why));
    }
    let first = ended.recv_timeout(patience.quiet).or_else(|_| {
        waiting();
        ended.recv_timeout(patience.more)
    });
    first.unwrap_or_else(|why| {
        family::stop(id);
        Err(match why {
            RecvTimeoutError::Timeout => {
                let seconds = patience.seconds();
                format!("{program} did not end within {seconds} seconds and was stopped")
            }
            RecvTimeoutError::Disconnected => format!("{program} cannot be listened to"),
        })
    })
}

fn unstarted(program: &str, why: &std::io::Error) -> String {
    let hint = if program.contains(' ') {
        ". Its words stand apart, without quotes around all of them"
    } else {
        ""
    };
    format!("{program} cannot be started: {why}{hint}")
}

fn printed(mut child: Child, limit: usize, program: &str) -> Printed {
    let mut printed = Zeroizing::new(Vec::with_capacity(limit + 1));
    let read = match child.stdout.take() {
        Some(out) => out.take(limit as u64 + 1).read_to_end(&mut printed),
        None => Ok(0),
    };
    let status = family::wait(&mut child).map_err(|why| format!("{program}: {why}"))?;
    read.map_err(|why| format!("{program}: {why}"))?;
    if !status.success() {
        return Err(format!("{program} ended with {status}"));
    }
    Ok(printed)
}

#[cfg(all(test, unix))]
mod tests;
