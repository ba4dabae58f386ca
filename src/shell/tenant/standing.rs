//! How a tenant stands, told by the tenant itself.

use crate::app::effect::Wish;
use crate::app::standing::{App, Rule as Known, SigningKey, Standing};
use crate::lesson::change::{FaultKind, WithoutAudience as Without};
use crate::practice::{Fault, Plugged, Rule, Tenant, WithoutAudience};

/// How it stands; `made` is what was changed of it by hand.
pub(super) fn of(tenant: &Tenant, made: Vec<Wish>) -> Standing {
    let setup = tenant.setup();
    let keys = tenant.signing_keys().into_iter();
    let apps = tenant.known_apps().into_iter();
    Standing {
        up: tenant.plugged() == Plugged::In,
        keys: keys
            .map(|key| SigningKey {
                server: key.server,
                kid: key.kid,
                alg: key.alg,
            })
            .collect(),
        without_audience: match setup.without_audience {
            WithoutAudience::Refused => Without::Refused,
            WithoutAudience::Opaque => Without::Opaque,
            WithoutAudience::OpaqueAlthoughDefault => Without::OpaqueAlthoughDefault,
        },
        rules: rules(&setup.rules),
        fault: fault(setup.fault),
        apps: apps
            .map(|app| App {
                client_id: app.client_id,
                name: app.name,
                auth: app.held.setup.auth.name(),
            })
            .collect(),
        made,
    }
}

/// What these rules do, as the app knows it.
pub(super) fn rules(rules: &[Rule]) -> Vec<Known> {
    rules.iter().map(rule).collect()
}

fn rule(rule: &Rule) -> Known {
    match rule {
        Rule::AddClaim { name, value } => match value.as_str() {
            Some(text) => Known::claim(name, text),
            None => Known::Claim(name.clone(), value.to_string()),
        },
        Rule::Deny { reason, .. } => Known::Deny(reason.clone()),
    }
}

fn fault(fault: Option<Fault>) -> FaultKind {
    match fault {
        // The last one is of the APIs, and no lesson sets it.
        None | Some(Fault::ApiTooMany) => FaultKind::None,
        Some(Fault::Slow(_)) => FaultKind::Slow,
        Some(Fault::Cut) => FaultKind::Cut,
        Some(Fault::TooMany | Fault::Policy) => FaultKind::TooMany,
        Some(Fault::Broken | Fault::Hook) => FaultKind::Broken,
        Some(Fault::WrongKey) => FaultKind::WrongKey,
    }
}
