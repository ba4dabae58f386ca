//! Why the token endpoint refuses, before any dialect gives it status and words.

use super::mask;
use super::parameters::Unreadable;

/// A reason to refuse a token request. A dialect turns it into status and body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// Not a POST.
    Method { given: String },
    /// The body is larger than the limit.
    BodyTooLarge,
    /// The body did not come in time.
    BodyTooSlow,
    /// The body ended in the middle.
    BodyBroken,
    /// The body is not what its type says.
    Unreadable(Unreadable),
    /// A parameter stands there twice.
    Repeated { name: &'static str },
    /// A JSON member has the wrong type.
    NotText { name: &'static str },
    /// No `grant_type`. `unread` when there was a body of a type that is not read.
    NoGrantType { unread: bool },
    /// A `grant_type` this server does not know.
    UnknownGrantType { given: String },
    /// No `client_id`.
    NoClientId,
    /// No app has this id.
    UnknownClient,
    /// The app must prove itself and sent nothing to do it with.
    NoSecret,
    /// The app proved itself in a way it is not set up for.
    OtherMethod { tried: &'static str },
    /// The secret is not the app's. Lengths in characters.
    WrongSecret { came: usize, wanted: usize },
    /// The app's type does not have this grant.
    GrantNotEnabled { grant_type: String },
    /// No `audience`, and the tenant has no default.
    NoAudience,
    /// No API has this identifier.
    UnknownAudience { given: String },
    /// The app has no grant at this API.
    NotAuthorised { audience: String },
    /// Scopes beyond the grant, in the order asked for.
    ScopeNotGranted { missing: Vec<String> },
    /// This server's own fault: the key is missing or does not sign.
    Fault { why: String },
}

impl Refusal {
    /// What was seen, for the server's view. It may say more than the reply does, but never a secret.
    pub(super) fn seen(&self) -> String {
        match self {
            Self::Method { given } => format!("{}, not POST", mask::text(given)),
            Self::BodyTooLarge => "the body is larger than the limit".into(),
            Self::BodyTooSlow => "the body did not arrive in time".into(),
            Self::BodyBroken => "the body ends in the middle".into(),
            Self::Unreadable(Unreadable::Form) => "not a form in UTF-8".into(),
            Self::Unreadable(Unreadable::Json) => "not a JSON object".into(),
            Self::Repeated { name } => format!("{name} stands there more than once"),
            Self::NotText { name } => format!("{name} is JSON but not text"),
            Self::NoGrantType { unread: false } => "absent".into(),
            Self::NoGrantType { unread: true } => "absent: the body was not read".into(),
            Self::UnknownGrantType { given } => format!("{} is not known here", mask::text(given)),
            Self::NoClientId => "client_id is absent".into(),
            Self::UnknownClient => "no app has this client_id".into(),
            Self::NoSecret => "client_secret is absent".into(),
            Self::OtherMethod { tried } => format!("{tried}; this app uses client_secret_post"),
            Self::WrongSecret { came, wanted } => {
                format!(
                    "client_secret is not this app's: {came} characters came, {wanted} are right"
                )
            }
            Self::GrantNotEnabled { grant_type } => {
                format!(
                    "{} is not enabled for this type of app",
                    mask::text(grant_type)
                )
            }
            Self::NoAudience => "absent, and the tenant has no default audience".into(),
            Self::UnknownAudience { given } => format!("no API is called {}", mask::text(given)),
            Self::NotAuthorised { audience } => {
                format!("this app is not authorised for {}", mask::text(audience))
            }
            Self::ScopeNotGranted { missing } => {
                format!("not granted: {}", mask::text(&missing.join(" ")))
            }
            Self::Fault { why } => why.clone(),
        }
    }
}
