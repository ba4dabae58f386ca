//! Private keys as people have them: every form, every usual damage, and no bytes that make the reader panic.

use std::fs;
use std::path::PathBuf;

use jsonwebtoken::{Algorithm as Theirs, DecodingKey, crypto};
use oauth_tutor::oauth::jwt::algorithm::{Algorithm, Hash};
use oauth_tutor::oauth::jwt::keys::{Curve, Keys};
use oauth_tutor::oauth::jwt::private::damage::{BadKey, Repair};
use oauth_tutor::oauth::jwt::private::{CannotSign, Kind, Opened, PrivateKey};
use oauth_tutor::oauth::jwt::signature::{Trust, verify};
use proptest::prelude::*;
use rstest::rstest;
use serde_json::Value;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

fn text(name: &str) -> String {
    let folder: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests/fixtures/keys"]
        .iter()
        .collect();
    fs::read_to_string(folder.join(name)).unwrap()
}

fn open(text: &str) -> Opened {
    PrivateKey::parse(text, None).unwrap()
}

fn bad(text: &str) -> BadKey {
    PrivateKey::parse(text, None).unwrap_err()
}

/// The private keys of the RFCs' own examples.
fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("../vectors/jws.json")).unwrap()
}

fn vector(origin: &str) -> Value {
    let all = vectors();
    let found = all
        .into_iter()
        .find(|one| one["origin"].as_str().unwrap().starts_with(origin));
    found.unwrap()
}

const RSA: Kind = Kind::Rsa(2048);
const RS: Algorithm = Algorithm::Rs(Hash::Sha256);

#[rstest]
#[case("test-only-rsa-pkcs8.pem", RSA, RS)]
#[case("test-only-rsa-pkcs1.pem", RSA, RS)]
#[case(
    "test-only-p256-pkcs8.pem",
    Kind::Ec(Curve::P256),
    Algorithm::Es(Hash::Sha256)
)]
#[case(
    "test-only-p256-sec1.pem",
    Kind::Ec(Curve::P256),
    Algorithm::Es(Hash::Sha256)
)]
#[case(
    "test-only-p256-with-parameters.pem",
    Kind::Ec(Curve::P256),
    Algorithm::Es(Hash::Sha256)
)]
#[case(
    "test-only-p384-pkcs8.pem",
    Kind::Ec(Curve::P384),
    Algorithm::Es(Hash::Sha384)
)]
#[case(
    "test-only-p384-sec1.pem",
    Kind::Ec(Curve::P384),
    Algorithm::Es(Hash::Sha384)
)]
#[case(
    "test-only-p521-pkcs8.pem",
    Kind::Ec(Curve::P521),
    Algorithm::Es(Hash::Sha512)
)]
#[case(
    "test-only-p521-sec1.pem",
    Kind::Ec(Curve::P521),
    Algorithm::Es(Hash::Sha512)
)]
#[case("test-only-ed25519-pkcs8.pem", Kind::Ed25519, Algorithm::Ed25519)]
fn every_form_is_read(#[case] file: &str, #[case] kind: Kind, #[case] usual: Algorithm) {
    let opened = open(&text(file));
    assert_eq!(opened.key.kind(), kind);
    assert_eq!(opened.key.usual_algorithm(), usual);
    assert_eq!(opened.repairs, []);
    // A file from Windows, or with a byte order mark, is the same file.
    let windows = format!("\u{feff}{}", text(file).replace('\n', "\r\n"));
    assert_eq!(open(&windows).repairs, []);
}

#[rstest]
#[case("test-only-rsa-pkcs8.pem", "RS256", Theirs::RS256)]
#[case("test-only-rsa-pkcs1.pem", "RS384", Theirs::RS384)]
#[case("test-only-rsa-pkcs8.pem", "RS512", Theirs::RS512)]
#[case("test-only-rsa-pkcs8.pem", "PS256", Theirs::PS256)]
#[case("test-only-rsa-pkcs8.pem", "PS384", Theirs::PS384)]
#[case("test-only-rsa-pkcs1.pem", "PS512", Theirs::PS512)]
#[case("test-only-p256-sec1.pem", "ES256", Theirs::ES256)]
#[case("test-only-p384-pkcs8.pem", "ES384", Theirs::ES384)]
#[case("test-only-ed25519-pkcs8.pem", "EdDSA", Theirs::EdDSA)]
fn another_library_accepts_the_signature(
    #[case] file: &str,
    #[case] name: &str,
    #[case] theirs: Theirs,
) {
    let key = open(&text(file)).key;
    let algorithm = Algorithm::from_name(name).unwrap();
    assert_eq!(algorithm.name(), name);
    let signature = key.sign(algorithm, b"header.claims").unwrap();
    let signature = URL_SAFE_NO_PAD.encode(signature);
    let public: jsonwebtoken::jwk::Jwk = serde_json::from_str(&key.public_jwk()).unwrap();
    let public = DecodingKey::from_jwk(&public).unwrap();
    let fits = |message: &[u8]| crypto::verify(&signature, message, &public, theirs).unwrap();
    assert!(fits(b"header.claims"));
    assert!(!fits(b"header.claimz"));
}

