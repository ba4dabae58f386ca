//! The vendors' own APIs: Auth0's Management API, Okta's API and Okta Workflows with its three levels of security.

use oauth_tutor::oauth::journal::{Door, Outcome};
use oauth_tutor::oauth::method::AuthMethod;
use oauth_tutor::practice::{AppSetup, AppType, DialectName};
use serde_json::{Value, json};

use crate::okta_rows::{CUSTOM, ORG, assertion, key_app};
use crate::rows::{FORM, object};
use crate::sign::Signer;
use crate::stage::{Credentials, NOW, REPORTS, Reply, Stage};

const INVOKE: &str = "/api/flo/nightly-report/invoke";
const M2M: AppType = AppType::MachineToMachine;

async fn call(stage: &Stage, path: &str, token: &str) -> Reply {
    let headers = format!("Authorization: Bearer {token}\r\n");
    stage.get(path, &headers).await
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a case")]
async fn the_management_api_in_auth0s_words() {
    let stage = Stage::start();
    let audience = format!("http://{}/api/v2/", stage.at);
    let app = stage.app(
        M2M,
        &[(&audience, &["read:users"]), (REPORTS, &["read:reports"])],
    );
    let token = stage.token(&app, &format!("&audience={audience}")).await;
    let path = "/api/v2/users";
    let good = call(&stage, path, &token).await;
    assert_eq!(good.status, 200, "{}", good.body);
    assert_eq!(good.json()["users"][0]["name"], "Ada");

    let unauthorized = |message: &str| json!({ "statusCode": 401, "error": "Unauthorized", "message": message, "attributes": { "error": message } });
    let writer = stage.app(M2M, &[(&audience, &["create:users"])]);
    let writing = stage.token(&writer, &format!("&audience={audience}")).await;
    let reports = stage.token(&app, &format!("&audience={REPORTS}")).await;
    let mut broken = token.clone();
    broken.replace_range(broken.len() - 8.., "AAAAAAAA");
    for (what, reply, status, body) in [
        (
            "no token",
            stage.get(path, "").await,
            401,
            unauthorized("Missing authentication"),
        ),
        (
            "nonsense",
            call(&stage, path, "x").await,
            401,
            unauthorized("Invalid token"),
        ),
        (
            "another signature",
            call(&stage, path, &broken).await,
            401,
            unauthorized("Invalid signature received for JSON Web Token validation"),
        ),
        (
            "for another API",
            call(&stage, path, &reports).await,
            401,
            unauthorized(&format!("Bad audience: {audience}")),
        ),
        (
            "without the scope",
            call(&stage, path, &writing).await,
            403,
            json!({ "statusCode": 403, "error": "Forbidden", "message": "Insufficient scope, expected any of: read:users", "errorCode": "insufficient_scope" }),
        ),
    ] {
        assert_eq!((reply.status, reply.json()), (status, body), "{what}");
    }
    stage.set_now(NOW + 86_400);
    let old = call(&stage, path, &token).await;
    assert_eq!(
        old.json(),
        unauthorized("Expired token received for JSON Web Token validation")
    );
    assert!(
        stage
            .tenant
            .apis()
            .iter()
            .all(|api| api.identifier != audience),
        "the dashboard lists the customer's own"
    );
}

/// A token of the org server.
async fn org_token(stage: &Stage, app: &Credentials, signer: &Signer, scope: &str) -> String {
    let body = format!("{}&scope={scope}", assertion(stage, &app.id, signer, ORG));
    let reply = stage.post_to(ORG, FORM, &body).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.json()["access_token"].as_str().unwrap().to_owned()
}

/// A token of the custom server.
async fn custom_token(stage: &Stage) -> String {
    let setup = AppSetup::of(AuthMethod::ClientSecretPost);
    let app = stage.app_with(M2M, &[("api://default", &["customScope"])], setup);
    let reply = stage
        .post_to(CUSTOM, FORM, &format!("{}&scope=customScope", app.form()))
        .await;
    reply.json()["access_token"].as_str().unwrap().to_owned()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a case")]
async fn oktas_api_says_the_reason_in_its_header() {
    let stage = Stage::speaking(DialectName::Okta);
    let org = format!("http://{}", stage.at);
    let (app, signer) = key_app(&stage, &org, &["okta.users.read", "okta.groups.read"]);
    let path = "/api/v1/users";
    let token = org_token(&stage, &app, &signer, "okta.users.read").await;
    assert_eq!(call(&stage, path, &token).await.status, 200);
    let groups = org_token(&stage, &app, &signer, "okta.groups.read").await;
    let custom = custom_token(&stage).await;
    let challenge = |rest: &str| {
        format!(
            r#"Bearer authorization_uri="{org}/oauth2/v1/authorize", realm="{org}", scope="okta.users.read"{rest}"#
        )
    };
    let because = |error: &str, text: &str| {
        challenge(&format!(
            r#", error="{error}", error_description="{text}", resource="{path}""#
        ))
    };
    let in_url = format!("{path}?access_token={token}");
    let other = Stage::speaking(DialectName::Okta);
    let foreign = custom_token(&other).await;
    let header = format!("Authorization: Bearer {token}\r\n");
    let twice = format!("{header}{header}");
    for (what, reply, status, wanted) in [
        (
            "no token",
            stage.get(path, "").await,
            401,
            because("invalid_request", "The access token is missing."),
        ),
        (
            "another scheme",
            stage.get(path, "Authorization: SSWS 00abc\r\n").await,
            401,
            because("invalid_request", "The access token is missing."),
        ),
        (
            "no token of this org",
            call(&stage, path, &foreign).await,
            401,
            because("invalid_token", "The access token is invalid."),
        ),
        (
            "nonsense",
            call(&stage, path, "x").await,
            401,
            because("invalid_token", "The token is invalid."),
        ),
        (
            "two tokens",
            stage.get(path, &twice).await,
            400,
            because(
                "invalid_request",
                "The access token cannot be specified in both the Authorization header and the request-body.",
            ),
        ),
        (
            "another scope",
            call(&stage, path, &groups).await,
            403,
            because(
                "insufficient_scope",
                "The access token provided does not contain the required scopes.",
            ),
        ),
        (
            "a token of the custom server",
            call(&stage, path, &custom).await,
            401,
            because(
                "invalid_token",
                "The access token provided is not intended for Okta.",
            ),
        ),
        (
            "in the URL",
            stage.get(&in_url, "").await,
            400,
            because(
                "invalid_request",
                "The access token cannot be presented in a query string.",
            ),
        ),
    ] {
        assert_eq!(reply.status, status, "{what}");
        assert_eq!(
            reply.header("www-authenticate"),
            Some(wanted.as_str()),
            "{what}"
        );
        let mut body = reply.json();
        body.as_object_mut().unwrap().remove("errorId");
        let wanted = if status == 403 {
            object(
                "E0000006",
                "You do not have permission to perform the requested action",
            )
        } else {
            object("E0000011", "Invalid token provided")
        };
        assert_eq!(body, wanted, "{what}");
    }
}

#[tokio::test]
async fn a_bound_token_at_oktas_api() {
    let stage = Stage::speaking(DialectName::Okta);
    let org = format!("http://{}", stage.at);
    let (app, signer) = key_app(&stage, &org, &["okta.users.read"]);
    let key = Signer::ec();
    let url = format!("{org}{ORG}");
    let ask = async |nonce: Value| {
        let proof = key.proof("POST", &url, NOW, |_, claims| claims["nonce"] = nonce);
        // A fresh assertion each time, since its jti is good once.
        let body = format!(
            "{}&scope=okta.users.read",
            assertion(&stage, &app.id, &signer, ORG)
        );
        stage
            .post_to(ORG, &format!("{FORM}DPoP: {proof}\r\n"), &body)
            .await
    };
    let nonce = ask(Value::Null)
        .await
        .header("dpop-nonce")
        .unwrap()
        .to_owned();
    let reply = ask(json!(nonce)).await;
    let token = reply.json()["access_token"].as_str().unwrap().to_owned();
    let as_bearer = call(&stage, "/api/v1/users", &token).await;
    let challenge = as_bearer.header("www-authenticate").unwrap();
    assert_eq!(as_bearer.status, 400);
    assert!(
        challenge.starts_with(r#"DPoP algs="RS256 RS384 RS512 ES256 ES384 ES512""#),
        "{challenge}"
    );
    assert!(
        challenge.contains("must use the DPoP authentication scheme"),
        "{challenge}"
    );
    let ath = crate::sign::sha256(&token);
    let proof = |htu: &str| key.proof("GET", htu, NOW, |_, claims| claims["ath"] = json!(ath));
    let with = async |proof: String| {
        let headers = format!("Authorization: DPoP {token}\r\nDPoP: {proof}\r\n");
        stage.get("/api/v1/users", &headers).await
    };
    let wrong = with(proof("http://x/")).await;
    let challenge = wrong.header("www-authenticate").unwrap();
    assert!(challenge.contains(r#"error="invalid_dpop_proof", error_description="'htu' claim in the DPoP proof JWT is invalid.""#), "{challenge}");
    assert_eq!(
        with(proof(&format!("{org}/api/v1/users"))).await.status,
        200
    );
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a case")]
async fn a_flow_at_each_level_of_security() {
    let stage = Stage::speaking(DialectName::Okta);
    let org = format!("http://{}", stage.at);
    let scope = "okta.workflows.invoke.manage";
    let (app, signer) = key_app(&stage, &org, &[scope, "okta.users.read"]);
    let token = org_token(&stage, &app, &signer, scope).await;
    let headers = format!("Authorization: Bearer {token}\r\n");
    for reply in [
        stage.get(INVOKE, &headers).await,
        stage.post_to(INVOKE, &headers, "{}").await,
    ] {
        assert_eq!(reply.status, 200, "{}", reply.body);
        assert_eq!(reply.json()["message"], "The flow ran");
    }
    let users = org_token(&stage, &app, &signer, "okta.users.read").await;
    let custom = custom_token(&stage).await;
    for (what, reply, status, word) in [
        ("no token", stage.get(INVOKE, "").await, 401, "Bearer"),
        (
            "a token of the custom server",
            call(&stage, INVOKE, &custom).await,
            401,
            "invalid_token",
        ),
        (
            "another scope",
            call(&stage, INVOKE, &users).await,
            403,
            "insufficient_scope",
        ),
    ] {
        assert_eq!(reply.status, status, "{what}");
        let challenge = reply.header("www-authenticate").unwrap();
        assert!(
            challenge.starts_with("Bearer") && challenge.contains(word),
            "{what}: {challenge}"
        );
        let id = reply
            .header(stage.tenant.request_id_header(Door::Api))
            .unwrap();
        let entry = stage.tenant.entry(id).unwrap();
        let last = entry.checks.last().unwrap();
        assert_eq!(
            (last.outcome, last.emulated),
            (Outcome::Failed, true),
            "{what}"
        );
    }
    stage
        .tenant
        .configure(|setup| setup.flow_callers = Some(Vec::new()));
    assert_eq!(
        call(&stage, INVOKE, &token).await.status,
        403,
        "not on the list"
    );
    stage
        .tenant
        .configure(|setup| setup.flow_callers = Some(vec![app.client_id()]));
    assert_eq!(call(&stage, INVOKE, &token).await.status, 200);

    let (url, secret) = stage.tenant.flow_token().unwrap();
    let path = url.strip_prefix(&org).unwrap();
    assert_eq!(stage.get(path, "").await.status, 401);
    assert_eq!(
        stage.get(&format!("{path}?clientToken=x"), "").await.status,
        401
    );
    let query = format!("{path}?clientToken={}", secret.expose());
    assert_eq!(stage.get(&query, "").await.status, 200);
    let header = format!("x-api-client-token: {}\r\n", secret.expose());
    assert_eq!(stage.get(path, &header).await.status, 200);
    let shown = format!("{:?}", stage.tenant.entries());
    assert!(
        !shown.contains(secret.expose()),
        "no client token in the journal"
    );
    assert_eq!(
        stage.get("/api/flo/status-page/invoke", "").await.status,
        200
    );
}

#[tokio::test]
async fn oktas_metadata_stands_in_each_of_its_places() {
    let stage = Stage::speaking(DialectName::Okta);
    let base = format!("http://{}", stage.at);
    for (path, issuer) in [
        (
            "/oauth2/default/.well-known/oauth-authorization-server",
            format!("{base}/oauth2/default"),
        ),
        (
            "/oauth2/default/.well-known/openid-configuration",
            format!("{base}/oauth2/default"),
        ),
        (
            "/.well-known/oauth-authorization-server/oauth2/default",
            format!("{base}/oauth2/default"),
        ),
        ("/.well-known/openid-configuration", base.clone()),
        ("/.well-known/oauth-authorization-server", base.clone()),
    ] {
        let document = stage.get(path, "").await.json();
        assert_eq!(document["issuer"], json!(issuer), "{path}");
        let endpoint = document["token_endpoint"].as_str().unwrap();
        assert!(
            endpoint.starts_with(&base) && endpoint.ends_with("/v1/token"),
            "{endpoint}"
        );
        let keys = document["jwks_uri"]
            .as_str()
            .unwrap()
            .strip_prefix(&base)
            .unwrap();
        let keys = stage.get(keys, "").await.json();
        let names: Vec<_> = keys["keys"][0].as_object().unwrap().keys().collect();
        assert_eq!(
            names,
            ["kty", "alg", "kid", "use", "e", "n"],
            "no x5c at Okta"
        );
    }
}

#[tokio::test]
async fn oktas_introspection_and_revocation() {
    let stage = Stage::speaking(DialectName::Okta);
    let setup = AppSetup::of(AuthMethod::ClientSecretPost);
    let app = stage.app_with(M2M, &[("api://default", &["customScope"])], setup);
    let reply = stage
        .post_to(CUSTOM, FORM, &format!("{}&scope=customScope", app.form()))
        .await;
    let token = reply.json()["access_token"].as_str().unwrap().to_owned();
    let body = format!(
        "client_id={}&client_secret={}&token={token}",
        app.id, app.secret
    );
    let told = stage
        .post_to("/oauth2/default/v1/introspect", FORM, &body)
        .await
        .json();
    assert_eq!(
        (&told["active"], &told["client_id"], &told["scope"]),
        (&json!(true), &json!(app.id), &json!("customScope"))
    );
    assert_eq!(
        stage
            .post_to("/oauth2/default/v1/revoke", FORM, &body)
            .await
            .status,
        200
    );
    let told = stage
        .post_to("/oauth2/default/v1/introspect", FORM, &body)
        .await;
    assert_eq!(told.body, r#"{"active":false}"#);
    assert_eq!(
        stage
            .post_to("/oauth2/default/v1/introspect", FORM, "token=x")
            .await
            .status,
        401
    );
}
