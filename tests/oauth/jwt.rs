//! Reading tokens and checking signatures, with the vectors of RFC 7515, 7519, 7520 and 8037 and the attacks that they invite.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth_tutor::oauth::dictionary;
use oauth_tutor::oauth::jwt::keys::{Keys, NoKeys};
use oauth_tutor::oauth::jwt::ladder::{Demand, Footing, Rung, Step, climb};
use oauth_tutor::oauth::jwt::signature::{Refusal, Trust, Unchecked, verify};
use oauth_tutor::oauth::jwt::{Form, PartName, TokenFault, claims, read};
use oauth_tutor::oauth::time::UnixTime;
use rstest::rstest;
use serde_json::{Value, json};

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("../vectors/jws.json")).unwrap()
}

fn vector(origin: &str) -> Value {
    let found = vectors()
        .into_iter()
        .find(|v| v["origin"].as_str().unwrap().starts_with(origin));
    found.unwrap_or_else(|| panic!("no vector {origin}"))
}

fn jws(vector: &Value) -> String {
    vector["jws"].as_str().unwrap().to_owned()
}

/// The key of a vector; an `oct` one becomes the secret that it is.
fn keys(vector: &Value) -> Keys {
    let jwk = &vector["jwk"];
    match jwk["k"].as_str() {
        Some(secret) => Keys::from_secret(URL_SAFE_NO_PAD.decode(secret).unwrap()),
        None => Keys::parse(&jwk.to_string()).unwrap(),
    }
}

#[test]
fn the_signatures_of_the_rfcs_fit_and_changed_ones_do_not() {
    let mut seen = Vec::new();
    for vector in vectors().iter().filter(|vector| vector["alg"] != "none") {
        let origin = vector["origin"].as_str().unwrap();
        let text = jws(vector);
        let alg = vector["alg"].as_str().unwrap();
        let trust = verify(&read(&text), &keys(vector));
        assert!(
            matches!(&trust, Trust::Passed { alg: a, .. } if a == alg),
            "{origin}: {trust:?}"
        );
        let mut parts: Vec<String> = text.split('.').map(str::to_owned).collect();
        let mut bytes = URL_SAFE_NO_PAD.decode(&parts[2]).unwrap();
        bytes[7] ^= 1;
        parts[2] = URL_SAFE_NO_PAD.encode(bytes);
        let trust = verify(&read(&parts.join(".")), &keys(vector));
        assert_eq!(trust, Trust::Failed(Refusal::Signature), "{origin}");
        seen.push(alg.to_owned());
    }
    for alg in ["RS256", "PS384", "ES256", "ES512", "HS256", "EdDSA"] {
        assert!(seen.iter().any(|one| one == alg), "no vector for {alg}");
    }
}

#[test]
fn an_unsigned_token_is_read_and_never_trusted() {
    for vector in vectors().iter().filter(|vector| vector["alg"] == "none") {
        let jwt = read(&jws(vector));
        assert_eq!(jwt.form, Form::Jws);
        assert_eq!(jwt.claim_text("iss"), Some("joe"));
        let keys = keys(&self::vector("RFC 7515 A.2"));
        assert_eq!(verify(&jwt, &keys), Trust::Failed(Refusal::Unsigned));
    }
}

fn with_header(token: &str, header: &Value) -> String {
    let (_, rest) = token.split_once('.').unwrap();
    format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header.to_string()))
}

#[test]
fn a_public_key_is_no_shared_secret() {
    let a2 = vector("RFC 7515 A.2");
    let token = with_header(&jws(&a2), &json!({"alg": "HS256"}));
    assert_eq!(
        verify(&read(&token), &keys(&a2)),
        Trust::Failed(Refusal::OtherKind)
    );
}

#[rstest]
#[case("none")]
#[case("None")]
#[case("NONE")]
fn none_is_refused_in_every_spelling(#[case] alg: &str) {
    let a2 = vector("RFC 7515 A.2");
    let token = with_header(&jws(&a2), &json!({"alg": alg}));
    assert_eq!(
        verify(&read(&token), &keys(&a2)),
        Trust::Failed(Refusal::Unsigned)
    );
}

#[test]
fn an_unknown_algorithm_is_not_checked_and_still_read() {
    let a2 = vector("RFC 7515 A.2");
    let token = with_header(&jws(&a2), &json!({"alg": "rs256"}));
    let jwt = read(&token);
    assert!(jwt.payload.is_some());
    assert_eq!(
        verify(&jwt, &keys(&a2)),
        Trust::NotChecked(Unchecked::UnknownAlgorithm)
    );
}

#[test]
fn an_extension_that_nobody_knows_is_never_passed() {
    let a2 = vector("RFC 7515 A.2");
    let token = with_header(
        &jws(&a2),
        &json!({"alg": "RS256", "crit": ["b64", "exp"], "b64": true, "exp": 1}),
    );
    assert_eq!(
        verify(&read(&token), &keys(&a2)),
        Trust::NotChecked(Unchecked::Critical)
    );
}

