//! `oauth-tutor token` with every method, with keys and with proofs: what a listener receives, what is shown, how it ends.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::Builder;
use std::time::Duration;

use crate::listener::{Listener, Turn};
use assert_cmd::Command;
use base64::Engine as _;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use oauth_tutor::oauth::jwt::dpop::{thumbprint, token_hash};
use rcgen::CertificateParams;
use rstest::rstest;
use rustls::pki_types::PrivateKeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::Value;
use url::form_urlencoded;

const SECRET: &str = "s3cr3t-for-tests-only-of 40 characters+%";
const BEARER: &str =
    r#"{"access_token":"opaque-token-for-tests-only","expires_in":60,"token_type":"Bearer"}"#;
const BOUND: &str =
    r#"{"access_token":"opaque-token-for-tests-only","expires_in":60,"token_type":"DPoP"}"#;
const TOKEN: &str = "opaque-token-for-tests-only";

struct Ran {
    code: i32,
    stdout: String,
    stderr: String,
}

fn key(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/keys")
        .join(name)
}

fn token(words: &[&str]) -> Command {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("oauth-tutor");
    for name in [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "all_proxy",
    ] {
        command.env_remove(name);
    }
    command
        .args(["token", "--client-id", "an-id"])
        .args(words)
        .env("OAUTH_TUTOR_CLIENT_SECRET", SECRET)
        .timeout(Duration::from_mins(1));
    command
}

fn with_key(words: &[&str], name: &str) -> Command {
    let mut command = token(words);
    command.env_remove("OAUTH_TUTOR_CLIENT_SECRET");
    command.arg("--key").arg(key(name));
    command
}

