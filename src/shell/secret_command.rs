//! A command of the learner's own that prints a client secret: `pass show auth0/m2m`. It runs without a shell and within a limit of time; what
//! it prints is shown to nobody.

use std::io::{self, Read as _};
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use secrecy::zeroize::Zeroizing;

mod family;
pub mod program;

use family::Family;
pub use family::stop_all;

use crate::oauth::names::ClientSecret;
use crate::shell::signals::Ended;

/// The variable that holds a client secret (CONTRACT.md section 1): no child inherits it.
const SECRET: &str = "OAUTH_TUTOR_CLIENT_SECRET";

/// The longest secret, as for every input.
pub const LIMIT: usize = 1024 * 1024;

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
type Printed = Result<Zeroizing<Vec<u8>>, NoSecret>;

/// Why a command printed nothing that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoSecret {
    /// A key of the terminal ended it. That is meant for this program too, whose own signal may come later.
    Signalled(Ended),
    /// It did not begin.
    Unstarted {
        /// The number of the operating system's error, where it gave one.
        number: Option<i32>,
        /// The same in words.
        why: String,
    },
    /// In words; nothing of what it printed is in them.
    Said(String),
}

impl From<String> for NoSecret {
    fn from(why: String) -> Self {
        Self::Said(why)
    }
}

/// Runs the command and gives what it printed, at most `limit` bytes. It may ask its person for a passphrase: terminal and errors are its own.
/// `waiting` is called when it takes long; what takes too long is stopped, with whatever it started.
///
/// # Errors
/// [`NoSecret`].
pub fn run(words: &[String], limit: usize, patience: Patience, waiting: impl FnOnce()) -> Printed {
    within((words, limit), patience, Family::fitting(), waiting)
}

fn within(
    (words, limit): (&[String], usize),
    patience: Patience,
    family: Family,
    waiting: impl FnOnce(),
) -> Printed {
    let (program, rest) = words
        .split_first()
        .ok_or("it names no program".to_owned())?;
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
        let said = match why {
            RecvTimeoutError::Timeout => {
                let seconds = patience.seconds();
                format!("{program} did not end within {seconds} seconds and was stopped")
            }
            RecvTimeoutError::Disconnected => format!("{program} cannot be listened to"),
        };
        Err(said.into())
    })
}

fn unstarted(program: &str, why: &io::Error) -> NoSecret {
    let hint = if program.contains(' ') {
        ". Its words stand apart, without quotes around all of them"
    } else {
        ""
    };
    NoSecret::Unstarted {
        number: why.raw_os_error(),
        why: format!("{program} cannot be started: {why}{hint}"),
    }
}

/// How long what was printed may take to come, once the command has ended: it stands in the pipe already. Something that the command
/// left behind may hold the pipe open for longer; then a whole line is taken for the whole.
const GRACE: Duration = Duration::from_millis(500);

fn printed(mut child: Child, limit: usize, program: &str) -> Printed {
    let failed = |why: io::Error| format!("{program}: {why}");
    let (done, read) = mpsc::channel();
    let heard = Arc::new(Mutex::new(Some(Zeroizing::new(Vec::with_capacity(
        limit + 1,
    )))));
    if let Some(out) = child.stdout.take() {
        let heard = Arc::clone(&heard);
        // Apart from the waiting: what the command leaves behind may hold the pipe open for as long as it lives.
        let reading = thread::Builder::new().name("its output".into());
        let reading = reading.spawn(move || {
            // Whoever has stopped waiting needs no answer.
            let _ = done.send(read_all(out, limit, &heard));
        });
        if let Err(why) = reading {
            family::stop(child.id());
            let _ = family::wait(&mut child);
            return Err(failed(why).into());
        }
    }
    let status = family::wait(&mut child).map_err(failed)?;
    let is_all = match read.recv_timeout(GRACE) {
        Ok(read) => read.map(|()| true).map_err(failed)?,
        Err(_) => false,
    };
    if let Some(ended) = ended_by_a_key(status) {
        return Err(NoSecret::Signalled(ended));
    }
    if !status.success() {
        return Err(format!("{program} ended with {status}").into());
    }
    let heard = lock(&heard).take().unwrap_or_default();
    // Half a secret would be sent as if it were one.
    if !is_all && !heard.ends_with(b"\n") {
        return Err(format!("{program} ended, but what it started holds its output open, and no line break says that the secret is whole").into());
    }
    Ok(heard)
}