/// The key of RFC 7515 A.2 with more members, alone in a set.
fn set(members: &Value) -> Keys {
    let mut jwk = vector("RFC 7515 A.2")["jwk"].clone();
    jwk.as_object_mut()
        .unwrap()
        .extend(members.as_object().unwrap().clone());
    Keys::parse(&json!({"keys": [jwk]}).to_string()).unwrap()
}

#[rstest]
#[case(json!({}), Refusal::UnknownKid)]
#[case(json!({"kid": "b"}), Refusal::UnknownKid)]
#[case(json!({"kid": "a", "use": "enc"}), Refusal::NotForSignatures)]
#[case(json!({"kid": "a", "key_ops": ["sign"]}), Refusal::NotForSignatures)]
#[case(json!({"kid": "a", "alg": "RS512"}), Refusal::OtherAlgorithm)]
#[case(json!({"kid": "a", "kty": "XYZ"}), Refusal::Unusable)]
#[case(json!({"kid": "a", "kty": "EC"}), Refusal::Unusable)]
#[case(json!({"kid": "a", "use": "sig", "alg": "RS256", "key_ops": ["verify"]}), Refusal::Signature)]
fn a_key_must_be_named_and_made_for_the_job(#[case] members: Value, #[case] refusal: Refusal) {
    // The header is another one than the signed one, so the best that can happen is a signature that does not fit.
    let token = with_header(
        &jws(&vector("RFC 7515 A.2")),
        &json!({"alg": "RS256", "kid": "a"}),
    );
    let trust = verify(&read(&token), &set(&members));
    assert_eq!(trust, Trust::Failed(refusal));
}

#[test]
fn without_a_kid_every_fitting_key_is_tried() {
    let a2 = vector("RFC 7515 A.2");
    let other = vector("RFC 7520 4.1")["jwk"].clone();
    let set =
        json!({"keys": [{"kty": "unknown"}, vector("RFC 7515 A.3")["jwk"], other, a2["jwk"]]});
    let trust = verify(&read(&jws(&a2)), &Keys::parse(&set.to_string()).unwrap());
    assert!(matches!(trust, Trust::Passed { .. }));
}

#[test]
fn a_point_beside_its_curve_is_no_key() {
    let mut jwk = vector("RFC 7515 A.3")["jwk"].clone();
    jwk["y"] = jwk["x"].clone();
    let trust = verify(
        &read(&jws(&vector("RFC 7515 A.3"))),
        &Keys::parse(&jwk.to_string()).unwrap(),
    );
    assert_eq!(trust, Trust::Failed(Refusal::Unusable));
}

#[test]
fn a_monstrous_rsa_key_is_named_and_not_called_a_bad_signature() {
    let n = URL_SAFE_NO_PAD.encode([0xff_u8; 2048]);
    let jwk = json!({"kty": "RSA", "n": n, "e": "AQAB"}).to_string();
    let trust = verify(
        &read(&jws(&vector("RFC 7515 A.2"))),
        &Keys::parse(&jwk).unwrap(),
    );
    assert_eq!(trust, Trust::Failed(Refusal::Unusable));
}

#[test]
fn a_short_rsa_key_is_refused_by_name() {
    let n = URL_SAFE_NO_PAD.encode([0xff_u8; 128]);
    let jwk = json!({"kty": "RSA", "n": n, "e": "AQAB"}).to_string();
    let trust = verify(
        &read(&jws(&vector("RFC 7515 A.2"))),
        &Keys::parse(&jwk).unwrap(),
    );
    assert_eq!(trust, Trust::Failed(Refusal::TooShort));
}

/// PEM files made with `openssl` for these tests alone.
#[rstest]
#[case(include_str!("../vectors/test-only-rsa-spki.pem"), false)]
#[case(include_str!("../vectors/test-only-rsa-pkcs1.pem"), false)]
#[case(include_str!("../vectors/test-only-rsa-certificate.pem"), false)]
#[case(include_str!("../vectors/test-only-rsa-private.pem"), true)]
fn pem_in_all_its_forms_is_the_same_key(#[case] pem: &str, #[case] private: bool) {
    let keys = Keys::parse(pem).unwrap();
    assert_eq!(keys.private, private);
    let token = include_str!("../vectors/test-only-rsa.jwt").trim();
    let trust = verify(&read(token), &keys);
    assert!(
        matches!(trust, Trust::Passed { kid: None, .. }),
        "{trust:?}"
    );
}

#[rstest]
#[case(include_str!("../vectors/test-only-ec-spki.pem"))]
#[case(include_str!("../vectors/test-only-ec-private.pem"))]
#[case(include_str!("../vectors/test-only-ec-sec1.pem"))]
fn pem_of_a_curve_is_the_same_key(#[case] pem: &str) {
    let token = include_str!("../vectors/test-only-ec.jwt").trim();
    let trust = verify(&read(token), &Keys::parse(pem).unwrap());
    assert!(matches!(trust, Trust::Passed { .. }), "{trust:?}");
}

