//! The changes that lessons seldom make: settings, orders for the next answers, an app that goes.

use std::time::Duration;

use crate::lesson::change::server::{Callers, Door, Order, Profile, ServerChange, Trouble};
use crate::oauth::names::ClientId;
use crate::practice::{self, ClockRuns, Fault, FaultDoor, NonceRule, Quota, Tenant, TokenProfile};
use crate::shell::tenant::undo::{Undo, keeping};

/// Carries one out.
///
/// # Errors
/// In words for the learner: there is no app, or this server has nothing of the kind.
pub(super) fn make(
    tenant: &Tenant,
    app: Option<&ClientId>,
    change: &ServerChange,
) -> Result<Undo, String> {
    let app = || app.ok_or("there is no app yet");
    match change {
        ServerChange::Nonce(on) => Ok(nonce(tenant, *on)),
        ServerChange::Signing(to) => signing(tenant, to),
        ServerChange::ForgetOldKeys => {
            let held = tenant.held_keys();
            tenant.forget_old_keys();
            Ok(Box::new(move |tenant| tenant.put_back_keys(held)))
        }
        ServerChange::Frozen(stopped) => Ok(freeze(tenant, *stopped)),
        ServerChange::Order(order) => Ok(ordered(tenant, *order)),
        ServerChange::Quota(per_hour) => quota(tenant, app()?, *per_hour),
        ServerChange::AppGone => gone(tenant, app()?),
        ServerChange::Callers(_) if tenant.flow_token().is_none() => {
            Err("this tenant has no flow that apps could start".to_owned())
        }
        ServerChange::Callers(who) => Ok(callers(tenant, app()?, *who)),
    }
}

fn nonce(tenant: &Tenant, demanded: bool) -> Undo {
    let rule = if demanded {
        NonceRule::Demanded
    } else {
        NonceRule::Free
    };
    keeping(
        tenant,
        move |setup| setup.nonce = Some(rule),
        |now, before| now.nonce = before.nonce,
    )
}

fn signing(tenant: &Tenant, to: &str) -> Result<Undo, String> {
    let all = tenant.signings();
    let found = all.iter().find(|one| one.name() == to);
    let found = found.ok_or_else(|| {
        let names: Vec<_> = all.iter().map(|one| one.name()).collect();
        format!("this tenant signs by: {}", names.join(" "))
    })?;
    let held = tenant.held_keys();
    tenant.sign_by(*found).map_err(|fault| fault.to_string())?;
    Ok(Box::new(move |tenant| tenant.put_back_keys(held)))
}

fn freeze(tenant: &Tenant, stopped: bool) -> Undo {
    let before = tenant.setup().frozen;
    tenant.freeze(if stopped {
        ClockRuns::Stopped
    } else {
        ClockRuns::On
    });
    Box::new(move |tenant| tenant.configure(|setup| setup.frozen = before))
}

/// What is left of it is taken back, and nothing of any other order.
fn ordered(tenant: &Tenant, order: Order) -> Undo {
    let placed = tenant.order(practice::Order {
        door: match order.door {
            Door::Token => FaultDoor::Token,
            Door::Api => FaultDoor::Api,
            Door::Jwks => FaultDoor::Jwks,
            Door::Metadata => FaultDoor::Metadata,
        },
        trouble: match order.trouble {
            Trouble::Html => practice::Trouble::Html,
            Trouble::Slow => practice::Trouble::Fault(Fault::Slow(Duration::from_secs(5))),
            Trouble::Cut => practice::Trouble::Fault(Fault::Cut),
            Trouble::TooMany => practice::Trouble::Fault(Fault::TooMany),
            Trouble::Broken => practice::Trouble::Fault(Fault::Broken),
            Trouble::WrongKey => practice::Trouble::Fault(Fault::WrongKey),
        },
        retry_after: None,
        left: order.next,
        enforced: false,
    });
    Box::new(move |tenant| tenant.take_back_order(placed))
}

fn quota(tenant: &Tenant, app: &ClientId, per_hour: u64) -> Result<Undo, String> {
    let held = tenant.app(app).ok_or("the tenant knows this app no more")?;
    let quota = Quota {
        per_hour: Some(per_hour),
        per_day: None,
    };
    let done = tenant.configure_app(app, |setup| setup.quota = quota);
    done.map_err(|unknown| unknown.to_string())?;
    let id = app.clone();
    Ok(Box::new(move |tenant| {
        // An app that is gone by now needs nothing put back.
        let _ = tenant.put_back_app(&id, held);
    }))
}

fn gone(tenant: &Tenant, app: &ClientId) -> Result<Undo, String> {
    let taken = tenant.take_app(app);
    let taken = taken.map_err(|unknown| unknown.to_string())?;
    Ok(Box::new(move |tenant| tenant.bring_back(taken)))
}

fn callers(tenant: &Tenant, app: &ClientId, who: Callers) -> Undo {
    let only = match who {
        Callers::Any => None,
        Callers::Own => Some(vec![app.clone()]),
        Callers::Others => Some(Vec::new()),
    };
    keeping(
        tenant,
        move |setup| setup.flow_callers = only,
        |now, before| now.flow_callers = before.flow_callers,
    )
}

/// Another form of the tokens of the API with this identifier.
///
/// # Errors
/// In words, where there is no such API.
pub(super) fn profile(tenant: &Tenant, api: String, to: Profile) -> Result<Undo, String> {
    if tenant.api_url(&api).is_none() {
        return Err("this tenant has no such API".to_owned());
    }
    let profile = match to {
        Profile::Default => TokenProfile::Default,
        Profile::Rfc9068 => TokenProfile::Rfc9068,
        Profile::Permissions => TokenProfile::Permissions,
        Profile::Rfc9068Permissions => TokenProfile::Rfc9068Permissions,
        Profile::Opaque => TokenProfile::Opaque,
        Profile::Encrypted => TokenProfile::Encrypted,
    };
    Ok(keeping(
        tenant,
        move |setup| {
            setup.profiles.insert(api, profile);
        },
        |now, before| now.profiles = before.profiles,
    ))
}
