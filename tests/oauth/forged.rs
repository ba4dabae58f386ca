//! What somebody without the server's key can make of a token: each is tried on a verifier that takes the token's word, and on a strict one.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::signature::{KeyPair, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use oauth_tutor::oauth::jwt::algorithm::Hash;
use oauth_tutor::oauth::jwt::compose::{Signing, header_of, sign};
use oauth_tutor::oauth::jwt::forge::{CannotForge, Forgery, forged};
use oauth_tutor::oauth::jwt::keys::Keys;
use oauth_tutor::oauth::jwt::{PartName, read};
use serde_json::{Value, json};

const HEADER: &str = r#"{"alg":"RS256","kid":"k1"}"#;
const CLAIMS: &str = r#"{"scope":"read:reports","exp":4102444800}"#;

/// A token whose signature nobody checks here.
fn token() -> String {
    let signing = Signing::Secret(b"a key of nobody who verifies here", Hash::Sha256);
    let signed = sign(signing, HEADER.to_owned(), CLAIMS.to_owned()).expect("a secret signs");
    signed.expose().to_owned()
}

fn claims(token: &str) -> Value {
    let jwt = read(token);
    let payload = jwt.payload.expect("an object");
    serde_json::from_str(payload.text()).expect("JSON")
}

fn signature(token: &str) -> &str {
    token.rsplit('.').next().expect("a third part")
}

fn member<'a>(part: PartName, name: &'a str, to: &'a str) -> Forgery<'a> {
    Forgery::Member { part, name, to }
}

#[test]
fn a_claim_gets_another_value_and_the_signature_stays() {
    let came = token();
    let changed = forged(&came, member(PartName::Payload, "scope", "read write")).unwrap();
    assert_eq!(claims(&changed)["scope"], json!("read write"));
    assert_eq!(claims(&changed)["exp"], json!(4_102_444_800_i64));
    assert_eq!(signature(&changed), signature(&came));
    assert_ne!(changed, came);
}

#[test]
fn a_value_that_reads_as_json_is_taken_as_json_and_a_new_claim_is_added() {
    let changed = forged(&token(), member(PartName::Payload, "exp", "7")).unwrap();
    assert_eq!(claims(&changed)["exp"], json!(7));
    let added = forged(&token(), member(PartName::Payload, "admin", "true")).unwrap();
    assert_eq!(claims(&added)["admin"], json!(true));
    assert_eq!(claims(&added)["scope"], json!("read:reports"));
}

#[test]
fn a_claim_behind_a_nested_one_of_the_same_name_is_the_one_at_the_top() {
    let claims_text = r#"{"cnf":{"jkt":"k","scope":"inside"},"list":[{"a":1}],"scope":"read"}"#;
    let signing = Signing::Secret(b"a key of nobody who verifies here", Hash::Sha256);
    let signed = sign(signing, HEADER.to_owned(), claims_text.to_owned()).expect("a secret signs");
    let changed = forged(signed.expose(), member(PartName::Payload, "scope", "write")).unwrap();
    let expected =
        json!({"cnf": {"jkt": "k", "scope": "inside"}, "list": [{"a": 1}], "scope": "write"});
    assert_eq!(claims(&changed), expected);
}

#[test]
fn an_unsigned_token_says_none_and_has_an_empty_third_part() {
    let changed = forged(&token(), Forgery::Unsigned).unwrap();
    assert!(changed.ends_with('.'));
    let jwt = read(&changed);
    let header = jwt.header.expect("a header");
    assert!(
        header.text().contains(r#""alg":"none""#),
        "{}",
        header.text()
    );
    assert!(header.text().contains(r#""kid":"k1""#));
}

#[test]
fn one_character_of_the_signature_is_another() {
    let came = token();
    let changed = forged(&came, Forgery::Signature).unwrap();
    let pairs = came.chars().zip(changed.chars());
    assert_eq!(pairs.filter(|(was, is)| was != is).count(), 1);
    assert_eq!(came.len(), changed.len());
}

/// The attack of RFC 8725 2.1 works against a verifier that takes the algorithm from the token, and not against one that does not.
#[test]
fn the_public_key_as_a_secret_fools_a_verifier_that_asks_the_token() {
    let pkcs8 = include_str!("../fixtures/keys/test-only-rsa-pkcs8.pem");
    let der: String = pkcs8
        .lines()
        .filter(|line| !line.starts_with('-'))
        .collect();
    let pair = RsaKeyPair::from_pkcs8(&STANDARD.decode(der).unwrap()).unwrap();
    let public: aws_lc_rs::encoding::PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
    let text = STANDARD.encode(public.as_ref());
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    let pem = format!(
        "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
        lines.join("\n")
    );
    let keys = Keys::parse(&pem).unwrap();
    let changed = forged(&token(), Forgery::PublicKeyAsSecret(&keys)).unwrap();

    let fooled = jsonwebtoken::decode::<Value>(
        &changed,
        &DecodingKey::from_secret(pem.as_bytes()),
        &Validation::new(Algorithm::HS256),
    );
    assert!(fooled.is_ok(), "{fooled:?}");
    let strict = jsonwebtoken::decode::<Value>(
        &changed,
        &DecodingKey::from_rsa_der(pair.public_key().as_ref()),
        &Validation::new(Algorithm::RS256),
    );
    assert!(strict.is_err());
}

#[test]
fn what_cannot_be_read_cannot_be_forged() {
    for text in [
        "",
        "opaque",
        "a.b.c",
        "..",
        "eyJhbGciOiJub25lIn0..",
        "\u{0}.\u{7f}.",
    ] {
        for forgery in [
            Forgery::Unsigned,
            Forgery::Signature,
            member(PartName::Header, "alg", "x"),
        ] {
            assert_eq!(
                forged(text, forgery),
                Err(CannotForge::Unreadable),
                "{text}"
            );
        }
    }
}

#[test]
fn a_header_that_is_signed_anew_keeps_what_else_it_says_as_it_was_written() {
    let header = r#"{"alg":"RS256", "x":"\ud800","typ":"JWT","typ":"JWT2","deep":[[1]]}"#;
    assert_eq!(
        header_of(header, "ES256", Some("k")),
        r#"{"alg":"ES256", "x":"\ud800","typ":"JWT","typ":"JWT2","deep":[[1]],"kid":"k"}"#
    );
    assert_eq!(header_of("no object", "ES256", None), r#"{"alg":"ES256"}"#);
}
