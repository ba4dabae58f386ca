//! Why the token endpoint refuses, before any dialect gives it status and words.

use crate::practice::proof::dpop;
use crate::practice::record::mask;
use crate::practice::tenant::pace::Spent;
use crate::practice::tenant::setup::DenyCode;
use crate::practice::token::assertion;
use crate::practice::token::parameters::Unreadable;

/// A reason to refuse a token request. A dialect turns it into status and body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::practice) enum Refusal {
    /// How the request is written.
    Written(Written),
    /// No `grant_type`. `unread` when there was a body of a type that is not read.
    NoGrantType { unread: bool },
    /// A `grant_type` this server does not know.
    UnknownGrantType { given: String },
    /// Who asks.
    Who(Who),
    /// The path names an authorization server that does not exist.
    OtherServer,
    /// The app may not be used at this authorization server.
    Place(Place),
    /// The app does not have this grant. `configured` are those that it has.
    GrantNotEnabled {
        grant_type: String,
        configured: Vec<&'static str>,
    },
    /// No `audience`, and the tenant has no default.
    NoAudience,
    /// No API has this identifier.
    UnknownAudience { given: String },
    /// `resource` names no API, or several (RFC 8707 2).
    Target { why: &'static str },
    /// The app has no grant at this API.
    NotAuthorised { audience: String },
    /// An organization that is not right for the app.
    Organization(OrganizationFault),
    /// Scopes beyond the grant, in the order asked for.
    ScopeNotGranted { missing: Vec<String> },
    /// Something else about the scopes.
    Scope(ScopeFault),
    /// The tenant's own code says no.
    Denied { code: DenyCode, reason: String },
    /// The tenant's own code does not answer.
    Hook,
    /// The proof of possession is missing or bad.
    Dpop(dpop::Fault),
    /// The quota of the app or of its organization is used up.
    Quota(Spent),
    /// The tenant's rate limit is used up.
    TooMany,
    /// A custom rate policy is used up.
    Policy,
    /// This server's own fault: the key is missing or does not sign.
    Fault { why: String },
}

/// What is wrong with how a request is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::practice) enum Written {
    /// Not a POST.
    Method { given: String },
    /// The body is larger than the limit.
    BodyTooLarge,
    /// The body did not come in time.
    BodyTooSlow,
    /// The body ended in the middle.
    BodyBroken,
    /// The body is of a type that is not read here.
    BodyType,
    /// The body is not what its type says.
    Unreadable(Unreadable),
    /// Parameters that stand there more than once.
    Repeated { names: Vec<&'static str> },
    /// `Accept` wants another type than JSON.
    Accept,
    /// A JSON member has the wrong type.
    NotText { name: &'static str },
    /// A parameter is missing.
    Missing { name: &'static str },
}

/// What is wrong with who asks, or with the proof of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::practice) enum Who {
    /// Credentials in the URL.
    CredentialsInUrl,
    /// Credentials in more than one place.
    SeveralCredentials,
    /// A Basic header that holds no id and secret.
    BadBasic,
    /// `client_assertion_type` is another one.
    AssertionType,
    /// Nothing came that says who asks.
    NoClientId,
    /// No app has this id.
    UnknownClient,
    /// The app must prove itself and sent nothing to do it with.
    NoSecret,
    /// The app proved itself in a way it is not set up for.
    OtherMethod {
        tried: &'static str,
        wanted: &'static str,
    },
    /// The secret is not the app's. Lengths in characters.
    WrongSecret { came: usize, wanted: usize },
    /// The assertion does not prove who sent it.
    Assertion(assertion::Fault),
}

impl From<Written> for Refusal {
    fn from(fault: Written) -> Self {
        Self::Written(fault)
    }
}

impl From<Who> for Refusal {
    fn from(fault: Who) -> Self {
        Self::Who(fault)
    }
}

/// Why an app may not be used at an authorization server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum Place {
    /// The org server takes private keys only.
    KeyOnly,
    /// The same, for an app that is an OAuth integration.
    IntegrationKeyOrBasic,
    /// The org server takes service apps only.
    ServiceOnly,
    /// The app belongs to the org server.
    OrgOnly,
    /// The org server does not perform this grant: it is set as it was of old.
    CustomOnly,
    /// The request comes from outside the app's zone.
    Zone,
}

/// What is wrong with an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum OrganizationFault {
    /// There is none with this id or name.
    Unknown,
    /// The app does not belong to it.
    NotMember,
    /// The client grant does not let the app name one.
    NotAllowed,
    /// The client grant demands one.
    Missing,
}

/// What is wrong with the scopes, beyond what is granted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::practice) enum ScopeFault {
    /// Against the grammar of RFC 6749 3.3.
    Malformed,
    /// `openid` needs a person.
    OpenId,
    /// None came and there is no default.
    MissingCustom,
    /// None came, and the org server never has a default.
    MissingOrg,
    /// The server does not have them.
    Unknown,
    /// They need a person's consent.
    ConsentOnly(Vec<String>),
    /// They are about the person who asks.
    OwnOnly,
    /// None of them is granted.
    NoneGranted,
    /// No rule of a policy is for this app.
    NoPolicy,
    /// A rule is, but it takes none of the scopes.
    AllRejected,
    /// A rule is, but it does not take these.
    SomeRejected(Vec<String>),
}

