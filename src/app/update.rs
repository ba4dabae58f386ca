//! A message in, effects out: the only place where the tutor's state changes. One file a group of messages.

mod copy;
mod desk;
mod elsewhere;
mod go;
mod hand;
mod own_target;
mod record;
mod scenario;
mod way_out;
mod world;

use crate::app::effect::{Effect, Lot};
use crate::app::message::{Build, Create, Go, Message, OddKey};
use crate::app::player::Player;
use crate::app::settings::{Clipboard, Palette, Setting};
use crate::app::turn::Turn;
use crate::app::{App, Page, REVEAL_MILLIS};
use crate::oauth::time::UnixMillis;

impl App {
    /// Takes in one message at `now` and says what is to be done in the world.
    pub fn update(&mut self, now: UnixMillis, message: Message) -> Vec<Effect> {
        self.pass_time(now);
        // Letters typed into a form are kept with the next step, so that typing does not write to disk at every key.
        let typing = matches!(
            message,
            Message::Clock
                | Message::LookUp(_)
                | Message::Create(Create::Name(_))
                | Message::Build(Build::Set(..))
        );
        // A notice answers what was done last; what the world says and the clock leave it standing.
        if !matches!(message, Message::Clock | Message::World(_)) {
            self.toast = None;
        }
        // What was typed last into a lesson that is left is kept too.
        let mut effects = match message {
            Message::Go(_) => self.record(),
            _ => Vec::new(),
        };
        let by_page = matches!(message, Message::Hand(_) | Message::Scenario(_));
        effects.extend(self.react(message));
        self.ledger.ask(&effects);
        // What the page of the server asks for itself is noted by its answer.
        let by_page = if by_page { effects.len() } else { 0 };
        effects.extend(self.follow());
        for effect in effects.iter().skip(by_page) {
            if let Effect::Change {
                target,
                lot: Lot::Server,
                ..
            } = effect
            {
                self.hand.made_elsewhere(*target);
            }
        }
        if !typing {
            effects.extend(self.record());
        }
        effects
    }

