//! What a learner sets on a running tenant: its clock, its keys, and faults on purpose.

use std::time::Duration;

use oauth_tutor::practice::{DialectName, Fault, Settings, Tenant};
use oauth_tutor::shell::clock::SystemClock;
use oauth_tutor::shell::random::SystemRandom;

use crate::stage::{NOW, REPORTS, Reply, Stage, parts};

async fn call(stage: &Stage, token: &str) -> Reply {
    let headers = format!("Authorization: Bearer {token}\r\n");
    stage.get("/api/reports", &headers).await
}

#[tokio::test]
async fn the_clock_jumps_and_the_apis_clock_runs_away() {
    let stage = Stage::start();
    let app = stage.job();
    stage.tenant.configure(|setup| setup.clock_ahead = 3600);
    let token = stage.token(&app, &format!("&audience={REPORTS}")).await;
    assert!(
        parts(&token)
            .1
            .contains(&format!(r#""iat":{}"#, NOW + 3600))
    );
    assert_eq!(call(&stage, &token).await.status, 200);
    stage
        .tenant
        .configure(|setup| setup.api_clock_ahead = 86_400);
    assert_eq!(call(&stage, &token).await.status, 401);
    stage
        .tenant
        .configure(|setup| (setup.clock_ahead, setup.api_clock_ahead) = (0, 0));
    stage.tenant.configure(|setup| setup.lifetime = Some(60));
    let reply = stage
        .form(&format!("{}&audience={REPORTS}", app.form()))
        .await;
    assert_eq!(reply.json()["expires_in"], 60);
}

#[tokio::test]
async fn keys_roll_and_the_old_ones_stay_for_a_while() {
    let stage = Stage::start();
    let app = stage.job();
    let more = format!("&audience={REPORTS}");
    let kids = async || {
        let keys = stage.get("/.well-known/jwks.json", "").await.json();
        let keys = keys["keys"].as_array().unwrap().clone();
        keys.iter()
            .map(|key| key["kid"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let before = kids().await;
    let old = stage.token(&app, &more).await;
    stage.tenant.roll_keys().unwrap();
    let after = kids().await;
    assert_eq!(after[0], before[1], "the next key signs now");
    assert_eq!(
        after[2], before[0],
        "and the one before it is still published"
    );
    assert!(!before.contains(&after[1]), "a new next one is there");
    let new = stage.token(&app, &more).await;
    assert!(parts(&new).0.contains(&after[0]));
    assert_eq!(
        (
            call(&stage, &old).await.status,
            call(&stage, &new).await.status
        ),
        (200, 200)
    );
    stage.tenant.forget_old_keys();
    assert_eq!(
        (
            call(&stage, &old).await.status,
            call(&stage, &new).await.status
        ),
        (401, 200)
    );
}

#[tokio::test]
async fn a_wrong_key_is_found_out_by_the_api() {
    let stage = Stage::start();
    let app = stage.job();
    stage
        .tenant
        .configure(|setup| setup.fault = Some(Fault::WrongKey));
    let token = stage.token(&app, &format!("&audience={REPORTS}")).await;
    let reply = call(&stage, &token).await;
    assert_eq!(reply.status, 401);
    assert_eq!(
        reply.json()["error_description"],
        "signature verification failed"
    );
}

#[tokio::test]
async fn an_answer_is_cut_or_late() {
    let stage = Stage::start();
    let body = format!("{}&audience={REPORTS}", stage.job().form());
    stage
        .tenant
        .configure(|setup| setup.fault = Some(Fault::Cut));
    let reply = stage.form(&body).await;
    let promised: usize = reply.header("content-length").unwrap().parse().unwrap();
    assert!(
        reply.body.len() < promised,
        "{} of {promised}",
        reply.body.len()
    );
    stage
        .tenant
        .configure(|setup| setup.fault = Some(Fault::Slow(Duration::from_mins(10))));
    let late = tokio::time::timeout(Duration::from_millis(200), stage.form(&body)).await;
    assert!(late.is_err(), "it should still be waiting");
    stage.tenant.configure(|setup| setup.fault = None);
    assert_eq!(stage.form(&body).await.status, 200);
}

#[test]
fn each_dialect_has_its_own_ways_issuer_and_places() {
    let tenant = |dialect| {
        let at = "127.0.0.1:9400".parse().unwrap();
        let settings = Settings {
            dialect,
            ..Settings::at(at)
        };
        Tenant::new(
            settings,
            std::sync::Arc::new(SystemClock::new()),
            Box::new(SystemRandom),
        )
    };
    let rfc = tenant(DialectName::Rfc);
    assert_eq!(
        (rfc.dialect().name(), rfc.issuer().as_str()),
        ("rfc", "http://127.0.0.1:9400")
    );
    assert_eq!(rfc.auth_methods().len(), 4);
    let auth0 = tenant(DialectName::Auth0);
    assert_eq!(auth0.auth_methods().len(), 3);
    let okta = tenant(DialectName::Okta);
    let servers: Vec<_> = okta.places().iter().map(|place| place.server).collect();
    assert_eq!(servers, ["default", "org", "org"]);
    assert_eq!(okta.auth_methods().len(), 4);
    assert_eq!(tenant(DialectName::default()).dialect().name(), "auth0");
}
