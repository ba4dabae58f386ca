//! What was seen of a subject, whichever it is.

use crate::oauth::method::AuthMethod;
use crate::oauth::names::ClientSecret;

/// What was seen of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// It cannot be seen here.
    Unknown,
    /// It was looked at, and is not there.
    Absent,
    /// There was nothing to look at: no token, or none that can be read. Nothing holds of it, not even that something is not in it.
    Nothing,
    /// A text or a number as it is written.
    Text(String),
    /// A text that must not be shown.
    Secret(ClientSecret),
    /// Several.
    List(Vec<String>),
}

impl Seen {
    /// A text, where there is one.
    pub(crate) fn text(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Absent, |text| Self::Text(text.into()))
    }

    /// What it is compared as.
    pub(super) fn words(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Secret(secret) => Some(secret.expose()),
            Self::Unknown | Self::Absent | Self::Nothing | Self::List(_) => None,
        }
    }

    /// As a reader may see it; `None` where nothing was seen.
    pub fn shown(&self) -> Option<String> {
        match self {
            Self::Unknown | Self::Absent | Self::Nothing => None,
            Self::Text(text) => Some(text.clone()),
            Self::Secret(_) => Some("(hidden)".to_owned()),
            Self::List(all) => Some(all.join(" ")),
        }
    }
}

/// How facts name a method.
pub(super) fn auth_word(method: AuthMethod) -> &'static str {
    match method {
        AuthMethod::ClientSecretPost => "post",
        AuthMethod::ClientSecretBasic => "basic",
        AuthMethod::PrivateKeyJwt | AuthMethod::ClientSecretJwt | AuthMethod::Public => {
            method.name()
        }
    }
}
