//! The checker: everything there is to say about a pasted token response, at once.

pub mod paste;

pub use paste::Pasted;

use crate::oauth::finding::Finding;
use crate::oauth::jwt::{Jwt, keys::Keys};
use crate::oauth::time::UnixTime;

/// What the learner expects of the reply.
#[derive(Clone, Debug, Default)]
pub struct Expectation {
    /// Times are judged as of then.
    pub at: UnixTime,
}

/// What the checker says.
#[derive(Debug, Default)]
pub struct Report {
    /// All findings.
    pub findings: Vec<Finding>,
    /// The token, taken apart.
    pub jwt: Option<Jwt>,
}

/// Judges a paste.
pub fn check(_pasted: &Pasted, _expectation: &Expectation, _keys: Option<&Keys>) -> Report {
    Report::default()
}

impl Report {
    /// The report as plain text.
    pub fn plain(&self) -> String {
        String::new()
    }
}

/// Judges a token alone.
pub fn judge_token(_token: &str, _expectation: &Expectation, _keys: Option<&Keys>) -> Report {
    Report::default()
}