/// The signature of the RFC over the RFC's own header and claims, where the algorithm always gives the same one.
#[rstest]
#[case("RFC 7515 A.2")]
#[case("RFC 7520 4.1")]
#[case("RFC 8037 A.4")]
fn the_rfcs_signatures_come_out_again(#[case] origin: &str) {
    let vector = vector(origin);
    let key = open(&vector["jwk"].to_string()).key;
    let (input, signature) = vector["jws"].as_str().unwrap().rsplit_once('.').unwrap();
    let algorithm = Algorithm::from_name(vector["alg"].as_str().unwrap()).unwrap();
    let made = key.sign(algorithm, input.as_bytes()).unwrap();
    assert_eq!(URL_SAFE_NO_PAD.encode(made), signature);
}

/// And where it does not, the verifier that is proven with the RFCs' signatures takes ours.
#[rstest]
#[case("RFC 7515 A.3")]
#[case("RFC 7515 A.4")]
#[case("RFC 7520 4.2")]
#[case("RFC 7520 4.3")]
fn signatures_with_the_rfcs_keys_are_accepted(#[case] origin: &str) {
    let vector = vector(origin);
    let jwk = vector["jwk"].to_string();
    let key = open(&jwk).key;
    let (input, _) = vector["jws"].as_str().unwrap().rsplit_once('.').unwrap();
    let algorithm = Algorithm::from_name(vector["alg"].as_str().unwrap()).unwrap();
    let made = key.sign(algorithm, input.as_bytes()).unwrap();
    let token = format!("{input}.{}", URL_SAFE_NO_PAD.encode(made));
    let trust = verify(
        &oauth_tutor::oauth::jwt::read(&token),
        &Keys::parse(&jwk).unwrap(),
    );
    assert!(matches!(trust, Trust::Passed { .. }), "{trust:?}");
}

#[test]
fn a_jwk_brings_its_name_and_its_algorithm() {
    let mut jwk = vector("RFC 7515 A.2")["jwk"].clone();
    jwk["kid"] = "one".into();
    jwk["alg"] = "PS384".into();
    let key = open(&jwk.to_string()).key;
    assert_eq!(key.kid.as_deref(), Some("one"));
    assert_eq!(key.usual_algorithm(), Algorithm::Ps(Hash::Sha384));
}

#[test]
fn of_a_set_the_named_key_is_taken() {
    let mut one = vector("RFC 7515 A.3")["jwk"].clone();
    let mut two = vector("RFC 7515 A.2")["jwk"].clone();
    one["kid"] = "one".into();
    two["kid"] = "two".into();
    let set = serde_json::json!({"keys": [one, two]}).to_string();
    let read = |kid| PrivateKey::parse(&set, kid);
    assert_eq!(read(Some("two")).unwrap().key.kind(), RSA);
    assert_eq!(read(Some("one")).unwrap().key.kind(), Kind::Ec(Curve::P256));
    assert_eq!(read(None).unwrap_err(), BadKey::Several { count: 2 });
    assert_eq!(read(Some("three")).unwrap_err(), BadKey::NoSuchKid);
}

#[test]
fn damage_that_changes_no_meaning_is_mended_and_said() {
    let good = text("test-only-p256-pkcs8.pem");
    let jwk = open(&good).key.public_jwk();
    let escaped = good.replace('\n', "\\n");
    let cases = [
        (escaped.clone(), vec![Repair::EscapedLineBreaks]),
        (
            good.replace('\n', "\\r\\n"),
            vec![Repair::EscapedLineBreaks],
        ),
        (
            format!("\"{escaped}\""),
            vec![Repair::Quotes, Repair::EscapedLineBreaks],
        ),
        (good.replace('\n', " "), vec![Repair::OneLine]),
        (good.replace('\n', ""), vec![Repair::OneLine]),
        (format!("'{}'", good.trim()), vec![Repair::Quotes]),
    ];
    for (damaged, repairs) in cases {
        let opened = open(&damaged);
        assert_eq!(opened.repairs, repairs, "{damaged}");
        assert_eq!(opened.key.public_jwk(), jwk);
        assert!(
            opened
                .repairs
                .iter()
                .all(|repair| !repair.what().is_empty())
        );
    }
}

