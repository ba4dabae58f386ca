//! Forged keys, assertions and proofs: refused, nothing grows, and the next honest request is answered.

use oauth_tutor::oauth::method::AuthMethod;
use oauth_tutor::practice::{AppSetup, AppType, DialectName};
use proptest::prelude::{ProptestConfig, any, prop, proptest};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::okta_rows::{CUSTOM, assertion, key_app};
use crate::rows::{FORM, JWT_BEARER};
use crate::sign::{Signer, b64};
use crate::stage::{Credentials, NOW, REPORTS, Reply, Stage};

const API: &str = "api://default";

/// The server still gives tokens.
async fn still_well(stage: &Stage) {
    let setup = AppSetup::of(AuthMethod::ClientSecretPost);
    let app = stage.app_with(AppType::MachineToMachine, &[(API, &["customScope"])], setup);
    let body = format!("{}&scope=customScope", app.form());
    assert_eq!(stage.post_to(CUSTOM, FORM, &body).await.status, 200);
}

fn form(jwt: &str) -> String {
    format!(
        "grant_type=client_credentials&scope=customScope&client_assertion_type={JWT_BEARER}&client_assertion={jwt}"
    )
}

/// One request after the other on one connection, which must stay open.
async fn one_connection(stage: &Stage, bodies: impl Iterator<Item = String>, status: u16) {
    let mut stream = TcpStream::connect(stage.at).await.unwrap();
    let mut buffer = vec![0; 16 * 1024];
    for body in bodies {
        let length = body.len();
        let head = format!(
            "POST {CUSTOM} HTTP/1.1\r\nHost: localhost\r\n{FORM}Content-Length: {length}\r\n\r\n"
        );
        stream
            .write_all(format!("{head}{body}").as_bytes())
            .await
            .unwrap();
        let mut got = Vec::new();
        // The head, then as much as it promises.
        for _ in 0..64 {
            let count = stream.read(&mut buffer).await.unwrap();
            assert_ne!(count, 0, "closed");
            got.extend_from_slice(&buffer[..count]);
            let Some(end) = got.windows(4).position(|four| four == b"\r\n\r\n") else {
                continue;
            };
            let reply = Reply::parse(&got);
            let promised: usize = reply.header("content-length").unwrap().parse().unwrap();
            if got.len() == end + 4 + promised {
                break;
            }
        }
        let reply = Reply::parse(&got);
        assert_eq!(reply.status, status, "{}", reply.body);
    }
}

