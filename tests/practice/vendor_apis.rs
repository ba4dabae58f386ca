//! The vendors' APIs at their edges: limits, other methods, damaged headers, old and revoked tokens, bound tokens at a flow.

use oauth_tutor::oauth::journal::{Door, Entry};
use oauth_tutor::practice::{AppType, DialectName, Fault};
use serde_json::{Value, json};

use crate::okta_rows::{ORG, assertion, key_app};
use crate::rows::{FORM, object};
use crate::sign::{Signer, sha256};
use crate::stage::{Credentials, NOW, REPORTS, Reply, Stage};

const M2M: AppType = AppType::MachineToMachine;
const USERS: &str = "/api/v1/users";
const INVOKE: &str = "/api/flo/nightly-report/invoke";

fn entry(stage: &Stage, reply: &Reply) -> Entry {
    let id = reply.header(stage.tenant.request_id_header(Door::Api));
    stage.tenant.entry(id.unwrap()).unwrap()
}

fn without_id(reply: &Reply) -> Value {
    let mut body = reply.json();
    body.as_object_mut().unwrap().remove("errorId");
    body
}

async fn org_token(stage: &Stage, app: &Credentials, signer: &Signer, scope: &str) -> String {
    let body = format!("{}&scope={scope}", assertion(stage, &app.id, signer, ORG));
    let reply = stage.post_to(ORG, FORM, &body).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.json()["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_management_api_minds_how_the_header_is_written() {
    let stage = Stage::start();
    let path = "/api/v2/users";
    let audience = format!("http://{}/api/v2/", stage.at);
    let app = stage.app(M2M, &[(&audience, &["read:users"])]);
    let token = stage.token(&app, &format!("&audience={audience}")).await;
    let bad = json!({ "statusCode": 400, "error": "Bad Request", "message": "Bad HTTP authentication header format", "errorCode": "Bearer" });
    let header = format!("Authorization: Bearer {token}\r\n");
    for headers in [
        format!("Authorization: {token}\r\n"),
        format!("Authorization: Token {token}\r\n"),
        format!("{header}{header}"),
    ] {
        let reply = stage.get(path, &headers).await;
        assert_eq!((reply.status, reply.json()), (400, bad.clone()));
        assert!(!entry(&stage, &reply).checks.last().unwrap().emulated);
    }
    let deleted = stage.ask("DELETE", path, &header).await;
    assert_eq!(
        (deleted.status, deleted.header("allow")),
        (405, Some("GET, HEAD"))
    );
    assert!(entry(&stage, &deleted).checks.last().unwrap().emulated);
}

#[tokio::test]
async fn a_limit_of_the_apis_leaves_the_token_endpoint_alone() {
    let stage = Stage::start();
    let audience = format!("http://{}/api/v2/", stage.at);
    let app = stage.app(
        M2M,
        &[(&audience, &["read:users"]), (REPORTS, &["read:reports"])],
    );
    stage
        .tenant
        .configure(|setup| setup.fault = Some(Fault::ApiTooMany));
    let token = stage.token(&app, &format!("&audience={audience}")).await;
    let headers = format!("Authorization: Bearer {token}\r\n");
    let reply = stage.get("/api/v2/users", &headers).await;
    let limit = json!({ "statusCode": 429, "error": "Too Many Requests", "message": "Global limit has been reached", "errorCode": "too_many_requests" });
    assert_eq!((reply.status, reply.json()), (429, limit));
    assert_eq!(reply.header("x-ratelimit-remaining"), Some("0"));
    assert_eq!(reply.header("retry-after"), Some("1"));
    assert_eq!(entry(&stage, &reply).checks.last().unwrap().id, "rate");
    let own = stage.get("/api/reports", &headers).await;
    assert_eq!((own.status, own.header("www-authenticate")), (429, None));
    stage.tenant.configure(|setup| setup.fault = None);
    assert_eq!(stage.get("/api/v2/users", &headers).await.status, 200);

    let stage = Stage::speaking(DialectName::Okta);
    stage
        .tenant
        .configure(|setup| setup.fault = Some(Fault::ApiTooMany));
    let reply = stage.get(USERS, "").await;
    let limit = object(
        "E0000047",
        "API call exceeded rate limit due to too many requests.",
    );
    assert_eq!((reply.status, without_id(&reply)), (429, limit));
    assert_eq!(reply.header("x-rate-limit-remaining"), Some("0"));
    assert!(reply.header("x-rate-limit-reset").is_some());
    let flow = stage.get(INVOKE, "").await;
    assert_eq!(flow.status, 429);
    assert!(entry(&stage, &flow).checks.last().unwrap().emulated);
}

#[tokio::test]
async fn oktas_api_tells_old_revoked_and_foreign_tokens_apart() {
    let stage = Stage::speaking(DialectName::Okta);
    let org = format!("http://{}", stage.at);
    let (app, signer) = key_app(&stage, &org, &["okta.users.read"]);
    let token = org_token(&stage, &app, &signer, "okta.users.read").await;
    let revoked = org_token(&stage, &app, &signer, "okta.users.read").await;
    let body = format!(
        "{}&token={revoked}",
        assertion(&stage, &app.id, &signer, "/oauth2/v1/revoke")
    );
    assert_eq!(
        stage.post_to("/oauth2/v1/revoke", FORM, &body).await.status,
        200
    );
    let tell = async |token: &str| {
        let headers = format!("Authorization: Bearer {token}\r\n");
        let reply = stage.get(USERS, &headers).await;
        let challenge = reply
            .header("www-authenticate")
            .unwrap_or_default()
            .to_owned();
        (reply.status, challenge)
    };
    let because = |text: &str| format!(r#"error="invalid_token", error_description="{text}""#);
    let (status, challenge) = tell(&revoked).await;
    assert_eq!(status, 401);
    assert!(
        challenge.contains(&because("The access token has been revoked.")),
        "{challenge}"
    );
    assert_eq!(tell(&token).await.0, 200);
    let mut damaged = token.clone();
    damaged.replace_range(damaged.len() - 8.., "AAAAAAAA");
    let (status, challenge) = tell(&damaged).await;
    assert_eq!(status, 401);
    assert!(
        challenge.contains(&because("The access token is invalid.")),
        "{challenge}"
    );
    stage.set_now(NOW + 3600);
    let (status, challenge) = tell(&token).await;
    assert_eq!(status, 401);
    assert!(
        challenge.contains(&because("The token has expired.")),
        "{challenge}"
    );
}

#[tokio::test]
async fn oktas_api_and_flows_answer_their_methods_only() {
    let stage = Stage::speaking(DialectName::Okta);
    let reply = stage.ask("DELETE", USERS, "").await;
    let method = object(
        "E0000022",
        "The endpoint does not support the provided HTTP method",
    );
    assert_eq!((reply.status, without_id(&reply)), (405, method));
    let flow = stage.ask("PUT", INVOKE, "").await;
    assert_eq!(
        (flow.status, flow.header("allow")),
        (405, Some("GET, HEAD, POST"))
    );
    assert!(entry(&stage, &flow).checks.last().unwrap().emulated);
}

#[tokio::test]
async fn that_a_flow_takes_a_bound_token_is_marked_as_a_guess() {
    let stage = Stage::speaking(DialectName::Okta);
    let org = format!("http://{}", stage.at);
    let scope = "okta.workflows.invoke.manage";
    let (app, signer) = key_app(&stage, &org, &[scope]);
    let key = Signer::ec();
    let ask = async |nonce: Value| {
        let url = format!("{org}{ORG}");
        let proof = key.proof("POST", &url, NOW, |_, claims| claims["nonce"] = nonce);
        let body = format!("{}&scope={scope}", assertion(&stage, &app.id, &signer, ORG));
        stage
            .post_to(ORG, &format!("{FORM}DPoP: {proof}\r\n"), &body)
            .await
    };
    let nonce = json!(ask(Value::Null).await.header("dpop-nonce").unwrap());
    let reply = ask(nonce).await.json();
    let token = reply["access_token"].as_str().unwrap();
    let proof = key.proof("GET", &format!("{org}{INVOKE}"), NOW, |_, claims| {
        claims["ath"] = json!(sha256(token));
    });
    let headers = format!("Authorization: DPoP {token}\r\nDPoP: {proof}\r\n");
    let reply = stage.get(INVOKE, &headers).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    let entry = entry(&stage, &reply);
    assert!(entry.checks.last().unwrap().emulated, "{entry:?}");

    let plain = org_token(&stage, &app, &signer, scope).await;
    let headers = format!("Authorization: Bearer {plain}\r\n");
    let reply = stage.get(INVOKE, &headers).await;
    let entry = self::entry(&stage, &reply);
    assert!(
        entry.checks.iter().all(|check| !check.emulated),
        "{entry:?}"
    );
    stage.set_now(NOW + 3600);
    let old = stage.get(INVOKE, &headers).await;
    assert_eq!(old.status, 401);
    assert!(self::entry(&stage, &old).checks.last().unwrap().emulated);
}

#[tokio::test]
async fn introspection_at_the_org_server() {
    let stage = Stage::speaking(DialectName::Okta);
    let org = format!("http://{}", stage.at);
    let (app, signer) = key_app(&stage, &org, &["okta.users.read"]);
    let token = org_token(&stage, &app, &signer, "okta.users.read").await;
    let path = "/oauth2/v1/introspect";
    let body = || assertion(&stage, &app.id, &signer, path);
    let told = stage
        .post_to(path, FORM, &format!("{}&token={token}", body()))
        .await
        .json();
    assert_eq!(
        (&told["active"], &told["scope"]),
        (&json!(true), &json!("okta.users.read"))
    );
    let none = stage.post_to(path, FORM, &body()).await;
    assert_eq!(
        none.json()["error_description"],
        "The required parameter 'token' is missing."
    );
    let headers = format!("{FORM}Authorization: Basic aWQ6c2VjcmV0\r\n");
    let refused = stage
        .post_to(path, &headers, &format!("token={token}"))
        .await;
    assert_eq!(refused.status, 401);
    let challenge = refused.header("www-authenticate").unwrap();
    assert!(challenge.starts_with("Basic realm="), "{challenge}");
}
