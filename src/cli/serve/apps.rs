//! The apps that are there from the start: one a method of each dialect, and one that must prove possession of a key.

use std::path::PathBuf;

use crate::oauth::method::AuthMethod;
use crate::practice::{
    AppKey, AppSetup, AppType, Binding, DialectName, Grant, KeyFault, NewApp, Place, Registered,
    Tenant,
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
    /// All that it may have, where that is more than the one scope.
    pub(super) grants: Vec<Grant>,
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
    names: Names,
    /// What it may have beside the scope that its API needs: APIs by their paths.
    more: &'static [(&'static str, &'static [&'static str])],
}

/// What its id and secret look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Names {
    /// As the vendor makes them.
    Usual,
    /// With signs that have to be encoded.
    Odd,
}

const fn plan(name: &'static str, auth: AuthMethod) -> Plan {
    Plan {
        name,
        auth,
        binding: Binding::Free,
        api: "/api/reports",
        names: Names::Usual,
        more: &[],
    }
}

const fn odd() -> Plan {
    Plan {
        names: Names::Odd,
        ..plan("Odd names", AuthMethod::ClientSecretBasic)
    }
}

/// May have two scopes at one API and one at another: a token with the wrong one of them meets 403, one for the other API 401.
const fn wide(auth: AuthMethod) -> Plan {
    Plan {
        more: &[
            ("/api/reports", &["write:reports"]),
            ("/api/users", &["read:users"]),
        ],
        ..plan("Wide grant", auth)
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
    odd(),
    wide(AuthMethod::ClientSecretPost),
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
    odd(),
    wide(AuthMethod::ClientSecretPost),
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
    odd(),
    // The other API is Okta's own, at the org server, which takes keys alone.
    Plan {
        more: &[
            ("/api/reports", &["write:reports"]),
            ("/api/v1/users", &["okta.users.read"]),
        ],
        ..plan("Wide grant", AuthMethod::PrivateKeyJwt)
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
            Some(app(tenant, plan, (place.clone(), &places), (&key, &file)))
        });
        all.push(apps.collect());
    }
    Ok(all)
}

fn app(
    tenant: &Tenant,
    plan: &Plan,
    (place, places): (Place, &[Place]),
    (key, file): (&AppKey, &PathBuf),
) -> App {
    let by_key = plan.auth == AuthMethod::PrivateKeyJwt;
    let mut setup = AppSetup::of(plan.auth);
    setup.binding = plan.binding;
    setup.jwks = by_key.then(|| key.jwks.clone());
    let grants = grants(plan, &place, places);
    let new = NewApp {
        name: plan.name.to_owned(),
        app_type: AppType::MachineToMachine,
        grants: grants.clone(),
    };
    let registered = match plan.names {
        Names::Usual => tenant.register_with(new, setup),
        Names::Odd => tenant.register_as(new, setup, tenant.odd_credentials()),
    };
    App {
        name: plan.name,
        auth: plan.auth,
        registered,
        key: by_key.then(|| (file.clone(), key.kid.clone())),
        binding: plan.binding,
        place,
        grants: if plan.more.is_empty() {
            Vec::new()
        } else {
            grants
        },
    }
}

/// The scope that the API needs first, then what the plan adds.
fn grants(plan: &Plan, place: &Place, places: &[Place]) -> Vec<Grant> {
    let mut grants = vec![Grant {
        audience: place.audience.clone(),
        scopes: vec![place.scope.to_owned()],
    }];
    for (path, scopes) in plan.more {
        let Some(of) = places.iter().find(|place| place.path == *path) else {
            continue;
        };
        let scopes = scopes.iter().map(|&scope| scope.to_owned());
        match grants
            .iter_mut()
            .find(|grant| grant.audience == of.audience)
        {
            Some(grant) => grant.scopes.extend(scopes),
            None => grants.push(Grant {
                audience: of.audience.clone(),
                scopes: scopes.collect(),
            }),
        }
    }
    grants
}
