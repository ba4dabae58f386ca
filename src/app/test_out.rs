//! A test of somebody who knows, and how it ended.

use crate::lesson::desks::{filled, words};

/// A test, and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestOut {
    /// The steps to do, by their index.
    pub(crate) steps: Vec<usize>,
    /// How it ended; `None` while it lasts.
    pub outcome: Option<Outcome>,
}

/// How a test ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The steps are done, and every card is right.
    Passed,
    /// Something is missing.
    Missed {
        /// So many cards are right.
        right: usize,
        /// So many there are.
        cards: usize,
        /// Every step was done.
        done: bool,
    },
}

impl Outcome {
    /// In words.
    pub fn words(self) -> String {
        match self {
            Self::Passed => words("test.passed").to_owned(),
            Self::Missed { right, cards, done } => {
                let counts = [("right", right), ("cards", cards)];
                let counts = counts.map(|(name, count)| (name, count.to_string()));
                let cards = filled("test.cards", &counts);
                let exchange = words(if done { "test.sent" } else { "test.unsent" });
                format!("{cards} {exchange} {}", words("test.missed"))
            }
        }
    }
}
