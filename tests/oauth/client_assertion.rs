//! Assertions and proofs: what they say, and that software which is not ours accepts them.

use jsonwebtoken::{Algorithm as Theirs, DecodingKey, Validation, decode, decode_header};
use oauth_tutor::oauth::jwt::algorithm::{Algorithm, Hash};
use oauth_tutor::oauth::jwt::assertion::{Claims, LIFETIME, Signer, sign};
use oauth_tutor::oauth::jwt::dpop::{Proof, demanded_nonce, prove, target, thumbprint, token_hash};
use oauth_tutor::oauth::jwt::private::PrivateKey;
use oauth_tutor::oauth::jwt::signed::SignedJwt;
use oauth_tutor::oauth::names::ClientSecret;
use oauth_tutor::oauth::reply::Reply;
use oauth_tutor::oauth::time::UnixTime;
use rstest::rstest;
use serde_json::{Value, json};
use url::Url;

const NOW: UnixTime = UnixTime(1_795_000_000);
const AUDIENCE: &str = "https://org.example/oauth2/v1/token";
const SECRET: &str = "s3cr3t-for-tests-only-32-bytes-long";

fn key(name: &str) -> PrivateKey {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/keys/");
    let text = std::fs::read_to_string(format!("{folder}{name}")).unwrap();
    PrivateKey::parse(&text, None).unwrap().key
}

fn vectors() -> Value {
    serde_json::from_str(include_str!("../vectors/client.json")).unwrap()
}

const CLAIMS: Claims<'_> = Claims {
    client_id: "0oa1",
    audience: AUDIENCE,
    issued_at: NOW,
    lifetime: LIFETIME,
    jti: "once-1",
};

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Checks by jsonwebtoken at the time of the token, and gives the claims.
fn accepted(jwt: &SignedJwt, key: &DecodingKey, algorithm: Theirs) -> Value {
    let mut wanted = Validation::new(algorithm);
    wanted.set_audience(&[AUDIENCE]);
    wanted.set_issuer(&["0oa1"]);
    wanted.sub = Some("0oa1".to_owned());
    wanted.set_required_spec_claims(&["exp", "iss", "sub", "aud"]);
    // The token is of a fixed time; its `exp` is looked at by the caller.
    wanted.validate_exp = false;
    let token = decode::<Value>(jwt.expose(), key, &wanted).unwrap();
    token.claims
}

fn public(key: &PrivateKey) -> DecodingKey {
    let jwk: jsonwebtoken::jwk::Jwk = serde_json::from_str(&key.public_jwk()).unwrap();
    DecodingKey::from_jwk(&jwk).unwrap()
}

#[rstest]
#[case("test-only-rsa-pkcs8.pem", Algorithm::Rs(Hash::Sha256), Theirs::RS256)]
#[case("test-only-rsa-pkcs1.pem", Algorithm::Ps(Hash::Sha256), Theirs::PS256)]
#[case("test-only-p256-sec1.pem", Algorithm::Es(Hash::Sha256), Theirs::ES256)]
#[case("test-only-p384-sec1.pem", Algorithm::Es(Hash::Sha384), Theirs::ES384)]
#[case("test-only-ed25519-pkcs8.pem", Algorithm::Ed25519, Theirs::EdDSA)]
fn an_assertion_says_what_rfc_7523_wants(
    #[case] file: &str,
    #[case] algorithm: Algorithm,
    #[case] theirs: Theirs,
) {
    let key = key(file);
    let signer = Signer::Key {
        key: &key,
        algorithm: algorithm.into(),
        kid: Some("kid-1"),
    };
    let jwt = sign(&signer, &CLAIMS).unwrap();
    let header = decode_header(jwt.expose()).unwrap();
    assert_eq!(header.alg, theirs);
    assert_eq!(header.kid.as_deref(), Some("kid-1"));
    let claims = accepted(&jwt, &public(&key), theirs);
    let expected = json!({
        "iss": "0oa1", "sub": "0oa1", "aud": AUDIENCE, "iat": NOW.0, "exp": NOW.0 + 60, "jti": "once-1",
    });
    assert_eq!(claims, expected);
    // What is shown before it is sent is what is in it.
    assert_eq!(json(jwt.claims()), expected);
    assert_eq!(json(jwt.header())["alg"], algorithm.name());
}

