//! The loop of the full-screen tutor: wait, take in, draw once. One queue holds keys, signals and answers; nothing ticks.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc;

use secrecy::{ExposeSecret, SecretString};

use crate::app::App;
use crate::app::message::{Go, Message, World};
use crate::app::progress::Progress;
use crate::lesson::{Course, course};
use crate::shell::{Practice, clock};
use crate::tui::burst::Flow;
use crate::tui::clipboard::Between;
use crate::tui::terminal::Terminal;
use crate::tui::theme::Theme;
use crate::tui::ui::Ui;

mod gate;
mod seen;
mod session;
mod threads;

use gate::Gate;
use session::Session;
use threads::Batch;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The learner left.
    Left,
    /// Ctrl+C.
    Interrupted,
    /// SIGTERM or SIGHUP.
    Terminated,
    /// A thread panicked; its report has been printed.
    Broken,
}

/// Something that came in.
#[derive(Debug)]
enum Event {
    /// What the terminal sent.
    Input(Batch),
    /// A signal, by number.
    Signal(i32),
    /// An answer of the world.
    World(Message),
    /// The terminal gives nothing more.
    Deaf,
    /// A thread panicked.
    Panicked,
}

/// Runs the tutor until the learner leaves.
///
/// # Errors
/// When this is no terminal, or it fails in the middle; it is restored by then.
pub fn run(mut options: RunOptions) -> io::Result<Ending> {
    let (queue, events) = mpsc::channel();
    let gate = Gate::default();
    threads::report_panics(queue.clone());
    threads::listen_to_signals(queue.clone(), gate.clone())?;
    let terminal = Terminal::enter()?;
    let course = options.course.unwrap_or_else(|| course());
    let mut app = App::with_course(clock::now(), std::mem::take(&mut options.progress), course);
    // The addresses are known before the first frame, so that no text changes after it.
    let practice = Practice::bind(options.port);
    for world in practice.known() {
        app.update(clock::now(), Message::World(world));
    }
    let ui = Ui::new(&app, options.theme, terminal.area()?);
    let mut session = Session {
        terminal,
        app,
        ui,
        events,
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
        let _ = session.paste(text.expose_secret())?;
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
    session.close();
    ending
}
