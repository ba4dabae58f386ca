//! The largest and strangest pastes: answered, and in an optimised build within a tenth of a second each.

use std::time::{Duration, Instant};

use oauth_tutor::cli::report::{human, json};
use oauth_tutor::cli::style::Style;
use oauth_tutor::oauth::check::paste::{LIMIT, from_bytes};
use oauth_tutor::oauth::check::{Expectation, check, judge_token, specimen};
use oauth_tutor::oauth::rules::Rule;
use oauth_tutor::oauth::time::UnixTime;
use rstest::rstest;

/// How long a paste may take. Without optimisation only a loop in a loop is to be found out.
const MOST: Duration = if cfg!(debug_assertions) {
    Duration::from_secs(30)
} else {
    Duration::from_millis(100)
};

#[expect(
    clippy::disallowed_methods,
    reason = "how long something takes is what is tested here"
)]
fn timed<T>(work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let out = work();
    let took = start.elapsed();
    assert!(took < MOST, "took {took:?}");
    out
}

/// As much of `unit` as fits into a paste, between `front` and `back`.
fn filled(front: &str, unit: &str, back: &str) -> String {
    let count = (LIMIT - front.len() - back.len()) / unit.len();
    format!("{front}{}{back}", unit.repeat(count))
}

fn deep(open: &str, close: &str) -> String {
    format!("{}1{}", open.repeat(100_000), close.repeat(100_000))
}

