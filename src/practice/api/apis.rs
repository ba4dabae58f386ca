//! The APIs that a tenant protects: what they are called, which permissions they have, what they answer.

use std::borrow::Cow;

use serde_json::{Value, json};

use crate::practice::api::challenge::{Asked, Challenge};
use crate::practice::api::denial::Denial;

/// The header that carries the request's id in an API's replies: an API is the customer's own program, not the vendor's.
pub(in crate::practice) const REQUEST_ID_HEADER: &str = "X-Request-Id";
/// The same in the lower case that the HTTP library wants.
pub(in crate::practice) const REQUEST_ID_NAME: &str = "x-request-id";

/// The identifier of the Reports API.
pub(in crate::practice) const REPORTS: &str = "https://api.reports.example";
/// The identifier of the Users API, which exists so that a token for the wrong API can be shown.
pub(in crate::practice) const USERS: &str = "https://api.users.example";

/// An API as the dashboard shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiInfo {
    /// Its name for people.
    pub name: &'static str,
    /// Its identifier: the `audience` of requests and the `aud` of tokens. A name, not an address that is called.
    pub identifier: &'static str,
    /// Its permissions, as the code has them; [`crate::practice::Tenant::scopes`] says what they are now.
    pub scopes: Vec<ScopeInfo>,
    /// Where it answers on the tenant's socket.
    pub path: &'static str,
}

/// A permission of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeInfo {
    /// The scope token (RFC 6749 3.3).
    pub name: &'static str,
    /// What it allows, for people.
    pub description: &'static str,
}

/// An API as the server knows it.
pub(in crate::practice) struct Api {
    pub(in crate::practice) name: &'static str,
    /// A name of the customer's, or an address of the vendor's own API.
    pub(in crate::practice) identifier: Cow<'static, str>,
    pub(in crate::practice) path: &'static str,
    pub(in crate::practice) scopes: &'static [(&'static str, &'static str)],
    /// Scopes that a person must consent to.
    pub(in crate::practice) consent_only: &'static [&'static str],
    /// The scope that a call needs.
    pub(in crate::practice) needs: &'static str,
    /// How long its tokens live, in seconds.
    pub(in crate::practice) lifetime: i64,
    /// The place of the authorization server whose tokens it takes.
    pub(in crate::practice) server: usize,
    pub(in crate::practice) admission: Admission,
    /// What it makes of tokens of the tenant's other servers.
    pub(in crate::practice) others: OtherServers,
    /// Where a token may stand.
    pub(in crate::practice) places: TokenPlaces,
    /// Which methods it answers.
    pub(in crate::practice) verbs: Verbs,
    /// What it holds.
    pub(in crate::practice) content: fn() -> Value,
    /// How it denies.
    pub(in crate::practice) deny: fn(&Denial, &Asked<'_>) -> Challenge,
}

/// Whom an API lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum Admission {
    /// Whoever has a good token.
    Token,
    /// Whoever has a good token and is on the list of callers (Okta Workflows).
    Listed,
    /// Whoever knows the client token of the flow (Okta Workflows).
    ClientToken,
    /// Everybody (Okta Workflows).
    Public,
}

/// What an API makes of tokens that another authorization server of the same tenant signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum OtherServers {
    /// Their keys are as strange to it as anybody's.
    Strange,
    /// It knows them and says so: they are for another audience (Okta's own API).
    Known,
}

/// Where a token may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum TokenPlaces {
    /// In the header and in the URL (RFC 6750 2.1, 2.3).
    HeaderOrUrl,
    /// In the header only (RFC 9700 4.3.2).
    HeaderOnly,
}

/// Which methods an API answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum Verbs {
    /// GET and HEAD.
    Read,
    /// POST too.
    ReadAndPost,
}

impl Api {
    /// The view of it for the dashboard; `None` for the vendor's own APIs, which are there from the start.
    pub(in crate::practice) fn info(&self) -> Option<ApiInfo> {
        let Cow::Borrowed(identifier) = self.identifier else {
            return None;
        };
        let scope =
            |&(name, description): &(&'static str, &'static str)| ScopeInfo { name, description };
        Some(ApiInfo {
            name: self.name,
            identifier,
            scopes: self.scopes.iter().map(scope).collect(),
            path: self.path,
        })
    }

    /// The Reports API, as every tenant has it but for its name, its scopes, and its words.
    pub(in crate::practice) fn reports(deny: fn(&Denial, &Asked<'_>) -> Challenge) -> Self {
        Self {
            name: "Reports API",
            identifier: REPORTS.into(),
            path: "/api/reports",
            scopes: &[
                ("read:reports", "Read the reports"),
                ("write:reports", "Write new reports"),
            ],
            consent_only: &[],
            needs: "read:reports",
            lifetime: 86_400,
            server: 0,
            admission: Admission::Token,
            others: OtherServers::Strange,
            places: TokenPlaces::HeaderOrUrl,
            verbs: Verbs::Read,
            content: reports,
            deny,
        }
    }

    /// The Users API.
    pub(in crate::practice) fn users(deny: fn(&Denial, &Asked<'_>) -> Challenge) -> Self {
        Self {
            name: "Users API",
            identifier: USERS.into(),
            path: "/api/users",
            scopes: &[("read:users", "Read the user list")],
            needs: "read:users",
            content: || json!({ "users": users() }),
            ..Self::reports(deny)
        }
    }
}

fn reports() -> Value {
    json!({ "reports": [
        { "id": 1, "title": "Orders of the night", "rows": 482 },
        { "id": 2, "title": "Parcels not yet sent", "rows": 17 },
        { "id": 3, "title": "Returns", "rows": 5 },
    ] })
}

/// The people of the user lists.
pub(in crate::practice) fn users() -> Value {
    json!([
        { "id": 1, "name": "Ada" },
        { "id": 2, "name": "Grace" },
    ])
}
