//! Findings: what the checker has to say about a pasted response, as data. The words live in the rule table.

use crate::oauth::rules::Rule;

/// How much a finding matters, worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A rule that held.
    Pass,
    /// Worth knowing.
    Note,
    /// Works today, but should not be so.
    Warn,
    /// Wrong.
    Fail,
}

impl Severity {
    /// The word of the contract: `pass`, `note`, `warn`, `fail`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Note => "note",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// Which layer of the paste a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// How the text got here.
    Paste,
    /// JSON.
    Json,
    /// The members of the reply (RFC 6749 5).
    Reply,
    /// Pasted HTTP headers.
    Header,
    /// The token's shape.
    Token,
    /// The token's claims.
    Claim,
    /// Whether reply and token agree.
    Agree,
    /// The signature.
    Trust,
}

impl Layer {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Paste => "paste",
            Self::Json => "json",
            Self::Reply => "reply",
            Self::Header => "header",
            Self::Token => "token",
            Self::Claim => "claim",
            Self::Agree => "agree",
            Self::Trust => "trust",
        }
    }
}

/// The part that a JSON pointer is within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The reply's JSON.
    Reply,
    /// The token's header.
    Header,
    /// The token's payload.
    Payload,
}

/// Where something stands. Every member is optional.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Place {
    /// Line in the text as pasted, from 1.
    pub line: Option<usize>,
    /// Column in the text as pasted, from 1, in Unicode scalar values.
    pub column: Option<usize>,
    /// JSON pointer (RFC 6901) within `part`.
    pub pointer: Option<String>,
    /// What `pointer` is within.
    pub part: Option<Part>,
}

/// One thing the checker has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub rule: Rule,
    /// How bad here; usually the rule's own severity, some profiles and `--strict` change it.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What stands there, shortened; never a secret, never a whole token. May hold any character: printing passes it through `oauth::text`.
    pub seen: Option<String>,
    /// Values for the `{name}` slots in the rule's words.
    pub values: Vec<(&'static str, String)>,
}
