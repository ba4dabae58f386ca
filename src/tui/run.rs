//! The loop of the full-screen tutor, seen from outside: how it is started, what comes in, how it ends. One queue holds keys, signals
//! and answers; nothing ticks.

use std::os::fd::OwnedFd;
use std::path::PathBuf;

use secrecy::SecretString;

use crate::app::message::{Go, Message};
use crate::app::own::Own;
use crate::app::progress::Progress;
use crate::app::settings::Settings;
use crate::lesson::Course;
use crate::oauth::time::UnixMillis;
use crate::shell::signals::{Ended, Signal};
use crate::tui::clipboard::Between;
use crate::tui::keys::decoder::Token;
pub use crate::tui::terminal::Known;
use crate::tui::theme::Theme;

mod answer;
mod begin;
mod gate;
mod keyboard;
mod outside;
mod seen;
mod session;
mod threads;

pub use begin::run;
pub use keyboard::terminal;

/// How the tutor is started. Everything from the environment comes in here.
#[derive(Debug)]
pub struct RunOptions {
    /// Where to go before the first frame; home is open where there is nothing.
    pub first: Option<Go>,
    /// What is pasted there. It may hold a token, so it cannot be printed.
    pub pasted: Option<SecretString>,
    /// What earlier sessions kept.
    pub progress: Progress,
    /// The name under which an unreadable progress file was set aside.
    pub set_aside: Option<String>,
    /// Where the keys come from ([`terminal`]).
    pub keys: OwnedFd,
    /// What is known of the terminal.
    pub known: Known,
    /// The folder for progress.
    pub folder: Option<PathBuf>,
    /// What was chosen once.
    pub settings: Settings,
    /// The folder for settings.
    pub settings_folder: Option<PathBuf>,
    /// Where they are kept, as a reader sees it.
    pub settings_at: Option<String>,
    /// The course; the one inside the program where there is none.
    pub course: Option<&'static Course>,
    /// The first port of the practice servers.
    pub port: u16,
    /// Colours and signs.
    pub theme: Theme,
    /// What was sent is seen travelling.
    pub motion: bool,
    /// What stands between this program and the terminal.
    pub between: Between,
    /// The command that edits a text.
    pub editor: String,
    /// Where a panic is made on purpose.
    pub fault: Option<Fault>,
    /// A tenant of the learner's own, whose round is opened first.
    pub own: Option<Own>,
    /// Certificates, as PEM, that it is believed by besides those of the system.
    pub authorities: Vec<u8>,
    /// The secret that the environment holds: it is kept in no target.
    pub secret: Option<SecretString>,
}

/// A panic on purpose, to show that the terminal survives it. Debug builds only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// At once, after the first frame.
    AtOnce,
    /// When F12 is pressed.
    OnKey,
    /// When F12 is pressed, in a thread of its own.
    InThread,
}

/// How a session ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Which way.
    pub ending: Ending,
    /// Why the last of the progress was not kept.
    pub unsaved: Option<String>,
    /// Why the last choice among the settings could not be kept, where it could not.
    pub unkept: Option<String>,
}

/// The ways in which a session ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The learner left.
    Left,
    /// By a signal; a terminal that is gone counts as one.
    Signalled(Ended),
    /// A thread panicked; its report has been printed.
    Broken,
}

/// What the terminal sent, all that was there at once.
#[derive(Debug)]
struct Batch {
    /// When the first of it was read. It may wait in the queue for a while, so whoever takes it out cannot know.
    at: UnixMillis,
    read: Vec<Token>,
}

/// Something that came in.
#[derive(Debug)]
enum Event {
    /// What the terminal sent.
    Input(Batch),
    /// What the operating system says.
    Signal(Signal),
    /// An answer of the world.
    World(Message),
    /// The terminal has room for a frame again, or is broken.
    Room,
    /// The terminal gives nothing more.
    Deaf,
    /// A thread panicked.
    Panicked,
}
