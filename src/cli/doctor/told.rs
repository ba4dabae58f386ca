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
        let words: Value = serde_json::from_str(WORDS).unwrap_or_default();
        let said = words.get(id).and_then(|of| of.get(case));
        let text = |name: &str| {
            let text = said.and_then(|said| said.get(name)).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
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
}
