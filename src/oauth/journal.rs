//! The server's view of one request: what arrived, each check in order, what was answered. Holds no secret.
//!
//! The practice servers write it, the lessons show it; it lives here because both sides need the type and neither may see the other.

use crate::oauth::time::UnixTime;

/// What a practice server noted about one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The request's id, as the reply's `X-Auth0-RequestId` (or the dialect's own) header gives it.
    pub id: String,
    /// When it arrived.
    pub at: UnixTime,
    /// Which door it came to.
    pub door: Door,
    /// Method and path, secrets in a query string masked.
    pub request_line: String,
    /// What arrived, name and value, secrets masked.
    pub received: Vec<(String, String)>,
    /// The checks in the order in which they were made.
    pub checks: Vec<Check>,
    /// The status code of the answer.
    pub status: u16,
    /// The answer in a few words: the error code, or `token` / `200`.
    pub answered: String,
    /// From the last byte of the request to the answer being ready, in microseconds.
    pub took_us: u64,
}

/// Which part of a practice tenant was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// The token endpoint.
    Token,
    /// A protected API.
    Api,
    /// Metadata, keys and everything else.
    Other,
}

/// One check that a server made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// A stable id: `method`, `content-type`, `grant_type`, `client`, `secret`, `grant`, `audience`, `client-grant`, `scope`, `sign`, ...
    pub id: &'static str,
    /// What was looked at and found, in a few words, secrets masked.
    pub what: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The clause or vendor page behind it, such as `RFC 6749 5.2`.
    pub source: &'static str,
    /// When it was done, in microseconds since the request had arrived.
    pub at_us: u64,
    /// True where the vendor's wire text is not known and this program invented it in the vendor's manner.
    pub emulated: bool,
}

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It held.
    Passed,
    /// It did not hold; the answer says so.
    Failed,
    /// A fact worth noting, neither good nor bad.
    Noted,
}
