//! Any disclosures behind a token are read and compared with its digests without a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use oauth_tutor::oauth::check::{Expectation, judge_token};

fuzz_target!(|text: &str| {
    let token = format!("eyJhbGciOiJFUzI1NiIsInR5cCI6ImRjK3NkLWp3dCJ9.{text}");
    let report = judge_token(&token, &Expectation::default(), None);
    let disclosed = report.jwt.disclosed.as_ref();
    let fits = disclosed.map_or(0, |one| one.disclosures.iter().filter(|one| one.fits).count());
    assert!(fits <= text.matches('~').count());
});
