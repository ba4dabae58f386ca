//! The RFC tenant under faults, limits and a wrong clock, and the keys of every tenant as they roll.

use oauth_tutor::oauth::method::AuthMethod;
use oauth_tutor::practice::{AppKey, AppSetup, AppType, DenyCode, DialectName, Fault, Quota, Rule};
use serde_json::{Value, json};

use crate::okta_rows::{CUSTOM, assertion, key_app};
use crate::rows::{FORM, failed_check};
use crate::sign::Signer;
use crate::stage::{REPORTS, Stage, parts};

const TOKEN: &str = "/token";
const M2M: AppType = AppType::MachineToMachine;

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a case")]
async fn limits_rules_and_faults_have_their_codes() {
    let stage = Stage::speaking(DialectName::Rfc);
    let mut setup = AppSetup::of(AuthMethod::ClientSecretBasic);
    setup.quota = Quota {
        per_hour: Some(0),
        per_day: None,
    };
    let poor = stage.app_with(M2M, &[(REPORTS, &["read:reports"])], setup);
    let setup = AppSetup::of(AuthMethod::ClientSecretBasic);
    let app = stage.app_with(M2M, &[(REPORTS, &["read:reports"])], setup);
    let body = format!("grant_type=client_credentials&resource={REPORTS}");
    let deny = |code| Rule::Deny {
        code,
        reason: "Not \"on\" Sundays".into(),
    };
    for (fault, rules, status, error, check) in [
        (
            Some(Fault::TooMany),
            vec![],
            429,
            "temporarily_unavailable",
            "rate",
        ),
        (
            Some(Fault::Policy),
            vec![],
            429,
            "temporarily_unavailable",
            "rate",
        ),
        (Some(Fault::Broken), vec![], 500, "server_error", "rate"),
        (Some(Fault::Hook), vec![], 500, "server_error", "rules"),
        (
            None,
            vec![deny(DenyCode::InvalidScope)],
            400,
            "invalid_scope",
            "rules",
        ),
        (
            None,
            vec![deny(DenyCode::InvalidRequest)],
            400,
            "invalid_request",
            "rules",
        ),
        (
            None,
            vec![deny(DenyCode::ServerError)],
            500,
            "server_error",
            "rules",
        ),
    ] {
        stage.tenant.configure(|setup| {
            setup.fault = fault;
            setup.rules = rules;
        });
        let headers = format!("{FORM}{}", app.basic());
        let reply = stage.post_to(TOKEN, &headers, &body).await;
        assert_eq!(reply.status, status, "{fault:?}: {}", reply.body);
        assert_eq!(reply.json()["error"], error, "{fault:?}");
        let words = reply.json()["error_description"].to_string();
        assert!(
            !words.contains(r#"\""#),
            "RFC 6749 5.2 forbids quotation marks: {words}"
        );
        assert_eq!(failed_check(&stage, &reply).id, check);
        let waits = reply.header("retry-after").is_some();
        assert_eq!(waits, status == 429, "{fault:?}");
    }
    stage.tenant.configure(|setup| setup.rules = Vec::new());
    let headers = format!("{FORM}{}", poor.basic());
    let reply = stage.post_to(TOKEN, &headers, &body).await;
    // A quota is Auth0's; a tenant that has no such check gives the token.
    assert_eq!(reply.status, 200, "{}", reply.body);
}

#[tokio::test]
async fn an_api_that_is_behind_or_ahead_refuses_by_its_own_clock() {
    let stage = Stage::speaking(DialectName::Rfc);
    let setup = AppSetup::of(AuthMethod::ClientSecretBasic);
    let app = stage.app_with(M2M, &[(REPORTS, &["read:reports"])], setup);
    let headers = format!("{FORM}{}", app.basic());
    let body = format!("grant_type=client_credentials&resource={REPORTS}");
    let reply = stage.post_to(TOKEN, &headers, &body).await.json();
    let token = reply["access_token"].as_str().unwrap().to_owned();
    let bearer = format!("Authorization: Bearer {token}\r\n");
    for (ahead, status) in [(0, 200), (3599, 200), (3600, 401), (-86_400, 200)] {
        stage
            .tenant
            .configure(|setup| setup.api_clock_ahead = ahead);
        let reply = stage.get("/api/reports", &bearer).await;
        assert_eq!(reply.status, status, "{ahead}: {}", reply.body);
    }
    stage.tenant.configure(|setup| {
        setup.api_clock_ahead = i64::MAX;
        setup.clock_ahead = i64::MAX;
    });
    assert_eq!(stage.get("/api/reports", &bearer).await.status, 401);
    let late = stage.post_to(TOKEN, &headers, &body).await;
    assert_eq!(
        late.status, 200,
        "no clock breaks the server: {}",
        late.body
    );
    stage.tenant.configure(|setup| {
        setup.api_clock_ahead = 0;
        setup.clock_ahead = i64::MIN;
    });
    assert_eq!(stage.post_to(TOKEN, &headers, &body).await.status, 200);
}

#[tokio::test]
async fn keys_roll_at_every_tenant_and_the_old_one_goes_in_the_end() {
    for (dialect, endpoint, keys, scope, api) in [
        (DialectName::Rfc, TOKEN, "/jwks", "read:reports", REPORTS),
        (
            DialectName::Okta,
            CUSTOM,
            "/oauth2/default/v1/keys",
            "customScope",
            "api://default",
        ),
    ] {
        let stage = Stage::speaking(dialect);
        let setup = AppSetup::of(AuthMethod::ClientSecretPost);
        let app = stage.app_with(M2M, &[(api, &[scope])], setup);
        let body = format!("{}&scope={scope}&resource={api}", app.form());
        let token = async || {
            let reply = stage.post_to(endpoint, FORM, &body).await.json();
            reply["access_token"].as_str().unwrap().to_owned()
        };
        let published = async || {
            let document: Value = stage.get(keys, "").await.json();
            let all = document["keys"].as_array().unwrap().clone();
            all.iter().map(|key| key["kid"].clone()).collect::<Vec<_>>()
        };
        let kid =
            |token: &str| serde_json::from_str::<Value>(&parts(token).0).unwrap()["kid"].clone();
        let call = async |token: &str| {
            let headers = format!("Authorization: Bearer {token}\r\n");
            stage.get("/api/reports", &headers).await.status
        };
        let old = token().await;
        assert_eq!(published().await, [kid(&old)]);
        stage.tenant.roll_keys().unwrap();
        let new = token().await;
        assert_ne!(kid(&old), kid(&new));
        assert_eq!(
            published().await,
            [kid(&new), kid(&old)],
            "the old one stays"
        );
        assert_eq!((call(&old).await, call(&new).await), (200, 200));
        stage.tenant.forget_old_keys();
        assert_eq!(published().await, [kid(&new)], "and is gone");
        assert_eq!((call(&old).await, call(&new).await), (401, 200));
    }
}

#[tokio::test]
async fn an_app_brings_a_new_key_and_the_old_one_is_good_no_more() {
    let stage = Stage::speaking(DialectName::Okta);
    let (app, old) = key_app(&stage, "api://default", &["customScope"]);
    let key = AppKey::generate().unwrap();
    let new = Signer::of(&key);
    let ask = async |signer: &Signer| {
        let body = format!(
            "{}&scope=customScope",
            assertion(&stage, &app.id, signer, CUSTOM)
        );
        stage.post_to(CUSTOM, FORM, &body).await
    };
    assert_eq!(ask(&old).await.status, 200);
    let set = |setup: &mut AppSetup| setup.jwks = Some(key.jwks.clone());
    stage.tenant.configure_app(&app.client_id(), set).unwrap();
    assert_eq!(
        ask(&old).await.json()["error_description"],
        json!("The client_assertion signature is invalid.")
    );
    assert_eq!(ask(&new).await.status, 200);
}