fn run(mut command: Command) -> Ran {
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A request as received.
struct Received {
    head: String,
    parameters: Vec<(String, String)>,
}

impl Received {
    fn of(bytes: &[u8]) -> Self {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        Self {
            head: head.to_owned(),
            parameters: form_urlencoded::parse(body.as_bytes())
                .into_owned()
                .collect(),
        }
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .filter(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
            .next()
    }
}

fn received(listener: Listener) -> Vec<Received> {
    listener
        .requests()
        .iter()
        .map(|bytes| Received::of(bytes))
        .collect()
}

/// Claims of a JWT that this key signed, by jsonwebtoken, at the time that it is now.
fn claims(jwt: &str, key: &DecodingKey, audience: Option<&str>) -> Value {
    let mut wanted = Validation::new(decode_header(jwt).unwrap().alg);
    wanted.leeway = 5;
    if let Some(audience) = audience {
        wanted.set_audience(&[audience]);
    } else {
        wanted.required_spec_claims.clear();
        wanted.validate_exp = false;
    }
    decode::<Value>(jwt, key, &wanted).unwrap().claims
}

fn rsa_public() -> DecodingKey {
    let pem = fs::read_to_string(key("test-only-rsa-public-pkcs1.pem")).unwrap();
    let body: String = pem.lines().filter(|line| !line.contains("---")).collect();
    let der = base64::engine::general_purpose::STANDARD.decode(body);
    DecodingKey::from_rsa_der(&der.unwrap())
}

/// The claims of a proof, by the key in its own header, and the thumbprint of that.
fn proven(received: &Received) -> (Value, String) {
    let jwt = received.header("dpop").unwrap();
    let header = decode_header(jwt).unwrap();
    assert_eq!(header.typ.as_deref(), Some("dpop+jwt"));
    assert_eq!(header.alg, Algorithm::ES256);
    let jwk = header.jwk.unwrap();
    let key = DecodingKey::from_jwk(&jwk).unwrap();
    let thumbprint = thumbprint(&serde_json::to_string(&jwk).unwrap()).unwrap();
    (claims(jwt, &key, None), thumbprint)
}

/// No run of characters of the secret, and no JWT with its signature, in what is printed.
fn hides(ran: &Ran, requests: &[Received]) {
    let printed = format!("{}{}", ran.stdout, ran.stderr);
    assert!(!printed.contains("s3cr3t"), "{printed}");
    for request in requests {
        let jwts = [
            request.parameter("client_assertion"),
            request.header("dpop"),
        ];
        for jwt in jwts.into_iter().flatten() {
            let signature = jwt.rsplit('.').next().unwrap();
            assert!(!printed.contains(signature), "{printed}");
        }
    }
}

#[test]
fn basic_goes_into_the_header() {
    let listener = Listener::start(vec![Turn::json("200 OK", BEARER)]);
    let ran = run(token(&[
        "--auth",
        "basic",
        "--token-url",
        &listener.url("/t"),
    ]));
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (0, BEARER),
        "{}",
        ran.stderr
    );
    let requests = received(listener);
    let expected = oauth_tutor::oauth::wire::basic::credentials("an-id", SECRET);
    let expected = format!("Basic {}", expected.as_str());
    assert_eq!(requests[0].header("authorization"), Some(expected.as_str()));
    assert_eq!(requests[0].parameter("client_id"), None);
    assert_eq!(requests[0].parameter("client_secret"), None);
    hides(&ran, &requests);
}

#[rstest]
#[case("test-only-rsa-pkcs8.pem", &[], Algorithm::RS256)]
#[case("test-only-rsa-pkcs1.pem", &["--alg", "PS256"], Algorithm::PS256)]
#[case("test-only-rsa-pkcs1.pem", &["--auth", "private-key-jwt", "--alg", "RS512"], Algorithm::RS512)]
fn a_key_signs_an_assertion(#[case] file: &str, #[case] more: &[&str], #[case] alg: Algorithm) {
    let listener = Listener::start(vec![Turn::json("200 OK", BEARER)]);
    let url = listener.url("/t?tenant=1");
    let words = [&["--token-url", &url, "--kid", "kid-1"], more].concat();
    let ran = run(with_key(&words, file));
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (0, BEARER),
        "{}",
        ran.stderr
    );
    let requests = received(listener);
    let jwt = requests[0].parameter("client_assertion").unwrap();
    let header = decode_header(jwt).unwrap();
    assert_eq!((header.alg, header.kid.as_deref()), (alg, Some("kid-1")));
    let claims = claims(jwt, &rsa_public(), Some(&url));
    assert_eq!(
        (&claims["iss"], &claims["sub"]),
        (&"an-id".into(), &"an-id".into())
    );
    let life = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
    assert_eq!(life, 60);
    assert!((16..=64).contains(&claims["jti"].as_str().unwrap().len()));
    assert_eq!(requests[0].parameter("client_secret"), None);
    // It is shown before it is sent, without its signature.
    assert!(
        ran.stderr.contains(&format!("\"aud\":\"{url}\"")),
        "{}",
        ran.stderr
    );
    hides(&ran, &requests);
}

#[rstest]
#[case(&[], "EdDSA")]
#[case(&["--alg", "EdDSA"], "EdDSA")]
#[case(&["--alg", "Ed25519"], "Ed25519")]
fn an_edwards_key_signs_under_the_name_that_is_asked_for(
    #[case] more: &[&str],
    #[case] name: &str,
) {
    let url = "http://127.0.0.1:9/t";
    let words = [&["--token-url", url, "--dry-run", "--json"], more].concat();
    let ran = run(with_key(&words, "test-only-ed25519-pkcs8.pem"));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let shown: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(shown["request"]["assertion"]["header"]["alg"], name);
    assert!(ran.stderr.contains("Nothing was sent"), "{}", ran.stderr);
}

#[test]
fn a_name_may_start_with_a_hyphen_but_not_like_a_flag() {
    let url = "http://127.0.0.1:9/t";
    let words = [
        "--token-url",
        url,
        "--dry-run",
        "--json",
        "--kid",
        "-fLeEHtK4hlD",
    ];
    let ran = run(with_key(&words, "test-only-rsa-pkcs8.pem"));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let shown: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(
        shown["request"]["assertion"]["header"]["kid"],
        "-fLeEHtK4hlD"
    );
    let words = ["--token-url", url, "--dry-run", "--kid", "--dpop"];
    let ran = run(with_key(&words, "test-only-rsa-pkcs8.pem"));
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("this is a flag"), "{}", ran.stderr);
}

