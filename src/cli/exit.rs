//! The exit codes of the contract.

use std::process::ExitCode;

use crate::shell::signals::Ended;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done; for `check` and `decode`: no finding of severity `fail`.
    Done,
    /// At least one finding of severity `fail`.
    Failed,
    /// Wrong usage, or a refused flag.
    Usage,
    /// An input could not be read at all.
    Unreadable,
    /// The network failed before OAuth was reached.
    Network,
    /// `token`: the server answered with an error.
    Refused,
    /// A bug.
    Bug,
    /// A file, a folder or a thread that the program needs cannot be had.
    CannotCreate,
    /// The output cannot be written.
    Output,
    /// Ended by a signal.
    Signalled(Ended),
}

impl Exit {
    /// The number that the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Unreadable => 3,
            Self::Network => 4,
            Self::Refused => 5,
            Self::Bug => 70,
            Self::CannotCreate => 73,
            Self::Output => 74,
            Self::Signalled(ended) => ended.status(),
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
