//! The benches: work screens by subject. One row each; lint, notes, keys and both skins read it.

use serde::Deserialize;

use crate::lesson::exchange::EXPLAIN;
use crate::oauth::request::Field;

/// A work screen by subject.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum Bench {
    /// A vendor's forms.
    Dashboard,
    /// The token request.
    Build,
    /// The exchange.
    Send,
    /// The token.
    Read,
    /// The APIs.
    Call,
    /// The checker.
    Check,
    /// The learner's own exchange, line by line.
    Explain,
    /// Experiments.
    Lab,
    /// A flow of cards.
    Flow,
}

/// A row of the table of benches.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Which one.
    pub bench: Bench,
    /// Its word, on the stage bar and in lists.
    pub word: &'static str,
    /// The things on its screen that a step explains, whatever else it shows.
    pub notes: &'static [&'static str],
}

/// The table, in the order of a usual lesson.
pub const BENCHES: [Row; 9] = [
    row(Bench::Dashboard, "dashboard", &[]),
    row(
        Bench::Build,
        "build",
        &["endpoint", "grant_type", "client_id", "client_secret"],
    ),
    row(Bench::Send, "send", &["request", "checks", "reply", "call"]),
    row(
        Bench::Read,
        "read",
        &["header", "payload", "signature", "opaque", "keys"],
    ),
    row(Bench::Call, "call", &["request", "checks", "reply"]),
    row(Bench::Check, "check", &["paste", "whole-reply"]),
    row(Bench::Explain, "explain", EXPLAIN),
    row(Bench::Lab, "break", &[]),
    // Each card says itself what it is for.
    row(Bench::Flow, "flow", &[]),
];

const fn row(bench: Bench, word: &'static str, notes: &'static [&'static str]) -> Row {
    Row { bench, word, notes }
}

impl Bench {
    /// Its row.
    pub fn row(self) -> &'static Row {
        // The table has a row for each: a test holds it.
        BENCHES
            .iter()
            .find(|row| row.bench == self)
            .unwrap_or(&BENCHES[0])
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        self.row().word
    }

    /// True where nothing is asked for: what is looked at there came before.
    pub fn looks_back(self) -> bool {
        matches!(self, Self::Read | Self::Call | Self::Check | Self::Explain)
    }

    /// The name in lesson files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dashboard => "dashboard",
            Self::Build => "build",
            Self::Send => "send",
            Self::Read => "read",
            Self::Call => "call",
            Self::Check => "check",
            Self::Explain => "explain",
            Self::Lab => "lab",
            Self::Flow => "flow",
        }
    }
}

/// The key of the note on a row of the request form.
pub fn about_field(field: Field) -> &'static str {
    match field {
        Field::Endpoint => "endpoint",
        Field::Credentials => "credentials",
        Field::Possession => "dpop",
        Field::ContentType => "content-type",
        Field::GrantType => "grant_type",
        Field::ClientId => "client_id",
        Field::ClientSecret => "client_secret",
        Field::Audience => "audience",
        Field::Scope => "scope",
        Field::Resource => "resource",
        Field::Organization => "organization",
        Field::Other => "",
    }
}
