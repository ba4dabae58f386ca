//! The loop itself: one event after the other, drawn once per batch, until the learner leaves.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use secrecy::ExposeSecret;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};

use super::gate::Gate;
use super::seen::{Seen, inputs, presses};
use super::threads::{self, Batch};
use super::{Ending, Event, Fault, RunOptions};
use crate::app::App;
use crate::app::effect::{Effect, RunId};
use crate::app::message::{Message, World};
use crate::shell::{Practice, Shell, ShellOptions, clock, editor};
use crate::tui::burst::{self, Flow, Input};
use crate::tui::clipboard::{self, Between};
use crate::tui::keys::Press;
use crate::tui::terminal::{self, Terminal};
use crate::tui::ui::{Ui, Wish};

/// How long the queue is quiet before a paste without brackets is shown. What comes later is joined to it ([`Flow`]).
const QUIET: Duration = Duration::from_millis(8);

/// A session: what the loop works on.
pub(super) struct Session {
    pub(super) terminal: Terminal,
    pub(super) app: App,
    pub(super) ui: Ui,
    pub(super) events: Receiver<Event>,
    pub(super) shell: Option<Shell>,
    pub(super) early: Vec<Effect>,
    pub(super) flow: Flow,
    pub(super) between: Between,
    pub(super) editor: String,
    pub(super) gate: Gate,
    pub(super) fault: Option<Fault>,
}

impl Session {
    /// Starts what may wait until the first frame is on the screen: reading keys, the practice servers.
    pub(super) fn open(
        &mut self,
        options: RunOptions,
        practice: Arc<Practice>,
        queue: Sender<Event>,
    ) -> io::Result<()> {
        threads::read_input(queue.clone(), self.gate.clone())?;
        let shell = ShellOptions {
            folder: options.folder,
        };
        let sink = move |message| {
            // The loop has ended when nobody takes it.
            let _ = queue.send(Event::World(message));
        };
        let shell = Shell::start(shell, practice, sink)?;
        for effect in self.early.drain(..) {
            shell.perform(effect);
        }
        self.shell = Some(shell);
        Ok(())
    }

    pub(super) fn until_left(&mut self) -> io::Result<Ending> {
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
    pub(super) fn close(self) {
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

    pub(super) fn draw(&mut self) -> io::Result<()> {
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
        // What is open closes first, and keeps what was typed.
        if self.ui.interrupt(&self.app) {
            return None;
        }
        if !self.app.busy() {
            // What was typed last is kept with the rest.
            self.tell(Message::Leave);
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
            Seen::Input(Input::Paste(text)) => self.paste(&text),
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

    pub(super) fn paste(&mut self, text: &str) -> io::Result<Option<Ending>> {
        let wishes = self.ui.paste(text, &self.app);
        self.grant(wishes.unwrap_or_default())
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
    pub(super) fn tell(&mut self, message: Message) {
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