impl Refusal {
    /// What was seen, for the server's view. It may say more than the reply does, but never a secret.
    pub(in crate::practice) fn seen(&self) -> String {
        match self {
            Self::Written(fault) => fault.seen(),
            Self::NoGrantType { unread: false } => "absent".into(),
            Self::NoGrantType { unread: true } => "absent: the body was not read".into(),
            Self::UnknownGrantType { given } => format!("{} is not known here", mask::text(given)),
            Self::Who(fault) => fault.seen(),
            Self::OtherServer => "there is no such authorization server".into(),
            Self::Place(place) => place.seen().into(),
            Self::GrantNotEnabled { grant_type, .. } => {
                format!("{} is not enabled for this app", mask::text(grant_type))
            }
            Self::NoAudience => "absent, and the tenant has no default audience".into(),
            Self::UnknownAudience { given } => format!("no API is called {}", mask::text(given)),
            Self::Target { why } => (*why).into(),
            Self::NotAuthorised { audience } => {
                format!("this app is not authorised for {}", mask::text(audience))
            }
            Self::Organization(fault) => fault.seen().into(),
            Self::ScopeNotGranted { missing } => {
                format!("not granted: {}", mask::text(&missing.join(" ")))
            }
            Self::Scope(fault) => fault.seen(),
            // Under which code that is sent is the vendor's to say.
            Self::Denied { reason, .. } => mask::text(reason),
            Self::Dpop(fault) => fault.seen().into(),
            Self::Hook => "the tenant's own code does not answer".into(),
            Self::Quota(spent) => spent.seen().into(),
            Self::TooMany => "the tenant's rate limit is used up".into(),
            Self::Policy => "a rate policy of the tenant is used up".into(),
            Self::Fault { why } => why.clone(),
        }
    }
}

impl Written {
    fn seen(&self) -> String {
        match self {
            Self::Method { given } => format!("{}, not POST", mask::text(given)),
            Self::BodyTooLarge => "the body is larger than the limit".into(),
            Self::BodyTooSlow => "the body did not arrive in time".into(),
            Self::BodyBroken => "the body ends in the middle".into(),
            Self::BodyType => "a type that is not read here".into(),
            Self::Unreadable(Unreadable::Form) => "not a form in UTF-8".into(),
            Self::Unreadable(Unreadable::Json) => "not a JSON object".into(),
            Self::Repeated { names } => format!("more than once: {}", names.join(", ")),
            Self::Accept => "Accept takes no application/json".into(),
            Self::NotText { name } => format!("{name} is JSON but not text"),
            Self::Missing { name } => format!("{name} is absent"),
        }
    }
}

impl Who {
    fn seen(&self) -> String {
        match self {
            Self::CredentialsInUrl => "credentials in the URL: a real log would hold them".into(),
            Self::SeveralCredentials => "credentials in more than one place".into(),
            Self::BadBasic => "the Basic header holds no id and secret in base64".into(),
            Self::AssertionType => "client_assertion_type is not jwt-bearer".into(),
            Self::NoClientId => "nothing says which app this is".into(),
            Self::UnknownClient => "no app has this client_id".into(),
            Self::NoSecret => "client_secret is absent".into(),
            Self::OtherMethod { tried, wanted } => format!("{tried}; this app uses {wanted}"),
            Self::WrongSecret { came, wanted } if came == wanted => {
                "client_secret is not this app's: as long as it, and not the same".into()
            }
            Self::WrongSecret { came, wanted } => format!(
                "client_secret is not this app's: {came} characters came, and it has {wanted}"
            ),
            Self::Assertion(fault) => fault.seen().into(),
        }
    }
}

impl Place {
    fn seen(self) -> &'static str {
        match self {
            Self::KeyOnly => "the org server takes private_key_jwt only",
            Self::IntegrationKeyOrBasic => "the org server takes private_key_jwt or Basic here",
            Self::ServiceOnly => "the org server takes service apps only",
            Self::OrgOnly => "this app may be used at the org server only",
            Self::CustomOnly => "the org server is set to its old ways: not this grant",
            Self::Zone => "the request comes from outside this app's network zone",
        }
    }
}

impl OrganizationFault {
    fn seen(self) -> &'static str {
        match self {
            Self::Unknown => "there is no such organization",
            Self::NotMember => "the app does not belong to this organization",
            Self::NotAllowed => "organization_usage of the client grant is deny",
            Self::Missing => "organization_usage of the client grant is require",
        }
    }
}

impl ScopeFault {
    fn seen(&self) -> String {
        let list = |scopes: &[String]| mask::text(&scopes.join(" "));
        match self {
            Self::Malformed => "against the grammar of RFC 6749 3.3".into(),
            Self::OpenId => "openid needs a person".into(),
            Self::MissingCustom | Self::MissingOrg => {
                "absent, and the server has no default scope".into()
            }
            Self::Unknown => "not all of them exist at this server".into(),
            Self::ConsentOnly(scopes) => format!("a person must consent to {}", list(scopes)),
            Self::OwnOnly => "a .self scope needs a person".into(),
            Self::NoneGranted => "none of them is granted to this app".into(),
            Self::NoPolicy => "no rule of an access policy is for this app".into(),
            Self::AllRejected => "the rule for this app takes none of them".into(),
            Self::SomeRejected(scopes) => {
                format!("the rule for this app does not take {}", list(scopes))
            }
        }
    }
}
