//! The examples of the RFCs, judged as the RFCs say, and every signature algorithm with a key made for the occasion.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{self as lc, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use oauth_tutor::oauth::check::paste::{Kind, Pasted};
use oauth_tutor::oauth::check::{Expectation, check, judge_token};
use oauth_tutor::oauth::finding::{Finding, Severity};
use oauth_tutor::oauth::jwt::keys::Keys;
use oauth_tutor::oauth::jwt::signature::{Refusal, Trust, verify};
use oauth_tutor::oauth::jwt::{Form, read};
use oauth_tutor::oauth::kind::TokenKind;
use oauth_tutor::oauth::time::UnixTime;
use rstest::rstest;
use serde_json::{Value, json};

fn example(name: &str) -> String {
    let all: Value = serde_json::from_str(include_str!("../vectors/examples.json")).unwrap();
    all[name].as_str().unwrap().to_owned()
}

fn ids(findings: &[Finding], severity: Severity) -> Vec<&'static str> {
    let found = findings.iter().filter(|f| f.severity == severity);
    found.map(|finding| finding.rule.id()).collect()
}

fn at(seconds: i64) -> Expectation {
    Expectation {
        at: UnixTime(seconds),
        ..Expectation::default()
    }
}

#[test]
fn rfc_7519_a_1_is_encrypted_and_named_so() {
    let report = judge_token(&example("RFC 7519 A.1"), &at(0), None);
    assert_eq!(report.jwt.form, Form::Jwe);
    assert_eq!(report.jwt.header_text("enc"), Some("A128CBC-HS256"));
    assert!(report.jwt.payload.is_none());
    assert_eq!(ids(&report.findings, Severity::Warn), ["token.jwe"]);
    assert_eq!(ids(&report.findings, Severity::Fail), Vec::<&str>::new());
}

#[test]
fn rfc_9068_3_is_an_access_token_of_a_person() {
    let token = format!(
        "{}.{}.AAAA",
        URL_SAFE_NO_PAD.encode(example("RFC 9068 3 header")),
        URL_SAFE_NO_PAD.encode(example("RFC 9068 3 claims"))
    );
    let wanted = Expectation {
        issuer: Some("https://authorization-server.example.com/".to_owned()),
        audiences: vec!["https://rs.example.com/".to_owned()],
        ..at(1_618_354_090)
    };
    let report = judge_token(&token, &wanted, None);
    // `at+JWT` is `at+jwt`: media types know no case. Nothing in it is a sign of the person who gave the code.
    assert_eq!(ids(&report.findings, Severity::Fail), Vec::<&str>::new());
    // It lives 245 days.
    assert_eq!(ids(&report.findings, Severity::Warn), ["claim.life.long"]);
    let held = ids(&report.findings, Severity::Pass);
    for id in ["claim.iss", "claim.aud", "claim.exp", "claim.sub"] {
        assert!(held.contains(&id), "{id} is not among {held:?}");
    }
    let over = judge_token(&token, &at(1_639_528_912), None);
    assert_eq!(ids(&over.findings, Severity::Fail), ["claim.exp.expired"]);
}

#[test]
fn rfc_9449_4_2_fits_its_own_key_and_is_no_access_token() {
    let proof = example("RFC 9449 4.2");
    let header = String::from_utf8(
        URL_SAFE_NO_PAD
            .decode(proof.split('.').next().unwrap())
            .unwrap(),
    );
    let header: Value = serde_json::from_str(&header.unwrap()).unwrap();
    let keys = Keys::parse(&header["jwk"].to_string()).unwrap();
    assert!(matches!(verify(&read(&proof), &keys), Trust::Passed { .. }));
    let report = judge_token(&proof, &at(1_562_262_616), None);
    assert_eq!(report.identity.kind, TokenKind::DpopProof);
    assert_eq!(ids(&report.findings, Severity::Fail), Vec::<&str>::new());
    let expected = Expectation {
        client_credentials: true,
        ..at(1_562_262_616)
    };
    let report = judge_token(&proof, &expected, None);
    let fails = ids(&report.findings, Severity::Fail);
    assert!(fails.contains(&"token.typ"), "{fails:?}");
    let warns = ids(&report.findings, Severity::Warn);
    assert!(warns.contains(&"token.key-from-header"), "{warns:?}");
}

#[test]
fn rfc_9449_5_is_a_good_reply_but_for_its_refresh_token() {
    let report = check(&Pasted::new(example("RFC 9449 5 reply")), &at(0), None);
    assert_eq!(report.kind(), Kind::TokenReply);
    assert_eq!(report.form, Form::Opaque);
    assert_eq!(ids(&report.findings, Severity::Fail), Vec::<&str>::new());
    // The example is of another grant, where a refresh token has its place.
    assert_eq!(
        ids(&report.findings, Severity::Warn),
        ["reply.refresh_token"]
    );
}

#[test]
fn rfc_6749_5_1_has_a_token_type_that_nobody_knows() {
    let report = check(&Pasted::new(example("RFC 6749 5.1 reply")), &at(0), None);
    assert_eq!(
        ids(&report.findings, Severity::Fail),
        ["reply.token_type.unknown"]
    );
    assert_eq!(
        ids(&report.findings, Severity::Warn),
        ["reply.refresh_token"]
    );
}

#[test]
fn rfc_6749_5_2_is_an_error_and_nothing_else() {
    let report = check(&Pasted::new(example("RFC 6749 5.2 reply")), &at(0), None);
    assert_eq!(report.kind(), Kind::ErrorReply);
    assert_eq!(ids(&report.findings, Severity::Fail), ["reply.error"]);
    assert_eq!(ids(&report.findings, Severity::Warn), Vec::<&str>::new());
}