#[rstest]
#[case("", NoKeys::NotKeys)]
#[case("hello", NoKeys::NotKeys)]
#[case("{}", NoKeys::NotKeys)]
#[case("{\"keys\":[]}", NoKeys::Empty)]
#[case(
    "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
    NoKeys::Empty
)]
#[case("-----BEGIN PUBLIC KEY-----", NoKeys::Empty)]
#[case(
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
    NoKeys::Encrypted
)]
fn what_is_no_key_says_so(#[case] text: &str, #[case] why: NoKeys) {
    assert_eq!(Keys::parse(text).unwrap_err(), why);
}

#[test]
fn secrets_and_tokens_do_not_print_themselves() {
    let keys = Keys::from_secret(b"very-secret-text".to_vec());
    assert!(!format!("{keys:?}").contains("very-secret"));
    let token = jws(&vector("RFC 7515 A.2"));
    assert!(!format!("{:?}", read(&token)).contains("eyJ"));
}

#[rstest]
#[case("opaque", Form::Opaque)]
#[case("a.b.c", Form::Opaque)]
#[case("a.b.c.d.e", Form::Opaque)]
#[case("eyJhbGciOiJSUzI1NiJ9.e30", Form::None)]
#[case("eyJhbGciOiJSUzI1NiJ9.e30.c.d", Form::None)]
#[case("eyJhbGciOiJSUzI1NiJ9.e30.", Form::Jws)]
#[case("eyJhbGciOiJSUzI1NiJ9....", Form::Jwe)]
#[case("e30.e30.", Form::Jws)]
#[case("", Form::Opaque)]
fn the_form_is_told_by_the_parts(#[case] text: &str, #[case] form: Form) {
    assert_eq!(read(text).form, form);
}

#[test]
fn padding_and_the_other_alphabet_are_read_and_seen() {
    let jwt = read("eyJhbGciOiJSUzI1NiJ9==.eyJhIjoi8J+YgCJ9.AA");
    assert_eq!(jwt.claim_text("a"), Some("\u{1f600}"));
    assert_eq!(
        jwt.faults,
        [
            TokenFault::Padding(PartName::Header),
            TokenFault::StandardAlphabet(PartName::Payload)
        ]
    );
}

#[test]
fn a_part_knows_its_place_in_the_token() {
    let jwt = read("eyJhbGciOiJSUzI1NiJ9.e30.AAAA");
    let range = jwt.part(PartName::Payload).unwrap().range.clone();
    assert_eq!(jwt.text().get(range), Some("e30"));
    assert_eq!(
        jwt.signing_input(),
        Some("eyJhbGciOiJSUzI1NiJ9.e30".as_bytes())
    );
}

#[test]
fn the_ladder_ends_where_an_api_would_refuse() {
    let a2 = vector("RFC 7515 A.2");
    let jwt = read(&jws(&a2));
    let keys = keys(&a2);
    let demand = Demand {
        issuer: Some("joe".to_owned()),
        at: UnixTime(1_300_819_379),
        ..Demand::default()
    };
    let held = climb(&jwt, Some(&keys), &demand);
    let of = |steps: &[Step], rung: Rung| {
        let step = steps.iter().find(|step| step.rung == rung);
        step.map(|step| step.footing).unwrap()
    };
    assert!(held.iter().all(|step| step.footing != Footing::Broke));
    assert_eq!(of(&held, Rung::Audience), Footing::Skipped);
    // The API asks whether it is still alive before it asks who made it.
    let late = Demand {
        at: UnixTime(1_300_819_380),
        ..demand.clone()
    };
    let steps = climb(&jwt, Some(&keys), &late);
    assert_eq!(of(&steps, Rung::Expiry), Footing::Broke);
    assert_eq!(of(&steps, Rung::Issuer), Footing::NotReached);
    let alien = Demand {
        issuer: Some("jim".to_owned()),
        ..demand
    };
    let steps = climb(&jwt, Some(&keys), &alien);
    assert_eq!(of(&steps, Rung::Expiry), Footing::Held);
    assert_eq!(of(&steps, Rung::Issuer), Footing::Broke);
    assert_eq!(of(&steps, Rung::Audience), Footing::NotReached);
    assert_eq!(climb(&jwt, None, &alien)[0].footing, Footing::Broke);
}

#[rstest]
#[case(0, "0 seconds")]
#[case(1, "1 second")]
#[case(119, "119 seconds")]
#[case(3600, "60 minutes")]
#[case(86_400, "24 hours")]
#[case(172_800, "2 days")]
#[case(u64::MAX, "584554049253 years")]
fn durations_read_well(#[case] seconds: u64, #[case] words: &str) {
    assert_eq!(claims::duration(seconds), words);
}

#[test]
fn the_claims_of_the_registries_have_words() {
    for claim in [
        "iss", "sub", "aud", "exp", "nbf", "iat", "jti", "scope", "scp", "azp", "gty", "cid",
        "kid", "alg",
    ] {
        assert!(dictionary::plain(claim).is_some(), "{claim}");
    }
    assert_eq!(dictionary::plain("no-such-claim"), None);
}
