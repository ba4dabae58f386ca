//! Every way to authenticate as bytes and in the views: what is shown is what is sent, and a mask shows neither secret nor signature.

use oauth_tutor::oauth::jwt::algorithm::{Algorithm, Hash};
use oauth_tutor::oauth::jwt::assertion::{Claims, Signer, sign};
use oauth_tutor::oauth::jwt::dpop::{Proof, prove};
use oauth_tutor::oauth::jwt::private::PrivateKey;
use oauth_tutor::oauth::jwt::signed::SignedJwt;
use oauth_tutor::oauth::names::ClientSecret;
use oauth_tutor::oauth::request::{AuthMethod, BodyFormat, TokenRequest};
use oauth_tutor::oauth::time::UnixTime;
use oauth_tutor::oauth::wire::basic::{credentials, encode};
use oauth_tutor::oauth::wire::{Line, Secrets, View, WireRequest, form, plain};
use proptest::prelude::*;
use rstest::rstest;
use serde_json::Value;
use url::{Url, form_urlencoded};

const VIEWS: [View; 4] = [View::Http, View::Curl, View::PowerShell, View::Bytes];
const METHODS: [AuthMethod; 4] = [
    AuthMethod::ClientSecretPost,
    AuthMethod::ClientSecretBasic,
    AuthMethod::PrivateKeyJwt,
    AuthMethod::ClientSecretJwt,
];

fn url() -> Url {
    Url::parse("http://127.0.0.1:9401/oauth/token").unwrap()
}

fn key() -> PrivateKey {
    let text = include_str!("../fixtures/keys/test-only-p256-pkcs8.pem");
    PrivateKey::parse(text, None).unwrap().key
}

fn assertion(secret: &str, jti: &str) -> SignedJwt {
    let secret = ClientSecret::new(secret);
    let signer = Signer::Secret {
        secret: &secret,
        hash: Hash::Sha256,
    };
    let claims = Claims {
        client_id: "an-id",
        audience: "https://a.example/",
        issued_at: UnixTime(1_795_000_000),
        lifetime: 60,
        jti,
    };
    sign(&signer, &claims).unwrap()
}

fn proof(token: Option<&str>) -> SignedJwt {
    let url = url();
    let proof = Proof {
        method: "POST",
        url: &url,
        issued_at: UnixTime(1_795_000_000),
        jti: "once",
        nonce: None,
        token,
    };
    prove(&key(), &proof).unwrap()
}

fn request(auth: AuthMethod, id: &str, secret: &str) -> TokenRequest {
    let signs = matches!(
        auth,
        AuthMethod::PrivateKeyJwt | AuthMethod::ClientSecretJwt
    );
    TokenRequest {
        auth,
        client_id: Some(id.to_owned()),
        client_secret: Some(ClientSecret::new(secret)),
        scope: Some("a b".to_owned()),
        resources: vec![
            "https://a.example/x".to_owned(),
            "https://b.example".to_owned(),
        ],
        organization: Some("org_1".to_owned()),
        assertion: signs.then(|| assertion(secret, "once")),
        proof: Some(proof(None)),
        ..TokenRequest::new(url())
    }
}

fn text(wire: &WireRequest) -> String {
    String::from_utf8(wire.bytes().to_vec()).unwrap()
}

fn lines(wire: &WireRequest, view: View, secrets: Secrets) -> Vec<String> {
    let lines = wire.view(view, secrets);
    lines.iter().map(|line| plain(line)).collect()
}

/// The documented rule: head lines end with CRLF, body lines are joined with nothing.
fn join(lines: &[Line]) -> String {
    let mut out = String::new();
    let mut in_body = false;
    for line in lines {
        let line = plain(line);
        out.push_str(&line);
        if !in_body {
            out.push_str("\r\n");
        }
        in_body |= line.is_empty();
    }
    out
}

