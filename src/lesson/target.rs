//! Who answers: a practice tenant, by the way it speaks.

use serde::{Deserialize, Serialize};

/// A target by name.
#[derive(
    Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default,
)]
#[serde(rename_all = "kebab-case")]
pub enum TargetName {
    /// The practice tenant that speaks by the RFCs.
    Rfc,
    /// The practice tenant that speaks as Auth0 does.
    #[default]
    Auth0,
    /// The practice tenant that speaks as Okta does.
    Okta,
    /// A tenant of the learner's own.
    Own,
}

impl TargetName {
    /// The practice tenants, in the order of their ports.
    pub const ALL: [Self; 3] = [Self::Rfc, Self::Auth0, Self::Okta];

    /// As files spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rfc => "rfc",
            Self::Auth0 => "auth0",
            Self::Okta => "okta",
            Self::Own => "own",
        }
    }

    /// As a person reads it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rfc => "RFC",
            Self::Auth0 => "Auth0",
            Self::Okta => "Okta",
            Self::Own => "Own",
        }
    }

    /// How far its port is from the first.
    pub fn place(self) -> u16 {
        match self {
            Self::Rfc => 0,
            Self::Auth0 => 1,
            Self::Okta => 2,
            Self::Own => 3,
        }
    }
}
