//! The one question before a sandbox, a test, or what is open at a tenant of one's own, is put away: every way to another lesson passes here, in both skins.

use crate::app::App;
use crate::app::effect::Effect;
use crate::app::message::Go;
use crate::app::player::Player;
use crate::lesson::desks::words;
use crate::lesson::model::Round;

impl App {
    /// Goes there, or asks first: the way is kept in mind until the learner answers, or goes elsewhere.
    pub(super) fn go(&mut self, go: Go) -> Vec<Effect> {
        match (go, self.way_out.take()) {
            (Go::PutAway, Some(way)) => self.go_on(way),
            (Go::PutAway | Go::Stay, _) => Vec::new(),
            (go, _) if self.loses_what_was_done(go) => {
                self.way_out = Some(go);
                Vec::new()
            }
            (go, _) => self.go_on(go),
        }
    }

    /// True where that way puts away what is kept nowhere, and in which something was done.
    fn loses_what_was_done(&self, go: Go) -> bool {
        self.at_stake().is_some() && self.begins_another(go)
    }

    /// What is open, where it is kept nowhere and something was done in it.
    fn at_stake(&self) -> Option<&Player> {
        let player = self.player.as_ref()?;
        let has_changed = !self.hand.made(player.target).is_empty();
        // What is done at a tenant of one's own is kept nowhere, whatever is played there.
        let is_lost = player.lesson.kind == Round::Sandbox || player.own.is_some();
        let is_missed = if player.is_tested() {
            player.has_worked_in_test()
        } else {
            is_lost && (has_changed || player.has_worked())
        };
        is_missed.then_some(player)
    }

    /// What is said before a tenant of the learner's own is opened, where that puts something away. It is said before the secret is typed,
    /// since nobody types one to be asked then whether it was meant.
    pub fn opening_puts_away(&self) -> Option<&'static str> {
        let player = self.at_stake()?;
        Some(words(if player.own.is_some() {
            "own.target.away"
        } else if player.is_tested() {
            "own.target.away.test"
        } else {
            "own.target.away.sandbox"
        }))
    }

    /// What is asked before it is put away.
    pub fn way_out_asks(&self) -> Option<&'static str> {
        self.way_out?;
        let player = self.player.as_ref()?;
        Some(words(match player.lesson.kind {
            Round::Sandbox => "sandbox.leave",
            _ if player.is_tested() => "test.leave",
            Round::Lesson | Round::Tour | Round::Own | Round::Review => "own.leave",
        }))
    }

    /// True where going there begins a lesson in place of the one that is open.
    fn begins_another(&self, go: Go) -> bool {
        let is_open = |id: &str| {
            let player = self.player.as_ref();
            player.is_some_and(|player| player.lesson.id == id)
        };
        match go {
            Go::Home
            | Go::Spot(_)
            | Go::Checker
            | Go::Decoder
            | Go::Server
            | Go::Reference
            | Go::Return
            | Go::PutAway
            | Go::Stay => false,
            Go::Lesson(id) => !is_open(id),
            // The same lesson there is another one.
            Go::AtPractice(id, _) => {
                let is_own = self
                    .player
                    .as_ref()
                    .is_some_and(|player| player.own.is_some());
                is_own || !is_open(id)
            }
            Go::AtOwn(id) => self.has_own() && !is_open(id),
            Go::Restart(_) => true,
            Go::TestOut(id) => self.tested(id).is_some(),
            Go::Review => self.has_due(),
        }
    }
}

impl Player {
    /// True where something of a test is the learner's own: the steps before those of the test are the tutor's.
    fn has_worked_in_test(&self) -> bool {
        let is_own = |run: &crate::app::run::Run| !self.flown.had(run.born);
        !self.answers.is_empty()
            || self.has_worked_on_a_flow()
            || self
                .bench
                .unanswered
                .token
                .iter()
                .any(|(sent, _)| !self.flown.had(*sent))
            || !self.typed.is_empty()
            || self.bench.runs.iter().any(is_own)
            || self.states.values().any(|state| state.edited)
    }

    /// True where something would be missed if this were begun anew.
    pub(crate) fn has_worked(&self) -> bool {
        let bench = &self.bench;
        let has_set = self.by_hand.is_some() || self.history.has_past();
        has_set
            || !self.guesses.is_empty()
            || !bench.runs.is_empty()
            || !bench.desk.text.is_empty()
            || self.has_worked_on_a_flow()
    }

    fn has_worked_on_a_flow(&self) -> bool {
        let mut flows = self.bench.flows.values().map(|desk| &desk.session);
        flows.any(|flow| flow.offers(true) || flow.next() != Some(0))
    }
}
