//! reqwest in `cargo test`, with oauth-tutor on the path or named by `OAUTH_TUTOR`.

mod practice;

use oauth_tutor_recipe::{Failed, Reports, Settings};
use practice::Practice;
use serde_json::json;

fn client(server: &Practice) -> Reports {
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let (tenant, app) = (&server.tenant, &server.app);
    Reports::new(Settings {
        token_endpoint: text(&tenant["token_endpoint"]),
        api: text(&tenant["api"]),
        client_id: text(&app["client_id"]),
        client_secret: text(&app["client_secret"]),
        scope: text(&app["scope"]),
        resource: text(&app["resource"]),
    })
}

#[tokio::test]
async fn the_first_token_is_refused_and_the_next_attempt_succeeds() {
    let server = Practice::start("rfc");
    let mut reports = client(&server);
    server
        .change(json!({ "change": "fault", "kind": "401", "door": "token", "next": 1 }))
        .await;
    let refused = reports.list().await;
    assert!(matches!(refused, Err(Failed::Refused(status)) if status == 401));
    assert_eq!(reports.list().await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_token_that_has_expired_is_replaced() {
    let server = Practice::start("rfc");
    let mut reports = client(&server);
    reports.list().await.unwrap();
    server
        .change(json!({ "change": "clock", "of": "tenant", "by": "+25h" }))
        .await;
    assert_eq!(reports.list().await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_token_of_a_key_that_is_gone_is_replaced() {
    let server = Practice::start("rfc");
    let mut reports = client(&server);
    reports.list().await.unwrap();
    server
        .change(json!({ "change": "key", "do": "roll" }))
        .await;
    server
        .change(json!({ "change": "key", "do": "forget-old" }))
        .await;
    assert_eq!(reports.list().await.unwrap().len(), 3);
}

#[tokio::test]
async fn too_many_requests_it_comes_back_when_it_was_told_to() {
    let server = Practice::start("rfc");
    let mut reports = client(&server);
    server.change(json!({ "change": "fault", "kind": "429", "door": "token", "next": 1, "retry_after": 1 })).await;
    let asked = std::time::Instant::now();
    assert_eq!(reports.list().await.unwrap().len(), 3);
    assert!(asked.elapsed().as_secs() >= 1);
}
