//! The loop of the full-screen tutor: wait, take in, draw once. One queue holds keys, signals and answers; nothing ticks.

use std::io;
use std::os::fd::OwnedFd;
use std::path::PathBuf;
use std::sync::mpsc;

use secrecy::{ExposeSecret, SecretString};

use crate::app::App;
use crate::app::message::{Go, Message, World};
use crate::app::progress::Progress;
use crate::lesson::{Course, course};
use crate::shell::signals::{Ended, Signal};
use crate::shell::{Practice, clock};
use crate::tui::burst::Flow;
use crate::tui::clipboard::Between;
pub use crate::tui::terminal::Known;
use crate::tui::terminal::Terminal;
use crate::tui::theme::Theme;
use crate::tui::ui::Ui;

mod gate;
mod keyboard;
mod seen;
mod session;
mod threads;

use gate::Gate;
use keyboard::Batch;
pub use keyboard::terminal;
use session::Session;

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
    /// The course; the one inside the program where there is none.
    pub course: Option<&'static Course>,
    /// The first port of the practice servers.
    pub port: u16,
    /// Colours and signs.
    pub theme: Theme,
    /// What stands between this program and the terminal.
    pub between: Between,
    /// The command that edits a text.
    pub editor: String,
    /// Where a panic is made on purpose.
    pub fault: Option<Fault>,
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

/// Runs the tutor until the learner leaves.
///
/// # Errors
/// When this is no terminal, or it fails in the middle; it is restored by then.
pub fn run(mut options: RunOptions) -> io::Result<Left> {
    let (queue, events) = mpsc::channel();
    let gate = Gate::default();
    let _suspending = threads::listen_to_suspend(queue.clone(), gate.clone())?;
    threads::report_panics(queue.clone());
    let signals = threads::listen_to_signals(queue.clone(), gate.clone())?;
    let room = queue.clone();
    let notify = Box::new(move || {
        // The loop has ended when nobody takes it.
        let _ = room.send(Event::Room);
    });
    let terminal = Terminal::enter(options.known, notify)?;
    let course = options.course.unwrap_or_else(|| course());
    let mut app = App::with_course(clock::now(), std::mem::take(&mut options.progress), course);
    // The addresses are known before the first frame, so that no text changes after it.
    let practice = Practice::bind(options.port);
    for world in practice.known() {
        app.update(clock::now(), Message::World(world));
    }
    let ui = Ui::new(&app, options.theme, terminal.area());
    let mut session = Session {
        terminal,
        app,
        ui,
        events,
        signals,
        shell: None,
        early: Vec::new(),
        flow: Flow::default(),
        between: options.between,
        editor: std::mem::take(&mut options.editor),
        gate,
        fault: options.fault,
    };
    if let Some(first) = options.first {
        session.tell(Message::Go(first));
    }
    if let Some(text) = options.pasted.take() {
        // As any other paste, so that the screen turns to what matters in it. Nobody can have left yet.
        let _ = session.paste(text.expose_secret());
    }
    if let Some(name) = options.set_aside.take() {
        session.tell(Message::World(World::SetAside(name)));
    }
    session.draw()?;
    if options.fault == Some(Fault::AtOnce) {
        threads::panic_on_purpose();
    }
    session.open(options, practice, queue)?;
    let ending = session.until_left();
    let unsaved = session.close();
    Ok(Left {
        ending: ending?,
        unsaved,
    })
}
