//! What the tutor knows of the practice tenant: plain data, so that the pure layers need not see the server.

use url::Url;

use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::claims::audiences;

/// The practice tenant as seen from the tutor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tenant {
    /// It is being started.
    Starting,
    /// It answers.
    Ready(Box<TenantFacts>),
    /// It could not be started, and why.
    Failed(String),
}

/// Addresses and settings of a running tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantFacts {
    /// `127.0.0.1:9400`.
    pub host: String,
    /// The issuer identifier, final slash included (Auth0).
    pub issuer: String,
    /// The token endpoint.
    pub token_endpoint: Url,
    /// Where the public keys are.
    pub jwks_uri: Url,
    /// The audience that a request without one gets, if the tenant has set one.
    pub default_audience: Option<String>,
    /// The APIs an app can be authorised for.
    pub apis: Vec<ApiFacts>,
}

/// A protected API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiFacts {
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
    /// True unless `audience` is the identifier of none of its APIs. Identifiers are compared as text: a slash more is another name.
    pub fn knows_audience(&self, audience: &str) -> bool {
        // The vendor's own APIs, such as Auth0's Management API, stand under the address of the tenant.
        audience.is_empty()
            || audience.starts_with(&self.issuer)
            || self.apis.iter().any(|api| api.identifier == audience)
    }

    /// The API that `jwt` is for by its `aud`; the first one where it names none of ours.
    pub fn api_for(&self, jwt: Option<&Jwt>) -> Option<&ApiFacts> {
        let payload = jwt.and_then(|jwt| jwt.payload.as_ref());
        let audience = payload
            .and_then(audiences)
            .and_then(|all| all.first().copied());
        self.apis
            .iter()
            .find(|api| Some(api.identifier.as_str()) == audience)
            .or(self.apis.first())
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
