//! Everything that can happen while the tutor is played line by line, and how it ends.

use crate::app::message::Message;
use crate::shell::signals::Ended;

/// How it ended. Progress is saved in every case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// The learner left, or nobody reads the output any more.
    Left,
    /// There was no more input.
    EndOfInput,
    /// By a signal: Ctrl+C, with nothing under way that it could have cancelled, or one that asks the program to end.
    Signalled(Ended),
    /// A thread panicked; its report has been printed.
    Broken,
}

/// Everything that can happen, in one queue.
pub(in crate::linear) enum Event {
    /// A line, or the end of them.
    Input(Input),
    /// From the operating system.
    Signal(Ended),
    /// The program was resumed after Ctrl+Z.
    Resumed,
    /// A thread panicked.
    Panicked,
    /// From the session.
    World(Message),
}

/// What reading brought.
pub(in crate::linear) enum Input {
    /// One line, its line end taken off, damaged bytes replaced.
    Line(String),
    /// There is no more.
    End,
}
