//! What other decoders get wrong (jwt.io, jwt-cli, jwt-ui and their like, by their issue lists) is right here.

use assert_cmd::Command;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rstest::rstest;
use serde_json::{Value, json};

/// The second at which everything is judged.
const AT: &str = "2023-11-14T22:13:20Z";

struct Ran {
    code: Option<i32>,
    out: String,
}

fn decode(words: &[&str], stdin: &str) -> Ran {
    let mut command = Command::cargo_bin("oauth-tutor").unwrap();
    let output = command
        .env_clear()
        .args(["decode", "--at", AT])
        .args(words)
        .write_stdin(stdin)
        .output()
        .unwrap();
    Ran {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
    }
}

fn report(stdin: &str) -> Value {
    report_with(&["--json"], stdin)
}

fn report_with(words: &[&str], stdin: &str) -> Value {
    let ran = decode(words, stdin);
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}", ran.out))
}

fn ids(report: &Value, severity: &str) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap();
    let found = findings.iter().filter(|f| f["severity"] == severity);
    found
        .map(|f| f["id"].as_str().unwrap().to_owned())
        .collect()
}

fn token(header: &str, payload: &str) -> String {
    let [header, payload] = [header, payload].map(|part| URL_SAFE_NO_PAD.encode(part));
    format!("{header}.{payload}.AAAA")
}

const HEADER: &str = r#"{"alg":"RS256","kid":"k"}"#;
const PAYLOAD: &str = r#"{"sub":"app","iss":"https://as.example","aud":"x","exp":1700003600}"#;

#[rstest]
#[case::bearer("Bearer TOKEN")]
#[case::lower_case("bearer TOKEN")]
#[case::header("Authorization: Bearer TOKEN")]
#[case::header_in_curl("-H 'Authorization: Bearer TOKEN'")]
#[case::double_quotes("\"TOKEN\"")]
#[case::single_quotes("'TOKEN'")]
#[case::backticks("`TOKEN`")]
#[case::comma_behind("\"TOKEN\",")]
#[case::blanks("  TOKEN \n\n")]
#[case::byte_order_mark("\u{feff}TOKEN")]
#[case::response("{\"access_token\":\"TOKEN\",\"expires_in\":3600,\"token_type\":\"Bearer\"}")]
#[case::response_with_headers(
    "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"access_token\":\"TOKEN\"}"
)]
#[case::curly_quotes("{\u{201c}access_token\u{201d}: \u{201c}TOKEN\u{201d}}")]
#[case::python("{'access_token': 'TOKEN', 'expires_in': 3600}")]
fn things_around_a_token_are_no_matter(#[case] around: &str) {
    let token = token(HEADER, PAYLOAD);
    let report = report(&around.replace("TOKEN", &token));
    assert_eq!(report["payload"]["sub"], "app");
    assert_eq!(ids(&report, "fail"), Vec::<String>::new());
}

#[rstest]
#[case::line_feeds(64, "\n")]
#[case::windows(64, "\r\n")]
#[case::indented(40, "\n    ")]
#[case::blanks(30, " ")]
#[case::zero_width(50, "\u{200b}")]
fn breaks_inside_a_token_are_no_matter(#[case] every: usize, #[case] with: &str) {
    let token = token(HEADER, PAYLOAD);
    let letters: Vec<char> = token.chars().collect();
    let pieces: Vec<String> = letters
        .chunks(every)
        .map(|piece| piece.iter().collect())
        .collect();
    assert_eq!(report(&pieces.join(with))["payload"]["sub"], "app");
}

#[test]
fn padding_and_the_other_alphabet_are_read_and_told() {
    let engine = base64::engine::general_purpose::STANDARD;
    let payload = r#"{"sub":"app??>>","exp":1700003600}"#;
    let text = format!("{}.{}.AA==", engine.encode(HEADER), engine.encode(payload));
    let report = report(&text);
    assert_eq!(report["payload"]["sub"], "app??>>");
    assert!(ids(&report, "warn").contains(&"token.padding".to_owned()));
}

#[rstest]
#[case::none(r#"{"alg":"none"}"#, "token.alg.none", "fail")]
#[case::unknown(r#"{"alg":"XX999","kid":"k"}"#, "token.alg.unknown", "note")]
#[case::secp256k1(r#"{"alg":"ES256K","kid":"k"}"#, "token.alg.unknown", "note")]
#[case::missing(r#"{"typ":"JWT"}"#, "token.alg.missing", "fail")]
#[case::not_text(r#"{"alg":256}"#, "token.alg.missing", "fail")]
#[case::empty("{}", "token.alg.missing", "fail")]
fn any_algorithm_is_read(#[case] header: &str, #[case] id: &str, #[case] severity: &str) {
    let report = report(&token(header, PAYLOAD));
    assert_eq!(report["payload"]["sub"], "app");
    assert_eq!(report["trust"], "not-checked");
    assert!(ids(&report, severity).contains(&id.to_owned()), "{report}");
}

