//! How a session begins: what listens is set up before the terminal is entered, and all is drawn once before anything is opened.

use std::collections::VecDeque;
use std::io;
use std::sync::mpsc;

use secrecy::ExposeSecret;

use super::gate::Gate;
use super::session::Session;
use super::{Event, Fault, Left, RunOptions, threads};
use crate::app::App;
use crate::app::message::{Message, World};
use crate::lesson::course;
use crate::shell::{Practice, clock};
use crate::tui::burst::Flow;
use crate::tui::clipboard::Between;
use crate::tui::terminal::{self, Terminal};
use crate::tui::ui::Ui;

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
    let mut app = App::with_course(clock::now(), options.progress.clone(), course);
    app.local = clock::local;
    app.settings = std::mem::take(&mut options.settings);
    app.settings_at = options.settings_at.take();
    if let Some(own) = options.own.take() {
        app.at_own(own);
    }
    // The addresses are known before the first frame, so that no text changes after it.
    let practice = Practice::bind(options.port);
    for world in practice.known() {
        app.update(clock::now(), Message::World(world));
    }
    let mut ui = Ui::new(&app, options.theme, terminal.area());
    ui.moves(options.motion);
    let asks = asks(&options);
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
        held: VecDeque::new(),
        asked: None,
    };
    first(&mut session, &mut options);
    first_frame(&mut session)?;
    if asks {
        // After the first frame, so that nobody waits for the answer, which may come late or never.
        terminal::send("\x1b]11;?\x1b\\");
        session.asked = Some(clock::now());
    }
    if options.fault == Some(Fault::AtOnce) {
        threads::panic_on_purpose();
    }
    session.open(options, practice, queue)?;
    let ending = session.until_left();
    let (unsaved, unkept) = session.close();
    Ok(Left {
        ending: ending?,
        unsaved,
        unkept,
    })
}

/// A terminal that is gone by now ends the loop, as it does later.
fn first_frame(session: &mut Session) -> io::Result<()> {
    match session.draw() {
        Err(error) if terminal::is_gone(&error) => Ok(()),
        drawn => drawn,
    }
}

/// What stands on the first frame.
fn first(session: &mut Session, options: &mut RunOptions) {
    if let Some(first) = options.first.take() {
        session.tell(Message::Go(first));
    }
    if let Some(text) = options.pasted.take() {
        // As any other paste, so that the screen turns to what matters in it. Nobody can have left yet.
        let _ = session.paste(text.expose_secret());
    }
    if let Some(name) = options.set_aside.take() {
        session.tell(Message::World(World::SetAside(name)));
    }
}

/// True where the terminal is asked for its background: nobody stands in between who would not hand the question on.
fn asks(options: &RunOptions) -> bool {
    options.theme.asks_the_terminal()
        && options.between == Between::Nothing
        && !options.known.is_console
}
