//! One reversible change to draft, form, app, tenant, fault or clock; and moves, which are changes and presses of keys.

use serde::Deserialize;

use crate::flow::Place;
use crate::lesson::template::Template;
use crate::oauth::request::InUrl;

mod read;
pub mod server;
mod table;

use server::{Profile, ServerChange};

pub use read::seconds_of;

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Of the request form.
    Draft(DraftChange),
    /// Of a field of the dashboard, not yet sent.
    Form(FormChange),
    /// Of the world.
    World(WorldChange),
    /// Of the flow of the step.
    Flow(FlowChange),
    /// Of the token in hand: the next call carries the changed copy.
    Token(TokenChange),
}

/// A change of the token in hand, as somebody without the server's key can make it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenChange {
    /// A claim gets another value; the signature stays.
    Claim(String, Template),
    /// A member of the header does.
    Header(String, Template),
    /// `alg` none and no signature.
    Unsigned,
    /// HS256 with the public key as if it were a secret.
    PublicKeyAsSecret,
    /// One character of the signature is another.
    Signature,
}

/// A change of a flow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FlowChange {
    /// This is typed into a port; an empty text empties it.
    Edit(Place, Template),
    /// The value of the first place is dropped into the second.
    Connect(Place, Place),
}

/// A change of the request form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftChange {
    /// A text field.
    Set(DraftField, Template),
    /// How the request proves who asks.
    Auth(DraftAuth),
    /// `form` or `json`.
    Json(Switch),
    /// Id and secret go into the Basic header as they are, without form-encoding (against RFC 6749 2.3.1).
    RawBasic(Switch),
    /// What of it stands in the URL, which RFC 6749 2.3.1 and 3.2 forbid. A change of an experiment alone: no form offers it.
    InUrl(InUrl),
    /// A proof of possession goes along.
    Proof(Switch),
    /// The proof of possession that was sent goes out again, against RFC 9449 11.1. A change of an experiment alone.
    ProofAgain,
    /// The request goes to this address on this machine and not to the token endpoint. A change of an experiment alone.
    Endpoint(Template),
    /// What the assertion says otherwise than it should. A change of an experiment alone.
    Assertion(AssertionChange),
}

impl DraftChange {
    /// True for what only an experiment may do, which puts it back: it goes against the protocol, or somewhere else.
    pub fn is_of_experiments(&self) -> bool {
        match self {
            Self::Endpoint(_) | Self::Assertion(_) | Self::ProofAgain => true,
            Self::RawBasic(raw) => raw.is_on(),
            Self::InUrl(what) => *what != InUrl::Nothing,
            Self::Set(..) | Self::Auth(_) | Self::Json(_) | Self::Proof(_) => false,
        }
    }
}

/// A change of the assertion, made before it is signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssertionChange {
    /// A claim.
    Claim(String, Template),
    /// A claim that is a time: so many seconds from when it is signed.
    Time(String, i64),
    /// A member of the header.
    Header(String, Template),
    /// It is signed with a key that nobody registered, under the name of the right one.
    OtherKey,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    /// On.
    On,
    /// Off.
    Off,
}

impl Switch {
    /// True for on.
    pub fn is_on(self) -> bool {
        self == Self::On
    }
}

/// A text field of the request form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftField {
    /// `grant_type`
    GrantType,
    /// `client_id`
    ClientId,
    /// `client_secret`
    ClientSecret,
    /// `audience`
    Audience,
    /// `scope`
    Scope,
    /// `resource`
    Resource,
    /// `organization`
    Organization,
}

/// How a request proves who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftAuth {
    /// In the body.
    Post,
    /// In the header.
    Basic,
    /// In both, which RFC 6749 2.3 forbids.
    Both,
    /// By a signed JWT.
    PrivateKeyJwt,
}

/// A change of a dashboard field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormChange {
    /// The field: `name`, `type`, `grant`, or one that a dashboard file names.
    pub field: String,
    /// What is put in: a text, a type, an API's identifier.
    pub to: Template,
    /// The permissions that are ticked with an API.
    pub scopes: Vec<String>,
}