#[tokio::test]
async fn ten_thousand_names_are_remembered_within_bounds_and_forgotten_in_time() {
    let stage = Stage::speaking(DialectName::Okta);
    let setup = AppSetup::of(AuthMethod::ClientSecretJwt);
    let app = stage.app_with(AppType::MachineToMachine, &[(API, &["customScope"])], setup);
    let signer = Signer::Secret(app.secret.clone().into());
    let aud = format!("http://{}{CUSTOM}", stage.at);
    let claims = |jti: usize, exp: i64| json!({ "iss": app.id, "sub": app.id, "aud": aud, "exp": exp, "jti": jti.to_string() });
    let sign =
        |jti: usize, exp: i64| form(&signer.jws(&json!({ "alg": "HS256" }), &claims(jti, exp)));
    // Each is refused after its name was noted, by a scope nobody has, so that no signature slows the flood down.
    let flood = (0..10_000).map(|jti| sign(jti, NOW + 60).replace("customScope", "nothing"));
    one_connection(&stage, flood, 400).await;
    assert_eq!(stage.tenant.kept().used, 10_000);
    let again = stage.post_to(CUSTOM, FORM, &sign(0, NOW + 60)).await;
    assert_eq!(again.status, 401, "the first of them is still remembered");
    stage.set_now(NOW + 60);
    let fresh = stage.post_to(CUSTOM, FORM, &sign(10_000, NOW + 200)).await;
    assert_eq!(fresh.status, 200, "{}", fresh.body);
    assert_eq!(stage.tenant.kept().used, 1, "what expired is gone");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table, one row a case")]
async fn keys_that_are_too_small_too_large_or_no_keys() {
    let stage = Stage::speaking(DialectName::Okta);
    let rsa =
        |bits: usize, e: &str| json!({ "kty": "RSA", "e": e, "n": b64(vec![0xc3; bits / 8]) });
    for (what, jwk, alg) in [
        ("512 bits", rsa(512, "AQAB"), "RS256"),
        ("16384 bits", rsa(16_384, "AQAB"), "RS256"),
        (
            "a huge exponent",
            json!({ "kty": "RSA", "n": b64(vec![0xc3; 256]), "e": b64(vec![0xff; 256]) }),
            "RS256",
        ),
        ("an exponent of one", rsa(2048, "AQ"), "RS256"),
        (
            "an even modulus",
            json!({ "kty": "RSA", "e": "AQAB", "n": b64(vec![0xc2; 256]) }),
            "RS256",
        ),
        (
            "off the curve",
            json!({ "kty": "EC", "crv": "P-256", "x": b64([1; 32]), "y": b64([1; 32]) }),
            "ES256",
        ),
        (
            "at infinity",
            json!({ "kty": "EC", "crv": "P-256", "x": b64([0; 32]), "y": b64([0; 32]) }),
            "ES256",
        ),
        (
            "a short coordinate",
            json!({ "kty": "EC", "crv": "P-256", "x": b64([1; 31]), "y": b64([1; 32]) }),
            "ES256",
        ),
        (
            "a small order point",
            json!({ "kty": "OKP", "crv": "Ed25519", "x": b64([0; 32]) }),
            "ES256",
        ),
        (
            "a secret",
            json!({ "kty": "oct", "k": b64([1; 32]) }),
            "HS256",
        ),
        ("nothing", json!({}), "RS256"),
    ] {
        let mut setup = AppSetup::of(AuthMethod::PrivateKeyJwt);
        setup.jwks = Some(json!({ "keys": [jwk] }));
        let app = stage.app_with(AppType::MachineToMachine, &[(API, &["customScope"])], setup);
        let aud = format!("http://{}{CUSTOM}", stage.at);
        let claims = json!({ "iss": app.id, "sub": app.id, "aud": aud, "exp": NOW + 60 });
        let signed = format!(
            "{}.{}",
            b64(json!({ "alg": alg }).to_string()),
            b64(claims.to_string())
        );
        for length in [0, 64, 256, 2048] {
            let jwt = format!("{signed}.{}", b64(vec![1; length]));
            let reply = stage.post_to(CUSTOM, FORM, &form(&jwt)).await;
            assert_eq!(reply.status, 401, "{what}: {}", reply.body);
            assert_eq!(reply.json()["error"], "invalid_client", "{what}");
        }
    }
    still_well(&stage).await;
}

#[tokio::test]
async fn the_public_key_is_no_secret_for_hmac() {
    let stage = Stage::speaking(DialectName::Okta);
    let (app, _) = key_app(&stage, API, &["customScope"]);
    let keys = stage.get("/oauth2/default/v1/keys", "").await.body;
    let aud = format!("http://{}{CUSTOM}", stage.at);
    let claims = json!({ "iss": app.id, "sub": app.id, "aud": aud, "exp": NOW + 60 });
    let forged = Signer::Secret(keys.into_bytes()).jws(&json!({ "alg": "HS256" }), &claims);
    assert_eq!(
        stage.post_to(CUSTOM, FORM, &form(&forged)).await.status,
        401
    );
    // The same at the API, with the published key for a secret.
    let keys = stage.get("/oauth2/default/v1/keys", "").await.json();
    let (kid, n) = (
        &keys["keys"][0]["kid"],
        keys["keys"][0]["n"].as_str().unwrap(),
    );
    let issuer = format!("http://{}/oauth2/default", stage.at);
    let claims =
        json!({ "iss": issuer, "aud": API, "exp": NOW + 60, "scp": ["customScope"], "sub": "x" });
    for header in [
        json!({ "alg": "HS256", "kid": kid }),
        json!({ "alg": "none", "kid": kid }),
        json!({ "alg": "RS256", "kid": kid }),
        json!({ "alg": "RS256", "kid": kid, "crit": ["b64"], "b64": false }),
        json!({ "alg": ["RS256"], "kid": kid }),
        json!({ "alg": "RS256", "kid": kid, "jwk": { "kty": "oct", "k": n } }),
        json!({ "alg": "RS256", "jku": "http://127.0.0.1:1/", "kid": "../../etc/passwd" }),
    ] {
        let token = Signer::Secret(n.as_bytes().to_vec()).jws(&header, &claims);
        let headers = format!("Authorization: Bearer {token}\r\n");
        assert_eq!(
            stage.get("/api/reports", &headers).await.status,
            401,
            "{header}"
        );
    }
    still_well(&stage).await;
}

#[tokio::test]
async fn an_assertion_is_no_access_token_and_a_proof_is_no_assertion() {
    let stage = Stage::speaking(DialectName::Okta);
    let (app, signer) = key_app(&stage, API, &["customScope"]);
    let body = assertion(&stage, &app.id, &signer, CUSTOM);
    let jwt = body.rsplit('=').next().unwrap();
    let headers = format!("Authorization: Bearer {jwt}\r\n");
    assert_eq!(stage.get("/api/reports", &headers).await.status, 401);
    let url = format!("http://{}{CUSTOM}", stage.at);
    let proof = Signer::ec().proof("POST", &url, NOW, |_, _| {});
    assert_eq!(stage.post_to(CUSTOM, FORM, &form(&proof)).await.status, 401);
}

#[tokio::test]
async fn no_secret_assertion_proof_or_token_is_in_the_journal() {
    for dialect in [DialectName::Rfc, DialectName::Okta] {
        let stage = Stage::speaking(dialect);
        let (path, api, scope) = match dialect {
            DialectName::Okta => (CUSTOM, API, "customScope"),
            DialectName::Rfc | DialectName::Auth0 => ("/token", REPORTS, "read:reports"),
        };
        let (app, signer) = key_app(&stage, api, &[scope]);
        let form = format!(
            "{}&scope={scope}&resource={api}",
            assertion(&stage, &app.id, &signer, path)
        );
        let url = format!("http://{}{path}", stage.at);
        let proof = Signer::ec().proof("POST", &url, NOW, |_, _| {});
        let headers = format!("{FORM}DPoP: {proof}\r\n");
        stage.post_to(path, &headers, &form).await;
        let reply = stage
            .post_to(
                path,
                FORM,
                &form.replace("client_assertion=", "client_assertion=x"),
            )
            .await;
        assert_eq!(reply.status, 401);
        let basic = Credentials {
            id: "s3cr3t-in-the-wrong-place-of-the-header-and-long".into(),
            secret: "hunter2hunter2".into(),
        };
        stage
            .post_to(path, &format!("{FORM}{}", basic.basic()), "")
            .await;
        let introspect = if dialect == DialectName::Okta {
            "/oauth2/default/v1/introspect"
        } else {
            "/introspect"
        };
        let good = stage
            .post_to(path, FORM, &assertion(&stage, &app.id, &signer, path))
            .await;
        stage
            .post_to(
                introspect,
                &format!("{FORM}{}", basic.basic()),
                &format!("token={}", good.body),
            )
            .await;
        let shown = format!("{:?}", stage.tenant.entries());
        for secret in form
            .split(['=', '&', '.'])
            .chain(proof.split('.'))
            .filter(|part| part.len() > 60)
        {
            assert!(!shown.contains(secret), "{secret} in {shown}");
        }
        assert!(
            !shown.contains("hunter2") && !shown.contains("s3cr3t"),
            "{shown}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn no_assertion_proof_or_token_takes_the_server_down(
        texts in prop::collection::vec(("[ -~]{0,80}", prop::collection::vec(any::<u8>(), 0..120)), 1..10)
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let stage = Stage::speaking(DialectName::Okta);
            for (text, bytes) in texts {
                let header = json!({ "alg": text, "typ": "dpop+jwt", "jwk": { "kty": "EC", "crv": "P-256", "x": text, "y": b64(&bytes) } });
                let claims = json!({ "iss": text, "sub": b64(&bytes), "exp": Value::Null });
                let jwt = format!("{}.{}.{}", b64(header.to_string()), b64(claims.to_string()), b64(&bytes));
                for jwt in [jwt.as_str(), &format!("{}.{}.", b64(&bytes), b64(&text)), &b64(&bytes)] {
                    let reply = stage.post_to(CUSTOM, &format!("{FORM}DPoP: {jwt}\r\n"), &form(jwt)).await;
                    assert_eq!(reply.status / 100, 4);
                    let headers = format!("Authorization: DPoP {jwt}\r\nDPoP: {jwt}\r\n");
                    assert_eq!(stage.get("/api/reports", &headers).await.status, 401);
                    let basic = format!("{FORM}Authorization: Basic {}\r\n", b64(&bytes));
                    assert_eq!(stage.post_to(CUSTOM, &basic, "").await.status, 401);
                    assert_eq!(stage.post_to("/oauth2/v1/introspect", FORM, &form(jwt)).await.status / 100, 4);
                }
            }
            assert_eq!(stage.get("/", "").await.status, 200);
        });
    }
}
