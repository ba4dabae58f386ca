//! A good request: reply, headers, token and keys as an Auth0 tenant gives them, and verified by another library.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, jwk::JwkSet};
use serde_json::{Value, json};

use crate::stage::{NOW, REPORTS, Stage, parts};

#[tokio::test]
async fn the_reply_has_auth0s_members_and_headers_in_auth0s_order() {
    let stage = Stage::start();
    let app = stage.job();
    let reply = stage
        .form(&format!("{}&audience={REPORTS}", app.form()))
        .await;
    assert_eq!(reply.status, 200);
    assert!(reply.body.starts_with(r#"{"access_token":"eyJ"#));
    let rest = r#"","scope":"read:reports","expires_in":86400,"token_type":"Bearer"}"#;
    assert!(reply.body.ends_with(rest), "{}", reply.body);
    let names: Vec<_> = reply
        .headers
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    let ours = [
        "Content-Type",
        "Cache-Control",
        "Pragma",
        "X-RateLimit-Limit",
        "X-RateLimit-Remaining",
        "X-RateLimit-Reset",
        "X-Auth0-RequestId",
    ];
    assert_eq!(names[..ours.len()], ours);
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert_eq!(reply.header("pragma"), Some("no-cache"));
    assert_eq!(reply.header("x-ratelimit-limit"), Some("30"));
    assert_eq!(reply.header("x-ratelimit-remaining"), Some("29"));
    let id = reply.header("x-auth0-requestid").unwrap();
    assert!(
        id.len() == 20 && id.chars().all(|c| c.is_ascii_hexdigit()),
        "{id}"
    );
}

#[tokio::test]
async fn the_token_has_auth0s_header_and_claims_in_auth0s_order() {
    let stage = Stage::start();
    let app = stage.job();
    let token = stage.token(&app, &format!("&audience={REPORTS}")).await;
    let keys = stage.get("/.well-known/jwks.json", "").await.json();
    let kid = keys["keys"][0]["kid"].as_str().unwrap();
    let (header, payload) = parts(&token);
    assert_eq!(
        header,
        format!(r#"{{"alg":"RS256","typ":"JWT","kid":"{kid}"}}"#)
    );
    let (id, at) = (&app.id, stage.at);
    let exp = NOW + 86_400;
    let claims = format!(
        r#"{{"iss":"http://{at}/","sub":"{id}@clients","aud":"{REPORTS}","iat":{NOW},"exp":{exp},"scope":"read:reports","gty":"client-credentials","azp":"{id}"}}"#
    );
    assert_eq!(payload, claims);
}

#[tokio::test]
async fn another_library_verifies_the_token_with_the_published_keys() {
    let stage = Stage::start();
    let app = stage.job();
    let token = stage.token(&app, &format!("&audience={REPORTS}")).await;
    let keys = stage.get("/.well-known/jwks.json", "").await;
    let keys: JwkSet = serde_json::from_str(&keys.body).unwrap();
    let kid = jsonwebtoken::decode_header(&token).unwrap().kid.unwrap();
    let key = DecodingKey::from_jwk(keys.find(&kid).unwrap()).unwrap();
    let mut wanted = Validation::new(Algorithm::RS256);
    wanted.set_audience(&[REPORTS]);
    wanted.set_issuer(&[stage.tenant.issuer()]);
    wanted.validate_exp = false; // The tenant's clock is the test's, the library's is not.
    let read = jsonwebtoken::decode::<Value>(&token, &key, &wanted).unwrap();
    assert_eq!(read.claims["azp"], json!(app.id));
    let next = keys
        .keys
        .iter()
        .find(|key| key.common.key_id.as_ref() != Some(&kid))
        .unwrap();
    let next = DecodingKey::from_jwk(next).unwrap();
    assert!(jsonwebtoken::decode::<Value>(&token, &next, &wanted).is_err());
}

#[tokio::test]
async fn the_keys_carry_a_certificate_around_the_same_number() {
    let stage = Stage::start();
    let keys = stage.get("/.well-known/jwks.json", "").await.json();
    let keys = keys["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 2);
    assert_ne!(keys[0]["kid"], keys[1]["kid"]);
    for key in keys {
        let names: Vec<_> = key
            .as_object()
            .unwrap()
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(names, ["alg", "kty", "use", "n", "e", "kid", "x5t", "x5c"]);
        assert_eq!(key["e"], json!("AQAB"));
        let n = URL_SAFE_NO_PAD.decode(key["n"].as_str().unwrap()).unwrap();
        assert_eq!(n.len(), 256);
        let der = STANDARD.decode(key["x5c"][0].as_str().unwrap()).unwrap();
        assert!(der.windows(n.len()).any(|window| window == n));
        assert_eq!(
            URL_SAFE_NO_PAD
                .decode(key["x5t"].as_str().unwrap())
                .unwrap()
                .len(),
            20
        );
    }
}

#[tokio::test]
async fn json_and_null_members_are_read_as_the_form_is() {
    let stage = Stage::start();
    let app = stage.job();
    let body = json!({ "organization": null, "scope": null, "grant_type": "client_credentials",
        "client_id": app.id, "client_secret": app.secret, "audience": REPORTS });
    let reply = stage
        .post("application/json; charset=utf-8", &body.to_string())
        .await;
    assert_eq!(reply.status, 200, "{}", reply.body);
}

#[tokio::test]
async fn without_audience_the_tenants_default_is_used() {
    let stage = Stage::start();
    stage.tenant.set_default_audience(Some(REPORTS.into()));
    let app = stage.job();
    let token = stage.token(&app, "").await;
    assert!(parts(&token).1.contains(REPORTS));
}

#[tokio::test]
async fn scopes_asked_for_narrow_the_grant_and_no_grant_of_scopes_leaves_the_members_out() {
    let stage = Stage::start();
    let machine = oauth_tutor::practice::AppType::MachineToMachine;
    let both = stage.app(machine, &[(REPORTS, &["read:reports", "write:reports"])]);
    let all = stage
        .form(&format!("{}&audience={REPORTS}", both.form()))
        .await;
    assert_eq!(all.json()["scope"], json!("read:reports write:reports"));
    let one = format!("{}&audience={REPORTS}&scope=write:reports", both.form());
    assert_eq!(
        stage.form(&one).await.json()["scope"],
        json!("write:reports")
    );
    let none = stage.app(machine, &[(REPORTS, &[])]);
    let reply = stage
        .form(&format!("{}&audience={REPORTS}", none.form()))
        .await;
    assert!(!reply.body.contains("scope"), "{}", reply.body);
    assert!(
        !parts(reply.json()["access_token"].as_str().unwrap())
            .1
            .contains("scope")
    );
}

#[tokio::test]
async fn metadata_is_one_document_at_two_paths_and_names_what_answers() {
    let stage = Stage::start();
    let openid = stage.get("/.well-known/openid-configuration", "").await;
    let oauth = stage
        .get("/.well-known/oauth-authorization-server", "")
        .await;
    assert_eq!(openid.body, oauth.body);
    let document = openid.json();
    assert_eq!(document["issuer"], json!(format!("http://{}/", stage.at)));
    assert_eq!(
        document["token_endpoint"],
        json!(stage.tenant.token_endpoint())
    );
    assert_eq!(document["jwks_uri"], json!(stage.tenant.jwks_uri()));
    assert!(document["authorization_endpoint"].is_string());
}

#[tokio::test]
async fn the_first_request_waits_for_its_key() {
    let stage = Stage::start();
    let app = stage.job();
    // Sent before anyone waited for the keys: the answer is a token, not an error.
    let more = format!("&audience={REPORTS}");
    let wait = tokio::time::timeout(Duration::from_secs(20), stage.token(&app, &more));
    assert_eq!(wait.await.unwrap().split('.').count(), 3);
}