#[test]
fn what_stands_around_the_key_does_not_matter() {
    let both = format!(
        "Bag Attributes\n    friendlyName: x\n{}\n{}",
        text("test-only-certificate.pem"),
        text("test-only-rsa-pkcs8.pem")
    );
    assert_eq!(open(&both).key.kind(), RSA);
    // The words of the lines are often wrong; the bytes between them are not.
    let wrong_label = text("test-only-p256-sec1.pem").replace("EC PRIVATE", "PRIVATE");
    assert_eq!(open(&wrong_label).key.kind(), Kind::Ec(Curve::P256));
}

/// Where the line in question stands, the end of the name says what is done to the file.
#[rstest]
#[case::public("test-only-rsa-public.pem", "public key")]
#[case::public_ssh("test-only-openssh.pub.txt", "OpenSSH's form")]
#[case::certificate("test-only-certificate.pem", "certificate")]
#[case::encrypted("test-only-rsa-encrypted.pem", "encrypted")]
#[case::encrypted_pkcs1("test-only-rsa-encrypted-pkcs1.pem", "encrypted")]
#[case::openssh("test-only-openssh", "ssh-keygen")]
#[case::short("test-only-rsa-1024.pem", "1024 bits")]
#[case::other_curve("test-only-secp256k1.pem", "openssl pkey")]
fn another_file_is_called_by_its_name(#[case] file: &str, #[case] said: &str) {
    let error = bad(&text(file)).to_string();
    assert!(error.contains(said), "{error}");
}

fn without_line(text: &str, index: usize) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let index = if index == usize::MAX {
        lines.len() - 1
    } else {
        index
    };
    let kept = lines.iter().enumerate().filter(|(at, _)| *at != index);
    let kept: Vec<&str> = kept.map(|(_, line)| *line).collect();
    kept.join("\n")
}

#[test]
fn damage_that_changes_the_meaning_is_named_with_its_place() {
    let good = text("test-only-rsa-pkcs8.pem");
    let label = "PRIVATE KEY".to_owned();
    let bare = without_line(&without_line(&good, 0), usize::MAX);
    let cases = [
        (
            without_line(&good, 0),
            BadKey::NoBegin {
                label: label.clone(),
            },
        ),
        (
            without_line(&good, usize::MAX),
            BadKey::NoEnd { line: 1, label },
        ),
        (
            bare,
            BadKey::NoLines {
                label: "PRIVATE KEY",
            },
        ),
        (
            good.replace("-----BEGIN", "---- BEGIN"),
            BadKey::DamagedLine { line: 1 },
        ),
        (
            good.replace("-----", "—--"),
            BadKey::DamagedLine { line: 1 },
        ),
        (
            good.replace("END PRIVATE", "END RSA PRIVATE"),
            BadKey::LabelsDiffer {
                begin: "PRIVATE KEY".to_owned(),
                end: "RSA PRIVATE KEY".to_owned(),
            },
        ),
    ];
    for (damaged, expected) in cases {
        assert_eq!(bad(&damaged), expected);
    }
}

#[test]
fn damage_inside_a_key_is_named_with_its_place() {
    let good = text("test-only-rsa-pkcs8.pem");
    let body = good.lines().nth(1).unwrap();
    let cases = [
        (
            good.replace(body, &format!("MII\u{200b}{body}")),
            BadKey::Character {
                line: 2,
                column: 4,
                found: '\u{200b}',
            },
        ),
        (good.replace(body, "MII..."), BadKey::Abridged { line: 2 }),
        (
            good.replace("PRIVATE KEY", "PGP MESSAGE"),
            BadKey::OtherLabel {
                label: "PGP MESSAGE".to_owned(),
            },
        ),
        ("hello".to_owned(), BadKey::NotKey),
        (" \n".to_owned(), BadKey::Empty),
    ];
    for (damaged, expected) in cases {
        assert_eq!(bad(&damaged), expected);
    }
}

