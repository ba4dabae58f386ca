//! The keys that a server publishes, or why there are none to verify with.

use thiserror::Error;

use crate::oauth::jwt::keys::{Keys, NoKeys};
use crate::oauth::reply::{Reply, SendError};

/// Why there are no keys to verify with.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyFault {
    /// The key set could not be fetched.
    #[error("{0}")]
    Unreachable(#[from] SendError),
    /// The server answered with something else than a key set.
    #[error("the server answered {0} where its keys should be")]
    Status(u16),
    /// Where they are could not be learned: why, in words for people.
    #[error("{0}")]
    Unknown(String),
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
