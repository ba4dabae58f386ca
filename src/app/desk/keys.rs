//! Keys at a desk: as somebody gave them, and how getting them goes.

use std::fmt;

use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretSlice};

use crate::app::effect::RunId;
use crate::app::key_fault::KeyFault;
use crate::oauth::jwt::jwk::shared_secret;
use crate::oauth::jwt::keys::{Keys, NoKeys};
use crate::oauth::jwt::private::PrivateKey;
use crate::oauth::jwt::private::damage::BadKey;

/// The first byte of DER (X.690 8.9.1).
const DER: u8 = 0x30;

/// Keys as somebody pasted them: PEM, JWK, a JWK set, or a shared secret. Never printed.
#[derive(Clone)]
pub struct GivenKeys(SecretSlice<u8>);

impl GivenKeys {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into().into_bytes().into())
    }

    /// What a file holds, which may be DER. One line end behind a secret is the editor's and no part of it.
    pub fn of_file(mut bytes: Vec<u8>) -> Self {
        if bytes.first() != Some(&DER) && bytes.ends_with(b"\n") {
            bytes.pop();
            if bytes.ends_with(b"\r") {
                bytes.pop();
            }
        }
        Self(bytes.into())
    }

    /// The keys in it. Where the token says HMAC, text that is no key is the secret itself, byte for byte.
    ///
    /// # Errors
    /// [`NoKeys`].
    pub(crate) fn read(&self, symmetric: bool) -> Result<Keys, NoKeys> {
        let bytes = self.0.expose_secret();
        if let Some(secret) = self.jwk_secret().filter(|_| symmetric) {
            return Ok(Keys::from_secret(secret.to_vec()));
        }
        match Keys::from_bytes(bytes) {
            Err(NoKeys::NotKeys) if symmetric && !bytes.is_empty() => {
                Ok(Keys::from_secret(bytes.to_vec()))
            }
            read => read,
        }
    }

    /// The private key in it; of a set the one that `kid` names.
    ///
    /// # Errors
    /// [`BadKey`].
    pub(crate) fn signer(&self, kid: Option<&str>) -> Result<PrivateKey, BadKey> {
        let text = String::from_utf8_lossy(self.0.expose_secret());
        PrivateKey::parse(&text, kid).map(|opened| opened.key)
    }

    /// The secret in it, for HMAC: the one that checks such a token too. `None` for a key of another kind, whole or damaged.
    pub(crate) fn secret(&self) -> Option<SecretSlice<u8>> {
        if let Some(secret) = self.jwk_secret() {
            return Some(secret.to_vec().into());
        }
        let text = String::from_utf8_lossy(self.0.expose_secret());
        let is_key = text.contains("-----BEGIN") || text.trim_start().starts_with('{');
        let is_secret = !is_key && Keys::from_bytes(self.0.expose_secret()).is_err();
        is_secret.then(|| self.0.clone())
    }

    fn jwk_secret(&self) -> Option<Zeroizing<Vec<u8>>> {
        shared_secret(std::str::from_utf8(self.0.expose_secret()).ok()?)
    }
}

impl PartialEq for GivenKeys {
    fn eq(&self, other: &Self) -> bool {
        self.0.expose_secret() == other.0.expose_secret()
    }
}

impl Eq for GivenKeys {}

impl fmt::Debug for GivenKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GivenKeys(hidden)")
    }
}

/// How getting the keys goes.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum KeyFetch {
    /// Nobody asked.
    #[default]
    Idle,
    /// Under way, from the practice tenant or out of a file.
    Waiting(RunId),
    /// Under way, from this host, which somebody named.
    Asking(RunId, String),
    /// They could not be fetched.
    Failed(KeyFault),
    /// There is nowhere to fetch them from: the token is not from the practice tenant.
    NotOurs(String),
    /// The practice tenant's are in the report.
    Done,
    /// Those that this host publishes are in the report.
    From(String),
    /// Those that were given by hand are in the report.
    Given {
        /// How many.
        count: usize,
    },
    /// What was given by hand holds no key.
    Refused(NoKeys),
}

impl KeyFetch {
    /// True while an answer is waited for.
    pub fn is_waiting(&self) -> bool {
        matches!(self, Self::Waiting(_) | Self::Asking(..))
    }

    /// True while this answer is waited for.
    pub(crate) fn waits_for(&self, run: RunId) -> bool {
        matches!(self, Self::Waiting(own) | Self::Asking(own, _) if *own == run)
    }

    /// Stops waiting, and says which question is given up.
    pub(crate) fn give_up(&mut self) -> Option<RunId> {
        match self {
            Self::Waiting(run) | Self::Asking(run, _) => {
                let run = *run;
                *self = Self::Idle;
                Some(run)
            }
            Self::Idle
            | Self::Failed(_)
            | Self::NotOurs(_)
            | Self::Done
            | Self::From(_)
            | Self::Given { .. }
            | Self::Refused(_) => None,
        }
    }
}
