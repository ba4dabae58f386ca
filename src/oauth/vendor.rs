//! What is known of the vendors' servers: which one a reply and its token come from, by what is in them and never by a host name.

use crate::oauth::json::{Document, Kind};
use crate::oauth::jwt::Jwt;

pub mod auth0;
pub mod endpoint;
pub mod okta;

/// Whose habits a reply is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Profile {
    /// The standards alone.
    Generic,
    /// Auth0.
    Auth0,
    /// A custom authorization server of Okta.
    Okta,
    /// The authorization server of an Okta organization itself.
    OktaOrg,
}

impl Profile {
    /// The word of the contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Generic => "generic",
            Self::Auth0 => "auth0",
            Self::Okta => "okta",
            Self::OktaOrg => "okta-org",
        }
    }
}

/// Which profile was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ProfileChoice {
    /// Decide by the evidence.
    #[default]
    Auto,
    /// This one.
    Only(Profile),
}

/// The profile that the evidence in `reply` and `jwt` speaks for.
pub fn evident(reply: Option<&Document>, jwt: Option<&Jwt>) -> Profile {
    if let Some(jwt) = jwt {
        if let Some(profile) = okta::evident(jwt) {
            return profile;
        }
        if auth0::evident(jwt) {
            return Profile::Auth0;
        }
    }
    if reply.is_some_and(|reply| has(reply, "errorCode")) {
        return Profile::Okta;
    }
    Profile::Generic
}

/// True when the object at the root of `document` has a member `name`.
fn has(document: &Document, name: &str) -> bool {
    document.root().is_some_and(|root| {
        document.kind(root) == Kind::Object && document.member(root, name).is_some()
    })
}