#[test]
fn the_bytes_of_a_damaged_key_are_looked_at() {
    let good = text("test-only-rsa-pkcs8.pem");
    let cut: Vec<&str> = good
        .lines()
        .take(9)
        .chain(["-----END PRIVATE KEY-----"])
        .collect();
    assert!(matches!(bad(&cut.join("\n")), BadKey::CutOff { missing } if missing > 800));
    let relabelled = text("test-only-rsa-public.pem").replace("PUBLIC", "PRIVATE");
    assert!(matches!(bad(&relabelled), BadKey::Public { .. }));
    let sec1 = without_line(
        &without_line(&text("test-only-p256-sec1.pem"), 0),
        usize::MAX,
    );
    assert_eq!(
        bad(&sec1),
        BadKey::NoLines {
            label: "EC PRIVATE KEY"
        }
    );
}

#[test]
fn a_damaged_jwk_is_named_with_its_member() {
    let good = vector("RFC 7515 A.2")["jwk"].clone();
    let changed = |name: &str, value: Value| {
        let mut jwk = good.clone();
        jwk[name] = value;
        bad(&jwk.to_string())
    };
    let without = |name: &str| {
        let mut jwk = good.clone();
        jwk.as_object_mut().unwrap().remove(name);
        bad(&jwk.to_string())
    };
    assert!(matches!(without("d"), BadKey::Public { .. }));
    assert_eq!(without("qi"), BadKey::Member { name: "qi" });
    assert_eq!(without("kty"), BadKey::NotJwk);
    assert_eq!(changed("p", "!".into()), BadKey::Member { name: "p" });
    assert_eq!(changed("n", "AQAB".into()), BadKey::TooShort { bits: 24 });
    assert_eq!(changed("kty", "XYZ".into()), BadKey::OtherKind);
    assert_eq!(
        changed("use", "enc".into()),
        BadKey::NotForSigning { member: "use" }
    );
    assert_eq!(
        changed("key_ops", serde_json::json!(["verify"])),
        BadKey::NotForSigning { member: "key_ops" }
    );
    let other = vector("RFC 7520 4.1")["jwk"]["n"].clone();
    assert_eq!(changed("n", other), BadKey::Inconsistent);
    let mut ec = vector("RFC 7515 A.3")["jwk"].clone();
    ec["y"] = ec["x"].clone();
    assert_eq!(bad(&ec.to_string()), BadKey::Inconsistent);
    assert_eq!(
        bad("{\"kty\":\"RSA\",\n]"),
        BadKey::Json { line: 2, column: 1 }
    );
    assert_eq!(
        bad(&vector("RFC 7515 A.1")["jwk"].to_string()),
        BadKey::Shared
    );
    let service = serde_json::json!({"private_key": text("test-only-rsa-pkcs8.pem")});
    assert_eq!(
        bad(&service.to_string()),
        BadKey::PemInside {
            member: "private_key"
        }
    );
}

#[rstest]
#[case(64, BadKey::TooShort { bits: 512 })]
#[case(2048, BadKey::TooLong { bits: 16384 })]
fn an_rsa_key_of_a_length_that_nobody_should_use_is_refused(
    #[case] bytes: usize,
    #[case] expected: BadKey,
) {
    let mut jwk = vector("RFC 7515 A.2")["jwk"].clone();
    jwk["n"] = URL_SAFE_NO_PAD.encode(vec![0xff; bytes]).into();
    assert_eq!(bad(&jwk.to_string()), expected);
}

#[test]
fn a_mebibyte_of_first_lines_does_not_keep_the_reader_busy() {
    let many = "-----BEGIN X-----".repeat(61_000);
    assert_eq!(
        bad(&many),
        BadKey::OtherLabel {
            label: "X".to_owned()
        }
    );
}

#[test]
fn an_algorithm_of_another_kind_is_refused() {
    let key = open(&text("test-only-p256-pkcs8.pem")).key;
    for name in ["RS256", "PS512", "ES384", "ES512", "EdDSA", "HS256"] {
        let algorithm = Algorithm::from_name(name).unwrap();
        let error = key.sign(algorithm, b"x").unwrap_err();
        assert!(matches!(error, CannotSign::OtherKind { .. }));
        assert!(error.to_string().contains("an EC key on P-256"), "{error}");
    }
}

/// Every run of a key's text that is long enough to be one.
fn holds_part_of(shown: &str, secret: &str) -> bool {
    let lines = secret.lines().filter(|line| !line.contains("---"));
    lines
        .flat_map(|line| line.as_bytes().windows(8))
        .any(|run| shown.contains(std::str::from_utf8(run).unwrap()))
}