    fn react(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Clock => Vec::new(),
            Message::Go(go) => self.go(go),
            Message::Play(_) | Message::Create(_) | Message::Build(_) => self.in_lesson(&message),
            Message::Desk(desk) => {
                if let (Page::Lesson, Some(player)) = (self.page, &mut self.player) {
                    player.flown.steps.remove(&player.at.step);
                }
                self.desk(desk)
            }
            Message::Hand(hand) => self.in_hand(hand),
            Message::Scenario(act) => self.scenario(act),
            Message::OwnTarget(act) => self.own_target(act),
            Message::Elsewhere => self.ask_elsewhere(),
            Message::LookUp(text) => {
                self.sought = text;
                Vec::new()
            }
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
                    OddKey::NotTyping => "key.not-typing",
                    OddKey::Beyond => "key.beyond",
                    OddKey::NoExchange => "key.no-exchange",
                    OddKey::NoForm => "key.no-form",
                }));
                Vec::new()
            }
            Message::Mouse(on) => {
                self.settings.mouse = Some(on);
                let word = if on { "mouse.on" } else { "mouse.off" };
                self.notice(crate::lesson::desks::words(word));
                Vec::new()
            }
            Message::Set(setting) => {
                self.settings.choose(setting);
                self.unkept = None;
                self.notice(crate::lesson::desks::words(said(setting)));
                vec![Effect::Keep(setting)]
            }
            Message::Cancel => self.cancel(),
            Message::Leave => {
                self.leaving = true;
                vec![Effect::Leave]
            }
            Message::World(world) => self.world(world),
        }
    }

    fn in_lesson(&mut self, message: &Message) -> Vec<Effect> {
        let home = self.player.as_ref().zip(match message {
            Message::Play(play) => Some(play),
            _ => None,
        });
        if home.is_some_and(|(player, play)| player.leads_home(play)) {
            return self.go(Go::Home);
        }
        self.turn(|player, turn| player.react(turn, message))
            .map_or_else(Vec::new, |(_, effects)| effects)
    }

    /// One turn of the open lesson: what it says is shown, what it asks is given back. `None` where no lesson is open.
    fn turn<T>(
        &mut self,
        act: impl FnOnce(&mut Player, &mut Turn<'_>) -> T,
    ) -> Option<(T, Vec<Effect>)> {
        let player = self.player.as_mut()?;
        let target = player.target;
        let tenant = self.targets.at(target, player.lesson.form.server);
        let of_course = (self.course.dashboard(target), self.course.flows.as_slice());
        let mut turn = Turn::new(self.now, tenant, of_course, &mut self.next_run);
        let before = player.at;
        let done = act(player, &mut turn);
        let (said, effects) = (turn.said, turn.effects);
        if player.at != before {
            self.revealed_until = None;
            self.page = Page::Lesson;
        }
        if let Some(said) = said {
            self.notice(said);
        }
        Some((done, effects))
    }

    fn follow(&mut self) -> Vec<Effect> {
        let is_busy = self.ledger.is_busy();
        if let Some(player) = &mut self.player {
            player.changed = self.hand.in_force(player.target);
        }
        let followed = self.turn(|player, turn| player.follow(turn, is_busy));
        self.keep_of_own();
        let effects = followed.map_or_else(Vec::new, |((), effects)| effects);
        self.ledger.ask(&effects);
        effects
    }

    /// What a round at the tenant of the learner's own found out is that of the session: the secret that proved right, and the hosts that
    /// were named.
    fn keep_of_own(&mut self) {
        if let Some(player) = self.player.as_ref().filter(|player| player.own.is_some())
            && player.told_of.len() > self.told_of.len()
        {
            self.told_of.clone_from(&player.told_of);
        }
        let played = self.player.as_ref().and_then(|player| player.own.as_ref());
        if let (Some(own), Some(played)) = (&mut self.own, played)
            && own.kept == played.kept
            && own.proof.secret() != played.proof.secret()
        {
            own.proof = played.proof.clone();
        }
    }

    /// Stops waiting for whatever is under way.
    fn cancel(&mut self) -> Vec<Effect> {
        // What is asked stands in front of all else.
        if self.way_out.take().is_some() {
            return Vec::new();
        }
        let given_up = self.ledger.give_up();
        if let Some(player) = &mut self.player {
            player.give_up();
        }
        self.hand.give_up();
        self.scenarios.give_up();
        self.own_targets.waiting = None;
        self.own_targets.fetching = None;
        self.checker.give_up();
        self.decoder.give_up();
        if !given_up.is_empty() {
            self.notice("Cancelled.");
        }
        let cancel = |run| Effect::Cancel { run };
        given_up.into_iter().map(cancel).collect()
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

/// The id of what is said of a choice.
fn said(setting: Setting) -> &'static str {
    let either = |on: bool, yes, no| if on { yes } else { no };
    match setting {
        Setting::Theme(Palette::Fitting) => "theme.fitting",
        Setting::Theme(Palette::Dark) => "theme.dark",
        Setting::Theme(Palette::Light) => "theme.light",
        Setting::Theme(Palette::HighContrast) => "theme.high-contrast",
        Setting::Theme(Palette::Terminal) => "theme.terminal",
        Setting::Motion(on) => either(on, "motion.on", "motion.off"),
        Setting::Mouse(on) => either(on, "mouse.on", "mouse.off"),
        Setting::Clipboard(Clipboard::Fitting) => "clipboard.fitting",
        Setting::Clipboard(Clipboard::Plain) => "clipboard.plain",
        Setting::Clipboard(Clipboard::Tmux) => "clipboard.tmux",
        Setting::Clipboard(Clipboard::Screen) => "clipboard.screen",
        Setting::Clipboard(Clipboard::Off) => "clipboard.off",
        Setting::Linear(on) => either(on, "linear.on", "linear.off"),
        Setting::Ascii(on) => either(on, "ascii.on", "ascii.off"),
    }
}
