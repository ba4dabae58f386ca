//! One change of a practice tenant, carried out through its handle, and how it is put back exactly.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::Value;

use crate::app::effect::Wish;
use crate::lesson::change::{FaultKind, FlowLevel, OrganizationUse, WithoutAudience};
use crate::oauth::method::AuthMethod;
use crate::oauth::names::{ClientId, ClientSecret};
use crate::practice::{
    self, BasicReading, Binding, DenyCode, Fault, FlowSecurity, Grant, Organization,
    OrganizationUsage, Plugged, Quota, Rule, Tenant, TenantSetup, UnknownApp,
};
use crate::shell::tenant::undo::{Undo, keeping};

mod server;

/// Carries out a change; `keys` are those that it registers.
///
/// # Errors
/// In words for the learner: there is no app, or the key could not be made.
pub(super) fn make(
    tenant: &Tenant,
    app: Option<&ClientId>,
    (wish, keys): (Wish, Option<Value>),
) -> Result<Undo, String> {
    match wish {
        Wish::AppAuth(_)
        | Wish::AppRotate
        | Wish::AppSecret(_)
        | Wish::AppGrants(_)
        | Wish::AppKey(_)
        | Wish::AppBound(_)
        | Wish::AppOrganization(..) => {
            of_app(tenant, app.ok_or("there is no app yet")?, (wish, keys))
        }
        Wish::KeyRoll => key_roll(tenant),
        Wish::Up(up) => Ok(plug(tenant, up)),
        Wish::Profile(api, to) => server::profile(tenant, api, to),
        Wish::Server(change) => server::make(tenant, app, &change),
        Wish::DefaultAudience(to) => Ok(keeping(
            tenant,
            move |setup| setup.default_audience = to,
            |now, before| now.default_audience = before.default_audience,
        )),
        Wish::WithoutAudience(how) => Ok(keeping(
            tenant,
            move |setup| setup.without_audience = without_audience(how),
            |now, before| now.without_audience = before.without_audience,
        )),
        Wish::ScopeAdded(scope, says) => scope_added(tenant, scope, says),
        Wish::ScopeRemoved(scope) => Ok(scope_removed(tenant, scope)),
        Wish::RuleClaim(name, value) => Ok(rule(tenant, Some(claim(name, value)))),
        Wish::RuleDeny(code, reason) => {
            let code = deny_code(&code)?;
            Ok(rule(tenant, Some(Rule::Deny { code, reason })))
        }
        Wish::RuleNone => Ok(rule(tenant, None)),
        Wish::Organization(name) => Ok(organization(tenant, name)),
        Wish::FlowSecurity(level) => Ok(keeping(
            tenant,
            move |setup| setup.flow_security = Some(flow_security(level)),
            |now, before| now.flow_security = before.flow_security,
        )),
        Wish::StrictBasic(strict) => Ok(strict_basic(tenant, strict)),
        Wish::Lifetime(seconds) => Ok(keeping(
            tenant,
            move |setup| setup.lifetime = Some(seconds),
            |now, before| now.lifetime = before.lifetime,
        )),
        Wish::Fault(kind) => Ok(keeping(
            tenant,
            move |setup| setup.fault = fault(kind),
            |now, before| now.fault = before.fault,
        )),
        Wish::TenantClock(by) => Ok(keeping(
            tenant,
            move |setup| setup.clock_ahead = setup.clock_ahead.saturating_add(by),
            |now, before| now.clock_ahead = before.clock_ahead,
        )),
        Wish::ApiClock(by) => Ok(keeping(
            tenant,
            move |setup| setup.api_clock_ahead = setup.api_clock_ahead.saturating_add(by),
            |now, before| now.api_clock_ahead = before.api_clock_ahead,
        )),
    }
}

fn of_app(
    tenant: &Tenant,
    app: &ClientId,
    (wish, keys): (Wish, Option<Value>),
) -> Result<Undo, String> {
    let held = tenant.app(app).ok_or("the tenant knows this app no more")?;
    let done = match wish {
        Wish::AppAuth(auth) => app_auth(tenant, app, (auth, held.secret.clone())),
        Wish::AppRotate => tenant.rotate_secret(app).map(drop),
        Wish::AppSecret(secret) => tenant.set_secret(app, secret),
        Wish::AppGrants(grants) => {
            tenant.update_grants(app, grants.into_iter().map(granted).collect())
        }
        Wish::AppKey(_) => tenant.configure_app(app, |setup| {
            setup.auth = AuthMethod::PrivateKeyJwt;
            setup.jwks = keys;
        }),
        Wish::AppBound(bound) => tenant.configure_app(app, |setup| {
            setup.binding = if bound {
                Binding::Demanded
            } else {
                Binding::Free
            };
        }),
        Wish::AppOrganization(api, how) => {
            let usage = usage(how);
            tenant.configure_app(app, |setup| {
                setup.organizations.insert(api, usage);
            })
        }
        Wish::DefaultAudience(_)
        | Wish::WithoutAudience(_)
        | Wish::ScopeAdded(..)
        | Wish::ScopeRemoved(_)
        | Wish::RuleClaim(..)
        | Wish::RuleDeny(..)
        | Wish::RuleNone
        | Wish::Organization(_)
        | Wish::FlowSecurity(_)
        | Wish::StrictBasic(_)
        | Wish::Lifetime(_)
        | Wish::Fault(_)
        | Wish::TenantClock(_)
        | Wish::ApiClock(_)
        | Wish::KeyRoll
        | Wish::Up(_)
        | Wish::Profile(..)
        | Wish::Server(_) => Ok(()),
    };
    done.map_err(|unknown| unknown.to_string())?;
    let id = app.clone();
    Ok(Box::new(move |tenant| {
        // An app that is gone by now needs nothing put back.
        let _ = tenant.put_back_app(&id, held);
    }))
}