#[test]
fn the_rfcs_basic_headers_come_out() {
    let vectors: Value = serde_json::from_str(include_str!("../vectors/client.json")).unwrap();
    for vector in vectors["basic"].as_array().unwrap() {
        let member = |name: &str| vector[name].as_str();
        if let (Some(id), Some(secret)) = (member("client_id"), member("client_secret")) {
            let made = format!("Basic {}", credentials(id, secret).as_str());
            assert_eq!(made, vector["authorization"]);
        } else {
            assert_eq!(form::encode(member("text").unwrap()), vector["encoded"]);
        }
    }
    assert_eq!(
        credentials("app:1", "a+b%c/é").as_str(),
        "YXBwJTNBMTphJTJCYiUyNWMlMkYlQzMlQTk="
    );
}

#[rstest]
#[case("-._~aZ09", "-._~aZ09")]
#[case("a b", "a%20b")]
#[case("*!'()", "%2A%21%27%28%29")]
#[case("é€", "%C3%A9%E2%82%AC")]
fn basic_leaves_only_unreserved_characters(#[case] raw: &str, #[case] encoded: &str) {
    assert_eq!(encode(raw).as_str(), encoded);
}

#[test]
fn a_basic_request_is_these_bytes() {
    let request = TokenRequest {
        resources: Vec::new(),
        organization: None,
        proof: None,
        ..request(AuthMethod::ClientSecretBasic, "app:1", "a+b%c/é")
    };
    let expected = "POST /oauth/token HTTP/1.1\r\n\
        Host: 127.0.0.1:9401\r\n\
        Content-Type: application/x-www-form-urlencoded\r\n\
        Accept: application/json\r\n\
        Authorization: Basic YXBwJTNBMTphJTJCYiUyNWMlMkYlQzMlQTk=\r\n\
        Content-Length: 39\r\n\
        \r\n\
        grant_type=client_credentials&scope=a+b";
    assert_eq!(text(&request.to_wire()), expected);
}

#[test]
fn an_assertion_takes_the_place_of_the_secret() {
    for auth in [AuthMethod::PrivateKeyJwt, AuthMethod::ClientSecretJwt] {
        let request = request(auth, "an-id", "s3cr3t-for-tests-only");
        let wire = request.to_wire();
        let body = wire.body_bytes();
        let read: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
        let names: Vec<&str> = read.iter().map(|(name, _)| name.as_str()).collect();
        let expected = [
            "grant_type",
            "client_id",
            "client_assertion_type",
            "client_assertion",
            "scope",
            "resource",
            "resource",
            "organization",
        ];
        assert_eq!(names, expected);
        let kind = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
        assert_eq!(read[2].1, kind);
        assert_eq!(read[3].1, request.assertion.unwrap().expose());
        assert!(!text(&wire).contains("s3cr3t"));
        assert!(!text(&wire).contains("Authorization"));
    }
}

#[test]
fn one_method_in_a_request() {
    for auth in METHODS {
        let sent = text(&request(auth, "an-id", "s3cr3t-for-tests-only").to_wire());
        let found = ["Authorization: ", "client_secret=", "client_assertion="];
        let count = found.iter().filter(|part| sent.contains(*part)).count();
        assert_eq!(count, 1, "{auth:?}: {sent}");
    }
}

#[test]
fn a_bound_token_goes_out_with_its_proof() {
    let token = "opaque-token-for-tests-only";
    let proof = proof(Some(token));
    let wire = WireRequest::dpop_get(&Url::parse("https://api.example/r").unwrap(), token, &proof);
    let expected = format!(
        "GET /r HTTP/1.1\r\nHost: api.example\r\nAccept: application/json\r\nAuthorization: DPoP {token}\r\nDpop: {}\r\n\r\n",
        proof.expose()
    );
    assert_eq!(text(&wire), expected);
}

