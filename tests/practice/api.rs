//! Calls at the protected APIs: 200, and every challenge of RFC 6750 in the words of Auth0's SDK.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth_tutor::oauth::journal::Door;
use oauth_tutor::practice::AppType;
use serde_json::json;

use crate::stage::{NOW, REPORTS, Reply, Stage, USERS, parts};

async fn call(stage: &Stage, path: &str, token: &str) -> Reply {
    stage
        .get(path, &format!("Authorization: Bearer {token}\r\n"))
        .await
}

/// Asserts an `invalid_token` challenge with these words, in header and body alike.
fn invalid(reply: &Reply, description: &str) {
    assert_eq!(reply.status, 401, "{description}");
    let wanted =
        format!(r#"Bearer realm="api", error="invalid_token", error_description="{description}""#);
    assert_eq!(reply.header("www-authenticate"), Some(wanted.as_str()));
    assert_eq!(
        reply.json(),
        json!({ "error": "invalid_token", "error_description": description })
    );
}

/// The token with one claim or header member replaced as text; the signature stays.
fn forged(token: &str, from: &str, to: &str) -> String {
    let (header, payload) = parts(token);
    let signature = token.rsplit('.').next().unwrap();
    let encode = |part: String| URL_SAFE_NO_PAD.encode(part.replace(from, to));
    format!("{}.{}.{signature}", encode(header), encode(payload))
}

#[tokio::test]
async fn a_good_token_gets_the_reports_and_the_api_knows_who_asked() {
    let stage = Stage::start();
    let app = stage.job();
    let token = stage.token(&app, &format!("&audience={REPORTS}")).await;
    for scheme in ["Bearer", "bearer", "BEARER"] {
        let reply = stage
            .get(
                "/api/reports",
                &format!("Authorization: {scheme} {token}\r\n"),
            )
            .await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        assert_eq!(reply.json()["caller"], json!(format!("{}@clients", app.id)));
        assert!(!reply.json()["reports"].as_array().unwrap().is_empty());
    }
    let url = stage.tenant.api_url(REPORTS).unwrap();
    assert!(url.ends_with("/api/reports"));
    let in_url = stage
        .get(&format!("/api/reports?access_token={token}"), "")
        .await;
    assert_eq!(in_url.status, 200);
}

#[tokio::test]
async fn without_a_token_the_challenge_has_no_error_code() {
    let stage = Stage::start();
    for headers in [
        "",
        "Authorization: Basic aWQ6c2VjcmV0\r\n",
        "Authorization: Bearer \r\n",
    ] {
        let reply = stage.get("/api/reports", headers).await;
        assert_eq!(reply.status, 401);
        assert_eq!(
            reply.header("www-authenticate"),
            Some(r#"Bearer realm="api""#)
        );
        assert_eq!(reply.body, r#"{"message":"Unauthorized"}"#);
        let spelled = reply
            .headers
            .iter()
            .any(|(name, _)| name == "WWW-Authenticate");
        assert!(spelled, "{:?}", reply.headers);
    }
}

#[tokio::test]
async fn tokens_in_two_places_are_a_bad_request() {
    let stage = Stage::start();
    let token = stage
        .token(&stage.job(), &format!("&audience={REPORTS}"))
        .await;
    let header = format!("Authorization: Bearer {token}\r\n");
    for (target, headers) in [
        (format!("/api/reports?access_token={token}"), header.clone()),
        ("/api/reports".into(), format!("{header}{header}")),
    ] {
        let reply = stage.get(&target, &headers).await;
        assert_eq!(reply.status, 400);
        let wanted = r#"Bearer realm="api", error="invalid_request", error_description="More than one method used for authentication""#;
        assert_eq!(reply.header("www-authenticate"), Some(wanted));
    }
}

#[tokio::test]
async fn a_bad_token_is_told_what_is_bad() {
    let stage = Stage::start();
    let token = stage
        .token(&stage.job(), &format!("&audience={REPORTS}"))
        .await;
    let path = "/api/reports";
    invalid(&call(&stage, path, "eyJ").await, "Invalid Compact JWS");
    invalid(
        &call(&stage, path, &format!("Bearer {token}")).await,
        "Invalid Compact JWS",
    );
    invalid(
        &call(&stage, path, &format!("{token}.x")).await,
        "Invalid Compact JWS",
    );
    let other = forged(&token, "read:reports", "read:anything");
    invalid(
        &call(&stage, path, &other).await,
        "signature verification failed",
    );
    let unsupported = "Unsupported 'alg' value for a JSON Web Key Set";
    invalid(
        &call(&stage, path, &forged(&token, "RS256", "none")).await,
        unsupported,
    );
    invalid(
        &call(&stage, path, &forged(&token, "RS256", "HS256")).await,
        unsupported,
    );
    let no_key = "no applicable key found in the JSON Web Key Set";
    invalid(
        &call(&stage, path, &forged(&token, "RS256", "PS256")).await,
        no_key,
    );
    invalid(
        &call(&stage, path, &forged(&token, r#""kid":""#, r#""kid":"x"#)).await,
        no_key,
    );
}

#[tokio::test]
async fn a_token_for_another_api_is_refused() {
    let stage = Stage::start();
    let users = stage.app(AppType::MachineToMachine, &[(USERS, &["read:users"])]);
    let token = stage.token(&users, &format!("&audience={USERS}")).await;
    assert_eq!(call(&stage, "/api/users", &token).await.status, 200);
    invalid(
        &call(&stage, "/api/reports", &token).await,
        "Unexpected 'aud' value",
    );
}

#[tokio::test]
async fn a_token_of_another_tenant_is_refused() {
    let (stage, other) = (Stage::start(), Stage::start());
    let token = other
        .token(&other.job(), &format!("&audience={REPORTS}"))
        .await;
    let wanted = "no applicable key found in the JSON Web Key Set";
    invalid(&call(&stage, "/api/reports", &token).await, wanted);
}

#[tokio::test]
async fn a_token_lives_to_the_second_before_exp() {
    let stage = Stage::start();
    let token = stage
        .token(&stage.job(), &format!("&audience={REPORTS}"))
        .await;
    stage.set_now(NOW + 86_399);
    assert_eq!(call(&stage, "/api/reports", &token).await.status, 200);
    stage.set_now(NOW + 86_400);
    invalid(
        &call(&stage, "/api/reports", &token).await,
        "'exp' claim timestamp check failed",
    );
}

#[tokio::test]
async fn a_token_without_the_scope_is_forbidden_and_told_which() {
    let stage = Stage::start();
    let writer = stage.app(AppType::MachineToMachine, &[(REPORTS, &["write:reports"])]);
    let token = stage.token(&writer, &format!("&audience={REPORTS}")).await;
    let reply = call(&stage, "/api/reports", &token).await;
    assert_eq!(reply.status, 403);
    let wanted = r#"Bearer realm="api", error="insufficient_scope", error_description="Insufficient Scope", scope="read:reports""#;
    assert_eq!(reply.header("www-authenticate"), Some(wanted));
}

#[tokio::test]
async fn other_methods_and_paths_are_answered_sensibly() {
    let stage = Stage::start();
    let reply = stage.ask("DELETE", "/api/reports", "").await;
    assert_eq!(
        (reply.status, reply.header("allow")),
        (405, Some("GET, HEAD"))
    );
    let reply = stage.ask("POST", "/.well-known/jwks.json", "").await;
    assert_eq!(
        (reply.status, reply.header("allow")),
        (405, Some("GET, HEAD"))
    );
    let named = stage.get("/authorize?response_type=code", "").await;
    assert_eq!(named.status, 501);
    assert!(
        named.body.contains("no person takes part"),
        "{}",
        named.body
    );
    assert_eq!(stage.get("/oauth/token/", "").await.status, 404);
    let page = stage.get("/", "").await;
    assert_eq!(page.status, 200);
    for named in [
        stage.tenant.token_endpoint(),
        stage.tenant.jwks_uri(),
        REPORTS.into(),
    ] {
        assert!(page.body.contains(&named), "{}", page.body);
    }
}

#[tokio::test]
async fn a_call_is_in_the_journal_under_the_replys_own_header() {
    let stage = Stage::start();
    let token = stage
        .token(&stage.job(), &format!("&audience={REPORTS}"))
        .await;
    let reply = call(&stage, "/api/reports", &token).await;
    let name = stage.tenant.request_id_header(Door::Api);
    let entry = stage.tenant.entry(reply.header(name).unwrap()).unwrap();
    assert_eq!((entry.door, entry.status), (Door::Api, 200));
    let ids: Vec<_> = entry.checks.iter().map(|check| check.id).collect();
    assert_eq!(
        ids,
        [
            "token",
            "jwt",
            "key",
            "signature",
            "exp",
            "iss",
            "aud",
            "scope"
        ]
    );
}

#[tokio::test]
async fn words_that_the_sdks_source_does_not_give_are_marked() {
    let stage = Stage::start();
    let token = stage
        .token(&stage.job(), &format!("&audience={REPORTS}"))
        .await;
    let users = stage.app(AppType::MachineToMachine, &[(USERS, &["read:users"])]);
    let users = stage.token(&users, &format!("&audience={USERS}")).await;
    for (what, token, emulated) in [
        ("nonsense", "x".to_owned(), true),
        (
            "another signature",
            forged(&token, "read:reports", "read:all"),
            true,
        ),
        ("another alg", forged(&token, "RS256", "none"), true),
        (
            "another key",
            forged(&token, r#""kid":""#, r#""kid":"x"#),
            true,
        ),
        ("for another API", users, false),
    ] {
        let reply = call(&stage, "/api/reports", &token).await;
        let name = stage.tenant.request_id_header(Door::Api);
        let entry = stage.tenant.entry(reply.header(name).unwrap()).unwrap();
        assert_eq!(entry.checks.last().unwrap().emulated, emulated, "{what}");
    }
}
