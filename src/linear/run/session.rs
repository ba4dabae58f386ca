//! The conversation of one session: what is said, what is asked, what the tutor is told, and how it ends.

use std::io::{self, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::Duration;

use super::keyboard::{self, Keyboard};
use super::paste::Paste;
use super::{Event, How, Input};
use crate::app::App;
use crate::app::message::{Go, Message, World};
use crate::linear::choices::{self, Ask, Choice, Entry, Menu, Pick, Then};
use crate::linear::say::{self, phrase};
use crate::linear::talk::{self, Talk, wrapped};
use crate::oauth::text::visible;
use crate::shell::signals::{Ended, Signals};
use crate::shell::{Shell, clock, manners};

/// Why the conversation stops.
pub(super) enum Stop {
    /// In a way that was foreseen.
    Ended(How),
    /// The output takes no more.
    Output(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// The asking side of the input thread.
pub(super) struct Lines {
    asks: Sender<()>,
    asked: bool,
    over: bool,
    early: Option<String>,
}

impl Lines {
    pub(super) fn new(asks: Sender<()>) -> Self {
        Self {
            asks,
            asked: false,
            over: false,
            early: None,
        }
    }
}

/// A session.
pub(super) struct Session<'a> {
    pub(super) app: App,
    pub(super) talk: Talk,
    /// Gone once the session ends.
    pub(super) shell: Option<Shell>,
    pub(super) events: Receiver<Event>,
    pub(super) lines: Lines,
    pub(super) keyboard: Keyboard,
    pub(super) output: &'a mut dyn Write,
    /// The output is a terminal, which would break long lines within words.
    pub(super) shown: bool,
    /// While the tutor waits for somebody, it says so this often.
    pub(super) heartbeat: Duration,
    /// Something was said since the learner's last choice.
    pub(super) heard: bool,
    /// Told when a signal was taken; absent in tests.
    pub(super) signals: Option<Signals>,
}

impl Session<'_> {
    /// Talks until something stops it.
    pub(super) fn hold(&mut self, set_aside: Option<String>, lesson: Option<&'static str>) -> Stop {
        if let Err(stop) = self.begin(set_aside, lesson) {
            return stop;
        }
        while !self.app.leaving {
            if let Err(stop) = self.turn() {
                return stop;
            }
        }
        Stop::Ended(How::Left)
    }

    fn begin(
        &mut self,
        set_aside: Option<String>,
        lesson: Option<&'static str>,
    ) -> Result<(), Stop> {
        self.print(phrase::WELCOME)?;
        if let Some(name) = set_aside {
            self.tell(Message::World(World::SetAside(name)))?;
        }
        self.wait()?;
        if let Some(id) = lesson {
            // With a tenant of one's own, what is named is played there.
            let go = if self.app.has_own() {
                Go::AtOwn(id)
            } else {
                Go::Lesson(id)
            };
            self.tell(Message::Go(go))?;
            self.wait()?;
        }
        Ok(())
    }

    /// One turn: say what is new, offer what can be done, do it.
    fn turn(&mut self) -> Result<(), Stop> {
        for text in self.talk.news(&self.app) {
            self.print(&text)?;
        }
        let menu = self.menu();
        self.print(&menu.text())?;
        let choice = self.choose(menu)?;
        self.heard = false;
        self.follow(choice)
    }

    /// The open menu; a choice keeps its number while the step lasts.
    fn menu(&mut self) -> Menu {
        let mut menu = choices::of(&self.app, &self.talk.open);
        menu.numbered(&mut self.talk.numbers);
        menu
    }

    fn choose(&mut self, mut menu: Menu) -> Result<Choice, Stop> {
        loop {
            match menu.pick(&self.line()?) {
                Pick::Choice(choice) => return Ok(choice),
                Pick::Again => {
                    self.tell(Message::Clock)?;
                    for said in say::page(&self.app) {
                        self.print(&said.text)?;
                    }
                    self.print(&menu.text())?;
                }
                Pick::Wrong(words) => self.print(&words)?,
            }
        }
    }

    fn follow(&mut self, choice: Choice) -> Result<(), Stop> {
        self.talk.open = choice.after;
        match choice.then {
            Then::Open => Ok(()),
            Then::Tell(message) => self.tell_and_wait(message),
            Then::Ask(ask) => {
                let text = self.ask(&ask)?;
                // The question was heard, and not what comes of it.
                self.heard = false;
                self.tell_and_wait((ask.message)(text))
            }
            Then::Print(what) => {
                if let Some(warning) = phrase::warning(what) {
                    self.print(warning)?;
                }
                self.tell_and_wait(Message::Copy(what))
            }
            Then::Show(show) => {
                self.tell(Message::Clock)?;
                for text in say::shown::say(&self.app, &show) {
                    self.print(&text)?;
                }
                Ok(())
            }
        }
    }

    fn tell_and_wait(&mut self, message: Message) -> Result<(), Stop> {
        let unchanged = phrase::unchanged(&message);
        self.tell(message)?;
        self.wait()?;
        if self.app.leaving {
            return Ok(());
        }
        for text in self.talk.news(&self.app) {
            self.print(&text)?;
        }
        if !self.heard {
            self.print(&unchanged)?;
        }
        Ok(())
    }

    /// Tells the tutor, does what it asks for, and says its notices.
    pub(super) fn tell(&mut self, message: Message) -> Result<(), Stop> {
        let toast = self.app.toast.clone();
        let visitor = self.app.visitor.clone();
        let effects = self.app.update(clock::now(), message);
        for effect in effects {
            self.perform(effect)?;
        }
        if let Some(new) = self.app.toast.clone()
            && Some(&new) != toast.as_ref()
        {
            self.print(&phrase::notice(&new.text))?;
        }
        if let Some(new) = self.app.visitor.clone()
            && visitor.is_none_or(|old| old != new)
        {
            self.print(&say::exchange::visitor(&new.entry))?;
        }
        Ok(())
    }

    /// Takes in answers until nothing is awaited. The questions have limits of their own, so this ends.
    fn wait(&mut self) -> Result<(), Stop> {
        let mut waited = Duration::ZERO;
        while let Some(what) = talk::awaited(&self.app) {
            match self.events.recv_timeout(self.heartbeat) {
                Ok(event) => self.take(event)?,
                Err(RecvTimeoutError::Timeout) => {
                    waited += self.heartbeat;
                    self.print(&phrase::heartbeat(what, waited.as_secs()))?;
                }
                Err(RecvTimeoutError::Disconnected) => return Err(Stop::Ended(How::EndOfInput)),
            }
        }
        Ok(())
    }

    /// The next line of the learner.
    fn line(&mut self) -> Result<String, Stop> {
        loop {
            if let Some(line) = self.lines.early.take() {
                return Ok(line);
            }
            if self.lines.over {
                return Err(Stop::Ended(How::EndOfInput));
            }
            if !self.lines.asked {
                self.lines.asked = self.lines.asks.send(()).is_ok();
            }
            match self.events.recv() {
                Ok(event) => self.take(event)?,
                Err(_) => self.lines.over = true,
            }
        }
    }

    fn take(&mut self, event: Event) -> Result<(), Stop> {
        match event {
            Event::Input(Input::Line(line)) => {
                self.lines.asked = false;
                self.lines.early = Some(line);
                Ok(())
            }
            Event::Input(Input::End) => {
                self.lines.over = true;
                Ok(())
            }
            Event::Signal(ended) => self.signal(ended),
            Event::Resumed => {
                manners::change_again();
                Ok(())
            }
            Event::Panicked => Err(Stop::Ended(How::Broken)),
            Event::World(message) => self.tell(message),
        }
    }

    /// The first Ctrl+C cancels what is under way.
    fn signal(&mut self, ended: Ended) -> Result<(), Stop> {
        match ended {
            Ended::Interrupted if self.app.can_cancel() => {
                // This one is not the end. Of all others the last resort goes on waiting: the last words may find a terminal that
                // takes nothing.
                if let Some(signals) = &self.signals {
                    signals.heard();
                }
                self.tell(Message::Cancel)
            }
            Ended::Interrupted | Ended::Quit | Ended::HungUp | Ended::Terminated => {
                Err(Stop::Ended(How::Signalled(ended)))
            }
        }
    }

    /// The terminal's manners change before the question is seen, so that no answer comes too early for them.
    fn ask(&mut self, ask: &Ask) -> Result<String, Stop> {
        let _manners = match ask.entry {
            Entry::Line => None,
            Entry::Hidden => self.keyboard.hide(),
            Entry::Text => self.keyboard.take_long_lines(),
        };
        self.print(ask.prompt)?;
        match ask.entry {
            Entry::Line | Entry::Hidden => self.line(),
            Entry::Text => self.paste(),
        }
    }

    /// Lines up to one that ends them: a single dot, a blank line behind a whole JSON object, or the end of input.
    fn paste(&mut self) -> Result<String, Stop> {
        let mut paste = Paste::default();
        loop {
            match self.line() {
                Ok(line) if paste.take(&keyboard::as_meant(&line)).is_break() => break,
                Ok(_) => {}
                Err(Stop::Ended(How::EndOfInput)) if !paste.text.is_empty() => break,
                Err(stop) => return Err(stop),
            }
        }
        if paste.is_cut {
            self.print(phrase::PASTE_CUT)?;
        }
        Ok(paste.text)
    }

    /// Prints a paragraph. Everything goes through this door, so nothing from outside reaches the terminal unseen.
    pub(super) fn print(&mut self, text: &str) -> Result<(), Stop> {
        let text = &if text.contains("{key:") {
            self.menu().filled(text)
        } else {
            text.to_owned()
        };
        match keyboard::columns().filter(|_| self.shown) {
            Some(columns) => self.print_as_it_is(&wrapped(text, columns)),
            None => self.print_as_it_is(text),
        }
    }

    /// What is meant for copying keeps its lines.
    pub(super) fn print_as_it_is(&mut self, text: &str) -> Result<(), Stop> {
        self.heard = true;
        writeln!(self.output, "{}", visible(text))?;
        Ok(self.output.flush()?)
    }

    /// Saves, ends the session, and says how saving went.
    pub(super) fn close(mut self, stop: Stop) -> io::Result<How> {
        // What cannot be said any more is saved all the same.
        if !self.app.leaving {
            let _ = self.tell(Message::Leave);
        }
        if let Some(shell) = self.shell.take() {
            shell.stop();
        }
        while let Ok(event) = self.events.try_recv() {
            if let Event::World(message) = event {
                let _ = self.tell(message);
            }
        }
        let closed = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
        let (how, error) = match stop {
            Stop::Ended(how) => (how, self.print(&say::farewell(&self.app)).err()),
            Stop::Output(error) => (How::Left, Some(Stop::Output(error))),
        };
        match error {
            // Nobody is there any more, as after a hang-up.
            Some(Stop::Output(error)) if self.shown && keyboard::is_gone(&error) => {
                Ok(How::Signalled(Ended::HungUp))
            }
            Some(Stop::Output(error)) if !closed(&error) => Err(error),
            Some(Stop::Output(_) | Stop::Ended(_)) | None => Ok(how),
        }
    }
}

#[cfg(test)]
mod tests;
