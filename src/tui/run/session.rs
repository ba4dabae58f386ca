//! The loop itself: one event after the other, drawn once per batch, until the learner leaves.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use secrecy::ExposeSecret;

use super::gate::Gate;
use super::keyboard;
use super::seen::{Part, apart, inputs, presses};
use super::{Batch, Ending, Event, Fault, RunOptions, threads};
use crate::app::effect::Effect;
use crate::app::message::{Message, World};
use crate::app::settings::Setting;
use crate::app::{App, Saving};
use crate::oauth::time::UnixMillis;
use crate::shell::signals::{self, Ended, Signal, Signals};
use crate::shell::{Practice, Shell, ShellOptions, clock};
use crate::tui::burst::{self, Flow, Input};
use crate::tui::clipboard::{self, Between};
use crate::tui::keys::Press;
use crate::tui::keys::decoder::Token;
use crate::tui::terminal::{self, Terminal};
use crate::tui::ui::{Ui, Wish};

/// How long the queue is quiet before a paste without brackets is shown. What comes later is joined to it ([`Flow`]).
const QUIET: Duration = Duration::from_millis(8);

const HUNG_UP: Ending = Ending::Signalled(Ended::HungUp);

/// A session: what the loop works on.
pub(super) struct Session {
    pub(super) terminal: Terminal,
    pub(super) app: App,
    pub(super) ui: Ui,
    pub(super) events: Receiver<Event>,
    pub(super) signals: Signals,
    pub(super) shell: Option<Shell>,
    pub(super) early: Vec<Effect>,
    pub(super) flow: Flow,
    pub(super) between: Between,
    pub(super) editor: String,
    pub(super) gate: Gate,
    pub(super) fault: Option<Fault>,
    /// What came while the end waited for the terminal, still to be taken in.
    pub(super) held: VecDeque<Event>,
    /// When the terminal was asked for its background, until it answers.
    pub(super) asked: Option<UnixMillis>,
}