#[test]
fn copied_commands_name_a_variable_for_each_secret() {
    let copied = |auth, view| {
        let wire = request(auth, "an-id", "s3cr3t-for-tests-only").to_wire();
        wire.copy_text(view, Secrets::Masked)
    };
    let bash = copied(AuthMethod::ClientSecretBasic, View::Curl);
    assert!(
        bash.contains(r#"-H 'Authorization: Basic '"$BASIC_CREDENTIALS" \"#),
        "{bash}"
    );
    assert!(bash.contains(r#"-H 'Dpop: '"$DPOP_PROOF" \"#), "{bash}");
    let bash = copied(AuthMethod::PrivateKeyJwt, View::Curl);
    assert!(
        bash.contains(r#"client_assertion="$CLIENT_ASSERTION" \"#),
        "{bash}"
    );
    let power = copied(AuthMethod::ClientSecretBasic, View::PowerShell);
    assert!(
        power.contains(r#"-H "Authorization: Basic $env:BASIC_CREDENTIALS" `"#),
        "{power}"
    );
    let json = TokenRequest {
        format: BodyFormat::Json,
        ..request(
            AuthMethod::ClientSecretJwt,
            "an-id",
            "s3cr3t-for-tests-only",
        )
    };
    let bash = json.to_wire().copy_text(View::Curl, Secrets::Masked);
    assert!(bash.contains(r#""$CLIENT_ASSERTION""#), "{bash}");
}

#[test]
fn printing_a_request_shows_nothing_of_it_that_is_secret() {
    for auth in METHODS {
        let request = request(auth, "an-id", "s3cr3t-for-tests-only");
        let wire = request.to_wire();
        let views: Vec<Vec<Line>> = VIEWS
            .iter()
            .map(|view| wire.view(*view, Secrets::Shown))
            .collect();
        let printed = format!("{request:?} {wire:?} {views:?}");
        assert!(!printed.contains("s3cr3t"), "{printed}");
        assert!(!printed.contains(credentials("an-id", "s3cr3t-for-tests-only").as_str()));
        for jwt in request.assertion.iter().chain(&request.proof) {
            let parts: Vec<&str> = jwt.expose().split('.').collect();
            assert!(parts.iter().all(|part| !printed.contains(part)), "{auth:?}");
        }
    }
}

fn methods() -> impl Strategy<Value = AuthMethod> {
    prop::sample::select(METHODS.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_shown_view_is_the_bytes(auth in methods(), id: String, secret: String) {
        let wire = request(auth, &id, &secret).to_wire();
        prop_assert_eq!(join(&wire.view(View::Http, Secrets::Shown)), text(&wire));
    }

    #[test]
    fn basic_is_read_back_as_it_was_written(id: String, secret: String) {
        use base64::Engine as _;
        let made = credentials(&id, &secret);
        let decoded = base64::engine::general_purpose::STANDARD.decode(made.as_bytes()).unwrap();
        let decoded = String::from_utf8(decoded).unwrap();
        let (first, second) = decoded.split_once(':').unwrap();
        let read = |text: &str| {
            let pair = format!("x={text}");
            let (_, value) = form_urlencoded::parse(pair.as_bytes()).next().unwrap();
            value.into_owned()
        };
        prop_assert_eq!((read(first), read(second)), (id, secret));
    }

    // Neither secret, nor credentials, nor the signature of assertion or proof, whole or nearly.
    #[test]
    fn a_masked_view_holds_no_secret(auth in methods(), secret in "[!-~]{12,60}", jti in "[a-z]{22}") {
        let mut request = request(auth, "an-id", &secret);
        request.assertion = request.assertion.map(|_| assertion(&secret, &jti));
        let wire = request.to_wire();
        let mut hidden = vec![secret.clone(), credentials("an-id", &secret).to_string()];
        for jwt in request.assertion.iter().chain(&request.proof) {
            let signature = jwt.expose().rsplit('.').next().unwrap();
            hidden.push(signature.chars().take(12).collect());
            hidden.push(signature.chars().skip(signature.len() - 12).collect());
        }
        for view in VIEWS {
            let mut shown = lines(&wire, view, Secrets::Masked).join("");
            shown.push_str(&wire.copy_text(view, Secrets::Masked));
            for part in &hidden {
                prop_assert!(!shown.contains(part.as_str()), "{shown}");
            }
        }
    }
}

/// The algorithm of the key that signs proofs is the one that every server knows.
#[test]
fn proofs_are_es256_by_default() {
    assert_eq!(key().usual_algorithm(), Algorithm::Es(Hash::Sha256));
}
