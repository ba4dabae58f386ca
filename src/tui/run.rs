//! The loop of the full-screen tutor: wait, take in, draw once. One queue holds keys, signals and answers; nothing ticks.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use secrecy::ExposeSecret;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};

use crate::app::App;
use crate::app::effect::{Effect, RunId};
use crate::app::message::{Message, World};
use crate::app::progress::Progress;
use crate::shell::{Shell, ShellOptions, clock, editor};
use crate::tui::burst::{self, Flow, Input};
use crate::tui::clipboard::{self, Between};
use crate::tui::keys::Press;
use crate::tui::terminal::{self, Terminal};
use crate::tui::theme::Theme;
use crate::tui::ui::{Ui, Wish};

mod gate;
mod seen;
mod threads;

use gate::Gate;
use seen::{Seen, inputs, presses};
use threads::Batch;

/// How the tutor is started. Everything from the environment comes in here.
#[derive(Debug)]
pub struct RunOptions {
    /// What happens before the first frame: where to go, and what is laid there. Home is open when there is nothing.
    pub first: Vec<Message>,
    /// What earlier sessions kept.
    pub progress: Progress,
    /// The name under which an unreadable progress file was set aside.
    pub set_aside: Option<String>,
    /// The folder for progress.
    pub folder: Option<PathBuf>,
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

/// How long the queue is quiet before a paste without brackets is shown. What comes later is joined to it ([`Flow`]).
const QUIET: Duration = Duration::from_millis(8);

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
    let app = App::new(clock::now(), std::mem::take(&mut options.progress));
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
    for message in options.first.drain(..) {
        session.tell(message);
    }
    if let Some(name) = options.set_aside.take() {
        session.tell(Message::World(World::SetAside(name)));
    }
    session.draw()?;
    if options.fault == Some(Fault::AtOnce) {
        threads::panic_on_purpose();
    }
    session.open(options, queue)?;
    let ending = session.until_left();
    session.close();
    ending
}

struct Session {
    terminal: Terminal,
    app: App,
    ui: Ui,
    events: Receiver<Event>,
    shell: Option<Shell>,
    early: Vec<Effect>,
    flow: Flow,
    between: Between,
    editor: String,
    gate: Gate,
    fault: Option<Fault>,
}

impl Session {
    /// Starts what may wait until the first frame is on the screen: reading keys, the practice servers.
    fn open(&mut self, options: RunOptions, queue: Sender<Event>) -> io::Result<()> {
        threads::read_input(queue.clone(), self.gate.clone())?;
        let shell = ShellOptions {
            folder: options.folder,
            port: options.port,
        };
        let sink = move |message| {
            // The loop has ended when nobody takes it.
            let _ = queue.send(Event::World(message));
        };
        let shell = Shell::start(shell, sink)?;
        for effect in self.early.drain(..) {
            shell.perform(effect);
        }
        self.shell = Some(shell);
        Ok(())
    }

    fn until_left(&mut self) -> io::Result<Ending> {
        loop {
            let mut next = self.wait();
            while let Some(event) = next {
                if let Some(ending) = self.take_in(event)? {
                    return Ok(ending);
                }
                next = self.events.try_recv().ok();
            }
            self.ui.sync(&self.app);
            self.draw()?;
        }
    }

    /// The terminal first, so that a slow ending is not seen; then what is to be saved.
    fn close(self) {
        drop(self.terminal);
        if let Some(shell) = self.shell {
            shell.stop();
        }
    }

