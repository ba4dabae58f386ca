//! What comes of a change, and the refusals that several changes share.

use serde_json::{Value, json};

use crate::oauth::names::{ClientId, ClientSecret};
use crate::oauth::text::visible_line;
use crate::practice::{DialectName, Tenant};

/// What a change brings with it.
pub(in crate::cli::serve) enum Done {
    /// Nothing but the new state.
    Changed,
    /// An app with a secret that nobody knows yet.
    Secret(ClientId, Option<ClientSecret>),
}

impl Done {
    /// What its caller is told beside the state. The secret is this program's own, for practice, and it is told nowhere else.
    pub(super) fn told(&self) -> Option<Value> {
        let Self::Secret(id, secret) = self else {
            return None;
        };
        let secret = secret.as_ref().map(ClientSecret::expose);
        Some(json!({ "client_id": id.0, "client_secret": secret }))
    }
}

/// What comes of a change, or why it cannot be done.
pub(super) type Outcome = Result<Done, String>;

/// Refuses where a vendor has no such thing.
pub(super) fn only(tenant: &Tenant, have: &[DialectName], what: &str) -> Result<(), String> {
    let dialect = tenant.dialect();
    if have.contains(&dialect) {
        return Ok(());
    }
    let names: Vec<_> = have.iter().map(|one| one.name()).collect();
    let has = if names.len() == 1 { "has" } else { "have" };
    let names = names.join(" and ");
    Err(format!(
        "the {} tenant has no {what}: only {names} {has}",
        dialect.name()
    ))
}

/// Refuses an audience that no API has.
pub(super) fn known_audience(tenant: &Tenant, audience: &str) -> Result<(), String> {
    let places = tenant.places();
    let known: Vec<&str> = places.iter().map(|place| place.audience.as_str()).collect();
    if known.contains(&audience) {
        return Ok(());
    }
    let shown = visible_line(audience);
    Err(format!(
        "no API is called {shown}; there are: {}",
        known.join(" ")
    ))
}
