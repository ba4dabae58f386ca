//! The desks: a text that was pasted, and what the checker or the decoder says of it.

use crate::app::effect::RunId;
use crate::oauth::check::Report;
use crate::oauth::reply::SendError;

/// A checker's desk.
#[derive(Debug, Default)]
pub struct CheckDesk {
    /// The text as pasted.
    pub text: String,
    /// What the checker says; `None` until there is a text.
    pub report: Option<Report>,
    /// How fetching the keys goes.
    pub keys: KeyFetch,
    /// True when the text is the reply of the tutor's own exchange.
    pub own: bool,
}

/// A decoder's desk.
#[derive(Debug, Default)]
pub struct DecodeDesk {
    /// The text as pasted.
    pub text: String,
    /// What is in it, and what is to be said of the token.
    pub report: Option<Report>,
    /// How fetching the keys goes.
    pub keys: KeyFetch,
}

/// How fetching the keys goes.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum KeyFetch {
    /// Nobody asked.
    #[default]
    Idle,
    /// Under way.
    Waiting(RunId),
    /// They could not be fetched.
    Failed(SendError),
    /// There is nowhere to fetch them from: the token is not from the practice tenant.
    NotOurs(String),
    /// They are in the report.
    Done,
}