#[test]
fn a_jwk_that_says_ed25519_signs_as_ed25519() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test-only.jwk");
    // RFC 8037 appendix A.1, under the name of RFC 9864.
    let jwk = r#"{"kty":"OKP","crv":"Ed25519","alg":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    fs::write(&path, jwk).unwrap();
    let mut command = token(&["--token-url", "http://127.0.0.1:9/t", "--dry-run", "--json"]);
    command.arg("--key").arg(&path);
    let ran = run(command);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let shown: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(shown["request"]["assertion"]["header"]["alg"], "Ed25519");
}

#[test]
fn a_secret_signs_an_assertion() {
    let listener = Listener::start(vec![Turn::json("200 OK", BEARER)]);
    let url = listener.url("/t");
    let ran = run(token(&["--auth", "secret-jwt", "--token-url", &url]));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let requests = received(listener);
    let jwt = requests[0].parameter("client_assertion").unwrap();
    claims(
        jwt,
        &DecodingKey::from_secret(SECRET.as_bytes()),
        Some(&url),
    );
    hides(&ran, &requests);
}

#[test]
fn a_short_secret_for_a_mac_is_worth_a_word() {
    let mut command = token(&[
        "--auth",
        "secret-jwt",
        "--dry-run",
        "--token-url",
        "http://127.0.0.1:9/",
    ]);
    command.env("OAUTH_TUTOR_CLIENT_SECRET", "s3cr3t");
    let ran = run(command);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("6 bytes") && ran.stderr.contains("32"),
        "{}",
        ran.stderr
    );
}

fn metadata(issuer: &str, port: u16, methods: &str) -> String {
    format!("{{\"issuer\":\"{issuer}\",\"token_endpoint\":\"http://127.0.0.1:{port}/t\"{methods}}}")
}

fn tenant(methods: &str) -> Listener {
    Listener::with_port(|port| {
        let document = metadata(&format!("http://127.0.0.1:{port}"), port, methods);
        vec![
            Turn::json("200 OK", &document),
            Turn::json("200 OK", BEARER),
        ]
    })
}

#[rstest]
#[case::unlisted("", "client_secret_basic", "basic")]
#[case::both(
    r#","token_endpoint_auth_methods_supported":["client_secret_post","client_secret_basic"]"#,
    "client_secret_basic",
    "basic"
)]
#[case::post(
    r#","token_endpoint_auth_methods_supported":["private_key_jwt","client_secret_post"]"#,
    "client_secret_post",
    "post"
)]
#[case::mac(
    r#","token_endpoint_auth_methods_supported":["client_secret_jwt"]"#,
    "client_secret_jwt",
    "mac"
)]
fn without_the_flag_the_metadata_decides_and_that_is_said(
    #[case] methods: &str,
    #[case] said: &str,
    #[case] sent: &str,
) {
    let listener = tenant(methods);
    let ran = run(token(&["--issuer", &listener.url("")]));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    let request = received(listener).remove(1);
    let seen = match () {
        () if request.header("authorization").is_some() => "basic",
        () if request.parameter("client_secret").is_some() => "post",
        () if request.parameter("client_assertion").is_some() => "mac",
        () => "nothing",
    };
    assert_eq!(seen, sent);
}

#[test]
fn a_server_that_takes_keys_only_is_not_sent_a_secret() {
    let listener = Listener::with_port(|port| {
        let methods = r#","token_endpoint_auth_methods_supported":["private_key_jwt"]"#;
        let document = metadata(&format!("http://127.0.0.1:{port}"), port, methods);
        vec![Turn::json("200 OK", &document)]
    });
    let ran = run(token(&["--issuer", &listener.url("")]));
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("--key"), "{}", ran.stderr);
    assert_eq!(listener.requests().len(), 1);
}

