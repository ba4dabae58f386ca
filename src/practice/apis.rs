//! The APIs that a tenant protects: what they are called, which permissions they have, what they answer.

use serde_json::{Value, json};

/// The header that carries the request's id in an API's replies: an API is the customer's own program, not the vendor's.
pub(super) const REQUEST_ID_HEADER: &str = "X-Request-Id";
/// The same in the lower case that the HTTP library wants.
pub(super) const REQUEST_ID_NAME: &str = "x-request-id";

/// The identifier of the Reports API.
pub(super) const REPORTS: &str = "https://api.reports.example";
/// The identifier of the Users API, which exists so that a token for the wrong API can be shown.
pub(super) const USERS: &str = "https://api.users.example";

/// An API as the dashboard shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiInfo {
    /// Its name for people.
    pub name: &'static str,
    /// Its identifier: the `audience` of requests and the `aud` of tokens. A name, not an address that is called.
    pub identifier: &'static str,
    /// Its permissions.
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
pub(super) struct Api {
    pub(super) name: &'static str,
    pub(super) identifier: &'static str,
    pub(super) path: &'static str,
    pub(super) scopes: &'static [(&'static str, &'static str)],
    /// The scope that a GET needs.
    pub(super) needs: &'static str,
    /// How long its tokens live, in seconds (Auth0's default: a day).
    pub(super) lifetime: i64,
    /// What it holds.
    pub(super) content: fn() -> Value,
}

impl Api {
    /// The view of it for the dashboard.
    pub(super) fn info(&self) -> ApiInfo {
        let scope =
            |&(name, description): &(&'static str, &'static str)| ScopeInfo { name, description };
        ApiInfo {
            name: self.name,
            identifier: self.identifier,
            scopes: self.scopes.iter().map(scope).collect(),
            path: self.path,
        }
    }
}

/// The APIs of a tenant.
pub(super) fn catalogue() -> Vec<Api> {
    vec![
        Api {
            name: "Reports API",
            identifier: REPORTS,
            path: "/api/reports",
            scopes: &[
                ("read:reports", "Read the reports"),
                ("write:reports", "Write new reports"),
            ],
            needs: "read:reports",
            lifetime: 86_400,
            content: reports,
        },
        Api {
            name: "Users API",
            identifier: USERS,
            path: "/api/users",
            scopes: &[("read:users", "Read the user list")],
            needs: "read:users",
            lifetime: 86_400,
            content: users,
        },
    ]
}

fn reports() -> Value {
    json!({ "reports": [
        { "id": 1, "title": "Orders of the night", "rows": 482 },
        { "id": 2, "title": "Parcels not yet sent", "rows": 17 },
        { "id": 3, "title": "Returns", "rows": 5 },
    ] })
}

fn users() -> Value {
    json!({ "users": [
        { "id": 1, "name": "Ada" },
        { "id": 2, "name": "Grace" },
    ] })
}
