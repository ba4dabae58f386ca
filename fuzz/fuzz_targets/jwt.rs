//! Reading tokens: any text is read and judged, and none is trusted that the key has not signed.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use oauth_tutor::cli::report::{human, json};
use oauth_tutor::cli::style::Style;
use oauth_tutor::oauth::check::{Expectation, judge_token};
use oauth_tutor::oauth::json::read;
use oauth_tutor::oauth::jwt::keys::Keys;
use oauth_tutor::oauth::jwt::ladder::{Demand, climb};
use oauth_tutor::oauth::text::is_hidden;
use oauth_tutor::oauth::time::UnixTime;

/// The key of the tests, of which one signed token is among the seeds.
static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    Keys::parse(include_str!("../../tests/vectors/test-only-ec-spki.pem")).unwrap_or_default()
});
const SIGNED: &str = include_str!("../../tests/vectors/test-only-ec.jwt");

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let at = UnixTime(1_700_000_000);
    let wanted = Expectation {
        at,
        ..Expectation::default()
    };
    let report = judge_token(text, &wanted, Some(&KEYS));
    // ECDSA signatures and base64 can be respelled; header and claims cannot.
    let input = |token: &str| token.trim().rsplit_once('.').map(|(input, _)| input.to_owned());
    assert!(report.trust.word() != "passed" || input(text) == input(SIGNED));
    let machine = json::decode(&report, wanted.at);
    assert!(read(&machine).faults().is_empty(), "the report is no JSON");
    let person = human::decode(&report, at, Style::PLAIN);
    for text in [&machine, &person] {
        assert!(!text.chars().any(|c| c != '\n' && is_hidden(c)));
    }
    let _ = climb(&report.jwt, Some(&KEYS), &Demand::default());
    let _ = Keys::parse(text);
});