#[rstest]
#[case(None, "http://127.0.0.1:PORT")]
#[case(Some("token-url"), "http://127.0.0.1:PORT/t")]
#[case(Some("issuer"), "http://127.0.0.1:PORT")]
#[case(Some("urn:x"), "urn:x")]
fn the_audience_is_the_endpoint_the_issuer_or_a_text(
    #[case] flag: Option<&str>,
    #[case] expected: &str,
) {
    let listener = tenant("");
    let expected = expected.replace("PORT", &listener.port.to_string());
    let issuer = listener.url("");
    let mut words = vec!["--issuer", issuer.as_str()];
    words.extend(
        flag.into_iter()
            .flat_map(|flag| ["--assertion-audience", flag]),
    );
    let ran = run(with_key(&words, "test-only-rsa-pkcs8.pem"));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let request = received(listener).remove(1);
    let jwt = request.parameter("client_assertion").unwrap();
    assert_eq!(claims(jwt, &rsa_public(), Some(&expected))["aud"], expected);
}

/// A URL is rewritten when it is read; the audience is compared by its characters, so it must not be.
#[test]
fn the_audience_is_spelled_as_the_metadata_spells_it() {
    let listener = Listener::with_port(|port| {
        let issuer = format!("http://127.0.0.1:{port}");
        let document =
            format!("{{\"issuer\":\"{issuer}\",\"token_endpoint\":\"HTTP://LocalHost:{port}\"}}");
        vec![
            Turn::json("200 OK", &document),
            Turn::json("200 OK", BEARER),
        ]
    });
    let expected = format!("HTTP://LocalHost:{}", listener.port);
    let ran = run(with_key(
        &[
            "--issuer",
            &listener.url(""),
            "--assertion-audience",
            "token-url",
        ],
        "test-only-rsa-pkcs8.pem",
    ));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let request = received(listener).remove(1);
    let jwt = request.parameter("client_assertion").unwrap();
    claims(jwt, &rsa_public(), Some(&expected));
}

fn challenge(status: &str, nonce: &str, more: &str, body: &str) -> Turn {
    let length = body.len();
    let text = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nDPoP-Nonce: {nonce}\r\n{more}Content-Length: {length}\r\n\r\n{body}"
    );
    Turn::Answer(text.into_bytes())
}

const DEMAND: &str = r#"{"error":"use_dpop_nonce","error_description":"Authorization server requires nonce in DPoP proof."}"#;

#[test]
fn a_demanded_nonce_is_a_second_request_with_everything_signed_anew() {
    let listener = Listener::start(vec![
        challenge("400 Bad Request", "nonce-1", "", DEMAND),
        Turn::json("200 OK", BOUND),
    ]);
    let url = listener.url("/t?x=1");
    let ran = run(with_key(
        &["--dpop", "--token-url", &url],
        "test-only-rsa-pkcs8.pem",
    ));
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (0, BOUND),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("use_dpop_nonce"), "{}", ran.stderr);
    let requests = received(listener);
    let (first, first_key) = proven(&requests[0]);
    let (second, second_key) = proven(&requests[1]);
    assert_eq!(first["htm"], "POST");
    assert_eq!(first["htu"], url.replace("?x=1", ""));
    assert_eq!(
        (first.get("nonce"), &second["nonce"]),
        (None, &"nonce-1".into())
    );
    assert_ne!(first["jti"], second["jti"]);
    assert_eq!(first_key, second_key, "one key for the run");
    let [one, two] = [&requests[0], &requests[1]].map(|request| {
        let jwt = request.parameter("client_assertion").unwrap();
        claims(jwt, &rsa_public(), Some(&url))["jti"].clone()
    });
    assert_ne!(one, two, "a fresh assertion too");
    hides(&ran, &requests);
}

