//! What is kept between sessions. No id, secret, token or reply is in it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::app::create::AppForm;
use crate::app::player::Guess;
use crate::lesson::model::Deed;

/// The version of the format that this program writes.
pub const VERSION: u32 = 1;

/// What is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The format's version.
    pub version: u32,
    /// The lesson that was open last, by name.
    #[serde(default)]
    pub last: Option<String>,
    /// By lesson name.
    #[serde(default)]
    pub lessons: BTreeMap<String, LessonProgress>,
    /// Finished experiments: symptom, cause, fix. By experiment id.
    #[serde(default)]
    pub error_book: BTreeMap<String, ErrorLine>,
}

/// A line of the error book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorLine {
    /// What one sees.
    pub symptom: String,
    /// What is behind it.
    pub cause: String,
    /// What to do about it.
    pub fix: String,
}

/// How far one lesson got.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LessonProgress {
    /// Where the learner left it (`Stage::name`).
    pub stage: String,
    /// The furthest step reached, from 0, and how many there are.
    pub furthest: usize,
    /// How many steps the lesson has.
    pub steps: usize,
    /// How often it was finished.
    #[serde(default)]
    pub finished: u32,
    /// When it was last touched, in Unix seconds.
    #[serde(default)]
    pub touched: i64,
    /// An app was registered: it is registered anew on resume.
    #[serde(default)]
    pub registered: bool,
    /// What was done.
    #[serde(default)]
    pub deeds: BTreeSet<Deed>,
    /// `audience` of the request being built.
    #[serde(default)]
    pub audience: String,
    /// `scope` of the request being built.
    #[serde(default)]
    pub scope: String,
    /// The dashboard form.
    #[serde(default)]
    pub form: AppForm,
    /// Guesses by prediction id.
    #[serde(default)]
    pub guesses: BTreeMap<String, Kept>,
    /// Quiz cards by index, from 1: the option that was picked. Text, since TOML keys are text.
    #[serde(default)]
    pub cards: BTreeMap<String, usize>,
}

/// A guess, and whether it was right, once that was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The guess.
    #[serde(flatten)]
    pub guess: Guess,
    /// Whether it was right.
    #[serde(default)]
    pub right: Option<bool>,
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            version: VERSION,
            last: None,
            lessons: BTreeMap::new(),
            error_book: BTreeMap::new(),
        }
    }
}

impl Progress {
    /// This progress joined with `other`, which another tutor kept meanwhile: of each lesson the newer state,
    /// the furthest step of both, every guess and card of both. Joining twice changes nothing.
    #[must_use]
    pub fn merged(mut self, other: Self) -> Self {
        for (name, theirs) in other.lessons {
            let joined = match self.lessons.remove(&name) {
                Some(ours) => ours.merged(theirs),
                None => theirs,
            };
            self.lessons.insert(name, joined);
        }
        for (id, line) in other.error_book {
            self.error_book.entry(id).or_insert(line);
        }
        self.last = self.last.or(other.last);
        self
    }
}

impl LessonProgress {
    fn merged(self, other: Self) -> Self {
        let (mut newer, older) = if self.touched >= other.touched {
            (self, other)
        } else {
            (other, self)
        };
        newer.furthest = newer.furthest.max(older.furthest);
        newer.finished = newer.finished.max(older.finished);
        newer.deeds.extend(older.deeds);
        for (id, kept) in older.guesses {
            newer.guesses.entry(id).or_insert(kept);
        }
        for (card, picked) in older.cards {
            newer.cards.entry(card).or_insert(picked);
        }
        newer
    }
}
