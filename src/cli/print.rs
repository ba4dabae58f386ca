//! Printing: data to stdout, talk to stderr. A closed pipe is an error that [`Unwritten::is_closed`] knows, so that it ends quietly.

use std::io::{self, Write};

use thiserror::Error;

use crate::cli::exit::Exit;

/// Where a command prints. Text from outside passes `oauth::text::visible` before it comes here.
pub struct Out {
    stdout: Box<dyn Write>,
    stderr: Box<dyn Write>,
    quiet: bool,
}

impl Out {
    /// The streams of this process. `quiet` silences [`Out::say`], never [`Out::complain`].
    pub fn of_process(quiet: bool) -> Self {
        Self::to(Box::new(io::stdout()), Box::new(io::stderr()), quiet)
    }

    /// Streams of the caller's choice, for tests.
    pub fn to(stdout: Box<dyn Write>, stderr: Box<dyn Write>, quiet: bool) -> Self {
        Self {
            stdout,
            stderr,
            quiet,
        }
    }

    /// One line (or several) of data on stdout; a line feed is added.
    ///
    /// # Errors
    /// When stdout takes no more. Hand it up with `?`: a closed pipe becomes exit 0 there.
    pub fn data(&mut self, text: &str) -> Result<(), Unwritten> {
        writeln!(self.stdout, "{text}").map_err(Unwritten)?;
        self.stdout.flush().map_err(Unwritten)
    }

    /// Data on stdout, exactly these bytes.
    ///
    /// # Errors
    /// As [`Out::data`].
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), Unwritten> {
        self.stdout.write_all(bytes).map_err(Unwritten)?;
        self.stdout.flush().map_err(Unwritten)
    }

    /// True where reports of success are not wanted.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Talk on stderr, a line feed added; left out with `--quiet`.
    pub fn say(&mut self, text: &str) {
        if !self.quiet {
            self.complain(text);
        }
    }

    /// What went wrong, on stderr, also with `--quiet`; a line feed is added.
    pub fn complain(&mut self, text: &str) {
        // Nobody is left to tell when stderr is closed, and the exit code still speaks.
        let _ = writeln!(self.stderr, "{text}");
    }
}

/// The output takes no more.
#[derive(Debug, Error)]
#[error("the output cannot be written: {0}")]
pub struct Unwritten(pub io::Error);

impl Unwritten {
    /// True when its reader has gone (`| head`): CONTRACT 2 ends that quietly with 0.
    pub fn is_closed(&self) -> bool {
        self.0.kind() == io::ErrorKind::BrokenPipe
    }
}

/// Prints `text` and ends so.
///
/// # Errors
/// [`Unwritten`]; where it is only that nobody reads any more, the program ends with 0.
pub fn print(text: &str, exit: Exit) -> anyhow::Result<Exit> {
    Out::of_process(false).bytes(text.as_bytes())?;
    Ok(exit)
}
