//! Apps, between the words of the tutor and those of the practice servers.

use std::collections::BTreeSet;

use crate::app::create::{AppForm, AppState, AppType, RegisteredKey};
use crate::lesson::target::TargetName;
use crate::oauth::names::ClientId;
use crate::practice::{self, Binding, Grant, NewApp, Tenant};

/// The dashboard's form as the server takes it; `None` while no type is picked.
pub(super) fn new_app(form: &AppForm, target: TargetName) -> Option<NewApp> {
    let app_type = match form.app_type? {
        AppType::Native => practice::AppType::Native,
        AppType::SinglePage => practice::AppType::SinglePage,
        AppType::RegularWeb => practice::AppType::RegularWeb,
        AppType::MachineToMachine => practice::AppType::MachineToMachine,
    };
    let grants = form.grants.iter().map(|(audience, scopes)| Grant {
        audience: audience.clone(),
        scopes: scopes.iter().cloned().collect(),
    });
    let mut grants: Vec<Grant> = grants.collect();
    // A fresh Okta org has an access policy that takes any client and any scope of its default server.
    if target == TargetName::Okta && grants.is_empty() {
        grants.push(Grant {
            audience: "api://default".to_owned(),
            scopes: vec!["*".to_owned()],
        });
    }
    Some(NewApp {
        name: form.name.clone(),
        app_type,
        grants,
    })
}

/// An app as the tenant holds it.
pub(super) fn state(tenant: &Tenant, app: &ClientId) -> Option<AppState> {
    let held = tenant.app(app)?;
    let grants = held.grants.into_iter().map(|grant| {
        let scopes: BTreeSet<String> = grant.scopes.into_iter().collect();
        (grant.audience, scopes)
    });
    Some(AppState {
        secret: held.secret,
        auth: held.setup.auth,
        key: held.setup.jwks.as_ref().and_then(|jwks| {
            let kid = jwks.pointer("/keys/0/kid")?.as_str()?;
            Some(RegisteredKey {
                kid: kid.to_owned(),
                private: None,
            })
        }),
        bound: held.setup.binding == Binding::Demanded,
        grants: grants.collect(),
    })
}