/// What was heard so far; `None` once it was taken.
type Heard = Option<Zeroizing<Vec<u8>>>;

fn lock(heard: &Mutex<Heard>) -> MutexGuard<'_, Heard> {
    heard.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Piece by piece, so that what has come can be taken before the end.
fn read_all(mut out: ChildStdout, limit: usize, heard: &Mutex<Heard>) -> io::Result<()> {
    let mut piece = Zeroizing::new([0; 4096]);
    loop {
        let count = match out.read(piece.as_mut_slice()) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(why) if why.kind() == io::ErrorKind::Interrupted => continue,
            Err(why) => return Err(why),
        };
        let mut heard = lock(heard);
        // Nobody waits for it any more.
        let Some(heard) = heard.as_mut() else {
            return Ok(());
        };
        // One more than is taken tells that there was too much; there was room for it from the beginning, so that no copy is left.
        let room = (limit + 1).saturating_sub(heard.len());
        heard.extend(piece.iter().take(count.min(room)));
        if heard.len() > limit {
            return Ok(());
        }
    }
}

/// The key that ended it: Ctrl+C or Ctrl+\. A status of 130 is no such end: whoever chose nothing from a list gets it too.
#[cfg(unix)]
fn ended_by_a_key(status: ExitStatus) -> Option<Ended> {
    use std::os::unix::process::ExitStatusExt as _;
    let keys = [Ended::Interrupted, Ended::Quit];
    let status = status.signal().map(|number| number + 128);
    keys.into_iter()
        .find(|key| status == Some(i32::from(key.status())))
}

/// Elsewhere nothing tells it.
#[cfg(not(unix))]
fn ended_by_a_key(_status: ExitStatus) -> Option<Ended> {
    None
}

/// What the command prints, for a skin that has given it the terminal. What it says of a command that gave none holds nothing of the secret.
///
/// # Errors
/// Why there is none.
pub fn fetch(words: &[String]) -> Result<ClientSecret, String> {
    let printed = run(words, LIMIT, Patience::default(), || {});
    let understood = printed.and_then(|bytes| Ok(printed_line(&bytes)?));
    understood
        .map(|(secret, _)| secret)
        .map_err(|why| match why {
            NoSecret::Signalled(_) => "it was ended by a key".to_owned(),
            NoSecret::Unstarted { why, .. } | NoSecret::Said(why) => why,
        })
}

/// The secret, and whether a line end was cut off: exactly one, since further ones may belong to the secret.
///
/// # Errors
/// What it is instead.
pub fn understood(bytes: &[u8]) -> Result<(ClientSecret, bool), String> {
    if bytes.len() > LIMIT {
        return Err("it is larger than 1 MiB".to_owned());
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?;
    if text.trim().is_empty() {
        return Err("it is empty".to_owned());
    }
    one_line(text)?;
    let cut = text
        .strip_suffix("\r\n")
        .or_else(|| text.strip_suffix('\n'));
    Ok((ClientSecret::new(cut.unwrap_or(text)), cut.is_some()))
}

/// Holds that a secret is one line: no character of it ends one (RFC 6749 A.2), so several are a secret with something beside it, as a
/// keeper of passwords prints notes. Which of them is the secret is not guessed.
///
/// # Errors
/// How many there are. Nothing of them is repeated.
pub fn one_line(text: &str) -> Result<(), String> {
    let lines = text.split(['\n', '\r']);
    match lines.filter(|line| !line.trim().is_empty()).count() {
        0 | 1 => Ok(()),
        many => Err(format!(
            "there are {many} lines, and a secret is one (RFC 6749 A.2). Let the secret stand there alone"
        )),
    }
}

/// The one line of what a command printed, and whether anything stood around it: how many line ends a program prints says nothing of the
/// secret.
///
/// # Errors
/// What it is instead.
pub fn printed_line(bytes: &[u8]) -> Result<(ClientSecret, bool), String> {
    let (whole, was_cut) = understood(bytes)?;
    let mut lines = whole.expose().split(['\n', '\r']);
    let line = lines.find(|line| !line.trim().is_empty());
    let line = line.unwrap_or_default();
    let is_cut = was_cut || line.len() < whole.expose().len();
    Ok((ClientSecret::new(line), is_cut))
}

#[cfg(all(test, unix))]
mod tests;