#[test]
fn without_a_kid_there_is_none() {
    let key = key("test-only-p256-sec1.pem");
    let signer = Signer::Key {
        key: &key,
        algorithm: Algorithm::Es(Hash::Sha256).into(),
        kid: None,
    };
    let jwt = sign(&signer, &CLAIMS).unwrap();
    assert_eq!(jwt.header(), r#"{"alg":"ES256","typ":"JWT"}"#);
}

#[rstest]
#[case(Hash::Sha256, Theirs::HS256)]
#[case(Hash::Sha384, Theirs::HS384)]
#[case(Hash::Sha512, Theirs::HS512)]
fn an_assertion_under_the_secret_is_accepted(#[case] hash: Hash, #[case] theirs: Theirs) {
    let secret = ClientSecret::new(SECRET);
    let signer = Signer::Secret {
        secret: &secret,
        hash,
    };
    let jwt = sign(&signer, &CLAIMS).unwrap();
    let key = DecodingKey::from_secret(SECRET.as_bytes());
    assert_eq!(accepted(&jwt, &key, theirs)["jti"], "once-1");
    let other = DecodingKey::from_secret(b"another secret");
    let wanted = Validation::new(theirs);
    assert!(decode::<Value>(jwt.expose(), &other, &wanted).is_err());
}

#[test]
fn an_odd_client_id_cannot_break_out_of_its_claim() {
    let secret = ClientSecret::new(SECRET);
    let signer = Signer::Secret {
        secret: &secret,
        hash: Hash::Sha256,
    };
    let odd = Claims {
        client_id: "a\",\"sub\":\"b\n\u{1b}",
        ..CLAIMS
    };
    let jwt = sign(&signer, &odd).unwrap();
    assert_eq!(json(jwt.claims())["sub"], odd.client_id);
}

#[test]
fn printing_shows_neither_whole_nor_signature() {
    let key = key("test-only-p256-sec1.pem");
    let signer = Signer::Key {
        key: &key,
        algorithm: Algorithm::Es(Hash::Sha256).into(),
        kid: None,
    };
    let jwt = sign(&signer, &CLAIMS).unwrap();
    let signature = jwt.expose().rsplit('.').next().unwrap();
    let printed = format!("{jwt:?} {signer:?}");
    assert!(
        !printed.contains(signature) && !printed.contains("eyJ"),
        "{printed}"
    );
}

const TOKEN_URL: &str = "https://server.example.com/token?a=b#c";

fn proof<'a>(url: &'a Url, nonce: Option<&'a str>, token: Option<&'a str>) -> Proof<'a> {
    Proof {
        method: "POST",
        url,
        issued_at: NOW,
        jti: "once-2",
        nonce,
        token,
    }
}

/// The key in the header checks the signature, and is public only.
fn proven(jwt: &SignedJwt) -> (Value, Value) {
    let header = json(jwt.header());
    let jwk: jsonwebtoken::jwk::Jwk = serde_json::from_value(header["jwk"].clone()).unwrap();
    let mut wanted = Validation::new(decode_header(jwt.expose()).unwrap().alg);
    wanted.required_spec_claims.clear();
    wanted.validate_exp = false;
    let key = DecodingKey::from_jwk(&jwk).unwrap();
    let claims = decode::<Value>(jwt.expose(), &key, &wanted).unwrap().claims;
    (header, claims)
}

#[rstest]
#[case("test-only-p256-pkcs8.pem", "ES256")]
#[case("test-only-rsa-pkcs8.pem", "RS256")]
#[case("test-only-ed25519-pkcs8.pem", "EdDSA")]
fn a_proof_says_what_rfc_9449_wants(#[case] file: &str, #[case] alg: &str) {
    let key = key(file);
    let url = Url::parse(TOKEN_URL).unwrap();
    let (header, claims) = proven(&prove(&key, &proof(&url, None, None)).unwrap());
    assert_eq!(
        (&header["typ"], &header["alg"]),
        (&"dpop+jwt".into(), &alg.into())
    );
    assert!(header["jwk"].get("d").is_none());
    let expected = json!({
        "jti": "once-2", "htm": "POST", "htu": "https://server.example.com/token", "iat": NOW.0,
    });
    assert_eq!(claims, expected);
}

#[test]
fn nonce_and_token_hash_stand_in_the_proof_when_there_are_any() {
    let key = key("test-only-p256-pkcs8.pem");
    let url = Url::parse("https://api.example/reports").unwrap();
    let vector = &vectors()["ath"];
    let token = vector["access_token"].as_str().unwrap();
    let (_, claims) = proven(&prove(&key, &proof(&url, Some("n-1"), Some(token))).unwrap());
    assert_eq!(claims["nonce"], "n-1");
    assert_eq!(claims["ath"], vector["ath"]);
}

