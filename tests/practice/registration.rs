//! An app registers itself (RFC 7591): every method gets a token, and what is asked wrongly is told so.

use oauth_tutor::practice::{AppKey, DialectName};
use serde_json::{Value, json};

use crate::rows::{FORM, JWT_BEARER};
use crate::sign::{Signer, fresh};
use crate::stage::{Credentials, NOW, REPORTS, Reply, Stage};

const JSON: &str = "Content-Type: application/json\r\n";

async fn register(stage: &Stage, body: &Value) -> Reply {
    stage.post_to("/register", JSON, &body.to_string()).await
}

/// The body of a token request with an assertion.
fn by_assertion(stage: &Stage, id: &str, signer: &Signer, alg: &str) -> String {
    let aud = format!("http://{}/token", stage.at);
    let claims = json!({ "iss": id, "sub": id, "aud": aud, "exp": NOW + 60, "jti": fresh() });
    let jwt = signer.jws(&json!({ "alg": alg }), &claims);
    format!(
        "grant_type=client_credentials&resource={REPORTS}&client_assertion_type={JWT_BEARER}&client_assertion={jwt}"
    )
}

#[tokio::test]
async fn every_method_can_be_registered_and_used() {
    let stage = Stage::speaking(DialectName::Rfc);
    let key = AppKey::generate().unwrap();
    for method in [
        "client_secret_basic",
        "client_secret_post",
        "client_secret_jwt",
        "private_key_jwt",
    ] {
        let mut wanted = json!({ "token_endpoint_auth_method": method, "scope": "read:reports" });
        if method == "private_key_jwt" {
            wanted["jwks"] = key.jwks.clone();
        }
        let reply = register(&stage, &wanted).await;
        assert_eq!(reply.status, 201, "{method}: {}", reply.body);
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        let made = reply.json();
        assert_eq!(made["token_endpoint_auth_method"], method);
        assert_eq!(made["grant_types"], json!(["client_credentials"]));
        assert_eq!(made["client_id_issued_at"], NOW);
        let has_secret = method != "private_key_jwt";
        assert_eq!(made.get("client_secret").is_some(), has_secret);
        assert_eq!(made.get("client_secret_expires_at").is_some(), has_secret);
        let app = Credentials {
            id: made["client_id"].as_str().unwrap().into(),
            secret: made["client_secret"].as_str().unwrap_or_default().into(),
        };
        let secret = Signer::Secret(app.secret.clone().into());
        let named = format!("grant_type=client_credentials&resource={REPORTS}");
        let (headers, body) = match method {
            "client_secret_basic" => (app.basic(), named),
            "client_secret_post" => (String::new(), format!("{}&resource={REPORTS}", app.form())),
            "client_secret_jwt" => (
                String::new(),
                by_assertion(&stage, &app.id, &secret, "HS256"),
            ),
            _ => (
                String::new(),
                by_assertion(&stage, &app.id, &Signer::of(&key), "RS256"),
            ),
        };
        let reply = stage
            .post_to("/token", &format!("{FORM}{headers}"), &body)
            .await;
        assert_eq!(reply.status, 200, "{method}: {}", reply.body);
    }
}

