//! What is told of one thing that was looked at.

use serde::Serialize;
use serde_json::Value;

use crate::oauth::text::visible_line;

/// How a check ended.
#[derive(Serialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// All is well.
    Ok,
    /// Something is less than it could be.
    Weak,
    /// The tutor cannot do without it.
    Missing,
}

/// One thing that was looked at.
#[derive(Serialize, Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// Stable: scripts rely on it.
    pub id: &'static str,
    /// How it ended.
    pub state: State,
    /// What was seen.
    pub seen: String,
    /// What that means.
    pub means: String,
    /// What to do; empty where there is nothing to be done.
    #[serde(rename = "do")]
    pub advice: String,
}

/// What checks say, by their id and case.
const WORDS: &str = include_str!("../../../assets/help/doctor.json");

impl Check {
    /// A check in the words of this case of it.
    pub fn new((id, case): (&'static str, &str), state: State, seen: impl Into<String>) -> Self {
        Self::of_several((id, &[case]), state, seen)
    }

    /// A check in the words of several cases at once, each said once. What is not said of the one thing is said of all like it: what
    /// holds of any file stands under `files`.
    pub fn of_several(
        (id, cases): (&'static str, &[&str]),
        state: State,
        seen: impl Into<String>,
    ) -> Self {
        let words: Value = serde_json::from_str(WORDS).unwrap_or_default();
        let kind = id.split('.').next().unwrap_or_default();
        let said = |case: &str, name: &str| {
            let of = |known: &str| words.get(known)?.get(case)?.get(name)?.as_str();
            of(id).or_else(|| of(kind)).map(str::to_owned)
        };
        let text = |name: &str| {
            let mut texts: Vec<String> = Vec::new();
            for text in cases.iter().filter_map(|case| said(case, name)) {
                if !texts.contains(&text) {
                    texts.push(text);
                }
            }
            texts.join(" ")
        };
        Self {
            id,
            state,
            // What the environment holds may be a message to the terminal.
            seen: visible_line(&seen.into()),
            means: text("means"),
            advice: text("do"),
        }
    }

    /// The same with this in place of `mark` in what is to be done.
    #[must_use]
    pub(super) fn with(mut self, mark: &str, value: &str) -> Self {
        self.advice = self.advice.replace(mark, value);
        self
    }
}
