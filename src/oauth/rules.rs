//! The rule table: id, severity, layer and clause of every rule, and its words from `assets/rules.toml`.

/// A rule of the checker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// `reply.access_token.missing`
    AccessTokenMissing,
}
