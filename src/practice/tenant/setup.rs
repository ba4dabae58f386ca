//! What a learner may change of an app and of a tenant while it runs.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::Value;

use crate::oauth::method::AuthMethod;
use crate::oauth::names::ClientId;
use crate::oauth::time::UnixTime;
use crate::practice::proof::dpop::NonceRule;

/// Whether an app's tokens are bound to a key (RFC 9449).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binding {
    /// Only where the app sends a proof of its own accord.
    Free,
    /// Always: a request without a proof is refused (Okta's "Require Demonstrating Proof of Possession").
    Demanded,
}

/// Where an app may be used, at a tenant with several authorization servers (Okta).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Everywhere.
    Everywhere,
    /// At the org authorization server only.
    OrgOnly,
    /// Nowhere: its network zone does not hold loopback.
    OutsideZone,
    /// An OAuth integration of somebody else's.
    Integration,
}

/// Whether an app names an organization (Auth0's `organization_usage` of a client grant).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrganizationUsage {
    /// It must not.
    Deny,
    /// It may.
    Allow,
    /// It must.
    Require,
}

/// How many tokens an app may have (Auth0's M2M token quota).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Quota {
    /// In one hour, counted from the full hour in UTC.
    pub per_hour: Option<u64>,
    /// In one day, counted from midnight in UTC.
    pub per_day: Option<u64>,
}

/// What may be changed of an app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppSetup {
    /// How it proves itself.
    pub auth: AuthMethod,
    /// Its public keys, a JWK set (RFC 7517 5).
    pub jwks: Option<Value>,
    /// Whether its tokens are bound to a key.
    pub binding: Binding,
    /// Where it may be used.
    pub reach: Reach,
    /// Whether it names an organization, by the API's identifier; elsewhere it must not.
    pub organizations: HashMap<String, OrganizationUsage>,
    /// How many tokens it may have.
    pub quota: Quota,
    /// False where the Client Credentials grant was unticked.
    pub client_credentials: Ticked,
}

/// A box in the dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ticked {
    /// As the type of the app has it.
    AsTyped,
    /// Unticked by hand.
    No,
}

impl AppSetup {
    /// An app that proves itself so, with nothing else set.
    pub fn of(auth: AuthMethod) -> Self {
        Self {
            auth,
            jwks: None,
            binding: Binding::Free,
            reach: Reach::Everywhere,
            organizations: HashMap::new(),
            quota: Quota::default(),
            client_credentials: Ticked::AsTyped,
        }
    }
}

/// What the tokens of an API look like (Auth0's API settings).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum TokenProfile {
    /// The vendor's own.
    #[default]
    Default,
    /// RFC 9068.
    Rfc9068,
    /// The vendor's own with the permissions in it (RBAC).
    Permissions,
    /// RFC 9068 with the permissions in it.
    Rfc9068Permissions,
    /// Text that means nothing to anybody but the server.
    Opaque,
    /// Encrypted for the API (RFC 7516).
    Encrypted,
}

/// An organization of the tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Such as `org_9ybsU1dN2dKfDkBi`.
    pub id: String,
    /// Such as `acme`.
    pub name: String,
    /// The apps that belong to it; `None` for all.
    pub members: Option<Vec<ClientId>>,
    /// How many tokens all its apps together may have.
    pub quota: Quota,
}

/// What a tenant's own code does with each request (an Auth0 Action, an Okta token inline hook).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Adds a claim to the token.
    AddClaim {
        /// Its name.
        name: String,
        /// Its value.
        value: Value,
    },
    /// Refuses.
    Deny {
        /// The error code: `invalid_scope`, `invalid_request`, `server_error`.
        code: DenyCode,
        /// The words.
        reason: String,
    },
}

/// The codes that an Auth0 Action may deny with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DenyCode {
    /// 400.
    InvalidScope,
    /// 400.
    InvalidRequest,
    /// 500.
    ServerError,
}

impl DenyCode {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::InvalidScope, Self::InvalidRequest, Self::ServerError];

    /// The one that is sent so.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.name() == name)
    }

    /// The code as it is sent.
    pub fn name(self) -> &'static str {
        match self {
            Self::InvalidScope => "invalid_scope",
            Self::InvalidRequest => "invalid_request",
            Self::ServerError => "server_error",
        }
    }
}

