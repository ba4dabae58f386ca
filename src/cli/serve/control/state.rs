//! A tenant's state and its journal as JSON: what changes have made of it, in the words by which they are made. No secret is in it.

use serde_json::{Map, Value, json};

use crate::oauth::journal::{Door, Entry, Outcome};
use crate::practice::{
    BasicReading, Binding, Fault, FaultDoor, KeyFault, KnownApp, NonceRule, Order, Plugged, Quota,
    Rule, Tenant, TenantSetup, Trouble, WithoutAudience,
};

/// The state, as soon as the keys exist.
///
/// # Errors
/// [`KeyFault`] when there are none.
pub(super) async fn of(tenant: &Tenant) -> Result<Value, KeyFault> {
    let setup = tenant.setup();
    let keys = tenant.known_keys().await?;
    let keys = keys.iter().map(
        |key| json!({ "server": key.server, "kid": key.kid, "alg": key.alg, "signs": key.signs }),
    );
    let keys: Vec<_> = keys.collect();
    let apps: Vec<_> = tenant.known_apps().iter().map(app).collect();
    let faults: Vec<_> = tenant.orders().iter().map(order).collect();
    let rules: Vec<_> = setup.rules.iter().map(rule).collect();
    let last = tenant.entries().last().map(|entry| entry.id.clone());
    Ok(json!({
        "schema": 1,
        "dialect": tenant.dialect().name(),
        "issuer": tenant.issuer(),
        "up": tenant.plugged() == Plugged::In,
        "clock": clock(tenant, &setup),
        "faults": faults,
        "rules": rules,
        "default_audience": setup.default_audience,
        "without_audience": match setup.without_audience {
            WithoutAudience::Refused => "refused",
            WithoutAudience::Opaque => "opaque",
            WithoutAudience::OpaqueAlthoughDefault => "opaque-although-default",
        },
        "lifetime": setup.lifetime,
        "signing": tenant.signing().name(),
        "basic": match setup.basic {
            BasicReading::Strict => "strict",
            BasicReading::Either => "either",
        },
        "nonce": setup.nonce.map(|rule| rule == NonceRule::Demanded),
        "scopes": { "added": setup.added_scopes.iter().map(|(name, _)| name).collect::<Vec<_>>(), "removed": setup.removed_scopes },
        "keys": keys,
        "apps": apps,
        "journal": last,
    }))
}

fn clock(tenant: &Tenant, setup: &TenantSetup) -> Value {
    let (tenant_now, api_now) = tenant.dates();
    json!({
        "tenant": { "ahead": setup.clock_ahead, "now": tenant_now.rfc3339(), "frozen": setup.frozen.is_some() },
        "api": { "ahead": setup.api_clock_ahead, "now": api_now.rfc3339() },
    })
}

fn app(app: &KnownApp) -> Value {
    let grants = app.held.grants.iter();
    let grants = grants.map(|grant| json!({ "api": grant.audience, "scopes": grant.scopes }));
    let Quota { per_hour, per_day } = app.held.setup.quota;
    json!({
        "client_id": app.client_id.0,
        "name": app.name,
        "auth": app.held.setup.auth.name(),
        "bound": app.held.setup.binding == Binding::Demanded,
        "has_secret": app.held.secret.is_some(),
        "grants": grants.collect::<Vec<_>>(),
        "quota": { "per_hour": per_hour, "per_day": per_day },
    })
}

fn rule(rule: &Rule) -> Value {
    match rule {
        Rule::AddClaim { name, value } => {
            json!({ "do": "add-claim", "name": name, "value": value })
        }
        Rule::Deny { code, reason } => {
            json!({ "do": "deny", "error": code.name(), "reason": reason })
        }
    }
}

fn order(order: &Order) -> Value {
    let mut told = Map::new();
    let mut put = |name: &str, value: Value| told.insert(name.to_owned(), value);
    let door = match order.door {
        FaultDoor::Token => "token",
        FaultDoor::Api => "api",
        FaultDoor::Jwks => "jwks",
        FaultDoor::Metadata => "metadata",
    };
    put("door", door.into());
    match &order.trouble {
        Trouble::Html => put("kind", "html".into()),
        Trouble::Fault(Fault::Slow(delay)) => {
            put("seconds", delay.as_secs().into());
            put("kind", "slow".into())
        }
        Trouble::Fault(fault) => put("kind", word(*fault).into()),
        Trouble::Refuse {
            status,
            error,
            description,
        } => {
            put("error", error.as_str().into());
            if let Some(description) = description {
                put("description", description.as_str().into());
            }
            put("kind", status.to_string().into())
        }
    };
    if let Some(seconds) = order.retry_after {
        put("retry_after", seconds.into());
    }
    put("next", order.left.into());
    told.into()
}

fn word(fault: Fault) -> &'static str {
    match fault {
        Fault::Slow(_) => "slow",
        Fault::Cut => "cut",
        Fault::TooMany | Fault::ApiTooMany => "429",
        Fault::Policy => "policy",
        Fault::WrongKey => "wrong-key",
        Fault::Broken => "500",
        Fault::Hook => "hook",
    }
}

/// The journal's entries after the one with this id; all that are kept where there is none such, and then `gap` says that some may be lost.
pub(super) fn journal(entries: &[Entry], after: Option<&str>) -> Value {
    let at = after.and_then(|id| entries.iter().position(|entry| entry.id == id));
    let from = at.map_or(0, |at| at + 1);
    let told: Vec<_> = entries.iter().skip(from).map(entry).collect();
    json!({
        "schema": 1,
        "gap": after.is_some() && at.is_none(),
        "last": entries.last().map(|entry| entry.id.as_str()),
        "entries": told,
    })
}

fn entry(entry: &Entry) -> Value {
    let received = entry.received.iter();
    let received = received.map(|(name, value)| json!({ "name": name, "value": value }));
    let checks = entry.checks.iter().map(|check| {
        json!({
            "id": check.id,
            "what": check.what,
            "outcome": match check.outcome {
                Outcome::Passed => "passed",
                Outcome::Failed => "failed",
                Outcome::Noted => "noted",
            },
            "source": check.source,
            "emulated": check.emulated,
        })
    });
    json!({
        "id": entry.id,
        "at": entry.at.rfc3339(),
        "door": match entry.door {
            Door::Token => "token",
            Door::Api => "api",
            Door::Other => "other",
        },
        "request": entry.request_line,
        "received": received.collect::<Vec<_>>(),
        "checks": checks.collect::<Vec<_>>(),
        "status": entry.status,
        "answered": entry.answered,
        "took_us": entry.took_us,
    })
}