#[test]
fn both_exchanges_stand_in_the_json() {
    let listener = Listener::start(vec![
        challenge("400 Bad Request", "nonce-1", "", DEMAND),
        Turn::json("200 OK", BOUND),
    ]);
    let words = ["--json", "--dpop", "--token-url", &listener.url("/t")];
    let ran = run(with_key(&words, "test-only-p256-sec1.pem"));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let read: Value = serde_json::from_str(&ran.stdout).unwrap();
    let requests = received(listener);
    for (pointer, expected) in [
        ("/challenge/status", Value::from(400)),
        ("/challenge/body/error", "use_dpop_nonce".into()),
        ("/challenge/headers/dpop-nonce", "nonce-1".into()),
        ("/challenge/request/proof/header/typ", "dpop+jwt".into()),
        ("/status", 200.into()),
        ("/request/proof/claims/nonce", "nonce-1".into()),
        (
            "/request/proof/claims/jti",
            proven(&requests[1]).0["jti"].clone(),
        ),
        ("/request/assertion/claims/sub", "an-id".into()),
        ("/request/assertion/header/alg", "ES256".into()),
    ] {
        assert_eq!(read.pointer(pointer), Some(&expected), "{pointer}");
    }
    hides(&ran, &requests);
}

#[test]
fn a_server_that_demands_a_nonce_each_time_is_asked_twice_only() {
    let listener = Listener::start(vec![
        challenge("400 Bad Request", "nonce-1", "", DEMAND),
        challenge("400 Bad Request", "nonce-2", "", DEMAND),
    ]);
    let ran = run(token(&["--dpop", "--token-url", &listener.url("/t")]));
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    assert_eq!(listener.requests().len(), 2);
}

#[test]
fn a_fault_in_the_second_exchange_ends_with_4() {
    let listener = Listener::start(vec![
        challenge("400 Bad Request", "nonce-1", "", DEMAND),
        Turn::Hold(Vec::new()),
    ]);
    let ran = run(token(&[
        "--dpop",
        "--timeout",
        "1",
        "--token-url",
        &listener.url("/t"),
    ]));
    assert_eq!((ran.code, ran.stdout.as_str()), (4, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("within 1 s"), "{}", ran.stderr);
    assert_eq!(listener.requests().len(), 2);
}

#[test]
fn a_call_that_meets_no_http_ends_with_4_and_nothing_is_printed() {
    let listener = Listener::start(vec![
        Turn::json("200 OK", BOUND),
        Turn::Greet(b"SSH-2.0-x\r\n".to_vec()),
    ]);
    let (url, api) = (listener.url("/t"), listener.url("/api"));
    let ran = run(token(&["--dpop", "--token-url", &url, "--call", &api]));
    assert_eq!((ran.code, ran.stdout.as_str()), (4, ""), "{}", ran.stderr);
}

#[test]
fn without_the_flag_a_demand_is_an_error_with_its_advice() {
    let listener = Listener::start(vec![challenge("400 Bad Request", "nonce-1", "", DEMAND)]);
    let ran = run(token(&["--token-url", &listener.url("/t")]));
    assert_eq!(ran.code, 5);
    assert!(ran.stderr.contains("--dpop"), "{}", ran.stderr);
    assert_eq!(listener.requests().len(), 1);
}

#[test]
fn a_bound_token_calls_the_api_with_a_proof_of_its_own() {
    let wants = "WWW-Authenticate: DPoP error=\"use_dpop_nonce\"\r\n";
    let listener = Listener::start(vec![
        Turn::json("200 OK", BOUND),
        challenge("401 Unauthorized", "api-nonce", wants, ""),
        Turn::json("200 OK", "{}"),
    ]);
    let (url, api) = (listener.url("/t"), listener.url("/api?page=2"));
    let ran = run(token(&["--dpop", "--token-url", &url, "--call", &api]));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let requests = received(listener);
    let (_, token_key) = proven(&requests[0]);
    for request in &requests[1..] {
        let bound = format!("DPoP {TOKEN}");
        assert_eq!(request.header("authorization"), Some(bound.as_str()));
        let (claims, key) = proven(request);
        assert_eq!(key, token_key);
        assert_eq!(claims["htm"], "GET");
        assert_eq!(claims["htu"], api.replace("?page=2", ""));
        assert_eq!(claims["ath"], token_hash(TOKEN));
    }
    let (claims, _) = proven(&requests[2]);
    assert_eq!(claims["nonce"], "api-nonce");
    hides(&ran, &requests);
}

#[test]
fn a_token_that_is_not_bound_after_all_is_said_and_sent_as_bearer() {
    let listener = Listener::start(vec![
        Turn::json("200 OK", BEARER),
        Turn::json("200 OK", "{}"),
    ]);
    let (url, api) = (listener.url("/t"), listener.url("/api"));
    let ran = run(token(&["--dpop", "--token-url", &url, "--call", &api]));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("RFC 9449 5"), "{}", ran.stderr);
    let requests = received(listener);
    assert_eq!(
        requests[1].header("authorization"),
        Some("Bearer opaque-token-for-tests-only")
    );
    assert_eq!(requests[1].header("dpop"), None);
}

