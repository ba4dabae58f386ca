//! What the tutor knows of the practice tenants: plain data, so that the pure layers need not see the servers.

use std::collections::BTreeMap;

use url::Url;

use crate::lesson::change::FlowLevel;
use crate::lesson::model::Server;
use crate::lesson::target::TargetName;
use crate::oauth::check::report::json::quoted;
use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::claims::audiences;
use crate::oauth::request::Field;
use crate::oauth::vendor::endpoint::{Vendor, vendor_of};

/// A practice tenant as seen from the tutor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tenant {
    /// It is being started.
    Starting,
    /// It answers.
    Ready(Box<TenantFacts>),
    /// It could not be started, and why.
    Failed(String),
}

/// All practice tenants, by name.
#[derive(Debug, Default)]
pub struct Targets(BTreeMap<TargetName, Tenant>);

/// Addresses and settings of a running tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantFacts {
    /// Which one.
    pub target: TargetName,
    /// `127.0.0.1:9401`.
    pub host: String,
    /// The issuer identifier, final slash included (Auth0).
    pub issuer: String,
    /// The token endpoint.
    pub token_endpoint: Url,
    /// Where the public keys are.
    pub jwks_uri: Url,
    /// The audience that a request without one gets, if the tenant has set one.
    pub default_audience: Option<String>,
    /// What the tenant's own code does, in the order in which it runs.
    pub rules: Vec<Rule>,
    /// Whether its authorization server answers; a learner may pull the plug.
    pub up: bool,
    /// The security level of the protected flow (Okta Workflows).
    pub flow_security: FlowLevel,
    /// The organizations, by name and id.
    pub organizations: Vec<(String, String)>,
    /// Seconds that the tenant's clock is ahead.
    pub clock: i64,
    /// Seconds that the APIs' clock is ahead of the tenant's.
    pub api_clock: i64,
    /// The APIs an app can be authorised for.
    pub apis: Vec<ApiFacts>,
    /// The vendor's own API at its tenant, which is there from the start: Auth0's Management API.
    pub own_api: Option<ApiFacts>,
    /// The same tenant as asked at its org server (Okta), where it has another.
    pub org: Option<Box<Tenant>>,
}

/// What a tenant's own code does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Adds this claim, with this value as JSON.
    Claim(String, String),
    /// Denies, with these words. The code is the vendor's own: Okta sends another one than Auth0.
    Deny(String),
}

impl Rule {
    /// One that adds this text.
    pub fn claim(name: &str, text: &str) -> Self {
        Self::Claim(name.to_owned(), quoted(text))
    }

    /// The word that facts use.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Claim(..) => "add-claim",
            Self::Deny(_) => "deny",
        }
    }
}

/// A protected API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiFacts {
    /// What lessons call it: `reports`.
    pub key: String,
    /// Its name, for people.
    pub name: String,
    /// Its identifier: the audience.
    pub identifier: String,
    /// Where it is called.
    pub url: Url,
    /// Its permissions: name and a few words.
    pub scopes: Vec<(String, String)>,
}

impl TenantFacts {
    /// True for a tenant of the learner's own, of whose settings and records nothing is known.
    pub fn is_own(&self) -> bool {
        self.target == TargetName::Own
    }

    /// True unless `audience` is the identifier of none of its APIs. Identifiers are compared as text: a slash more is another name.
    pub fn knows_audience(&self, audience: &str) -> bool {
        self.is_own() || audience.is_empty() || self.has_api(audience)
    }

    /// True where this is the identifier of one of its APIs, or of the vendor's own, such as Auth0's Management API.
    pub fn has_api(&self, identifier: &str) -> bool {
        let mut all = self.apis.iter().chain(&self.own_api);
        all.any(|api| api.identifier == identifier)
    }

    /// True where the scopes of its APIs are known here: those of the org server are Okta's own, and not told.
    pub fn tells_scopes(&self) -> bool {
        self.apis.iter().any(|api| !api.scopes.is_empty())
    }

    /// True where a request names its API: an Okta server has one of its own in its settings.
    pub fn takes_audience(&self) -> bool {
        self.names_api_by().is_some()
    }