/// A token whose header says `alg`, signed by `sign`.
fn signed(alg: &str, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let header = URL_SAFE_NO_PAD.encode(json!({ "alg": alg }).to_string());
    let input = format!("{header}.{}", URL_SAFE_NO_PAD.encode(r#"{"sub":"app"}"#));
    let signature = URL_SAFE_NO_PAD.encode(sign(input.as_bytes()));
    format!("{input}.{signature}")
}

/// The token fits the key, and stops fitting when its signature or its claims are changed, or its algorithm for another one that
/// the key allows.
fn holds(token: &str, alg: &str, keys: &Keys, other: Option<&str>) {
    assert!(
        matches!(verify(&read(token), keys), Trust::Passed { alg: seen, .. } if seen == alg),
        "{alg} does not fit"
    );
    let (input, signature) = token.rsplit_once('.').unwrap();
    let mut bytes = URL_SAFE_NO_PAD.decode(signature).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    let changed = [
        format!("{input}.{}", URL_SAFE_NO_PAD.encode(bytes)),
        format!("{input}."),
        signed_as(token, alg, r#"{"sub":"bpp"}"#),
    ];
    let renamed = other.map(|other| signed_as(token, other, r#"{"sub":"app"}"#));
    for changed in changed.into_iter().chain(renamed) {
        let trust = verify(&read(&changed), keys);
        assert_eq!(trust, Trust::Failed(Refusal::Signature), "{alg}: {changed}");
    }
}

/// The signature of `token` under another header and other claims.
fn signed_as(token: &str, alg: &str, claims: &str) -> String {
    let (_, signature) = token.rsplit_once('.').unwrap();
    let header = URL_SAFE_NO_PAD.encode(json!({ "alg": alg }).to_string());
    format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(claims))
}

fn pem(label: &str, der: &[u8]) -> Keys {
    let text = STANDARD.encode(der);
    Keys::parse(&format!(
        "-----BEGIN {label}-----\n{text}\n-----END {label}-----\n"
    ))
    .unwrap()
}

#[test]
fn rsa_in_both_paddings_and_three_hashes() {
    let pair = lc::RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let keys = pem("RSA PUBLIC KEY", pair.public_key().as_ref());
    let cases: [(&str, &str, &'static dyn lc::RsaEncoding); 6] = [
        ("RS256", "RS384", &lc::RSA_PKCS1_SHA256),
        ("RS384", "RS512", &lc::RSA_PKCS1_SHA384),
        ("RS512", "PS512", &lc::RSA_PKCS1_SHA512),
        ("PS256", "RS256", &lc::RSA_PSS_SHA256),
        ("PS384", "PS256", &lc::RSA_PSS_SHA384),
        ("PS512", "PS384", &lc::RSA_PSS_SHA512),
    ];
    for (alg, other, padding) in cases {
        let token = signed(alg, |input| {
            let mut signature = vec![0; pair.public_modulus_len()];
            pair.sign(padding, &SystemRandom::new(), input, &mut signature)
                .unwrap();
            signature
        });
        holds(&token, alg, &keys, Some(other));
    }
}

#[rstest]
#[case("ES256", "ES384", &lc::ECDSA_P256_SHA256_FIXED_SIGNING)]
#[case("ES384", "ES512", &lc::ECDSA_P384_SHA384_FIXED_SIGNING)]
#[case("ES512", "ES256", &lc::ECDSA_P521_SHA512_FIXED_SIGNING)]
fn ecdsa_on_its_three_curves(
    #[case] alg: &str,
    #[case] other: &str,
    #[case] curve: &'static lc::EcdsaSigningAlgorithm,
) {
    let pair = lc::EcdsaKeyPair::generate(curve).unwrap();
    let info = pair.public_key().as_der().unwrap();
    let keys = pem("PUBLIC KEY", info.as_ref());
    let sign = |input: &[u8]| {
        let signature = pair.sign(&SystemRandom::new(), input).unwrap();
        signature.as_ref().to_vec()
    };
    let token = signed(alg, sign);
    // Another algorithm of the family needs another curve, so the key itself is refused and not the signature.
    let renamed = verify(&read(&signed(other, sign)), &keys);
    assert_eq!(renamed, Trust::Failed(Refusal::OtherKind));
    holds(&token, alg, &keys, None);
}

#[rstest]
#[case("HS256", "HS384", aws_lc_rs::hmac::HMAC_SHA256)]
#[case("HS384", "HS512", aws_lc_rs::hmac::HMAC_SHA384)]
#[case("HS512", "HS256", aws_lc_rs::hmac::HMAC_SHA512)]
fn a_shared_secret_with_three_hashes(
    #[case] alg: &str,
    #[case] other: &str,
    #[case] hash: aws_lc_rs::hmac::Algorithm,
) {
    let secret =
        b"test-only, and longer than the longest of the three hashes, which has sixty-four bytes";
    let key = aws_lc_rs::hmac::Key::new(hash, secret);
    let token = signed(alg, |input| {
        aws_lc_rs::hmac::sign(&key, input).as_ref().to_vec()
    });
    holds(
        &token,
        alg,
        &Keys::from_secret(secret.to_vec()),
        Some(other),
    );
}

#[rstest]
#[case("EdDSA")]
#[case("Ed25519")]
fn ed25519_in_both_spellings(#[case] alg: &str) {
    let pair = lc::Ed25519KeyPair::generate().unwrap();
    let x = URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
    for own in ["EdDSA", "Ed25519"] {
        let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": x, "alg": own});
        let keys = Keys::parse(&jwk.to_string()).unwrap();
        let token = signed(alg, |input| pair.sign(input).as_ref().to_vec());
        assert!(matches!(verify(&read(&token), &keys), Trust::Passed { .. }));
    }
}