/// A change of the world: of the learner's app, its tenant, a fault, a clock. The practice tenants carry it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WorldChange {
    /// The app's method.
    AppAuth(DraftAuth),
    /// A new secret for the app, made by the tenant.
    AppRotate,
    /// This secret for the app.
    AppSecret(Template),
    /// What the app is authorised for.
    AppGrants(Vec<GrantTo>),
    /// What it is authorised for at one API; those at others stay. Without a permission it may not go there.
    AppGrant(GrantTo),
    /// Which public key is registered for it; with that it is set to a signed assertion.
    AppKey(KeyOf),
    /// Whether the app demands a proof of possession.
    AppBound(Switch),
    /// How the app may name an organization at an API.
    AppOrganization(Template, OrganizationUse),
    /// The API that requests without one get a token for; `none` clears it.
    DefaultAudience(Template),
    /// What happens without any audience.
    WithoutAudience(WithoutAudience),
    /// A custom scope is added.
    ScopeAdded(Template, Template),
    /// A scope is taken away.
    ScopeRemoved(Template),
    /// The tenant's own code adds a claim.
    RuleClaim(Template, Template),
    /// The tenant's own code denies.
    RuleDeny(Template, Template),
    /// The tenant has no code of its own.
    RuleNone,
    /// An organization exists.
    Organization(Template),
    /// The security level of the protected flow (Okta Workflows).
    FlowSecurity(FlowLevel),
    /// Whether Basic is read to the letter of RFC 6749 2.3.1, or raw too.
    StrictBasic(Switch),
    /// How long tokens live, in seconds.
    Lifetime(i64),
    /// A fault for the next answers.
    Fault(FaultKind),
    /// Seconds that the tenant's clock is ahead.
    TenantClock(i64),
    /// Seconds that the APIs' clock is ahead of the tenant's.
    ApiClock(i64),
    /// The keys are rolled.
    KeyRoll,
    /// Whether the tenant answers at all.
    Up(Switch),
    /// What the tokens of an API look like.
    Profile(Template, Profile),
    /// One of the changes that lessons seldom make.
    Server(ServerChange),
}

/// The security level of a flow's endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowLevel {
    /// Secure with OAuth 2.0.
    OAuth,
    /// Secure with client token.
    ClientToken,
    /// None (public service).
    Public,
}

impl FlowLevel {
    /// All, with the words of lesson files.
    pub const ALL: [(&'static str, Self); 3] = [
        ("oauth", Self::OAuth),
        ("client-token", Self::ClientToken),
        ("public", Self::Public),
    ];

    /// The word of lesson files.
    pub fn word(self) -> &'static str {
        match self {
            Self::OAuth => "oauth",
            Self::ClientToken => "client-token",
            Self::Public => "public",
        }
    }
}

/// What an app is authorised for at one API.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub struct GrantTo {
    /// The API's identifier.
    pub api: Template,
    /// The permissions there.
    #[serde(default)]
    pub scopes: Vec<String>,
}

/// Whose public key an app has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyOf {
    /// The learner's: the tutor holds the private half.
    Learner,
    /// Somebody else's, whose private half is thrown away.
    Other,
    /// None at all.
    Nobody,
}

/// Whether an app names an organization (Auth0's `organization_usage`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrganizationUse {
    /// It must not.
    Deny,
    /// It may.
    Allow,
    /// It must.
    Require,
}

/// What Auth0 does where a request names no audience.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithoutAudience {
    /// 403, unless the tenant has a default.
    Refused,
    /// 200 and an opaque token, unless the tenant has a default.
    Opaque,
    /// 200 and an opaque token although the tenant has a default (the flag `allow_api1_non_global_clients`).
    OpaqueAlthoughDefault,
}

/// A fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// None.
    None,
    /// The answer takes five seconds.
    Slow,
    /// The answer ends in the middle.
    Cut,
    /// 429.
    TooMany,
    /// 500.
    Broken,
    /// Tokens are signed with a key that nobody published.
    WrongKey,
}

/// What is done in a lesson: a change, or what one key does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Move {
    /// A change.
    Change(Change),
    /// A key.
    Press(Press),
}

/// What one key does, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// The button of a dashboard form; the form's id, or none for the one that makes the app.
    Button(Option<String>),
    /// Send the request, so many times.
    Send(u32),
    /// Call the API of that name.
    Call(String, Bearing),
    /// Verify the token as the API would.
    Verify,
    /// The reply of the newest exchange goes to the checker.
    Check,
    /// Answer the question by the option's place, from 1.
    Answer(String, usize),
    /// Answer the question by typing.
    Type(String, String),
    /// The lab: make the changes of the variant that is selected.
    Vary(Option<String>),
    /// The lab: put everything back.
    PutBack,
    /// Run the next card of the flow.
    RunCard,
    /// Run the flow to its end.
    RunToEnd,
    /// Back to the start of the flow.
    Rewind,
}

/// What a call of an API carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearing {
    /// The token in hand.
    Token,
    /// Nothing.
    Nothing,
}
