//! The apps that are there from the start: one a method of each dialect, and one that must prove possession of a key.

use std::path::PathBuf;

use crate::practice::{
    AppKey, AppSetup, AppType, AuthMethod, Binding, DialectName, Grant, KeyFault, NewApp, Place,
    Registered, Tenant,
};
use crate::shell::secluded::SecludedFolder;

/// An app that is there from the start.
pub(super) struct App {
    pub(super) name: &'static str,
    pub(super) auth: AuthMethod,
    pub(super) registered: Registered,
    /// Where its private key is, and the key's name.
    pub(super) key: Option<(PathBuf, String)>,
    pub(super) binding: Binding,
    /// Where it asks, and what for.
    pub(super) place: Place,
}

impl App {
    /// Takes over what a set-up made of it.
    pub(super) fn look_again(&mut self, tenant: &Tenant) {
        if let Some(held) = tenant.app(&self.registered.client_id) {
            self.registered.client_secret = held.secret;
            self.auth = held.setup.auth;
            self.binding = held.setup.binding;
        }
    }
}

/// One app to be.
struct Plan {
    name: &'static str,
    auth: AuthMethod,
    binding: Binding,
    /// The path of the API it calls.
    api: &'static str,
}

const fn plan(name: &'static str, auth: AuthMethod) -> Plan {
    Plan {
        name,
        auth,
        binding: Binding::Free,
        api: "/api/reports",
    }
}

const RFC: &[Plan] = &[
    plan("Nightly report job", AuthMethod::ClientSecretBasic),
    plan("Report printer", AuthMethod::ClientSecretPost),
    plan("Report archive", AuthMethod::ClientSecretJwt),
    plan("Report mailer", AuthMethod::PrivateKeyJwt),
    Plan {
        binding: Binding::Demanded,
        ..plan("Report vault", AuthMethod::PrivateKeyJwt)
    },
];

const AUTH0: &[Plan] = &[
    plan("Nightly report job", AuthMethod::ClientSecretPost),
    plan("Report printer", AuthMethod::ClientSecretBasic),
    plan("Report mailer", AuthMethod::PrivateKeyJwt),
    Plan {
        binding: Binding::Demanded,
        ..plan("Report vault", AuthMethod::ClientSecretPost)
    },
    Plan {
        api: "/api/v2/users",
        ..plan("Management job", AuthMethod::ClientSecretPost)
    },
];

const OKTA: &[Plan] = &[
    plan("Nightly report job", AuthMethod::ClientSecretBasic),
    plan("Report printer", AuthMethod::ClientSecretPost),
    plan("Report archive", AuthMethod::ClientSecretJwt),
    plan("Report mailer", AuthMethod::PrivateKeyJwt),
    Plan {
        api: "/api/flo/nightly-report/invoke",
        ..plan("Workflows caller", AuthMethod::PrivateKeyJwt)
    },
    Plan {
        api: "/api/v1/users",
        binding: Binding::Demanded,
        ..plan("Users sync", AuthMethod::PrivateKeyJwt)
    },
];

/// Registers the apps of each tenant. Gives them tenant by tenant.
///
/// # Errors
/// A key that could not be made or written.
pub(super) async fn register(
    tenants: &[Tenant],
    folder: &SecludedFolder,
) -> anyhow::Result<Vec<Vec<App>>> {
    let mut made = Vec::new();
    for tenant in tenants {
        let key = tokio::task::spawn_blocking(AppKey::generate);
        made.push((tenant, key));
    }
    let mut all = Vec::new();
    for (tenant, key) in made {
        let key: Result<AppKey, KeyFault> = key.await?;
        let key = key?;
        let file = folder.keep(
            &format!("{}.pem", tenant.dialect().name()),
            key.expose_pem(),
        )?;
        let plans = match tenant.dialect() {
            DialectName::Rfc => RFC,
            DialectName::Auth0 => AUTH0,
            DialectName::Okta => OKTA,
        };
        let places = tenant.places();
        let apps = plans.iter().filter_map(|plan| {
            let place = places.iter().find(|place| place.path == plan.api)?;
            Some(app(tenant, plan, place.clone(), (&key, &file)))
        });
        all.push(apps.collect());
    }
    Ok(all)
}

fn app(tenant: &Tenant, plan: &Plan, place: Place, (key, file): (&AppKey, &PathBuf)) -> App {
    let by_key = plan.auth == AuthMethod::PrivateKeyJwt;
    let mut setup = AppSetup::of(plan.auth);
    setup.binding = plan.binding;
    setup.jwks = by_key.then(|| key.jwks.clone());
    let registered = tenant.register_with(
        NewApp {
            name: plan.name.to_owned(),
            app_type: AppType::MachineToMachine,
            grants: vec![Grant {
                audience: place.audience.clone(),
                scopes: vec![place.scope.to_owned()],
            }],
        },
        setup,
    );
    App {
        name: plan.name,
        auth: plan.auth,
        registered,
        key: by_key.then(|| (file.clone(), key.kid.clone())),
        binding: plan.binding,
        place,
    }
}
