//! A message in, effects out: the only place where the tutor's state changes. One file a group of messages.

mod build;
mod copy;
mod create;
mod desk;
mod go;
mod play;
mod possess;
mod prove;
mod record;
mod send;
mod world;

use crate::app::effect::Effect;
use crate::app::message::{Build, Create, Message, OddKey};
use crate::app::{App, REVEAL_MILLIS};
use crate::oauth::time::UnixMillis;

impl App {
    /// Takes in one message at `now` and says what is to be done in the world.
    pub fn update(&mut self, now: UnixMillis, message: Message) -> Vec<Effect> {
        self.pass_time(now);
        // Letters typed into a form are kept with the next step, so that typing does not write to disk at every key.
        let typing = matches!(
            message,
            Message::Clock | Message::Create(Create::Name(_)) | Message::Build(Build::Set(..))
        );
        // A notice answers what was done last; what the world says and the clock leave it standing.
        if !matches!(message, Message::Clock | Message::World(_)) {
            self.toast = None;
        }
        let mut effects = self.react(message);
        effects.extend(self.prove());
        if !typing {
            effects.extend(self.record());
        }
        effects
    }

    fn react(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Clock => Vec::new(),
            Message::Go(go) => self.go(go),
            Message::Play(play) => self.play(play),
            Message::Create(create) => self.create(&create),
            Message::Build(build) => self.build(build),
            Message::Desk(desk) => self.desk(desk),
            Message::Copy(what) => self.copy(what),
            Message::ToggleReveal => {
                self.revealed_until = if self.revealed() {
                    None
                } else {
                    Some(self.now.plus(REVEAL_MILLIS))
                };
                Vec::new()
            }
            Message::OddKey(odd) => {
                self.notice(crate::lesson::desks::words(match odd {
                    OddKey::OtherCase => "key.case",
                    OddKey::OtherAlphabet => "key.alphabet",
                }));
                Vec::new()
            }
            Message::Cancel => self.cancel(),
            Message::Leave => {
                self.leaving = true;
                vec![Effect::Leave]
            }
            Message::World(world) => self.world(world),
        }
    }

    /// Clocks may jump back; what is on the screen does not.
    fn pass_time(&mut self, now: UnixMillis) {
        self.now = now;
        if self.toast.as_ref().is_some_and(|toast| toast.until <= now) {
            self.toast = None;
        }
        if self.revealed_until.is_some_and(|until| until <= now) {
            self.revealed_until = None;
        }
    }
}
