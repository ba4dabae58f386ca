//! The text of a piece of a request.

use std::fmt;
use std::ops::Deref;

use secrecy::zeroize::Zeroizing;

/// Text as it is sent, already encoded. Nobody who holds a request need know which of its pieces are secret: each is wiped from memory when it is
/// dropped, and none can print itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Spelled(Zeroizing<String>);

impl From<String> for Spelled {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Spelled {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl Deref for Spelled {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<&str> for Spelled {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Spelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Spelled({} bytes)", self.len())
    }
}