#[test]
fn resources_and_organization_are_sent() {
    let listener = Listener::start(vec![Turn::json("200 OK", BEARER)]);
    let ran = run(token(&[
        "--token-url",
        &listener.url("/t"),
        "--resource",
        "https://a.example/x",
        "--resource",
        "urn:b",
        "--organization",
        "org_ö",
    ]));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let request = received(listener).remove(0);
    let resources = request
        .parameters
        .iter()
        .filter(|(name, _)| name == "resource");
    let resources: Vec<&str> = resources.map(|(_, value)| value.as_str()).collect();
    assert_eq!(resources, ["https://a.example/x", "urn:b"]);
    assert_eq!(request.parameter("organization"), Some("org_ö"));
}

#[test]
fn a_dry_run_shows_assertion_and_proof_decoded_and_sends_nothing() {
    let words = [
        "--dry-run",
        "--dpop",
        "--kid",
        "kid-1",
        "--token-url",
        "http://127.0.0.1:9/t",
    ];
    let ran = run(with_key(&words, "test-only-p384-sec1.pem"));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for part in [
        "POST /t HTTP/1.1",
        "client_assertion=eyJhbG",
        r#"assertion header     {"alg":"ES384","typ":"JWT","kid":"kid-1"}"#,
        r#""aud":"http://127.0.0.1:9/t""#,
        r#"proof header     {"typ":"dpop+jwt","alg":"ES256","jwk":{"#,
        r#""htu":"http://127.0.0.1:9/t""#,
        "signature hidden",
    ] {
        assert!(ran.stdout.contains(part), "{part}: {}", ran.stdout);
    }
    // A signature of P-384 has 128 characters; what is shown has no run of that kind.
    let longest = ran
        .stdout
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    assert!(longest.map(str::len).max().unwrap() < 80, "{}", ran.stdout);
    let words = [&["--json"], &words[..]].concat();
    let ran = run(with_key(&words, "test-only-p384-sec1.pem"));
    let read: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(read["request"]["assertion"]["claims"]["iss"], "an-id");
    assert_eq!(read["request"]["proof"]["claims"]["htm"], "POST");
}

const URL: [&str; 2] = ["--token-url", "http://127.0.0.1:9/t"];