/// Another method; a secret that the app has stays the one it was.
fn app_auth(
    tenant: &Tenant,
    app: &ClientId,
    (auth, secret): (AuthMethod, Option<ClientSecret>),
) -> Result<(), UnknownApp> {
    tenant.configure_app(app, |setup| setup.auth = auth)?;
    match secret.filter(|_| auth.has_secret()) {
        Some(secret) => tenant.set_secret(app, secret),
        None => Ok(()),
    }
}

fn granted((audience, scopes): (String, BTreeSet<String>)) -> Grant {
    Grant {
        audience,
        scopes: scopes.into_iter().collect(),
    }
}

fn usage(how: OrganizationUse) -> OrganizationUsage {
    match how {
        OrganizationUse::Deny => OrganizationUsage::Deny,
        OrganizationUse::Allow => OrganizationUsage::Allow,
        OrganizationUse::Require => OrganizationUsage::Require,
    }
}

fn flow_security(level: FlowLevel) -> FlowSecurity {
    match level {
        FlowLevel::OAuth => FlowSecurity::OAuth,
        FlowLevel::ClientToken => FlowSecurity::ClientToken,
        FlowLevel::Public => FlowSecurity::Public,
    }
}

fn key_roll(tenant: &Tenant) -> Result<Undo, String> {
    let held = tenant.held_keys();
    tenant.roll_keys().map_err(|fault| fault.to_string())?;
    Ok(Box::new(move |tenant| tenant.put_back_keys(held)))
}

fn plug(tenant: &Tenant, up: bool) -> Undo {
    let before = tenant.plugged();
    tenant.plug(if up { Plugged::In } else { Plugged::Out });
    Box::new(move |tenant| tenant.plug(before))
}

fn scope_added(tenant: &Tenant, scope: String, says: String) -> Result<Undo, String> {
    scope_name(&scope)?;
    Ok(keeping(
        tenant,
        move |setup| {
            setup.removed_scopes.retain(|removed| *removed != scope);
            setup.added_scopes.retain(|(added, _)| *added != scope);
            setup.added_scopes.push((scope, says));
        },
        scopes_back,
    ))
}

/// The system scopes of OpenID Connect, which every Okta server has from the start (Okta: Create scopes).
const RESERVED: [&str; 6] = [
    "openid",
    "profile",
    "email",
    "address",
    "phone",
    "offline_access",
];

/// A scope is one word of visible ASCII without quotes and backslashes (RFC 6749 3.3).
fn scope_name(name: &str) -> Result<(), String> {
    let fits = |c: char| c.is_ascii_graphic() && c != '"' && c != '\\';
    if name.is_empty() || !name.chars().all(fits) {
        return Err("a scope is one word of ASCII letters and signs, without blanks, quotes or backslashes (RFC 6749 3.3)".to_owned());
    }
    if RESERVED.contains(&name) {
        return Err(format!(
            "{name} is there from the start: it is one of OpenID Connect's own"
        ));
    }
    Ok(())
}

fn scope_removed(tenant: &Tenant, scope: String) -> Undo {
    keeping(
        tenant,
        move |setup| {
            setup.added_scopes.retain(|(added, _)| *added != scope);
            setup.removed_scopes.push(scope);
        },
        scopes_back,
    )
}

fn organization(tenant: &Tenant, name: String) -> Undo {
    keeping(
        tenant,
        move |setup| {
            let id = format!("org_{name}practice");
            setup.organizations.retain(|one| one.name != name);
            setup.organizations.push(Organization {
                id,
                name,
                members: None,
                quota: Quota::default(),
            });
        },
        |now, before| now.organizations = before.organizations,
    )
}

fn strict_basic(tenant: &Tenant, strict: bool) -> Undo {
    let reading = if strict {
        BasicReading::Strict
    } else {
        BasicReading::Either
    };
    keeping(
        tenant,
        move |setup| setup.basic = reading,
        |now, before| now.basic = before.basic,
    )
}

fn scopes_back(now: &mut TenantSetup, before: TenantSetup) {
    now.added_scopes = before.added_scopes;
    now.removed_scopes = before.removed_scopes;
}

fn claim(name: String, value: String) -> Rule {
    let value = Value::from(value);
    Rule::AddClaim { name, value }
}

fn rule(tenant: &Tenant, rule: Option<Rule>) -> Undo {
    keeping(
        tenant,
        move |setup| match rule {
            Some(rule) => setup.rules.push(rule),
            None => setup.rules.clear(),
        },
        |now, before| now.rules = before.rules,
    )
}

fn without_audience(how: WithoutAudience) -> practice::WithoutAudience {
    match how {
        WithoutAudience::Refused => practice::WithoutAudience::Refused,
        WithoutAudience::Opaque => practice::WithoutAudience::Opaque,
        WithoutAudience::OpaqueAlthoughDefault => practice::WithoutAudience::OpaqueAlthoughDefault,
    }
}

fn fault(kind: FaultKind) -> Option<Fault> {
    match kind {
        FaultKind::None => None,
        FaultKind::Slow => Some(Fault::Slow(Duration::from_secs(5))),
        FaultKind::Cut => Some(Fault::Cut),
        FaultKind::TooMany => Some(Fault::TooMany),
        FaultKind::Broken => Some(Fault::Broken),
        FaultKind::WrongKey => Some(Fault::WrongKey),
    }
}

fn deny_code(name: &str) -> Result<DenyCode, String> {
    DenyCode::named(name).ok_or_else(|| format!("a rule cannot deny with {name}"))
}
