//! The cards of the recap quiz.

use serde::Deserialize;

/// A quiz card.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// What it exercises.
    pub kind: CardKind,
    /// The question.
    pub question: String,
    /// Output to inspect, labelled on screen as a sample. Line breaks are kept.
    #[serde(default)]
    pub shown: Option<String>,
    /// The options; exactly one is right.
    pub options: Vec<CardOption>,
    /// What is said to a wrong answer (and, but for `happened`, to a right one).
    pub feedback: Feedback,
    /// The belief that a wrong answer shows: `M1` to `M18`.
    #[serde(default)]
    pub misconception: Option<String>,
}

/// What a card exercises; a quiz has one of each.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum CardKind {
    /// Remember a fact of the lesson.
    Recall,
    /// Spot the fault in real-looking output.
    Spot,
    /// Who does this: app, server or API.
    Who,
    /// A belief that is common and wrong.
    Misconception,
    /// The same idea at another vendor.
    Transfer,
}

impl CardKind {
    /// All, in the order in which they are asked.
    pub const ALL: [Self; 5] = [
        Self::Recall,
        Self::Spot,
        Self::Who,
        Self::Misconception,
        Self::Transfer,
    ];

    /// The name in lesson files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Recall => "recall",
            Self::Spot => "spot",
            Self::Who => "who",
            Self::Misconception => "misconception",
            Self::Transfer => "transfer",
        }
    }
}

/// An option of a [`Card`].
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct CardOption {
    /// The option.
    pub text: String,
    /// Whether it is the right one.
    #[serde(default)]
    pub right: bool,
}

/// The four parts of feedback.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Feedback {
    /// What happened, for a wrong answer.
    pub happened: String,
    /// Why it is so.
    pub why: String,
    /// What to do now.
    pub now: String,
    /// Where to read more: an RFC clause or a vendor's page.
    pub more: String,
}
