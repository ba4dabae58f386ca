//! Random and damaged bytes at each parser of a tenant: never a panic, never a token, and the next honest request is answered.

use oauth_tutor::oauth::method::AuthMethod;
use oauth_tutor::practice::{AppSetup, AppType, DialectName, TokenProfile};
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof};
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

use crate::okta_rows::{CUSTOM, assertion, key_app};
use crate::rows::{FORM, JWT_BEARER};
use crate::sign::{Signer, b64, sha256};
use crate::stage::{Credentials, NOW, REPORTS, Stage};

const API: &str = "api://default";

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

/// Plays cases of `strategy` at one tenant, since making its keys takes longer than a case.
fn each<T: std::fmt::Debug, S: Strategy<Value = T>>(
    cases: u32,
    runtime: &Runtime,
    strategy: &S,
    case: impl AsyncFn(T),
) {
    let config = Config {
        cases,
        // A case may be tried again in a smaller form; the server's memory of used names does not matter for that.
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let played = runner.run(strategy, |value| {
        runtime.block_on(case(value));
        Ok(())
    });
    played.unwrap();
}

/// A tenant of Okta's, an app with a secret, and the body of its honest request.
fn okta() -> (Stage, String) {
    let stage = Stage::speaking(DialectName::Okta);
    let setup = AppSetup::of(AuthMethod::ClientSecretPost);
    let grants: &[(&str, &[&str])] = &[(API, &["customScope"])];
    let app = stage.app_with(AppType::MachineToMachine, grants, setup);
    let body = format!("{}&scope=customScope", app.form());
    (stage, body)
}

async fn honest(stage: &Stage, body: &str) {
    let reply = stage.post_to(CUSTOM, FORM, body).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
}

/// One byte of a text, exchanged for another visible one.
fn flip(text: &str, at: Index, with: u8) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let at = at.index(bytes.len());
    bytes[at] = if bytes[at] == with { with ^ 1 } else { with };
    String::from_utf8(bytes).unwrap()
}

fn letter() -> impl Strategy<Value = u8> {
    prop::sample::select(b"ABCxyz0189-_".to_vec())
}

#[test]
fn request_heads() {
    let runtime = runtime();
    let (stage, body) = runtime.block_on(async { okta() });
    let word = prop::collection::vec(any::<u8>(), 0..40);
    let known = prop_oneof![
        Just(b"POST".to_vec()),
        Just(b"GET".to_vec()),
        Just(CUSTOM.as_bytes().to_vec()),
        Just(b"HTTP/1.1".to_vec()),
        Just(b"Content-Length: 4".to_vec()),
        Just(b"Transfer-Encoding: chunked".to_vec()),
        Just(b"Authorization: Basic".to_vec()),
        Just(b"DPoP:".to_vec()),
        Just(b"Expect: 100-continue".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b" ".to_vec()),
        Just(b"Host: localhost\r\n".to_vec()),
        word,
    ];
    let heads = prop::collection::vec(known, 0..16);
    each(200, &runtime, &heads, async |pieces| {
        let mut bytes = pieces.concat();
        bytes.extend(b"\r\n\r\n");
        let answer = stage.exchange(&bytes).await;
        let fine = answer.is_empty() || answer.starts_with(b"HTTP/1.1 ");
        assert!(fine, "{answer:?}");
        assert!(!answer.starts_with(b"HTTP/1.1 5"), "{answer:?}");
    });
    runtime.block_on(honest(&stage, &body));
}

#[test]
fn forms_with_a_damaged_byte() {
    let runtime = runtime();
    let (stage, body) = runtime.block_on(async { okta() });
    let damage = (any::<Index>(), any::<u8>());
    each(200, &runtime, &damage, async |(at, with)| {
        let mut bytes = body.as_bytes().to_vec();
        let at = at.index(bytes.len());
        bytes[at] = with;
        let head = format!(
            "POST {CUSTOM} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{FORM}Content-Length: {}\r\n\r\n",
            bytes.len()
        );
        let reply = stage.raw(&[head.as_bytes(), &bytes].concat()).await;
        let same = bytes == body.as_bytes();
        assert!(
            reply.status / 100 == 4 || same,
            "{}: {}",
            reply.status,
            reply.body
        );
        reply.json();
    });
    runtime.block_on(honest(&stage, &body));
}