#[rstest]
#[case::no_key(&["--auth", "private-key-jwt"], "--key")]
#[case::key_for_basic(&["--auth", "basic", "--key", "FILE"], "private-key-jwt")]
#[case::two_methods(&["--key", "FILE", "--client-secret-file", "x"], "not both")]
#[case::kid_alone(&["--kid", "x"], "--kid")]
#[case::alg_alone(&["--alg", "RS256"], "--alg")]
#[case::unknown_alg(&["--key", "FILE", "--alg", "rs256"], "in capitals")]
#[case::alg_of_another_kind(&["--key", "FILE", "--alg", "ES256"], "an EC key on P-256")]
#[case::mac_with_a_key(&["--key", "FILE", "--alg", "HS256"], "a secret that both sides know")]
#[case::rsa_with_a_secret(&["--auth", "secret-jwt", "--alg", "RS256"], "HS256")]
#[case::audience_alone(&["--assertion-audience", "x"], "no assertion")]
#[case::no_issuer(&["--key", "FILE", "--assertion-audience", "issuer"], "write the issuer itself")]
#[case::two_in_json(&["--auth", "json", "--resource", "urn:a", "--resource", "urn:b"], "--auth post")]
#[case::organization_twice(&["--organization", "a", "--param", "organization=b"], "twice")]
#[case::unknown_method(&["--auth", "none"], "private-key-jwt")]
fn flags_that_do_not_go_together_end_with_2(#[case] words: &[&str], #[case] said: &str) {
    let file = key("test-only-rsa-pkcs8.pem");
    let file = file.to_str().unwrap();
    let words = words
        .iter()
        .map(|word| if *word == "FILE" { file } else { *word });
    let words: Vec<&str> = URL.into_iter().chain(words).collect();
    let ran = run(token(&words));
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
}

#[rstest]
#[case("test-only-rsa-public.pem", "public key")]
#[case("test-only-rsa-encrypted.pem", "openssl pkey")]
#[case("test-only-rsa-1024.pem", "1024 bits")]
#[case("no-such-file.pem", "No such file")]
fn a_file_that_holds_no_usable_key_ends_with_3_and_one_line(
    #[case] file: &str,
    #[case] said: &str,
) {
    let ran = run(with_key(&URL, file));
    assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
}

#[test]
fn a_binary_key_file_is_told_how_to_become_text() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test-only.der");
    fs::write(&path, [0x30, 0x82, 0x04, 0xbd, 0xff]).unwrap();
    let mut command = token(&URL);
    command.arg("--key").arg(&path);
    let ran = run(command);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("-inform DER"), "{}", ran.stderr);
}

#[test]
fn a_mended_key_is_used_and_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test-only-one-line.pem");
    let text = fs::read_to_string(key("test-only-rsa-pkcs8.pem")).unwrap();
    fs::write(&path, text.replace('\n', "\\n")).unwrap();
    let mut command = token(&[&URL[..], &["--dry-run"]].concat());
    command.arg("--key").arg(&path);
    let ran = run(command);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("was mended"), "{}", ran.stderr);
}

#[test]
fn a_redirect_is_reported_and_not_followed() {
    let elsewhere = Listener::start(Vec::new());
    let location = format!(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n",
        elsewhere.url("/other")
    );
    let listener = Listener::start(vec![Turn::Answer(location.into_bytes())]);
    let ran = run(token(&[
        "--auth",
        "basic",
        "--token-url",
        &listener.url("/t"),
    ]));
    assert_eq!(ran.code, 5, "{}", ran.stderr);
    assert!(ran.stderr.contains("not followed"), "{}", ran.stderr);
    assert_eq!(listener.requests().len(), 1);
}

#[rstest]
#[case("invalid_client", "", "--auth post", "--assertion-audience", false)]
#[case(
    "invalid_client",
    "The audience claim for client_assertion must be the endpoint invoked for the request.",
    "--assertion-audience",
    "--auth basic",
    true
)]
#[case("invalid_client", "", "--assertion-audience", "--auth basic", true)]
fn a_refused_client_is_told_what_else_to_try(
    #[case] error: &str,
    #[case] words: &str,
    #[case] said: &str,
    #[case] unsaid: &str,
    #[case] signs: bool,
) {
    let body = format!("{{\"error\":\"{error}\",\"error_description\":\"{words}\"}}");
    let listener = Listener::start(vec![Turn::json("401 Unauthorized", &body)]);
    let url = listener.url("/t");
    let words = ["--token-url", url.as_str()];
    let ran = run(if signs {
        with_key(&words, "test-only-rsa-pkcs8.pem")
    } else {
        token(&words)
    });
    assert_eq!(ran.code, 5);
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
    assert!(!ran.stderr.contains(unsaid), "{}", ran.stderr);
    assert_eq!(listener.requests().len(), 1);
}

