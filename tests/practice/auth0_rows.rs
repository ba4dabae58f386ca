//! Auth0's token endpoint beyond the first lesson: keys, proofs, organizations, quotas, rules.

use std::collections::HashMap;

use oauth_tutor::oauth::method::AuthMethod;
use oauth_tutor::practice::{
    AppKey, AppSetup, AppType, Binding, DenyCode, Fault, NonceRule, Organization,
    OrganizationUsage, Quota, ResourceParameter, Rule, TokenProfile, WithoutAudience,
};
use serde_json::{Value, json};

use crate::rows::{FORM, JWT_BEARER, Row, play};
use crate::sign::{Signer, fresh};
use crate::stage::{Credentials, NOW, REPORTS, Stage, parts};

const TOKEN: &str = "/oauth/token";
const M2M: AppType = AppType::MachineToMachine;

fn keyed(stage: &Stage) -> (Credentials, Signer) {
    let key = AppKey::generate().unwrap();
    let mut setup = AppSetup::of(AuthMethod::PrivateKeyJwt);
    setup.jwks = Some(key.jwks.clone());
    let app = stage.app_with(M2M, &[(REPORTS, &["read:reports"])], setup);
    (app, Signer::of(&key))
}

fn form(jwt: &str) -> String {
    format!(
        "grant_type=client_credentials&audience={REPORTS}&client_assertion_type={JWT_BEARER}&client_assertion={jwt}"
    )
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a case")]
async fn private_key_jwt_by_auth0s_rules() {
    let stage = Stage::start();
    let (app, signer) = keyed(&stage);
    let id = app.id.as_str();
    let issuer = format!("http://{}/", stage.at);
    let good = || json!({ "iss": id, "sub": id, "aud": issuer, "iat": NOW, "exp": NOW + 60, "jti": fresh() });
    let header = json!({ "alg": "RS256" });
    let sign = |claims: &Value| form(&signer.jws(&header, claims));
    let reply = stage.form(&sign(&good())).await;
    assert_eq!(reply.status, 200, "{}", reply.body);

    let with = |name: &str, value: Value| {
        let mut claims = good();
        claims[name] = value;
        sign(&claims)
    };
    let failed = ("invalid_client", "Client authentication failed");
    let replayed = sign(&good());
    assert_eq!(stage.form(&replayed).await.status, 200);
    let mut rows = Vec::new();
    for (what, body) in [
        (
            "the token endpoint for an audience",
            with("aud", json!(format!("{issuer}oauth/token"))),
        ),
        (
            "the issuer without its slash",
            with("aud", json!(issuer.trim_end_matches('/'))),
        ),
        ("more than five minutes", with("exp", json!(NOW + 301))),
        ("no exp", with("exp", Value::Null)),
        ("expired", with("exp", json!(NOW - 1))),
        ("issued too far ahead", with("iat", json!(NOW + 11))),
        ("no jti", with("jti", Value::Null)),
        ("a jti of 65", with("jti", json!("j".repeat(65)))),
        ("the same jti", replayed),
        ("another subject", with("sub", json!("x"))),
        (
            "RS512, which an app cannot be set to",
            form(&signer.jws(&json!({ "alg": "RS512" }), &good())),
        ),
    ] {
        rows.push(Row::new(what, body, "assertion", 401, failed).emulated());
    }
    for (what, body) in [
        ("too long", with("pad", json!("x".repeat(2000)))),
        ("no JWT", form("a.b.c")),
    ] {
        rows.push(Row::new(what, body, "client", 401, failed).emulated());
    }
    let secret =
        format!("grant_type=client_credentials&audience={REPORTS}&client_id={id}&client_secret=x");
    rows.push(
        Row::new(
            "a secret",
            secret,
            "secret",
            401,
            ("access_denied", "Unauthorized"),
        )
        .emulated(),
    );
    play(&stage, TOKEN, rows).await;
    for (what, body) in [
        ("an optional iat", with("iat", Value::Null)),
        (
            "https, as libraries write it",
            with("aud", json!(issuer.replacen("http://", "https://", 1))),
        ),
    ] {
        let reply = stage.form(&body).await;
        assert_eq!(reply.status, 200, "{what}: {}", reply.body);
        let id = reply.header("x-auth0-requestid").unwrap();
        let checks = stage.tenant.entry(id).unwrap().checks;
        let mark = "aud is the issuer with https, where this practice tenant has http";
        let marked = checks.iter().any(|check| check.what.contains(mark));
        assert_eq!(marked, what.starts_with("https"), "{what}: {checks:?}");
    }
    // An assertion for another app, sent by one that has a secret.
    let other = stage.job();
    let body = format!("{}&client_id={}", sign(&good()), other.id);
    rows = vec![Row::new("another app's", body, "assertion", 401, failed).emulated()];
    play(&stage, TOKEN, rows).await;
    let ahead = with("iat", json!(NOW + 10));
    assert_eq!(stage.form(&ahead).await.status, 200, "ten seconds of skew");
}

#[tokio::test]
async fn basic_in_both_spellings_and_the_journal_says_which() {
    let stage = Stage::start();
    let setup = AppSetup::of(AuthMethod::ClientSecretBasic);
    let app = stage.app_with(M2M, &[(REPORTS, &["read:reports"])], setup);
    let secret = oauth_tutor::oauth::names::ClientSecret::new("a+b%c/é:d e");
    stage
        .tenant
        .set_secret(&app.client_id(), secret.clone())
        .unwrap();
    let body = format!("grant_type=client_credentials&audience={REPORTS}");
    for (spelled, told) in [
        ("a+b%c/é:d e", "raw"),
        ("a%2Bb%25c%2F%C3%A9%3Ad+e", "form-encoded"),
        ("a%2Bb%25c%2F%C3%A9%3Ad%20e", "form-encoded"),
    ] {
        let sent = Credentials {
            id: app.id.clone(),
            secret: spelled.into(),
        };
        let reply = stage
            .post_with(&format!("{FORM}{}", sent.basic()), &body)
            .await;
        assert_eq!(reply.status, 200, "{spelled}: {}", reply.body);
        let entry = stage
            .tenant
            .entry(reply.header("x-auth0-requestid").unwrap())
            .unwrap();
        let check = entry
            .checks
            .iter()
            .find(|check| check.id == "secret")
            .unwrap();
        assert!(check.what.contains(told), "{spelled}: {}", check.what);
        assert!(!format!("{entry:?}").contains("a%2B") && !format!("{entry:?}").contains("a+b"));
    }
    let wrong = Credentials {
        id: app.id.clone(),
        secret: "a b%c/é:d e".into(),
    };
    let row = Row::new(
        "a blank for a plus",
        body,
        "secret",
        401,
        ("access_denied", "Unauthorized"),
    );
    let reply = row.and(&wrong.basic()).play(&stage, TOKEN).await;
    assert_eq!(reply.header("www-authenticate"), None, "none was ever seen");
    let id = reply.header("x-auth0-requestid").unwrap();
    let entry = stage.tenant.entry(id).unwrap();
    let noted = entry.checks.iter().find(|check| check.id == "challenge");
    assert!(noted.unwrap().emulated, "and that is a guess");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a case")]
async fn organizations() {
    let stage = Stage::start();
    let app = stage.job();
    let usage = |usage| {
        let set = |setup: &mut AppSetup| {
            setup.organizations = HashMap::from([(REPORTS.to_owned(), usage)]);
        };
        stage.tenant.configure_app(&app.client_id(), set).unwrap();
    };
    let organization = |id: &str, name: &str, members| Organization {
        id: id.into(),
        name: name.into(),
        members,
        quota: Quota::default(),
    };
    stage.tenant.configure(|setup| {
        setup.organizations = vec![
            organization("org_1", "acme", None),
            organization("org_2", "other", Some(Vec::new())),
        ];
    });
    let plain = format!("{}&audience={REPORTS}", app.form());
    let named = |name: &str| format!("{plain}&organization={name}");
    let row = |what, body: String, text| {
        Row::new(what, body, "organization", 403, ("access_denied", text)).emulated()
    };
    let denied = "Client is not allowed to use organization with this client-grant";
    play(
        &stage,
        TOKEN,
        vec![row("deny, the default", named("acme"), denied)],
    )
    .await;
    usage(OrganizationUsage::Require);
    play(
        &stage,
        TOKEN,
        vec![
            row(
                "required",
                plain.clone(),
                "organization is required for this client-grant",
            ),
            row("unknown", named("nobody"), "Organization not found"),
            row(
                "not a member",
                named("other"),
                "Client is not authorized to access the organization",
            ),
        ],
    )
    .await;
    usage(OrganizationUsage::Allow);
    for name in ["acme", "org_1"] {
        let reply = stage.form(&named(name)).await;
        let (_, payload) = parts(reply.json()["access_token"].as_str().unwrap());
        assert!(
            payload.contains(r#""org_id":"org_1","org_name":"acme""#),
            "{payload}"
        );
    }
    assert_eq!(stage.form(&plain).await.status, 200);
}

#[tokio::test]
async fn a_quota_runs_out_and_fills_again_on_the_hour() {
    let stage = Stage::start();
    let app = stage.job();
    let set = |setup: &mut AppSetup| {
        setup.quota = Quota {
            per_hour: Some(2),
            per_day: Some(10),
        }
    };
    stage.tenant.configure_app(&app.client_id(), set).unwrap();
    stage.set_now(NOW + 600);
    let body = format!("{}&audience={REPORTS}", app.form());
    let first = stage.form(&body).await;
    let header = "auth0-client-quota-limit";
    assert_eq!(
        first.header(header),
        Some("b=per_hour;q=2;r=1;t=3000,b=per_day;q=10;r=9;t=85800")
    );
    stage.form(&body).await;
    let row = Row::new(
        "used up",
        &body,
        "quota",
        429,
        ("too_many_requests", "Client quota exceeded"),
    );
    let reply = row.play(&stage, TOKEN).await;
    assert_eq!(reply.header("retry-after"), Some("3000"));
    assert_eq!(reply.header("x-ratelimit-remaining"), Some("0"));
    assert_eq!(
        reply.header(header),
        Some("b=per_hour;q=2;r=0;t=3000,b=per_day;q=10;r=8;t=85800")
    );
    stage.set_now(NOW + 3600);
    assert_eq!(stage.form(&body).await.status, 200);
}

#[tokio::test]
async fn rules_add_claims_and_deny() {
    let stage = Stage::start();
    let app = stage.job();
    let body = format!("{}&audience={REPORTS}", app.form());
    let claim = |name: &str, value| Rule::AddClaim {
        name: name.into(),
        value,
    };
    stage.tenant.configure(|setup| {
        setup.rules = vec![
            claim("https://x.example/team", json!(["a"])),
            claim("iss", json!("forged")),
        ];
    });
    let reply = stage.form(&body).await;
    let (_, payload) = parts(reply.json()["access_token"].as_str().unwrap());
    let claims: Value = serde_json::from_str(&payload).unwrap();
    assert_eq!(claims["https://x.example/team"], json!(["a"]));
    assert_ne!(claims["iss"], "forged", "the server's own claims stay");
    for (code, status, name) in [
        (DenyCode::InvalidScope, 400, "invalid_scope"),
        (DenyCode::InvalidRequest, 400, "invalid_request"),
        (DenyCode::ServerError, 500, "server_error"),
    ] {
        let reason = "Not on Sundays.".to_owned();
        stage
            .tenant
            .configure(|setup| setup.rules = vec![Rule::Deny { code, reason }]);
        let row = Row::new("denied", &body, "rules", status, (name, "Not on Sundays."));
        row.play(&stage, TOKEN).await;
    }
}

#[tokio::test]
async fn limits_and_faults() {
    let stage = Stage::start();
    let body = format!("{}&audience={REPORTS}", stage.job().form());
    let many = "too_many_requests";
    for (fault, status, error, text) in [
        (
            Fault::TooMany,
            429,
            many,
            "Rate limit exceeded. Please retry after some time.",
        ),
        (Fault::Policy, 429, many, "Rate limit exceeded."),
    ] {
        stage.tenant.configure(|setup| setup.fault = Some(fault));
        let row = Row::new("limited", &body, "rate", status, (error, text));
        let reply = row.play(&stage, TOKEN).await;
        assert_eq!(reply.header("retry-after"), Some("1"));
        assert_eq!(reply.header("x-ratelimit-remaining"), Some("0"));
    }
    stage
        .tenant
        .configure(|setup| setup.fault = Some(Fault::Broken));
    let row = Row::new(
        "broken",
        &body,
        "rate",
        500,
        ("server_error", "Internal Server Error"),
    );
    row.emulated().play(&stage, TOKEN).await;
}

#[tokio::test]
async fn proofs_of_possession_at_auth0() {
    let stage = Stage::start();
    let app = stage.job();
    let demand = |setup: &mut AppSetup| setup.binding = Binding::Demanded;
    stage
        .tenant
        .configure_app(&app.client_id(), demand)
        .unwrap();
    let body = format!("{}&audience={REPORTS}", app.form());
    let failed = ("invalid_dpop_proof", "Failed to verify DPoP proof");
    let row = Row::new("no proof", &body, "dpop", 400, failed).emulated();
    row.play(&stage, TOKEN).await;
    let key = Signer::ec();
    let url = format!("http://{}{TOKEN}", stage.at);
    let proof = || format!("DPoP: {}\r\n", key.proof("POST", &url, NOW, |_, _| {}));
    let reply = stage.post_with(&format!("{FORM}{}", proof()), &body).await;
    assert_eq!(
        reply.status, 200,
        "no nonce is asked of a confidential app: {}",
        reply.body
    );
    assert_eq!(reply.json()["token_type"], "DPoP");
    stage
        .tenant
        .configure(|setup| setup.nonce = Some(NonceRule::Demanded));
    let nonce = (
        "use_dpop_nonce",
        "Authorization server requires nonce in DPoP proof",
    );
    let row = Row::new("a nonce on request", &body, "dpop", 400, nonce);
    let reply = row.and(&proof()).play(&stage, TOKEN).await;
    assert!(reply.header("dpop-nonce").is_some());
}

#[tokio::test]
async fn token_profiles() {
    let stage = Stage::start();
    let app = stage.job();
    let body = format!("{}&audience={REPORTS}", app.form());
    let with = async |profile| {
        stage.tenant.configure(|setup| {
            setup.profiles.insert(REPORTS.into(), profile);
        });
        let reply = stage.form(&body).await;
        let token = reply.json()["access_token"].as_str().unwrap().to_owned();
        let headers = format!("Authorization: Bearer {token}\r\n");
        let called = stage.get("/api/reports", &headers).await;
        assert_eq!(called.status, 200, "{profile:?}: {}", called.body);
        token
    };
    let (header, payload) = parts(&with(TokenProfile::Rfc9068).await);
    assert!(header.contains(r#""typ":"at+jwt""#), "{header}");
    assert!(
        payload.contains("client_id") && payload.contains("jti"),
        "{payload}"
    );
    assert!(
        !payload.contains("azp") && !payload.contains("gty"),
        "{payload}"
    );
    let (_, payload) = parts(&with(TokenProfile::Permissions).await);
    assert!(
        payload.contains(r#""permissions":["read:reports"]"#),
        "{payload}"
    );
    let (_, payload) = parts(&with(TokenProfile::Rfc9068Permissions).await);
    assert!(
        payload.contains("permissions") && payload.contains("client_id"),
        "{payload}"
    );
    let jwe = with(TokenProfile::Encrypted).await;
    assert_eq!(jwe.split('.').count(), 5);
    let opaque = with(TokenProfile::Opaque).await;
    assert!(!opaque.contains('.'), "{opaque}");
}

#[tokio::test]
async fn very_old_tenants_and_the_resource_parameter() {
    let stage = Stage::start();
    let app = stage.job();
    stage
        .tenant
        .configure(|setup| setup.without_audience = WithoutAudience::Opaque);
    let reply = stage.form(&app.form()).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    let token = reply.json()["access_token"].as_str().unwrap().to_owned();
    assert!(!token.contains('.'));
    stage
        .tenant
        .configure(|setup| setup.without_audience = WithoutAudience::Refused);
    let resource = format!("{}&resource={REPORTS}", app.form());
    let ignored = Row::new(
        "ignored",
        &resource,
        "audience",
        403,
        (
            "access_denied",
            "Non-global clients are not allowed access to APIv1",
        ),
    );
    ignored.play(&stage, TOKEN).await;
    stage
        .tenant
        .configure(|setup| setup.resource = ResourceParameter::Read);
    assert_eq!(stage.form(&resource).await.status, 200);
}

#[tokio::test]
async fn an_assertion_without_its_type_is_told_so() {
    let stage = Stage::start();
    let body = "grant_type=client_credentials&client_assertion=a.b.c";
    let text = "Missing required parameter: client_assertion_type";
    let row = Row::new("no type", body, "client", 400, ("invalid_request", text)).emulated();
    row.play(&stage, TOKEN).await;
    let other = format!("{body}&client_assertion_type=x");
    let text = "Client authentication failed";
    let row = Row::new(
        "another type",
        other,
        "client",
        401,
        ("invalid_client", text),
    )
    .emulated();
    row.play(&stage, TOKEN).await;
}
