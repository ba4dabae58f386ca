//! What a lesson is: the six stages of the course as plain values, exactly as a lesson file spells them.
//!
//! One set of types serves file and program; what serde cannot see (counts, lengths, known keys) is
//! said by [`crate::lesson::lint`], so that an author gets all complaints at once instead of the first.

use serde::{Deserialize, Serialize};

pub mod prediction;
pub mod quiz;

pub use prediction::{AskAt, Choice, Measure, Prediction};
pub use quiz::{Card, CardKind, CardOption, Feedback};

/// The format that this program reads; a file with another number is refused.
pub const FORMAT: u32 = 1;

/// One lesson: goal, predict, do (five acts), explain, break (one experiment), quiz.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// The file format, [`FORMAT`].
    pub format: u32,
    /// The place in the course, from 1.
    pub number: u32,
    /// The name to ask for it by: `first-token`.
    pub name: String,
    /// The title, as a reader sees it.
    pub title: String,
    /// The exercise that it is based on.
    pub source: String,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// The practice tenant it runs against: `auth0`, `okta` or `rfc`.
    pub dialect: String,
    /// Stage 1.
    pub goal: Goal,
    /// Stage 2: two or three questions about what is about to happen.
    pub predict: Vec<Prediction>,
    /// Stage 3: the five acts, in the order of [`ActionKind::ALL`].
    pub act: Vec<Act>,
    /// Stage 4: the learner's own exchange, line by line.
    pub explain: Vec<Annotation>,
    /// Stage 5: one thing to break on purpose.
    pub experiment: Experiment,
    /// Stage 6: five cards, one of each [`CardKind`].
    pub quiz: Vec<Card>,
    /// What is said at the end.
    pub done: Done,
}

/// The goal screen.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// Three lines that complete "After this you can".
    pub can: Vec<String>,
    /// Why this is worth the learner's time.
    pub why: String,
    /// What the source leaves out or gets wrong.
    pub leaves_out: Vec<String>,
}

/// One of the five acts of the do stage.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// Which one.
    pub action: ActionKind,
    /// Its title.
    pub title: String,
    /// What to do now, in one line.
    pub goal: String,
    /// What it is about, in a few sentences.
    pub intro: String,
    /// The steps, in order.
    pub steps: Vec<String>,
    /// Three hints: the place, the idea, a filled example with other values.
    pub hints: Vec<String>,
    /// What to do, exactly.
    pub solution: String,
    /// Explanations of single things on the screen ("why this line").
    #[serde(default)]
    pub notes: Vec<Note>,
    /// A question that belongs to this act.
    #[serde(default)]
    pub question: Option<InlineQuestion>,
}

impl Act {
    /// The note about `about`, a key of [`crate::lesson::keys::act_notes`].
    pub fn note(&self, about: &str) -> Option<&Note> {
        self.notes.iter().find(|note| note.about == about)
    }
}

/// The five acts.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum ActionKind {
    /// Register the app.
    CreateApp,
    /// Build the token request.
    Build,
    /// Send it.
    Send,
    /// Read the token and call the API with it.
    Read,
    /// Have the pasted reply checked.
    Check,
}

impl ActionKind {
    /// All, in the order of the lesson.
    pub const ALL: [Self; 5] = [
        Self::CreateApp,
        Self::Build,
        Self::Send,
        Self::Read,
        Self::Check,
    ];

    /// The name in lesson files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::CreateApp => "create-app",
            Self::Build => "build",
            Self::Send => "send",
            Self::Read => "read",
            Self::Check => "check",
        }
    }
}

/// An explanation of one thing.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The key of the thing: `audience`, `native`, `signature`.
    pub about: String,
    /// A heading.
    pub title: String,
    /// The explanation.
    pub text: String,
}

/// A question inside an act, with feedback for every answer.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct InlineQuestion {
    /// The question.
    pub question: String,
    /// The answers; exactly one is right.
    pub options: Vec<Answer>,
}

/// An answer to an [`InlineQuestion`].
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The answer.
    pub text: String,
    /// Whether it is the right one.
    #[serde(default)]
    pub right: bool,
    /// What is said to someone who picks it.
    pub feedback: String,
}

/// An explanation of one line of the learner's own exchange.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Annotation {
    /// The line: a key of [`crate::lesson::keys::EXPLAIN`].
    pub about: String,
    /// A heading.
    pub title: String,
    /// The explanation.
    pub text: String,
}

/// Something to break on purpose.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Experiment {
    /// Its number in the lab: `B1`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What is changed, in one line.
    pub change: String,
    /// What it is about.
    pub intro: String,
    /// The guess that is asked for before sending.
    pub prediction: Prediction,
    /// What the answer means.
    pub explain: String,
    /// What other servers answer.
    pub vendors: Vec<Note>,
    /// How to put it back, and why.
    pub put_back: String,
    /// The line for the learner's error book.
    pub error_book: ErrorBook,
    /// Three hints, as in an act.
    pub hints: Vec<String>,
    /// What to do, exactly.
    pub solution: String,
}

/// A line of the learner's error book.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct ErrorBook {
    /// What one sees.
    pub symptom: String,
    /// What is behind it.
    pub cause: String,
    /// What to do about it.
    pub fix: String,
}

/// The last screen.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Done {
    /// What there was to do, one line each.
    pub summary: Vec<Achievement>,
    /// What comes next.
    pub next: String,
}

/// A line of the last screen: it counts as done only when the deed was really done.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Achievement {
    /// What has to have happened.
    pub deed: Deed,
    /// What is said when it has.
    pub text: String,
    /// What is still to do when it has not.
    pub open: String,
}

/// Something that a learner does in a lesson and that the program sees happen.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// A request brought a token.
    Token,
    /// A token was verified as the API would.
    Verify,
    /// The API answered a call with the token.
    Call,
    /// A reply was checked.
    Check,
    /// The broken request was sent.
    Break,
}

impl Deed {
    /// Without these a lesson does not count as finished.
    pub const NEEDED: [Self; 3] = [Self::Token, Self::Check, Self::Break];
}