/// Answers one request over TLS with a certificate that nobody knows. Gives the port and the certificate as PEM.
fn secure_server() -> (u16, String) {
    secure_server_with(&CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap())
}

/// The same with a certificate of this kind.
fn secure_server_with(kind: &CertificateParams) -> (u16, String) {
    let signer = rcgen::KeyPair::generate().unwrap();
    let own = kind.self_signed(&signer).unwrap();
    let private = PrivateKeyDer::try_from(signer.serialize_der()).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.der().clone()], private)
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let serve = move || {
        let (stream, _) = listener.accept().unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut secure = StreamOwned::new(connection, stream);
        let mut request = Vec::new();
        // The body of this request ends with these words; a client that refuses the certificate ends the loop with an error.
        while !request.ends_with(b"grant_type=client_credentials") {
            let mut some = [0; 1024];
            match secure.read(&mut some) {
                Ok(count) if count > 0 => request.extend_from_slice(&some[..count]),
                Ok(_) | Err(_) => return,
            }
        }
        let length = BEARER.len();
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ";
        let reply = format!("{head}{length}\r\n\r\n{BEARER}");
        secure.write_all(reply.as_bytes()).unwrap();
        secure.conn.send_close_notify();
        secure.flush().unwrap();
    };
    Builder::new().spawn(serve).unwrap();
    (port, own.pem())
}

#[test]
fn a_private_authority_is_believed_only_when_named() {
    let words = |port: u16| format!("https://127.0.0.1:{port}/t");
    let (port, _) = secure_server();
    let ran = run(token(&["--auth", "basic", "--token-url", &words(port)]));
    assert_eq!((ran.code, ran.stdout.as_str()), (4, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains("no secure channel"), "{}", ran.stderr);

    let (port, pem) = secure_server();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test-only-authority.pem");
    fs::write(&path, pem).unwrap();
    let mut command = token(&["--auth", "basic", "--token-url", &words(port)]);
    command.arg("--ca-cert").arg(&path);
    let ran = run(command);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (0, BEARER),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_certificate_that_does_not_hold_is_told_with_its_fault() {
    let kind = |name: &str| CertificateParams::new(vec![name.to_owned()]).unwrap();
    let mut past = kind("127.0.0.1");
    past.not_before = rcgen::date_time_ymd(2020, 1, 1);
    past.not_after = rcgen::date_time_ymd(2021, 1, 1);
    let mut authority = kind("127.0.0.1");
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    for (kind, said) in [
        (&kind("other.example"), "other.example"),
        (&past, "expired"),
        (&authority, "CA:TRUE"),
    ] {
        let (port, pem) = secure_server_with(kind);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("test-only-authority.pem");
        fs::write(&path, pem).unwrap();
        let url = format!("https://127.0.0.1:{port}/t");
        let mut command = token(&["--auth", "basic", "--token-url", &url]);
        command.arg("--ca-cert").arg(&path);
        let ran = run(command);
        assert_eq!((ran.code, ran.stdout.as_str()), (4, ""), "{}", ran.stderr);
        assert!(ran.stderr.contains(said), "{}", ran.stderr);
        assert!(
            ran.stderr.contains("Nothing secret was sent"),
            "{}",
            ran.stderr
        );
    }
}

#[rstest]
#[case("test-only-rsa-pkcs8.pem", 3, "no certificate")]
#[case("no-such-file.pem", 3, "No such file")]
fn a_file_without_certificates_ends_with_3(
    #[case] file: &str,
    #[case] code: i32,
    #[case] said: &str,
) {
    let mut command = token(&URL);
    command.arg("--ca-cert").arg(key(file));
    let ran = run(command);
    assert_eq!(
        (ran.code, ran.stdout.as_str()),
        (code, ""),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains(said), "{}", ran.stderr);
}
