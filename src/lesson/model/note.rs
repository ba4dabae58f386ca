//! An explanation of one thing that a screen or an answer shows.

use serde::Deserialize;

/// An explanation of one thing.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The key of the thing: `audience`, `native`, `signature`, `reply.scope`.
    pub about: String,
    /// A heading.
    pub title: String,
    /// The explanation.
    pub text: String,
}
