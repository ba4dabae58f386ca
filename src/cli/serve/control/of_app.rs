//! Changes of one app: its secret, its method, its grants, its coming and going.

use secrecy::ExposeSecret as _;
use serde_json::Value;

use super::outcome::{Done, Outcome, known_audience, only};
use super::spelling::{AppDo, GrantOf, SecretDo, Spelled};
use crate::oauth::method::AuthMethod;
use crate::oauth::names::{ClientId, ClientSecret};
use crate::oauth::text::visible_line;
use crate::practice::{
    self, AppSetup, AppType, Binding, DialectName, Grant, NewApp, Quota, Tenant,
};

/// Carries a change of an app out.
///
/// # Errors
/// Why it cannot be done, in words.
pub(super) fn of_app(tenant: &Tenant, spelled: Spelled) -> Outcome {
    let fault = |unknown: practice::UnknownApp| unknown.to_string();
    match spelled {
        Spelled::Secret { app, doing, to } => return secret(tenant, &app, (doing, to)),
        Spelled::Bound { app, to } => {
            let id = named(tenant, &app)?;
            let binding = if to { Binding::Demanded } else { Binding::Free };
            let done = tenant.configure_app(&id, |setup| setup.binding = binding);
            done.map_err(fault)?;
        }
        Spelled::Auth { app, to, jwks } => return auth(tenant, &app, (&to, jwks)),
        Spelled::Grants { app, to } => {
            let id = named(tenant, &app)?;
            tenant
                .update_grants(&id, granted(tenant, to)?)
                .map_err(fault)?;
        }
        Spelled::Quota {
            app,
            per_hour,
            per_day,
        } => {
            only(tenant, &[DialectName::Auth0], "token quotas")?;
            let id = named(tenant, &app)?;
            let quota = Quota { per_hour, per_day };
            let done = tenant.configure_app(&id, |setup| setup.quota = quota);
            done.map_err(fault)?;
        }
        Spelled::App {
            doing: AppDo::Delete,
            app,
            ..
        } => {
            let id = named(tenant, &app.ok_or("app is missing: which one?")?)?;
            tenant.delete_app(&id).map_err(fault)?;
        }
        Spelled::App {
            doing: AppDo::Register,
            name,
            auth,
            jwks,
            grants,
            ..
        } => return register(tenant, (name, auth, jwks), grants),
        // Those of the tenant were taken before.
        Spelled::Fault(_)
        | Spelled::Clock { .. }
        | Spelled::Key { .. }
        | Spelled::DefaultAudience { .. }
        | Spelled::WithoutAudience { .. }
        | Spelled::Rule { .. }
        | Spelled::Lifetime { .. }
        | Spelled::Signing { .. }
        | Spelled::Basic { .. }
        | Spelled::Nonce { .. }
        | Spelled::Scope { .. }
        | Spelled::Up { .. } => {}
    }
    Ok(Done::Changed)
}

/// The app of this id, or of this name where one app alone has it.
fn named(tenant: &Tenant, word: &str) -> Result<ClientId, String> {
    let all = tenant.known_apps();
    if let Some(app) = all.iter().find(|app| app.client_id.0 == word) {
        return Ok(app.client_id.clone());
    }
    let mut found = all.iter().filter(|app| app.name == word);
    match (found.next(), found.next()) {
        (Some(app), None) => Ok(app.client_id.clone()),
        (Some(_), Some(_)) => Err("several apps have this name: give the client id".to_owned()),
        (None, _) => {
            let names: Vec<_> = all.iter().map(|app| app.name.as_str()).collect();
            let (word, names) = (visible_line(word), names.join(", "));
            Err(format!(
                "no app has the id or name {word}; there are: {names}"
            ))
        }
    }
}

fn secret(
    tenant: &Tenant,
    app: &str,
    (doing, to): (SecretDo, Option<secrecy::SecretString>),
) -> Outcome {
    let id = named(tenant, app)?;
    let has_one = tenant.app(&id).is_some_and(|app| app.secret.is_some());
    if !has_one {
        return Err("this app has no secret: it proves itself with a key".to_owned());
    }
    let fresh = match (doing, to) {
        (SecretDo::Rotate, None) => tenant.rotate_secret(&id),
        (SecretDo::Set, Some(to)) if to.expose_secret().chars().any(char::is_control) => {
            return Err("a secret has no control characters".to_owned());
        }
        (SecretDo::Set, Some(to)) if !to.expose_secret().is_empty() => {
            let given = ClientSecret::new(to.expose_secret());
            tenant.set_secret(&id, given.clone()).map(|()| Some(given))
        }
        (SecretDo::Rotate, Some(_)) => {
            return Err("rotate makes a secret; set takes one".to_owned());
        }
        (SecretDo::Set, _) => return Err("to is missing: the new secret".to_owned()),
    };
    let fresh = fresh.map_err(|unknown| unknown.to_string())?;
    Ok(Done::Secret(id, fresh))
}

fn method(tenant: &Tenant, name: &str) -> Result<AuthMethod, String> {
    let all = tenant.auth_methods();
    if let Some(method) = all.iter().find(|one| one.name() == name) {
        return Ok(*method);
    }
    let names: Vec<_> = all.iter().map(|one| one.name()).collect();
    Err(format!(
        "here an app proves itself by one of: {}",
        names.join(" ")
    ))
}

fn auth(tenant: &Tenant, app: &str, (to, jwks): (&str, Option<Value>)) -> Outcome {
    let id = named(tenant, app)?;
    let method = method(tenant, to)?;
    let held = tenant.app(&id).ok_or("the app is gone")?;
    if method == AuthMethod::PrivateKeyJwt && jwks.is_none() && held.setup.jwks.is_none() {
        return Err("jwks is missing: the public keys of the app".to_owned());
    }
    let fault = |unknown: practice::UnknownApp| unknown.to_string();
    let done = tenant.configure_app(&id, |setup| {
        setup.auth = method;
        setup.jwks = jwks.or(setup.jwks.take());
    });
    done.map_err(fault)?;
    if !method.has_secret() || held.secret.is_some() {
        return Ok(Done::Changed);
    }
    let fresh = tenant.rotate_secret(&id).map_err(fault)?;
    Ok(Done::Secret(id, fresh))
}

fn granted(tenant: &Tenant, grants: Vec<GrantOf>) -> Result<Vec<Grant>, String> {
    let each = grants.into_iter().map(|grant| {
        known_audience(tenant, &grant.api)?;
        Ok(Grant {
            audience: grant.api,
            scopes: grant.scopes,
        })
    });
    each.collect()
}

fn register(
    tenant: &Tenant,
    (name, auth, jwks): (Option<String>, Option<String>, Option<Value>),
    grants: Vec<GrantOf>,
) -> Outcome {
    let method = method(tenant, auth.as_deref().unwrap_or("client_secret_basic"))?;
    if method == AuthMethod::PrivateKeyJwt && jwks.is_none() {
        return Err("jwks is missing: the public keys of the app".to_owned());
    }
    let name = name.ok_or("name is missing")?;
    if visible_line(&name) != name {
        return Err("a name has visible characters alone".to_owned());
    }
    let new = NewApp {
        name,
        app_type: AppType::MachineToMachine,
        grants: granted(tenant, grants)?,
    };
    let setup = AppSetup {
        jwks,
        ..AppSetup::of(method)
    };
    let made = tenant.register_with(new, setup);
    Ok(Done::Secret(made.client_id, made.client_secret))
}
