//! How a card fails, by the names that Okta's page of common errors has.

/// The official name of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultName {
    /// Nobody answered at that address.
    Connection,
    /// What came back is no HTTP.
    Http,
    /// The cards do not fit together: a value comes from where there is none.
    InvalidFlow,
    /// A value is missing, or none that the card takes.
    InvalidInput,
    /// A value is of another type than the one declared.
    InvalidConversion,
    /// The way to the server failed.
    Network,
    /// A text is not the JSON that it should be.
    Parse,
    /// No answer came in time.
    Timeout,
    /// The address is none.
    Url,
}

impl FaultName {
    /// The name as Okta spells it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Connection => "Connection Error",
            Self::Http => "HTTP Error",
            Self::InvalidFlow => "Invalid Flow",
            Self::InvalidInput => "Invalid Input",
            Self::InvalidConversion => "Invalid Type Conversion",
            Self::Network => "Network Error",
            Self::Parse => "Parse Error",
            Self::Timeout => "Timeout",
            Self::Url => "URL Error",
        }
    }
}

/// Why a card stopped. The reason holds no value, so it can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The official name.
    pub name: FaultName,
    /// The reason, in a sentence.
    pub why: String,
}

impl Fault {
    /// A fault of that name.
    pub fn new(name: FaultName, why: impl Into<String>) -> Self {
        Self {
            name,
            why: why.into(),
        }
    }
}
