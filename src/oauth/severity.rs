//! How much a finding matters, and which layer of a paste it is about: what rules and findings share.

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
