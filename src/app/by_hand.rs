//! The changes by hand of a practice server, by name: as files spell them.

use serde::{Deserialize, Serialize};

/// A change by hand as a scenario keeps it: by its name alone where the page of the servers makes it so, else with what was chosen for it on
/// the dashboard.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(untagged)]
pub enum ByHand {
    /// As the page makes it.
    Named(Deed),
    /// With what was chosen.
    Chosen(Chosen),
}

/// What the dashboard lets one choose of a change by hand.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Chosen {
    /// For which API requests that name none get a token, by what lessons call it: identifiers may name a port.
    Audience(String),
    /// Name and value of the claim that a rule adds.
    Claim(String, String),
    /// Error code and words with which a rule denies.
    Deny(String, String),
    /// A scope that the server has now, and what it is said to be for.
    Scope(String, String),
}

/// A change by hand.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Deed {
    /// The APIs' clock goes past the end of every token.
    ApiClock,
    /// Another key signs.
    KeyRoll,
    /// The app of the open lesson gets another secret.
    Secret,
    /// That app has to prove with each request that it holds a key (DPoP).
    Bound,
    /// It has to do so no more.
    Unbound,
    /// Requests that name no API get a token for the first one.
    Audience,
    /// They do no more.
    NoAudience,
    /// Requests that name no API are refused.
    Refused,
    /// Requests that name no API get an opaque token.
    Opaque,
    /// A rule denies.
    Deny,
    /// A rule adds a claim.
    Claim,
    /// No rule is left.
    NoRule,
    /// 429 at the token endpoint.
    TooMany,
    /// 500 there.
    Broken,
    /// Late answers there.
    Slow,
    /// Half answers there.
    Cut,
    /// No fault any more.
    NoFault,
    /// The server has a scope more.
    Scope,
    /// No answer at all.
    Unplug,
    /// Answers again.
    PlugIn,
}
