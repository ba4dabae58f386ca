//! The keys that lesson text is looked up by: what the screens ask for, and so what a lesson must hold.

use crate::lesson::model::ActionKind;

/// The lines of an exchange that the explain stage annotates, in the order in which they are shown.
pub const EXPLAIN: &[&str] = &[
    "parties",
    "request.line",
    "request.grant_type",
    "request.client_id",
    "request.client_secret",
    "reply.status",
    "reply.cache",
    "reply.access_token",
    "reply.token_type",
    "reply.expires_in",
    "reply.scope",
    "reply.no-refresh",
];

/// The things that the screen of an act can explain, in the order in which it shows them.
pub fn act_notes(action: ActionKind) -> &'static [&'static str] {
    match action {
        ActionKind::CreateApp => &[
            "name",
            "type",
            "native",
            "spa",
            "regular-web",
            "m2m",
            "api",
            "scopes",
        ],
        ActionKind::Build => &[
            "endpoint",
            "content-type",
            "grant_type",
            "client_id",
            "client_secret",
            "audience",
            "scope",
            "credentials",
            "dpop",
        ],
        ActionKind::Send => &["request", "checks", "reply", "call"],
        ActionKind::Read => &["header", "payload", "signature", "opaque"],
        ActionKind::Check => &["paste", "whole-reply"],
    }
}

/// The practice tenants that a lesson can run against.
pub const DIALECTS: &[&str] = &["auth0", "okta", "rfc"];
