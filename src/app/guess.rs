//! A guess, and how sure the learner was.

use serde::{Deserialize, Serialize};

/// A guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guess {
    /// Index of the option.
    pub option: usize,
    /// How sure.
    #[serde(default)]
    pub sureness: Sureness,
    /// After how many events of the session it was made: only what comes later settles it.
    #[serde(skip)]
    pub event: u64,
}

/// How sure a learner is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sureness {
    /// A guess.
    #[default]
    Guess,
    /// Fairly sure.
    Fairly,
    /// Certain.
    Certain,
}

impl Sureness {
    /// All three, least sure first.
    pub const ALL: [Self; 3] = [Self::Guess, Self::Fairly, Self::Certain];

    /// The word on the screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Fairly => "fairly",
            Self::Certain => "certain",
        }
    }
}
