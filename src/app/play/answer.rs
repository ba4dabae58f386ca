//! Guesses and answers.

use crate::app::guess::{Guess, Sureness};
use crate::app::player::Player;
use crate::app::turn::Turn;
use crate::lesson::model::Stage;

impl Player {
    /// A guess made after the event is no prediction: the first one stands once it was measured.
    pub(super) fn guess(&mut self, turn: &Turn<'_>, id: &str, option: usize) {
        let Some(ask) = self.ask(id) else { return };
        if !self.verdict(ask, turn.facts()).is_open() || option >= ask.options.len() {
            return;
        }
        let sureness = self.guesses.get(id).map(|guess| guess.sureness);
        let guess = Guess {
            option,
            sureness: sureness.unwrap_or_default(),
            event: self.events,
        };
        self.guesses.insert(id.to_owned(), guess);
    }

    pub(super) fn sure(&mut self, turn: &Turn<'_>, id: &str, sureness: Sureness) {
        let open = self
            .ask(id)
            .is_some_and(|ask| self.verdict(ask, turn.facts()).is_open());
        if let Some(guess) = self.guesses.get_mut(id).filter(|_| open) {
            guess.sureness = sureness;
        }
    }

    /// The first answer to a card counts; a question beside the work may be answered again.
    pub(super) fn answer(&mut self, id: &str, option: usize) {
        let Some(ask) = self.lesson.ask(id) else {
            return;
        };
        if option >= ask.options.len() {
            return;
        }
        if self.is_card(id) {
            self.answers.entry(id.to_owned()).or_insert(option);
        } else {
            self.answers.insert(id.to_owned(), option);
        }
    }

    /// The first that is typed counts, where it is no blank.
    pub(super) fn type_answer(&mut self, id: &str, text: &str) {
        if self.lesson.ask(id).is_none() || text.trim().is_empty() {
            return;
        }
        let text = text.trim().to_owned();
        if self.is_card(id) {
            self.typed.entry(id.to_owned()).or_insert(text);
        } else {
            self.typed.insert(id.to_owned(), text);
        }
    }

    fn is_card(&self, id: &str) -> bool {
        let mut asks = self.lesson.asks();
        asks.any(|(step, ask)| ask.id == id && step.stage == Stage::Quiz)
    }
}