#[tokio::test]
async fn only_what_is_understood_is_told_back() {
    let stage = Stage::speaking(DialectName::Rfc);
    let key = AppKey::generate().unwrap();
    let reply = register(
        &stage,
        &json!({ "client_name": "Mine", "contacts": ["a@b.example"], "logo_uri": "https://x.example/",
            "token_endpoint_auth_method": "private_key_jwt", "jwks": key.jwks,
            "client_secret": "my own", "client_id": "mine", "scope": "read:reports delete:everything" }),
    )
    .await;
    assert_eq!(reply.status, 201, "{}", reply.body);
    let made = reply.json();
    assert_eq!(made["client_name"], "Mine");
    assert_eq!(made["contacts"], json!(["a@b.example"]));
    assert_eq!(made["jwks"], key.jwks);
    assert_eq!(
        made["scope"], "read:reports",
        "what is granted, not what was asked"
    );
    assert_ne!(made["client_id"], "mine");
    for name in ["client_secret", "logo_uri"] {
        assert_eq!(made.get(name), None, "{name}");
    }
    let shown = format!("{:?}", stage.tenant.entries());
    assert!(!shown.contains("my own"), "{shown}");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a case")]
async fn what_is_asked_wrongly_is_told_so() {
    let stage = Stage::speaking(DialectName::Rfc);
    let key = AppKey::generate().unwrap();
    let jwks = &key.jwks;
    let mut private = key.jwks.clone();
    private["keys"][0]["d"] = json!("AQAB");
    let by_key = "private_key_jwt";
    for (what, body) in [
        ("an array", json!([])),
        ("a text", json!("x")),
        ("a name that is no text", json!({ "client_name": 5 })),
        (
            "another grant",
            json!({ "grant_types": ["client_credentials", "password"] }),
        ),
        (
            "grants that are no array",
            json!({ "grant_types": "client_credentials" }),
        ),
        ("a response type", json!({ "response_types": ["code"] })),
        (
            "a public client",
            json!({ "token_endpoint_auth_method": "none" }),
        ),
        (
            "an unknown method",
            json!({ "token_endpoint_auth_method": "tls_client_auth" }),
        ),
        (
            "a method that is no text",
            json!({ "token_endpoint_auth_method": null }),
        ),
        ("no key", json!({ "token_endpoint_auth_method": by_key })),
        (
            "no key set",
            json!({ "token_endpoint_auth_method": by_key, "jwks": [] }),
        ),
        (
            "no keys in it",
            json!({ "token_endpoint_auth_method": by_key, "jwks": { "keys": 5 } }),
        ),
        (
            "a private key",
            json!({ "token_endpoint_auth_method": by_key, "jwks": private }),
        ),
        (
            "keys elsewhere",
            json!({ "token_endpoint_auth_method": by_key, "jwks_uri": "http://127.0.0.1:1/" }),
        ),
        (
            "both",
            json!({ "token_endpoint_auth_method": by_key, "jwks": jwks, "jwks_uri": "https://x.example/" }),
        ),
        (
            "a switch that is none",
            json!({ "dpop_bound_access_tokens": "yes" }),
        ),
        (
            "a scope that is no text",
            json!({ "scope": ["read:reports"] }),
        ),
    ] {
        let reply = register(&stage, &body).await;
        assert_eq!(reply.status, 400, "{what}: {}", reply.body);
        assert_eq!(reply.json()["error"], "invalid_client_metadata", "{what}");
    }
    let form = stage.post_to("/register", FORM, "client_name=x").await;
    assert_eq!(
        (form.status, &form.json()["error"]),
        (415, &json!("invalid_request"))
    );
    let get = stage.get("/register", "").await;
    assert_eq!(get.status, 405);
    assert_eq!(stage.tenant.kept().apps, 0, "nothing was registered");
}

#[tokio::test]
async fn there_is_room_for_a_thousand_and_then_no_more() {
    let stage = Stage::speaking(DialectName::Rfc);
    for count in 0..=1000 {
        let reply = register(&stage, &json!({})).await;
        assert_eq!(
            reply.status,
            if count < 1000 { 201 } else { 403 },
            "{count}"
        );
    }
    assert_eq!(stage.tenant.kept().apps, 1000);
    let app = stage.app_with(
        oauth_tutor::practice::AppType::MachineToMachine,
        &[(REPORTS, &["read:reports"])],
        oauth_tutor::practice::AppSetup::of(
            oauth_tutor::oauth::method::AuthMethod::ClientSecretPost,
        ),
    );
    let body = format!("{}&resource={REPORTS}", app.form());
    assert_eq!(stage.post_to("/token", FORM, &body).await.status, 200);
}