    /// By which parameter a request names its API: Auth0's `audience`, or the `resource` of RFC 8707.
    pub fn names_api_by(&self) -> Option<Field> {
        match self.target {
            // Whether a tenant of one's own takes one, and which, nobody here knows.
            TargetName::Auth0 | TargetName::Own => Some(Field::Audience),
            TargetName::Rfc => Some(Field::Resource),
            TargetName::Okta => None,
        }
    }

    /// The tenant as asked at its org server; only Okta has one.
    pub fn at_org(&self) -> Option<&Self> {
        let own = (self.target == TargetName::Okta).then_some(self);
        self.org.as_deref().map_or(own, Tenant::facts)
    }

    /// What `aud` of an assertion has to be: the endpoint that is asked (Okta), or the issuer (Auth0, draft-ietf-oauth-rfc7523bis 4).
    pub fn assertion_audience(&self) -> &str {
        match self.target {
            TargetName::Okta => self.token_endpoint.as_str(),
            TargetName::Own => match vendor_of(&self.token_endpoint) {
                Some(Vendor::Okta) => self.token_endpoint.as_str(),
                Some(Vendor::Auth0) | None => &self.issuer,
            },
            TargetName::Auth0 | TargetName::Rfc => &self.issuer,
        }
    }

    /// The API that lessons call so.
    pub fn api(&self, key: &str) -> Option<&ApiFacts> {
        let mut all = self.apis.iter().chain(&self.own_api);
        all.find(|api| api.key == key)
    }

    /// The API that answers at this address.
    pub fn api_at(&self, url: &Url) -> Option<&ApiFacts> {
        let mut all = self.apis.iter().chain(&self.own_api);
        all.find(|api| api.url.path() == url.path() && api.url.host() == url.host())
    }

    /// The API that `jwt` is for by its `aud`; the first one where it names none of ours.
    pub fn api_for(&self, jwt: Option<&Jwt>) -> Option<&ApiFacts> {
        let payload = jwt.and_then(|jwt| jwt.payload.as_ref());
        let audience = payload
            .and_then(audiences)
            .and_then(|all| all.first().copied());
        let mut all = self.apis.iter().chain(&self.own_api);
        all.find(|api| Some(api.identifier.as_str()) == audience)
            .or(self.apis.first())
    }
}

impl ApiFacts {
    /// What tells it from others: its identifier, else where it is.
    pub fn told(&self) -> &str {
        if self.identifier.is_empty() {
            return self.url.as_str();
        }
        &self.identifier
    }
}

impl Tenant {
    /// The facts, once it answers.
    pub fn facts(&self) -> Option<&TenantFacts> {
        match self {
            Self::Ready(facts) => Some(facts),
            Self::Starting | Self::Failed(_) => None,
        }
    }
}

impl Targets {
    /// The tenant of that name; it is being started where nothing was heard of it yet.
    pub fn get(&self, target: TargetName) -> &Tenant {
        self.0.get(&target).unwrap_or(&Tenant::Starting)
    }

    /// The tenant of that name as asked at one of its servers.
    pub fn at(&self, target: TargetName, server: Server) -> &Tenant {
        let tenant = self.get(target);
        let org = tenant.facts().and_then(|facts| facts.org.as_deref());
        match server {
            Server::Custom => tenant,
            Server::Org => org.unwrap_or(tenant),
        }
    }

    /// Takes in what was heard of a tenant.
    pub(crate) fn set(&mut self, target: TargetName, tenant: Tenant) {
        self.0.insert(target, tenant);
    }

    /// The first tenant that is known.
    pub fn any(&self) -> Option<&TenantFacts> {
        self.0.values().find_map(Tenant::facts)
    }

    /// The tenant with that issuer, for a token that names it.
    pub fn issued_by(&self, issuer: &str) -> Option<&TenantFacts> {
        let ready = self.0.values().filter_map(Tenant::facts);
        let mut servers = ready.flat_map(|facts| {
            let org = facts.org.as_deref().and_then(Tenant::facts);
            std::iter::once(facts).chain(org)
        });
        servers.find(|facts| facts.issuer == issuer)
    }
}