impl Session {
    /// Starts what may wait until the first frame is on the screen: reading keys, the practice servers.
    pub(super) fn open(
        &mut self,
        options: RunOptions,
        practice: Arc<Practice>,
        queue: Sender<Event>,
    ) -> io::Result<()> {
        keyboard::listen(options.keys, queue.clone(), self.gate.clone())?;
        let shell = ShellOptions {
            folder: options.folder,
            known: options.progress,
            settings: options.settings_folder,
            authorities: options.authorities,
            secret: options.secret,
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

    /// Until somebody leaves, or nobody is there any more.
    pub(super) fn until_left(&mut self) -> io::Result<Ending> {
        // A hang-up brings SIGCONT along, which may come first: a terminal that is gone cannot be entered again.
        match self.one_after_the_other() {
            Err(error) if terminal::is_gone(&error) => Ok(HUNG_UP),
            ending => ending,
        }
    }

    fn one_after_the_other(&mut self) -> io::Result<Ending> {
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

    /// The terminal first, so that a slow ending is not seen; then what is to be saved. Gives why progress was not, and why a choice was not.
    pub(super) fn close(mut self) -> (Option<String>, Option<String>) {
        if !self.app.leaving {
            // Whoever is ended by a signal keeps what was typed all the same.
            self.tell(Message::Leave);
        }
        self.hears_the_answer();
        drop(self.terminal);
        if let Some(shell) = self.shell {
            shell.stop();
        }
        while let Ok(event) = self.events.try_recv() {
            if let Event::World(message) = event {
                self.app.update(clock::now(), message);
            }
        }
        let unsaved = match self.app.saving {
            Saving::Impossible(why) => Some(why),
            Saving::Untouched | Saving::Saved(_) => None,
        };
        (unsaved, self.app.unkept)
    }

    /// Sleeps until something comes in, or until something on the screen changes by itself.
    fn wait(&mut self) -> Option<Event> {
        if let Some(held) = self.held.pop_front() {
            return Some(held);
        }
        let wakes = [self.app.next_wake(), self.ui.next_wake(&self.app)];
        let Some(wake) = wakes.into_iter().flatten().min() else {
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

    /// Draws, where the terminal has room. Where it has not, it says later that it has, and then the newest state is drawn.
    pub(super) fn draw(&mut self) -> io::Result<()> {
        let (ui, app) = (&self.ui, &self.app);
        self.terminal
            .draw(|frame| ui.picture(frame, app))
            .map(|_| ())
    }

    fn take_in(&mut self, event: Event) -> io::Result<Option<Ending>> {
        match event {
            Event::Input(batch) => return self.input(batch),
            Event::Signal(signal) => return self.signal(signal),
            Event::World(message) => self.tell(message),
            Event::Room => {}
            Event::Deaf => return Ok(Some(HUNG_UP)),
            Event::Panicked => return Ok(Some(Ending::Broken)),
        }
        Ok(self.left())
    }

    fn left(&self) -> Option<Ending> {
        self.app.leaving.then_some(Ending::Left)
    }

    fn signal(&mut self, signal: Signal) -> io::Result<Option<Ending>> {
        match signal {
            Signal::End(Ended::Interrupted) => {
                self.signals.heard();
                return Ok(self.interrupt());
            }
            Signal::End(ended) => return Ok(Some(Ending::Signalled(ended))),
            Signal::Suspend => {
                self.hears_the_answer();
                terminal::restore();
                signals::suspend();
                self.take_again()?;
            }
            Signal::Continue => self.take_again()?,
            // A window made small and large again at once has the size it had, but not what stood in it.
            Signal::Resized => {
                self.terminal.forget()?;
                self.ui.resize(self.terminal.area(), &self.app);
            }
        }
        Ok(None)
    }

    /// Takes the terminal again, after the program was stopped.
    fn take_again(&mut self) -> io::Result<()> {
        self.terminal.enter_again()?;
        self.ui.resize(self.terminal.area(), &self.app);
        self.tell(Message::Clock);
        Ok(())
    }

    /// The first Ctrl+C cancels what is under way; when nothing is, and the second time, it ends the program.
    fn interrupt(&mut self) -> Option<Ending> {
        // What is open closes first, and keeps what was typed.
        if self.ui.interrupt(&self.app) {
            return None;
        }
        if !self.app.can_cancel() {
            // What was typed last is kept with the rest.
            self.tell(Message::Leave);
            return Some(Ending::Signalled(Ended::Interrupted));
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
        for part in apart(read) {
            let ending = match part {
                Part::Said(Token::Ground(colour)) => {
                    if self.asked.take().is_some() {
                        self.ui.stands_on(colour);
                    }
                    None
                }
                Part::Said(Token::Mouse(mouse)) if self.terminal.has_mouse() => {
                    let wishes = self.ui.points(mouse, &self.app);
                    self.grant(wishes)?
                }
                Part::Said(_) => None,
                Part::Typed(read) => self.typed(read, at)?,
            };
            if ending.is_some() {
                return Ok(ending);
            }
        }
        self.flow.rests_at(clock::now());
        match later {
            Some(event) => self.take_in(event),
            None => Ok(None),
        }
    }

    fn typed(&mut self, read: Vec<Token>, at: UnixMillis) -> io::Result<Option<Ending>> {
        for input in inputs(read, at, &mut self.flow) {
            if let Some(ending) = self.one(input)? {
                return Ok(Some(ending));
            }
        }
        Ok(None)
    }

    fn one(&mut self, input: Input) -> io::Result<Option<Ending>> {
        match input {
            Input::Press(press) => self.press(press),
            Input::Paste(text) => self.paste(&text),
            Input::More { piece, whole } => {
                let wishes = self.ui.paste_more(&piece, &whole, &self.app);
                self.grant(wishes.unwrap_or_default())
            }
            Input::Burst { text, presses } => {
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

    /// Esc and a key in one read look like Alt and the key. They are two keys, unless the key means something with Alt.
    fn press(&mut self, press: Press) -> io::Result<Option<Ending>> {
        if press.is_escaped(self.ui.typing_now()) {
            let left = self.press_one(Press::escape())?;
            return match left {
                Some(ending) => Ok(Some(ending)),
                None => self.press_one(press.without_alt()),
            };
        }
        self.press_one(press)
    }

    fn press_one(&mut self, press: Press) -> io::Result<Option<Ending>> {
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
                Wish::Mouse => {
                    let on = !self.terminal.has_mouse();
                    self.terminal.listen_to_mouse(on);
                    self.tell(Message::Mouse(on));
                }
                // It comes back as the signal that a terminal sends for the key.
                Wish::Suspend => signals::suspend_job(),
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
        if !self.app.revealed() {
            clock::follow();
        }
        if let Message::Set(setting) = &message {
            self.wear(*setting);
        }
        for effect in self.app.update(clock::now(), message) {
            self.perform(effect);
        }
        self.ui.sync(&self.app);
    }

    /// What a choice means for the screen that is open.
    fn wear(&mut self, setting: Setting) {
        match setting {
            Setting::Theme(palette) => self.ui.wears(palette),
            Setting::Motion(on) => self.ui.moves(on),
            Setting::Ascii(on) => self.ui.keeps_to_ascii(on),
            Setting::Mouse(on) => self.terminal.listen_to_mouse(on),
            // Asked when something is copied, and at the next start.
            Setting::Clipboard(_) | Setting::Linear(_) => {}
        }
    }

    fn perform(&mut self, effect: Effect) {
        match (effect, &self.shell) {
            (Effect::Copy { label, text }, _) => self.copy(label, text.expose_secret()),
            // `App::leaving` says it, and the loop reads that.
            (Effect::Leave, _) => {}
            (Effect::EditOutside { run, text }, _) => self.edit_outside(run, text.expose_secret()),
            (Effect::FetchSecret { run, words }, _) => self.fetch_secret(run, &words),
            (effect, Some(shell)) => shell.perform(effect),
            (effect, None) => self.early.push(effect),
        }
    }

    fn copy(&mut self, label: &'static str, text: &str) {
        let by_choice = clipboard::by_choice(text, self.between, self.app.settings.clipboard);
        let result = by_choice.map(|(sequence, method)| {
            terminal::send(&sequence);
            method
        });
        self.tell(Message::World(World::Copied { label, result }));
    }
}