#[rstest]
#[case::arrays(deep("[", "]"), "json.not-object")]
#[case::objects(deep("{\"a\":", "}"), "reply.unknown")]
#[case::never_closed("[".repeat(LIMIT), "paste.truncated")]
#[case::never_opened("}".repeat(LIMIT), "json.syntax")]
#[case::duplicates(filled("{", "\"a\":1,", "\"b\":1}"), "json.duplicate-key")]
#[case::duplicate_tokens(
    filled("{", "\"access_token\":\"x\",", "\"token_type\":\"Bearer\"}"),
    "json.duplicate-key"
)]
#[case::nested_duplicates(format!("{}1{}", "{\"a\":1,\"a\":".repeat(60_000), "}".repeat(60_000)), "json.duplicate-key")]
#[case::digits(
    filled("{\"access_token\":\"x\",\"expires_in\":", "9", "}"),
    "reply.expires_in.range"
)]
#[case::fraction(
    filled("{\"access_token\":\"x\",\"expires_in\":0.", "0", "1}"),
    "reply.expires_in.range"
)]
#[case::exponent(
    filled("{\"access_token\":\"x\",\"expires_in\":1e", "9", "}"),
    "reply.expires_in.range"
)]
#[case::surrogates(
    filled("{\"access_token\":\"", "\\ud800", "\"}"),
    "reply.access_token.charset"
)]
#[case::nul(filled("{\"access_token\":\"x", "\0", "\"}"), "json.syntax")]
#[case::nul_outside(filled("", "\0", "{}"), "json.syntax")]
#[case::long_token(
    filled("{\"access_token\":\"eyJhbGciOiJub25lIn0.", "A", ".AA\"}"),
    "token.json"
)]
#[case::many_parts(filled("eyJ", ".a", ""), "token.parts")]
#[case::escaped(
    filled("\"{\\\"access_token\\\":\\\"", "\\\\", "\\\"}\""),
    "paste.escaped"
)]
#[case::quotes(
    filled("{", "\u{201c}a\u{201d}:\u{201c}b\u{201d},", "}"),
    "paste.smart-quotes"
)]
#[case::single(filled("{", "'a':'b',", "}"), "paste.single-quotes")]
#[case::wrapped(filled("{\"access_token\":\"", "a\n", "\"}"), "paste.line-wrapped")]
#[case::invisible(filled("{\"access_token\":\"", "\u{200b}", "\"}"), "paste.invisible")]
#[case::lines(filled("", "\n", "{}"), "reply.unknown")]
#[case::values(
    filled("", "{}\n", "{\"access_token\":\"x\"}"),
    "reply.token_type.missing"
)]
#[case::tags(filled("<html>", "<p>", "</html>"), "paste.html")]
#[case::headers(
    filled("HTTP/1.1 200 OK\n", "A: b\n", "\n{\"access_token\":\"x\"}"),
    "header.content-type"
)]
#[case::scopes(
    filled("{\"access_token\":\"x\",\"scope\":\"", "ab ", "c\"}"),
    "reply.token_type.missing"
)]
#[case::commands(filled("", "curl -d '\n", ""), "paste.request")]
#[case::powershell(filled("", "access_token : x\n", ""), "paste.powershell")]
#[case::names(filled("{", "accessToken:{},", "}"), "reply.access_token.missing")]
#[case::placeholders(
    filled("curl -d grant_type=client_credentials\n", "{YOUR{your", ""),
    "paste.request"
)]
#[case::encoded("eyJhY2Nlc3NfdG9rZW4i".repeat(LIMIT / 20), "paste.bare-token")]
#[case::rockets(filled("{\"access_token\"=>\"x\"", ",\"a\"=>1", "}"), "json.syntax")]
#[case::words(filled("{\"access_token\":x", ",\"a\":b", "}"), "json.syntax")]
#[case::tries(filled("", "curl: (7) Failed\n", ""), "json.syntax")]
#[case::nearly_tokens(filled("", "v4.eyJgh_xox", ""), "paste.bare-token")]
#[case::tokens(
    filled("", "token=eyJhbGciOiJSUzI1NiJ9.e30.AAAA\n", ""),
    "paste.bare-token"
)]
#[case::members(
    filled("[", "{\"t\":\"eyJhbGciOiJSUzI1NiJ9.e30.AAAA\"},", "1]"),
    "json.not-object"
)]
#[case::texts(
    filled("{\"a\":\"", "{\\\"access_token\\\":1}", "\"}"),
    "paste.found-inside"
)]
#[case::elements(filled("<a>", "<access_token>x</access_token>", "</a>"), "reply.xml")]
#[case::disclosures(
    filled("eyJhbGciOiJSUzI1NiJ9.e30.AAAA", "~WyJzIiwibiIsMV0", "~"),
    "paste.bare-token"
)]
#[case::prefixes(
    filled("a: {\n", "a: \"access_token\":1,\n", "a: }"),
    "paste.found-inside"
)]
fn a_paste_of_a_mebibyte_is_judged(#[case] text: String, #[case] id: &str) {
    assert!(text.len() <= LIMIT * 5 / 4);
    let pasted = timed(|| from_bytes(&text.as_bytes()[..text.len().min(LIMIT)]));
    let Ok(pasted) = pasted else {
        panic!("not read");
    };
    let wanted = Expectation {
        at: UnixTime(1_700_000_000),
        scope: Some("read write".to_owned()),
        ..Expectation::default()
    };
    timed(|| specimen::read(&pasted).judge_all(&wanted, None));
    let report = timed(|| check(&pasted, &wanted, None));
    let rule = Rule::from_id(id).unwrap();
    let found: Vec<&str> = report.findings.iter().map(|f| f.rule.id()).collect();
    assert!(found.contains(&rule.id()), "{id} is not in {found:?}");
    let printed = timed(|| human::check(&report, Style::PLAIN));
    assert!(
        printed.len() < 40_000,
        "{} bytes for a person",
        printed.len()
    );
    timed(|| json::check(&report));
}

#[rstest]
#[case::dots(".".repeat(LIMIT))]
#[case::letters(filled("eyJhbGciOiJub25lIn0.", "A", "."))]
#[case::signature(filled("eyJhbGciOiJSUzI1NiJ9.e30.", "A", ""))]
#[case::stray(filled("eyJhbGciOiJSUzI1NiJ9.", "!", ".AA"))]
fn a_token_of_a_mebibyte_is_read(#[case] token: String) {
    let report = timed(|| judge_token(&token, &Expectation::default(), None));
    timed(|| json::decode(&report, UnixTime(0)));
    timed(|| human::decode(&report, UnixTime(0), Style::PLAIN));
}