#[test]
fn five_parts_are_named_for_what_they_are() {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"dir","enc":"A128GCM"}"#);
    let token = format!("{header}..AAAA.AAAA.AAAA");
    let report = report(&token);
    assert_eq!(report["form"], "jwe");
    assert_eq!(report["payload"], Value::Null);
    let told = decode(&[], &token).out;
    assert!(told.contains("encrypted"));
    // RFC 7516 4.1.1: alg is about the encryption there, and nobody signed anything that is seen.
    assert!(
        told.contains("how the key of the content is encrypted"),
        "{told}"
    );
    assert!(!told.contains("how it is signed"), "{told}");
}

#[rstest]
#[case::absurd("1000000000000000000")]
#[case::negative("-1")]
#[case::before_time("-99999999999999999999")]
#[case::float("1e300")]
#[case::digits("123456789012345678901234567890123456789012345678901234567890")]
fn no_instant_is_too_strange(#[case] exp: &str) {
    let payload = format!(r#"{{"sub":"app","exp":{exp},"iat":{exp},"nbf":{exp}}}"#);
    for words in [&[][..], &["--json"]] {
        let ran = decode(words, &token(HEADER, &payload));
        assert!(matches!(ran.code, Some(0 | 1)), "{:?}", ran.code);
        // Claims are shown as the token holds them, never rewritten.
        assert!(ran.out.contains(exp), "{}", ran.out);
    }
}

#[rstest]
#[case::milliseconds("1700003600000", "claim.exp.milliseconds", "13 digits")]
#[case::text("\"1700003600\"", "claim.exp.type", "not a number")]
#[case::date("\"2023-11-14\"", "claim.exp.type", "not a number")]
#[case::negative("-1", "claim.exp.expired", "ago")]
#[case::no_value("null", "claim.exp.type", "not a number")]
fn a_strange_end_is_explained(#[case] exp: &str, #[case] id: &str, #[case] words: &str) {
    let token = token(HEADER, &format!(r#"{{"sub":"app","exp":{exp}}}"#));
    assert!(ids(&report(&token), "fail").contains(&id.to_owned()));
    assert!(decode(&[], &token).out.contains(words));
}

#[rstest]
#[case::good(token(HEADER, PAYLOAD))]
#[case::unsigned(token(r#"{"alg":"none"}"#, PAYLOAD))]
#[case::opaque("ZTESTONLYopaque-Jq3vO9yU0bHkXw5rP2mN8cF1dL6".to_owned())]
fn nothing_is_said_of_validity_that_was_not_checked(#[case] token: String) {
    let ran = decode(&[], &token);
    let lower = ran.out.to_lowercase();
    for word in ["valid", "verified", "trusted", "authentic"] {
        assert!(!lower.contains(word), "{word} in {}", ran.out);
    }
    assert!(!ran.out.contains("PASS"), "{}", ran.out);
    assert!(lower.contains("not checked"), "{}", ran.out);
    let report: Value = serde_json::from_str(&decode(&["--json"], &token).out).unwrap();
    assert_eq!(report["trust"], "not-checked");
}

#[test]
fn no_escape_sequence_goes_into_a_pipe() {
    let hostile = token(HEADER, "{\"sub\":\"\u{1b}]0;owned\u{7}\u{1b}[2J\"}");
    for words in [&[][..], &["--json"]] {
        let ran = decode(words, &hostile);
        assert!(!ran.out.contains(['\u{1b}', '\u{7}']), "{}", ran.out);
    }
}

#[test]
fn all_faults_of_a_token_are_told_at_once() {
    let payload =
        json!({"exp": 1, "nbf": 1_800_000_000, "iss": 5, "aud": {}, "sub": 7, "gty": "password"});
    let token = token(
        r#"{"alg":"none","crit":["b64"],"typ":"id+jwt"}"#,
        &payload.to_string(),
    );
    let report = report_with(&["--json", "--expect", "client-credentials"], &token);
    let fails = ids(&report, "fail");
    for id in [
        "token.alg.none",
        "token.crit",
        "token.typ",
        "claim.exp.expired",
        "claim.nbf.future",
        "claim.iss.type",
        "claim.aud.type",
        "claim.sub.type",
        "claim.gty",
    ] {
        assert!(fails.contains(&id.to_owned()), "{id} is not in {fails:?}");
    }
}

#[test]
fn the_clock_has_no_hidden_leeway() {
    let token = token(HEADER, r#"{"sub":"app","exp":1700000000}"#);
    // 2023-11-14T22:13:20Z is that very second.
    assert!(ids(&report(&token), "fail").contains(&"claim.exp.expired".to_owned()));
    let later = decode(&["--leeway", "1"], &token);
    assert_eq!(later.code, Some(0), "{}", later.out);
}