/// Any JSON, with names that mean something more often than not.
fn any_json() -> impl Strategy<Value = Value> {
    let name = prop_oneof![
        prop::sample::select(vec![
            "grant_type",
            "client_id",
            "client_secret",
            "audience",
            "scope",
            "organization",
            "client_assertion",
            "client_assertion_type",
            "client_name",
            "grant_types",
            "jwks",
            "keys",
            "kty",
            "token_endpoint_auth_method",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,6}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        prop::sample::select(vec![
            "client_credentials",
            "RSA",
            "private_key_jwt",
            "read:reports"
        ])
        .prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name.clone(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

#[test]
fn json_bodies() {
    const JSON: &str = "Content-Type: application/json\r\n";
    let runtime = runtime();
    let (auth0, rfc) =
        runtime.block_on(async { (Stage::start(), Stage::speaking(DialectName::Rfc)) });
    each(150, &runtime, &any_json(), async |value| {
        let text = value.to_string();
        let reply = auth0.post_to("/oauth/token", JSON, &text).await;
        assert_eq!(reply.status / 100, 4, "{text}: {}", reply.body);
        reply.json();
        let made = rfc.post_to("/register", JSON, &text).await;
        assert!(matches!(made.status, 201 | 400), "{text}: {}", made.body);
        made.json();
    });
    runtime.block_on(async {
        let job = auth0.job();
        auth0.token(&job, &format!("&audience={REPORTS}")).await;
    });
}

#[test]
fn basic_headers() {
    let runtime = runtime();
    let (stage, body) = runtime.block_on(async { okta() });
    // Everything that a header value may hold (RFC 9110 5.5).
    let value = prop::collection::vec(
        prop_oneof![0x21_u8..0x7f, 0x80_u8..=0xff, Just(b' ')],
        0..60,
    );
    let coded = prop::collection::vec(any::<u8>(), 0..60).prop_map(|bytes| b64(bytes).into_bytes());
    let values = prop_oneof![value, coded];
    each(200, &runtime, &values, async |value| {
        let head = format!(
            "POST {CUSTOM} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{FORM}Content-Length: 0\r\nAuthorization: Basic "
        );
        let bytes = [head.as_bytes(), &value, b"\r\n\r\n"].concat();
        let reply = stage.raw(&bytes).await;
        assert_eq!(reply.status, 401, "{}", reply.body);
    });
    runtime.block_on(honest(&stage, &body));
}

#[test]
fn assertions_with_a_damaged_letter() {
    let runtime = runtime();
    let (stage, body) = runtime.block_on(async { okta() });
    let (app, signer) = key_app(&stage, API, &["customScope"]);
    let damage = (any::<Index>(), letter());
    each(150, &runtime, &damage, async |(at, with)| {
        let good = assertion(&stage, &app.id, &signer, CUSTOM);
        let jwt = good.rsplit('=').next().unwrap();
        let spoilt = flip(jwt, at, with);
        let form = format!(
            "grant_type=client_credentials&scope=customScope&client_assertion_type={JWT_BEARER}&client_assertion={spoilt}"
        );
        let reply = stage.post_to(CUSTOM, FORM, &form).await;
        assert_eq!(reply.status, 401, "{spoilt}: {}", reply.body);
        assert_eq!(reply.json()["error"], "invalid_client");
    });
    runtime.block_on(honest(&stage, &body));
}

#[test]
fn proofs_and_tokens_with_a_damaged_letter() {
    let runtime = runtime();
    let stage = runtime.block_on(async { Stage::speaking(DialectName::Rfc) });
    let setup = AppSetup::of(AuthMethod::ClientSecretPost);
    let grants: &[(&str, &[&str])] = &[(REPORTS, &["read:reports"])];
    let app = stage.app_with(AppType::MachineToMachine, grants, setup);
    let key = Signer::ec();
    let ask = async |spoil: &dyn Fn(String) -> String| {
        let url = format!("http://{}/token", stage.at);
        let proof = spoil(key.proof("POST", &url, NOW, |_, _| {}));
        let headers = format!("{FORM}DPoP: {proof}\r\n");
        let body = format!("{}&resource={REPORTS}", app.form());
        stage.post_to("/token", &headers, &body).await
    };
    let good = runtime.block_on(ask(&|proof| proof));
    let token = good.json()["access_token"].as_str().unwrap().to_owned();
    let call = async |token: &str, ath: &str| {
        let url = format!("http://{}/api/reports", stage.at);
        let proof = key.proof("GET", &url, NOW, |_, claims| claims["ath"] = json!(ath));
        let headers = format!("Authorization: DPoP {token}\r\nDPoP: {proof}\r\n");
        stage.get("/api/reports", &headers).await
    };
    let damage = (any::<Index>(), letter());
    each(150, &runtime, &damage, async |(at, with)| {
        let reply = ask(&|proof| flip(&proof, at, with)).await;
        assert_eq!(reply.status, 400, "{}", reply.body);
        assert_eq!(reply.json()["error"], "invalid_dpop_proof");
        let spoilt = flip(&token, at, with);
        let called = call(&spoilt, &sha256(&spoilt)).await;
        assert_eq!(called.status, 401, "{spoilt}: {}", called.body);
        let told = stage
            .post_to(
                "/introspect",
                FORM,
                &format!("{}&token={spoilt}", app.form()),
            )
            .await;
        assert_eq!(told.body, r#"{"active":false}"#);
    });
    let called = runtime.block_on(call(&token, &sha256(&token)));
    assert_eq!(called.status, 200, "{}", called.body);
}

#[test]
fn opaque_and_encrypted_tokens_with_a_damaged_letter() {
    let runtime = runtime();
    for profile in [TokenProfile::Opaque, TokenProfile::Encrypted] {
        let stage = runtime.block_on(async { Stage::start() });
        stage.tenant.configure(|setup| {
            setup.profiles.insert(REPORTS.into(), profile);
        });
        let job: Credentials = stage.job();
        let token = runtime.block_on(stage.token(&job, &format!("&audience={REPORTS}")));
        let call = async |token: &str| {
            let headers = format!("Authorization: Bearer {token}\r\n");
            stage.get("/api/reports", &headers).await.status
        };
        let damage = (any::<Index>(), letter());
        each(60, &runtime, &damage, async |(at, with)| {
            assert_eq!(call(&flip(&token, at, with)).await, 401);
        });
        assert_eq!(runtime.block_on(call(&token)), 200);
    }
}
