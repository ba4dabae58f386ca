//! What is kept between sessions. No id, secret, token or reply is in it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::app::create::AppForm;
use crate::app::guess::Guess;

pub mod code;
mod first;
mod reset;

pub use first::{FirstFormat, VERSION as FIRST};

/// The version of the format that this program writes.
pub const VERSION: u32 = 2;

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
    /// Cards that were wrong and come back, by lesson and question: `first-token/recall`.
    #[serde(default)]
    pub review: BTreeMap<String, Card>,
    /// The theme that was chosen last, by the name that `--theme` takes.
    #[serde(default)]
    pub theme: Option<String>,
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

/// A card that was wrong, and when it comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The day on which it is due, in days since 1970-01-01 (UTC).
    pub day: i64,
    /// How often it was right since, one after the other: at three it stays away.
    pub right: u8,
    /// The learner was certain of what was wrong.
    #[serde(default)]
    pub certain: bool,
    /// The round of the lesson in which it was wrong.
    #[serde(default)]
    pub round: u32,
    /// The option that the exchange showed, for a prediction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<usize>,
    /// The step whose solution brought it, where no wrong answer did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solution: Option<String>,
}

/// How far one lesson got.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LessonProgress {
    /// Where the learner left it (`Spot::name`).
    pub at: String,
    /// The furthest page reached, from 0, and how many there are.
    pub furthest: usize,
    /// How many pages the lesson has.
    pub steps: usize,
    /// The steps whose goals were reached, by id.
    pub reached: BTreeSet<String>,
    /// How often each step was reset, by id: what was reached of it before counts no more.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub reopened: BTreeMap<String, u32>,
    /// The steps that a jump played for the learner, by id: what they set at the tenant is in force.
    pub flown: BTreeSet<String>,
    /// How often it was finished.
    pub finished: u32,
    /// This round of it was finished.
    pub done: bool,
    /// The round that was finished by a test: what was not played of it is not told as open.
    pub tested_out: Option<u32>,
    /// How often it was begun anew. What an earlier round reached counts no more.
    pub round: u32,
    /// Rounds before this one were forgotten by the learner's wish: that they were finished counts no more.
    pub forgotten: u32,
    /// Counts the states that were kept: of two, the one with the higher count is the newer. No clock is asked, since clocks jump.
    pub edition: u64,
    /// An app was registered: it is registered anew on resume.
    pub registered: bool,
    /// `audience` of the request being built.
    pub audience: String,
    /// `scope` of the request being built.
    pub scope: String,
    /// `organization` of the request being built.
    pub organization: String,
    /// `grant_type` of the request being built; `None` where a file of an older version does not say.
    pub grant_type: Option<String>,
    /// How the app proves who it is, by the method's name.
    pub method: Option<String>,
    /// The body is JSON.
    pub json: bool,
    /// The dashboard form.
    pub form: AppForm,
    /// Guesses by prediction id.
    pub guesses: BTreeMap<String, Kept>,
    /// Predictions that were measured before anybody guessed: the option that the exchange showed, by the question's id.
    pub measured: BTreeMap<String, usize>,
    /// Other answers by the question's id: the option that was picked.
    pub answers: BTreeMap<String, usize>,
    /// Typed answers by the question's id.
    pub typed: BTreeMap<String, String>,
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
    /// The option that the exchange showed; `None` where none foresaw it, or nothing was measured.
    #[serde(default)]
    pub seen: Option<usize>,
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            version: VERSION,
            last: None,
            lessons: BTreeMap::new(),
            error_book: BTreeMap::new(),
            review: BTreeMap::new(),
            theme: None,
        }
    }
}

impl Progress {
    /// What others kept meanwhile: this progress, read from the disk, without what `known` has word for word and `ours` goes on from.
    #[must_use]
    pub fn news(mut self, known: &Self, ours: &Self) -> Self {
        self.lessons.retain(|id, lesson| {
            let own = ours.lessons.get(id);
            // A round begun anew stands above an older one, whoever knew of it.
            let is_older = own.is_none_or(|own| own.round < lesson.round);
            known.lessons.get(id) != Some(lesson) || is_older
        });
        // Of these, what is not in `ours` was taken out.
        self.review
            .retain(|id, card| known.review.get(id) != Some(card));
        self.error_book
            .retain(|id, line| known.error_book.get(id) != Some(line));
        self.last = self.last.filter(|last| known.last.as_ref() != Some(last));
        self
    }

    /// True where nothing of lessons is in it.
    pub fn is_blank(&self) -> bool {
        self.lessons.is_empty() && self.review.is_empty() && self.error_book.is_empty()
    }

    /// What is kept of a lesson; nothing of one that is new, or was forgotten.
    pub fn of(&self, lesson: &str) -> Option<&LessonProgress> {
        let kept = self.lessons.get(lesson);
        kept.filter(|kept| kept.is_begun())
    }

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
        for (id, theirs) in other.review {
            let ours = self.review.entry(id).or_insert_with(|| theirs.clone());
            let stands = |card: &Card| (card.round, card.day, card.right);
            if stands(&theirs) > stands(ours) {
                *ours = theirs;
            }
        }
        self.last = self.last.or(other.last);
        self.theme = self.theme.or(other.theme);
        self
    }
}

/// The steps that were reached and not reset since, as far as `reopened` knows.
pub(crate) fn still_reached(
    of: &LessonProgress,
    reopened: &BTreeMap<String, u32>,
) -> BTreeSet<String> {
    let count = |all: &BTreeMap<String, u32>, id: &String| all.get(id).copied().unwrap_or(0);
    let stands = |id: &&String| count(&of.reopened, id) >= count(reopened, id);
    of.reached.iter().filter(stands).cloned().collect()
}

impl LessonProgress {
    /// True where this round was finished by a test.
    pub fn is_tested_out(&self) -> bool {
        self.tested_out == Some(self.round)
    }

    /// True where something of it was played. A lesson that was forgotten leaves a state that says no more than that, and is new again.
    pub fn is_begun(&self) -> bool {
        let is_forgotten = self.forgotten > 0 && self.forgotten == self.round;
        !(is_forgotten && self.at.is_empty())
    }

    fn merged(self, other: Self) -> Self {
        // A round that was begun anew is newer than any state of the round before, however often that was kept.
        let (mut newer, older) = if (self.round, self.edition) >= (other.round, other.edition) {
            (self, other)
        } else {
            (other, self)
        };
        // Whoever does not know what was forgotten counts what counts no more.
        let forgotten = newer.forgotten.max(older.forgotten);
        let finished = [&newer, &older].into_iter();
        let finished = finished.filter(|one| one.forgotten == forgotten);
        newer.finished = finished.map(|one| one.finished).max().unwrap_or(0);
        newer.forgotten = forgotten;
        if newer.round == older.round {
            newer.tested_out = newer.tested_out.max(older.tested_out);
            newer.furthest = newer.furthest.max(older.furthest);
            newer.done |= older.done;
            let reached = still_reached(&older, &newer.reopened);
            newer.reached = still_reached(&newer, &older.reopened);
            newer.reached.extend(reached);
            for (id, count) in older.reopened {
                let known = newer.reopened.entry(id).or_default();
                *known = count.max(*known);
            }
            for (id, seen) in older.measured {
                newer.measured.entry(id).or_insert(seen);
            }
            for (id, kept) in older.guesses {
                newer.guesses.entry(id).or_insert(kept);
            }
            for (id, picked) in older.answers {
                newer.answers.entry(id).or_insert(picked);
            }
            for (id, text) in older.typed {
                newer.typed.entry(id).or_insert(text);
            }
        }
        newer
    }
}
