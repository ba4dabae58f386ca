//! Names of the things a token request is made of, and secrets that cannot print themselves.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// A client identifier (RFC 6749 2.2). Public, not a secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ClientId(pub String);

impl fmt::Display for ClientId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A client secret (RFC 6749 2.3.1). Neither `Debug` nor any other printing shows it; `expose` is the one way in.
#[derive(Clone)]
pub struct ClientSecret(SecretString);

impl ClientSecret {
    /// Wraps `text`, byte for byte: blanks and line ends are kept, since they are what lesson B2 is about.
    pub fn new(text: impl Into<String>) -> Self {
        Self(SecretString::from(text.into()))
    }

    /// The secret itself, for the wire and for nothing else.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// What may be shown of it.
    pub fn mask(&self) -> Mask {
        Mask::of(self.expose())
    }
}

impl PartialEq for ClientSecret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for ClientSecret {}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(hidden)")
    }
}

/// What may be shown of a secret: its length in characters and, when it is long enough, its last two.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Mask {
    /// Length in Unicode scalar values.
    pub length: usize,
    /// The last two characters; empty when the secret is shorter than twelve, so that a tail never gives much away.
    pub tail: String,
}

impl Mask {
    /// The mask of `secret`.
    pub fn of(secret: &str) -> Self {
        let length = secret.chars().count();
        let tail = if length < 12 {
            String::new()
        } else {
            secret.chars().skip(length - 2).collect()
        };
        Self { length, tail }
    }
}