#[test]
fn the_rfcs_hashes_come_out_again() {
    let all = vectors();
    let ath = &all["ath"];
    assert_eq!(
        token_hash(ath["access_token"].as_str().unwrap()),
        ath["ath"]
    );
    let rsa = &all["thumbprint"];
    assert_eq!(
        thumbprint(&rsa["jwk"].to_string()).unwrap(),
        rsa["thumbprint"]
    );
    let jws = all["dpop_proof"]["jws"].as_str().unwrap();
    let theirs = oauth_tutor::oauth::jwt::read(jws);
    let header = theirs.parts[0].bytes.clone().unwrap();
    let header: Value = serde_json::from_slice(&header).unwrap();
    let jkt = thumbprint(&header["jwk"].to_string()).unwrap();
    assert_eq!(jkt, all["dpop_proof"]["jkt"]);
}

#[test]
fn our_proof_has_the_shape_of_the_rfcs_proof() {
    let jws = vectors()["dpop_proof"]["jws"].as_str().unwrap().to_owned();
    let theirs = oauth_tutor::oauth::jwt::read(&jws);
    let part = |index: usize| -> Value {
        serde_json::from_slice(theirs.parts[index].bytes.as_ref().unwrap()).unwrap()
    };
    let url = Url::parse("https://server.example.com/token").unwrap();
    let ours = prove(&key("test-only-p256-pkcs8.pem"), &proof(&url, None, None)).unwrap();
    let names = |value: &Value| {
        let mut names: Vec<String> = value.as_object().unwrap().keys().cloned().collect();
        names.sort();
        names
    };
    let (header, claims) = (json(ours.header()), json(ours.claims()));
    assert_eq!(names(&header), names(&part(0)));
    assert_eq!(names(&header["jwk"]), names(&part(0)["jwk"]));
    assert_eq!(names(&claims), names(&part(1)));
    for name in ["htm", "htu"] {
        assert_eq!(claims[name], part(1)[name]);
    }
}

#[rstest]
#[case("test-only-rsa-pkcs8.pem")]
#[case("test-only-p521-pkcs8.pem")]
#[case("test-only-ed25519-pkcs8.pem")]
fn the_thumbprint_does_not_depend_on_order_or_further_members(#[case] file: &str) {
    let ours = key(file).public_jwk();
    let mut more = json(&ours).as_object().unwrap().clone();
    more.insert("kid".into(), "x".into());
    let turned: serde_json::Map<String, Value> = more.into_iter().rev().collect();
    let turned = Value::Object(turned).to_string();
    assert!(thumbprint(&ours).is_some());
    assert_eq!(thumbprint(&turned), thumbprint(&ours));
    assert_eq!(thumbprint(r#"{"kty":"RSA","n":"AQAB"}"#), None);
}

#[rstest]
#[case("https://a.example:443/t?x=1#y", "https://a.example/t")]
#[case(
    "http://127.0.0.1:9401/oauth/token",
    "http://127.0.0.1:9401/oauth/token"
)]
fn the_target_has_neither_query_nor_fragment(#[case] url: &str, #[case] expected: &str) {
    assert_eq!(target(&Url::parse(url).unwrap()), expected);
}

fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Reply {
    let own = |text: &&str| (*text).to_owned();
    Reply {
        status,
        reason: String::new(),
        headers: headers
            .iter()
            .map(|(name, value)| (own(name), own(value)))
            .collect(),
        body: body.as_bytes().to_vec(),
    }
}

const DEMAND: &str = r#"{"error":"use_dpop_nonce"}"#;

#[rstest]
#[case::token_endpoint(400, &[("DPoP-Nonce", "n.1")], DEMAND, Some("n.1"))]
#[case::api(401, &[("dpop-nonce", "n.2"), ("WWW-Authenticate", "DPoP error=\"use_dpop_nonce\"")], "", Some("n.2"))]
#[case::no_nonce(400, &[], DEMAND, None)]
#[case::other_error(400, &[("dpop-nonce", "n")], r#"{"error":"invalid_dpop_proof"}"#, None)]
#[case::only_renewed(200, &[("dpop-nonce", "n")], DEMAND, None)]
#[case::not_a_nonce(400, &[("dpop-nonce", "a b\"c")], DEMAND, None)]
#[case::empty(400, &[("dpop-nonce", "")], DEMAND, None)]
#[case::other_challenge(401, &[("dpop-nonce", "n"), ("www-authenticate", "DPoP error=\"invalid_token\"")], "", None)]
fn a_nonce_is_taken_only_where_it_is_demanded(
    #[case] status: u16,
    #[case] headers: &[(&str, &str)],
    #[case] body: &str,
    #[case] expected: Option<&str>,
) {
    assert_eq!(demanded_nonce(&reply(status, headers, body)), expected);
}
