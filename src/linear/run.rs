//! The loop: say, ask, tell the tutor, wait for what it waits for. The one file of this layer that sees the shell.

use std::io::{self, BufRead, Write};
use std::sync::mpsc;
use std::time::Duration;

use super::input;
use super::talk::Talk;
use crate::app::App;
use crate::app::message::Message;
use crate::app::own::Own;
use crate::app::progress::Progress;
use crate::lesson::{Course, course};
use crate::shell::signals::{self, LastResort, PATIENCE, Signal, Signals, Went};
use crate::shell::{Practice, Shell, ShellOptions, clock, manners, panics};

mod effects;
mod event;
mod keyboard;
mod paste;
mod session;

pub use event::How;
pub(super) use event::{Event, Input};
use keyboard::Keyboard;
use session::{Lines, Session};

/// How linear mode is run.
#[derive(Debug, Default)]
pub struct LinearOptions {
    /// How the session is run.
    pub shell: ShellOptions,
    /// What was kept from earlier sessions.
    pub progress: Progress,
    /// The name under which an unreadable progress file was set aside.
    pub set_aside: Option<String>,
    /// The lesson to open; home when there is none.
    pub lesson: Option<&'static str>,
    /// A tenant of the learner's own, whose round is opened first.
    pub own: Option<Own>,
    /// The course; the one inside the program where there is none.
    pub course: Option<&'static Course>,
    /// The first port of the practice servers.
    pub port: u16,
    /// True when `input` is this process's stdin and that is a terminal: a secret is then typed without echo.
    pub terminal: bool,
    /// True when `output` is this process's stdout and that is a terminal: lines then end between words.
    pub shown: bool,
}

/// While the tutor waits for somebody, it says so this often.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// Plays the tutor on `input` and `output` until the learner leaves.
///
/// Stdin itself is not `Send` while locked: hand in `BufReader::new(io::stdin())`.
///
/// # Errors
/// When the operating system gives no thread or takes no output. A closed pipe is no error: it ends as [`How::Left`].
pub fn run(
    options: LinearOptions,
    input: impl BufRead + Send + 'static,
    output: &mut impl Write,
) -> io::Result<How> {
    let (queue, events) = mpsc::channel();
    let panicked = queue.clone();
    panics::watch(manners::restore, move || {
        // Whoever ended the loop has ended the program.
        let _ = panicked.send(Event::Panicked);
    });
    let signals = listen(&queue)?;
    let asks = input::listen(input, queue.clone())?;
    let practice = Practice::bind(options.port);
    let known = practice.known();
    let shell = Shell::start(options.shell, practice, move |message| {
        // Whoever ended the loop has no more questions.
        let _ = queue.send(Event::World(message));
    })?;
    let mut app = App::with_course(
        clock::now(),
        options.progress,
        options.course.unwrap_or_else(|| course()),
    );
    app.local = clock::local;
    if let Some(own) = options.own {
        app.at_own(own);
    }
    let mut session = Session {
        app,
        talk: Talk::default(),
        shell: Some(shell),
        events,
        lines: Lines::new(asks),
        keyboard: Keyboard {
            is_terminal: options.terminal,
        },
        output,
        shown: options.shown,
        heartbeat: HEARTBEAT,
        heard: false,
        signals: Some(signals),
    };
    for world in known {
        session.app.update(clock::now(), Message::World(world));
    }
    let stop = session.hold(options.set_aside, options.lesson);
    session.close(stop)
}

/// Signals as events in the one queue.
fn listen(queue: &mpsc::Sender<Event>) -> io::Result<Signals> {
    let last = LastResort {
        patience: PATIENCE,
        restore: manners::restore,
    };
    let queue = queue.clone();
    signals::listen(last, move |signal| {
        let sent = match signal {
            Signal::End(ended) => queue.send(Event::Signal(ended)),
            Signal::Continue => queue.send(Event::Resumed),
            Signal::Suspend | Signal::Resized => return Went::Elsewhere,
        };
        match sent {
            Ok(()) => Went::ToSkin,
            Err(_) => Went::Gone,
        }
    })
}