#[test]
fn printing_a_key_shows_its_kind_alone() {
    let secret = text("test-only-rsa-pkcs8.pem");
    let opened = open(&secret);
    let printed = format!("{opened:?} {:?}", opened.key);
    assert!(printed.contains("RSA key of 2048 bits"), "{printed}");
    assert!(!holds_part_of(&printed, &secret));
}

/// Dashes that are lost move the end of a line behind the key; the words of the line are shown, the key must not be.
#[test]
fn a_damaged_first_or_last_line_shows_no_part_of_the_key() {
    for file in ["test-only-rsa-pkcs8.pem", "test-only-p256-sec1.pem"] {
        for text in [
            text(file),
            text(file).replace('\n', ""),
            text(file).replace('\n', "\\n"),
        ] {
            let first = text.rfind("-----END").unwrap();
            let places = (0..40).chain(first..text.trim_end().len());
            for (at, found) in places.flat_map(|at| [(at, 'x'), (at, '\n'), (at, '-'), (at, ' ')]) {
                let mut damaged = text.clone().into_bytes();
                damaged[at] = u8::try_from(found).unwrap();
                let damaged = String::from_utf8(damaged).unwrap();
                if let Err(error) = PrivateKey::parse(&damaged, None) {
                    let said = error.to_string();
                    assert!(
                        said.len() < 400 && !said.contains("MIIE") && !said.contains("MHc"),
                        "{said}"
                    );
                }
            }
        }
    }
}

fn any_file() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("test-only-rsa-pkcs1.pem"),
        Just("test-only-p256-sec1.pem"),
        Just("test-only-ed25519-pkcs8.pem"),
        Just("test-only-rsa-encrypted.pem"),
        Just("test-only-certificate.pem"),
    ]
    .prop_map(text)
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic(text: String, kid: Option<String>) {
        let _ = PrivateKey::parse(&text, kid.as_deref());
    }

    #[test]
    fn no_bytes_make_the_reader_panic(bytes: Vec<u8>) {
        let _ = PrivateKey::from_pkcs8(&bytes);
        let base64 = base64::engine::general_purpose::STANDARD.encode(&bytes);
        let _ = PrivateKey::parse(&format!("-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----"), None);
    }

    #[test]
    fn marks_of_pem_in_any_order_make_no_panic(
        parts in prop::collection::vec(
            prop_oneof![
                Just("-----BEGIN "), Just("-----END "), Just("-----"), Just("PRIVATE KEY"), Just("\n"), Just("\\n"),
                Just("PUBLIC KEY"), Just("MIIB"), Just("ü"), Just("..."), Just("\""), Just("{\"kty\":"), Just("Proc-Type: 4,ENCRYPTED"),
            ],
            0..20,
        )
    ) {
        let _ = PrivateKey::parse(&parts.concat(), None);
    }

    // A key with one wrong character gives an error that shows no part of it, or another key altogether.
    #[test]
    fn errors_repeat_no_part_of_a_key(text in any_file(), at: prop::sample::Index, found: char) {
        let mut characters: Vec<char> = text.chars().collect();
        let at = at.index(characters.len());
        characters[at] = found;
        let damaged: String = characters.into_iter().collect();
        if let Err(error) = PrivateKey::parse(&damaged, None) {
            let body: String = text.lines().filter(|line| !line.contains("---")).collect::<Vec<_>>().join("\n");
            prop_assert!(!holds_part_of(&error.to_string(), &body), "{error}");
        }
    }

    #[test]
    fn a_jwk_of_anything_makes_no_panic(
        kty in prop_oneof![Just("RSA"), Just("EC"), Just("OKP"), Just("oct")],
        crv in prop_oneof![Just("P-256"), Just("P-521"), Just("Ed25519")],
        one in "[A-Za-z0-9_-]{0,90}",
        two in "[A-Za-z0-9_-]{43}",
    ) {
        let jwk = serde_json::json!({
            "kty": kty, "crv": crv, "n": one, "e": two, "x": two, "y": one, "d": two,
            "p": one, "q": two, "dp": one, "dq": two, "qi": one,
        });
        let _ = PrivateKey::parse(&jwk.to_string(), None);
    }
}

#[test]
fn a_block_of_another_kind_before_a_key_is_passed_over() {
    let key = text("test-only-ed25519-pkcs8.pem");
    let both = format!(
        "-----BEGIN X9.42 DH PARAMETERS-----\nAAAA\n-----END X9.42 DH PARAMETERS-----\n{key}"
    );
    assert_eq!(Keys::parse(&both).unwrap().keys.len(), 1);
}
