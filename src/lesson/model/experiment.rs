//! Something broken on purpose: what is changed, what to expect, what the answer means, how to put it back.

use serde::Deserialize;

use crate::lesson::change::{Move, Press};
use crate::lesson::fact::{Condition, Operator};
use crate::lesson::model::{Ask, Note};

/// Something to break on purpose.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Experiment {
    /// Its number in the lab: `B1`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is about.
    pub intro: String,
    /// The changes to try, at least one.
    #[serde(rename = "variant")]
    pub variants: Vec<Variant>,
    /// What other servers answer.
    #[serde(default)]
    pub vendors: Vec<Note>,
    /// How to put it back, and why.
    pub put_back: String,
    /// The line for the learner's error book; nothing where nothing goes wrong.
    #[serde(default)]
    pub error_book: Option<ErrorBook>,
    /// Whose line it is beside those of the course inside the program, which may have an experiment of the same id: the lesson's id.
    #[serde(skip)]
    pub of: Option<String>,
}

/// One change of an experiment.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Unique in the experiment.
    pub id: String,
    /// What is changed, in one line.
    pub change: String,
    /// The changes, and what is pressed after them.
    pub moves: Vec<Move>,
    /// The guess that is asked for before sending.
    #[serde(default)]
    pub ask: Option<Ask>,
    /// What is seen where it is tried; a test holds it to that.
    pub expect: Vec<Condition>,
    /// What the answer means.
    pub means: String,
    /// Its own line for the error book, where that of the experiment is about something else.
    #[serde(default)]
    pub error_book: Option<ErrorBook>,
    /// True where nothing goes wrong in it, so that no line is of it.
    #[serde(default)]
    pub no_line: bool,
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

impl Experiment {
    /// The line that this variant leaves in the error book, and its id there; nothing where nothing goes wrong in it.
    pub fn line_of<'a>(&'a self, variant: &'a Variant) -> Option<(String, &'a ErrorBook)> {
        let (id, line) = match (&variant.error_book, &self.error_book) {
            _ if variant.no_line => return None,
            (Some(own), _) => (format!("{}/{}", self.id, variant.id), own),
            (None, Some(line)) => (self.id.clone(), line),
            (None, None) => return None,
        };
        let id = match &self.of {
            Some(lesson) => format!("{id} of {lesson}"),
            None => id,
        };
        Some((id, line))
    }

    /// Each line that it can leave there, once.
    pub fn lines(&self) -> Vec<(String, &ErrorBook)> {
        let mut lines: Vec<_> = self
            .variants
            .iter()
            .filter_map(|one| self.line_of(one))
            .collect();
        lines.dedup_by(|one, other| one.0 == other.0);
        lines
    }
}

impl Variant {
    /// True where it is about a request to which no reply comes.
    pub fn expects_no_reply(&self) -> bool {
        let facts = self.expect.iter().flat_map(Condition::facts);
        let mut facts = facts.filter(|fact| fact.operator != Operator::Absent);
        facts.any(|fact| fact.subject.spelling() == "failure.layer")
    }

    /// True where the request goes out more than once: then what came of it before is what the last reply is compared with.
    pub fn sends_again(&self) -> bool {
        let sends = self.moves.iter().map(|one| match one {
            Move::Press(Press::Send(times)) => *times,
            Move::Press(_) | Move::Change(_) => 0,
        });
        sends.sum::<u32>() > 1
    }

    /// True where something is changed before it is tried.
    pub fn changes(&self) -> bool {
        self.moves.iter().any(|one| match one {
            Move::Change(_) => true,
            Move::Press(_) => false,
        })
    }
}
