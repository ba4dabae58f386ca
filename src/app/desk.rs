//! The desks: a text that was pasted, and what the checker or the decoder says of it.

use crate::app::effect::RunId;
use thiserror::Error;

use crate::oauth::check::paste::Pasted;
use crate::oauth::check::{self, Expectation, Report, TokenReport};
use crate::oauth::jwt::keys::{Keys, NoKeys};
use crate::oauth::reply::{Reply, SendError};

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
    /// The token in it, and what is to be said of it; `None` for an empty desk.
    pub report: Option<TokenReport>,
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
    Failed(KeyFault),
    /// There is nowhere to fetch them from: the token is not from the practice tenant.
    NotOurs(String),
    /// They are in the report.
    Done,
}

impl KeyFetch {
    /// Stops waiting, and says which question is given up.
    pub(crate) fn give_up(&mut self) -> Option<RunId> {
        match self {
            Self::Waiting(run) => {
                let run = *run;
                *self = Self::Idle;
                Some(run)
            }
            Self::Idle | Self::Failed(_) | Self::NotOurs(_) | Self::Done => None,
        }
    }
}

/// Why there are no keys to verify with.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyFault {
    /// The key set could not be fetched.
    #[error("{0}")]
    Unreachable(#[from] SendError),
    /// The server answered with something else than a key set.
    #[error("the server answered {0} where its keys should be")]
    Status(u16),
    /// What came back holds no key.
    #[error("{0}")]
    Unusable(#[from] NoKeys),
}

/// The keys in the reply of a `jwks_uri`.
///
/// # Errors
/// [`KeyFault`], which is the server's or the network's fault, not ours.
pub fn keys_of(result: Result<Reply, SendError>) -> Result<Keys, KeyFault> {
    let reply = result?;
    if reply.status == 200 {
        Ok(Keys::parse(&reply.text())?)
    } else {
        Err(KeyFault::Status(reply.status))
    }
}

impl CheckDesk {
    /// Judges the text anew.
    pub(crate) fn judge(&mut self, expectation: &Expectation, keys: Option<&Keys>) {
        let laid = !self.text.trim().is_empty();
        self.report = laid.then(|| check::check(&Pasted::new(&self.text), expectation, keys));
    }
}

impl DecodeDesk {
    /// Reads the text anew: the token in a response, a header line or quotes, else the text itself.
    pub(crate) fn judge(&mut self, expectation: &Expectation, keys: Option<&Keys>) {
        if self.text.trim().is_empty() {
            self.report = None;
            return;
        }
        let around = check::check(&Pasted::new(&self.text), expectation, None);
        let token = match &around.jwt {
            Some(jwt) => jwt.text().to_owned(),
            None => self.text.split_whitespace().collect(),
        };
        self.report = Some(check::judge_token(&token, expectation, keys));
    }
}
