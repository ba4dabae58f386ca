//! The lines of an exchange that the explain bench annotates.

/// Those that every exchange has, and so every lesson explains.
pub const EXPLAIN: &[&str] = &[
    "parties",
    "request.line",
    "request.content-type",
    "request.grant_type",
    "reply.status",
    "reply.access_token",
    "reply.token_type",
    "reply.expires_in",
];

/// Those that a lesson may explain as well, in the order in which they stand in an exchange.
pub const MORE: &[&str] = &[
    "request.authorization",
    "request.client_id",
    "request.client_secret",
    "request.assertion",
    "request.audience",
    "request.scope",
    "request.resource",
    "request.organization",
    "reply.cache",
    "reply.scope",
    "reply.no-refresh",
];

/// True where an exchange can have such a line.
pub fn is_line(about: &str) -> bool {
    EXPLAIN.contains(&about) || MORE.contains(&about)
}
