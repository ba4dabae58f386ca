//! Guesses and answers.

use crate::app::guess::{Guess, Sureness};
use crate::app::player::Player;
use crate::app::turn::Turn;
use crate::lesson::model::{Ask, AskKind, Stage};

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

    /// Gives an item of a card its place. The last that is left of an order has the only place that is left; the
    /// learner looks at it once more before it is the answer.
    pub(super) fn arrange(&mut self, id: &str, item: usize, to: Option<usize>) {
        let Some(ask) = self.lesson.ask(id).filter(|ask| ask.is_arranged()) else {
            return;
        };
        let mut places = self.places_of(ask);
        if self.is_answered(id) || item >= places.len() {
            return;
        }
        match (ask.kind, to) {
            (AskKind::Sort, Some(to)) if (1..=ask.boxes.len()).contains(&to) => {
                if let Some(place) = places.get_mut(item) {
                    *place = to;
                }
            }
            (AskKind::Order, _) => next_in_order(&mut places, item),
            (AskKind::Sort | AskKind::Choose | AskKind::Type, _) => return,
        }
        self.arranged.insert(id.to_owned(), places);
    }

    /// The places of the items of a card: as answered, else as they are so far.
    pub fn places_of(&self, ask: &Ask) -> Vec<usize> {
        if let Some(typed) = self.typed.get(&ask.id) {
            return ask.places(typed);
        }
        let places = self.arranged.get(&ask.id).cloned();
        places.unwrap_or_else(|| vec![0; ask.options.len()])
    }

    /// True where the answer to a question that is no prediction is right by the file.
    pub fn is_right(&self, ask: &Ask) -> bool {
        let typed = self.typed.get(&ask.id);
        let picked = self.answers.get(&ask.id);
        typed.is_some_and(|typed| ask.accepts(typed))
            || picked.is_some_and(|at| ask.right() == Some(*at))
    }

    fn is_card(&self, id: &str) -> bool {
        let mut asks = self.lesson.asks();
        asks.any(|(step, ask)| ask.id == id && step.stage == Stage::Quiz)
    }
}

/// The next number for this item; one that has a number loses it, and those behind move up.
fn next_in_order(places: &mut [usize], item: usize) {
    let stood = places.get(item).copied().unwrap_or(0);
    if stood > 0 {
        for place in places.iter_mut().filter(|place| **place >= stood) {
            *place = if *place == stood { 0 } else { *place - 1 };
        }
        return;
    }
    let next = places.iter().filter(|place| **place > 0).count() + 1;
    if let Some(place) = places.get_mut(item) {
        *place = next;
    }
    let last = places.len();
    let mut open = places.iter_mut().filter(|place| **place == 0);
    if let (Some(only), None) = (open.next(), open.next()) {
        *only = last;
    }
}