    /// Sleeps until something comes in, or until something on the screen changes by itself.
    fn wait(&mut self) -> Option<Event> {
        let Some(wake) = self.app.next_wake() else {
            return Some(self.events.recv().unwrap_or(Event::Deaf));
        };
        let left = u64::try_from(wake.0 - clock::now().0).unwrap_or(0);
        match self.events.recv_timeout(Duration::from_millis(left)) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Disconnected) => Some(Event::Deaf),
            Err(RecvTimeoutError::Timeout) => {
                self.tell(Message::Clock);
                None
            }
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        let (ui, app) = (&self.ui, &self.app);
        self.terminal.draw(|frame| ui.draw(frame, app))
    }

    fn take_in(&mut self, event: Event) -> io::Result<Option<Ending>> {
        match event {
            Event::Input(batch) => return self.input(batch),
            Event::Signal(signal) => return self.signal(signal),
            Event::World(message) => self.tell(message),
            Event::Deaf => return Ok(Some(Ending::Terminated)),
            Event::Panicked => return Ok(Some(Ending::Broken)),
        }
        Ok(self.left())
    }

    fn left(&self) -> Option<Ending> {
        self.app.leaving.then_some(Ending::Left)
    }

    fn signal(&mut self, signal: i32) -> io::Result<Option<Ending>> {
        match signal {
            SIGINT => return Ok(self.interrupt()),
            SIGTSTP => terminal::stop_process(),
            SIGCONT => {
                self.terminal.enter_again()?;
                self.ui.resize(self.terminal.area()?);
                self.tell(Message::Clock);
            }
            SIGTERM | SIGHUP => return Ok(Some(Ending::Terminated)),
            _ => {}
        }
        Ok(None)
    }

    /// The first Ctrl+C cancels what is under way; when nothing is, and the second time, it ends the program.
    fn interrupt(&mut self) -> Option<Ending> {
        if !self.app.busy() {
            return Some(Ending::Interrupted);
        }
        self.tell(Message::Cancel);
        None
    }

    fn input(&mut self, Batch { at, mut read }: Batch) -> io::Result<Option<Ending>> {
        let mut later = None;
        let paste = self.flow.may_go_on(at) || burst::is_paste(&burst::gathered(&presses(&read)));
        while paste && later.is_none() {
            match self.events.recv_timeout(QUIET) {
                Ok(Event::Input(more)) => read.extend(more.read),
                Ok(other) => later = Some(other),
                Err(_) => break,
            }
        }
        for input in inputs(read, at, &mut self.flow) {
            if let Some(ending) = self.one(input)? {
                return Ok(Some(ending));
            }
        }
        self.flow.rests_at(clock::now());
        match later {
            Some(event) => self.take_in(event),
            None => Ok(None),
        }
    }

    fn one(&mut self, input: Seen) -> io::Result<Option<Ending>> {
        match input {
            Seen::Resized => {
                // A window made small and large again at once has the size it had, but not what stood in it.
                self.terminal.forget()?;
                self.ui.resize(self.terminal.area()?);
                Ok(None)
            }
            Seen::Input(Input::Press(press)) => self.press(press),
            Seen::Input(Input::Paste(text)) => {
                let wishes = self.ui.paste(&text, &self.app);
                self.grant(wishes.unwrap_or_default())
            }
            Seen::Input(Input::More { piece, whole }) => {
                let wishes = self.ui.paste_more(&piece, &whole, &self.app);
                self.grant(wishes.unwrap_or_default())
            }
            Seen::Input(Input::Burst { text, presses }) => {
                if let Some(wishes) = self.ui.paste(&text, &self.app) {
                    return self.grant(wishes);
                }
                for press in presses {
                    if let Some(ending) = self.press(press)? {
                        return Ok(Some(ending));
                    }
                }
                Ok(None)
            }
        }
    }

    fn press(&mut self, press: Press) -> io::Result<Option<Ending>> {
        if self.fault.is_some() && Some(press) == Press::named("f12") {
            threads::fail(self.fault);
        }
        let wishes = self.ui.press(press, &self.app);
        self.grant(wishes)
    }

    fn grant(&mut self, wishes: Vec<Wish>) -> io::Result<Option<Ending>> {
        for wish in wishes {
            match wish {
                Wish::Tell(message) => self.tell(message),
                Wish::Redraw => self.terminal.forget()?,
                Wish::Suspend => terminal::stop_process(),
                Wish::Interrupt => {
                    if let Some(ending) = self.interrupt() {
                        return Ok(Some(ending));
                    }
                }
            }
        }
        Ok(self.left())
    }

    /// One message through the app, its effects into the world, and the screen told, so that the next key finds it as it is.
    fn tell(&mut self, message: Message) {
        let effects = self.app.update(clock::now(), message);
        for effect in effects {
            self.perform(effect);
        }
        self.ui.sync(&self.app);
    }

    fn perform(&mut self, effect: Effect) {
        match (effect, &self.shell) {
            (Effect::Copy { label, text }, _) => self.copy(label, text.expose_secret()),
            // `App::leaving` says it, and the loop reads that.
            (Effect::Leave, _) => {}
            (Effect::EditOutside { run, text }, _) => self.edit_outside(run, text.expose_secret()),
            (effect, Some(shell)) => shell.perform(effect),
            (effect, None) => self.early.push(effect),
        }
    }

    /// The terminal is the editor's until it ends; keys and signals of that time are meant for it. The practice servers go on.
    fn edit_outside(&mut self, run: RunId, text: &str) {
        let result = if self.gate.close() {
            terminal::restore();
            let result = editor::edit(&self.editor, text);
            // When the terminal is not to be had again, the next frame fails and ends the session with the reason.
            let _ = self.terminal.enter_again();
            if let Ok(area) = self.terminal.area() {
                self.ui.resize(area);
            }
            result
        } else {
            Err("the keys are still being read. Try again.".to_owned())
        };
        self.gate.open();
        self.tell(Message::World(World::FileRead { run, result }));
    }

    fn copy(&mut self, label: &'static str, text: &str) {
        let result = clipboard::sequence(text, self.between).and_then(|(sequence, method)| {
            let sent = self.terminal.send(&sequence);
            sent.map(|()| method).map_err(|error| error.to_string())
        });
        self.tell(Message::World(World::Copied { label, result }));
    }
}