/// Something broken on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The answer takes this long.
    Slow(Duration),
    /// The answer ends in the middle.
    Cut,
    /// The tenant's rate limit is used up.
    TooMany,
    /// A custom rate policy of the tenant is used up (Auth0).
    Policy,
    /// Tokens are signed with a key that nobody published.
    WrongKey,
    /// Nothing works.
    Broken,
    /// The tenant's own code does not answer (an Okta token inline hook, an Auth0 Action).
    Hook,
    /// The rate limit of the APIs is used up; the token endpoint works.
    ApiTooMany,
}

/// What may be changed of a tenant.
#[derive(Clone, Debug, Default)]
pub struct TenantSetup {
    /// The API that requests without one get a token for.
    pub default_audience: Option<String>,
    /// The scopes of requests without any, where the server has such a setting (Okta custom).
    pub default_scopes: Vec<String>,
    /// Token profiles by the API's identifier.
    pub profiles: HashMap<String, TokenProfile>,
    /// APIs that take bound tokens only, by identifier.
    pub bound_apis: Vec<String>,
    /// How long tokens live, in seconds, where not as the vendor has it.
    pub lifetime: Option<i64>,
    /// Organizations.
    pub organizations: Vec<Organization>,
    /// What the tenant's own code does.
    pub rules: Vec<Rule>,
    /// Whether proofs need a nonce, where not as the vendor has it.
    pub nonce: Option<NonceRule>,
    /// Whether the APIs demand a nonce of their own in a proof (RFC 9449 9). No vendor's does.
    pub api_nonce: NonceRule,
    /// Whether the audience may come as `resource` (Auth0's resource parameter profile).
    pub resource: ResourceParameter,
    /// What happens without any audience (Auth0).
    pub without_audience: WithoutAudience,
    /// Which grants the org authorization server performs (Okta).
    pub org_server: OrgServer,
    /// Whom the flow lets in that wants an access token, where not as it was made (Okta Workflows: security level).
    pub flow_security: Option<FlowSecurity>,
    /// The only apps that may start flows; `None` for any with the scope (Okta Workflows).
    pub flow_callers: Option<Vec<ClientId>>,
    /// Scopes that were added to the customer's API (Okta custom server), each with a description.
    pub added_scopes: Vec<(String, String)>,
    /// Scopes that were taken from it.
    pub removed_scopes: Vec<String>,
    /// How the Basic header is read.
    pub basic: BasicReading,
    /// What is broken.
    pub fault: Option<Fault>,
    /// Where the tenant's clock stands still, before what it is ahead.
    pub frozen: Option<UnixTime>,
    /// Seconds that the tenant's clock is ahead of the true one.
    pub clock_ahead: i64,
    /// Seconds that the APIs' clock is ahead of the tenant's.
    pub api_clock_ahead: i64,
}

/// The security level of a flow's endpoint (Okta Workflows, API Endpoint).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowSecurity {
    /// Secure with OAuth 2.0: an access token with the scope for flows.
    OAuth,
    /// Secure with client token: a secret of this one flow, in the URL or in a header of its own.
    ClientToken,
    /// None (public service).
    Public,
}

/// How id and secret are read from the Basic header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum BasicReading {
    /// Form-decoded or as they are: either spelling is right, as clients differ.
    #[default]
    Either,
    /// Form-decoded only, to the letter of RFC 6749 2.3.1.
    Strict,
}

/// Whether Auth0 reads `resource` (RFC 8707) as it reads `audience`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ResourceParameter {
    /// It is an unknown parameter.
    #[default]
    Ignored,
    /// It is read where no `audience` came.
    Read,
}

/// Which grants Okta's org authorization server performs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum OrgServer {
    /// Client Credentials, for service apps with a key.
    #[default]
    Today,
    /// Not Client Credentials: so it was before there were service apps, and Okta's catalogue of errors still has the words for it.
    Legacy,
}

/// What Auth0 does where there is no audience and no default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum WithoutAudience {
    /// 403, as tenants of today.
    #[default]
    Refused,
    /// 200 and an opaque token, as very old tenants.
    Opaque,
    /// 200 and an opaque token although the tenant has a default: its flag `allow_api1_non_global_clients` is on.
    OpaqueAlthoughDefault,
}
