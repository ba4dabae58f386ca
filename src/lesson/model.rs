//! What a lesson is: the six stages of the course as plain values, exactly as a lesson file spells them.
//!
//! One set of types serves file and program; what serde cannot see (counts, lengths, known keys) is
//! said by [`crate::lesson::lint`], so that an author gets all complaints at once instead of the first.

use serde::Deserialize;

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

/// A question about the next visible event. No right answer is written here: the option whose value
/// equals what the program measures in the real exchange is the right one.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Prediction {
    /// Unique in the lesson; progress files refer to it.
    pub id: String,
    /// The question.
    pub question: String,
    /// What is measured in the exchange.
    pub measure: Measure,
    /// At least three options (two for a yes-or-no measure), each with its own value.
    pub options: Vec<Choice>,
    /// Why it is as it is; shown beside what was measured.
    pub why: String,
    /// The belief that a wrong guess shows: `M1` to `M18`.
    #[serde(default)]
    pub misconception: Option<String>,
    /// Where it is asked.
    #[serde(default)]
    pub ask_at: AskAt,
}

/// Where a prediction is asked.
#[derive(Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum AskAt {
    /// In the predict stage.
    #[default]
    Predict,
    /// In the act of that name.
    CreateApp,
    /// In the act of that name.
    Build,
    /// In the act of that name.
    Send,
    /// In the act of that name.
    Read,
    /// In the act of that name.
    Check,
    /// In the experiment.
    Break,
}

impl AskAt {
    /// The act that asks, if one does.
    pub fn action(self) -> Option<ActionKind> {
        match self {
            Self::Predict | Self::Break => None,
            Self::CreateApp => Some(ActionKind::CreateApp),
            Self::Build => Some(ActionKind::Build),
            Self::Send => Some(ActionKind::Send),
            Self::Read => Some(ActionKind::Read),
            Self::Check => Some(ActionKind::Check),
        }
    }
}

/// What the program measures in the real exchange, and how it spells the value.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[serde(rename_all = "kebab-case")]
pub enum Measure {
    /// How many token requests the app sent until it held a token: `1`, `2`, ...
    TokenRequests,
    /// Whether a browser took part (anything went to an authorization endpoint): `no` or `yes`.
    BrowserUsed,
    /// Which one of the members named by the options stands in the reply: `access_token`.
    ReplyMember,
    /// The status of the reply: `200`.
    Status,
    /// The `error` member of the reply, or `none`.
    ErrorCode,
    /// Both, with one blank: `401 access_denied`; `200` alone when there is no `error`.
    StatusAndError,
    /// Whether the registered app has a callback URL: `no` or `yes`.
    CallbackUrl,
}

/// An option of a prediction.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What is measured when this option is right, in the spelling of the [`Measure`].
    pub value: String,
    /// The option, as a reader sees it.
    pub text: String,
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

/// The last screen.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Done {
    /// What the learner did and now knows, one line each.
    pub summary: Vec<String>,
    /// What comes next.
    pub next: String,
}
