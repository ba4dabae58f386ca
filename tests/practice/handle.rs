//! The handle through which the tutor changes a tenant.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use oauth_tutor::oauth::names::ClientId;
use oauth_tutor::practice::{self, AppType, Grant, NewApp, Settings, Tenant, UnknownApp};
use oauth_tutor::shell::clock::SystemClock;
use oauth_tutor::shell::random::{SeededRandom, SystemRandom};

use crate::stage::{Credentials, REPORTS, Stage, USERS};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn tenant(seed: u64) -> Tenant {
    let settings = Settings::at((HERE, 9400).into());
    Tenant::new(
        settings,
        Arc::new(SystemClock::new()),
        Box::new(SeededRandom::new(seed)),
    )
}

fn job(tenant: &Tenant) -> Credentials {
    Credentials::of(&tenant.register(NewApp {
        name: "Nightly report job".into(),
        app_type: AppType::MachineToMachine,
        grants: vec![],
    }))
}

#[test]
fn ids_and_secrets_have_auth0s_lengths_and_repeat_with_the_seed_only() {
    let app = job(&tenant(1));
    assert!(app.id.len() == 32 && app.id.chars().all(|c| c.is_ascii_alphanumeric()));
    assert_eq!(app.secret.len(), 64);
    assert!(
        app.secret
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
    );
    let again = job(&tenant(1));
    assert_eq!((&app.id, &app.secret), (&again.id, &again.secret));
    assert_ne!(app.id, job(&tenant(2)).id);
    let settings = || Settings::at((HERE, 9400).into());
    let fresh = || {
        Tenant::new(
            settings(),
            Arc::new(SystemClock::new()),
            Box::new(SystemRandom),
        )
    };
    assert_ne!(job(&fresh()).secret, job(&fresh()).secret);
}

#[test]
fn two_apps_of_one_tenant_differ() {
    let tenant = tenant(1);
    let (one, two) = (job(&tenant), job(&tenant));
    assert_ne!(one.id, two.id);
    assert_ne!(one.secret, two.secret);
}

#[test]
fn the_catalogue_names_apis_scopes_and_paths() {
    let apis = tenant(1).apis();
    assert_eq!(apis[0].identifier, REPORTS);
    assert!(
        apis[0]
            .scopes
            .iter()
            .any(|scope| scope.name == "read:reports")
    );
    assert_eq!(apis[1].identifier, USERS);
    assert_eq!(
        tenant(1).api_url(USERS).unwrap(),
        "http://127.0.0.1:9400/api/users"
    );
    assert_eq!(tenant(1).api_url("https://nowhere.example"), None);
    assert_eq!(tenant(1).issuer(), "http://127.0.0.1:9400/");
}

#[tokio::test]
async fn grants_secrets_and_apps_change_while_the_server_runs() {
    let stage = Stage::start();
    let app = stage.job();
    let id = ClientId(app.id.clone());
    let users = format!("{}&audience={USERS}", app.form());
    assert_eq!(stage.form(&users).await.status, 403);
    let grant = Grant {
        audience: USERS.into(),
        scopes: vec!["read:users".into()],
    };
    stage.tenant.update_grants(&id, vec![grant]).unwrap();
    assert_eq!(stage.form(&users).await.status, 200);

    let fresh = stage.tenant.rotate_secret(&id).unwrap().unwrap();
    assert_ne!(fresh.expose(), app.secret);
    assert_eq!(stage.form(&users).await.status, 401);
    let renewed = users.replace(&app.secret, fresh.expose());
    assert_eq!(stage.form(&renewed).await.status, 200);

    stage.tenant.delete_app(&id).unwrap();
    assert_eq!(stage.form(&renewed).await.status, 401);
    assert_eq!(stage.tenant.delete_app(&id), Err(UnknownApp(id.clone())));
    assert!(stage.tenant.rotate_secret(&id).is_err());
}

#[test]
fn a_taken_port_is_passed_over_quietly_and_an_exact_one_is_an_error() {
    let first = practice::bind_exactly(HERE, 0).unwrap();
    let taken = first.local_addr().unwrap().port();
    let other = practice::bind(HERE, taken).unwrap();
    assert_ne!(other.local_addr().unwrap().port(), taken);
    let error = practice::bind_exactly(HERE, taken).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
}
