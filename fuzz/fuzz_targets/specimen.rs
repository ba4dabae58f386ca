//! Any text is searched for tokens, and what is found is judged: nothing panics, and no secret is repeated.

#![no_main]

use libfuzzer_sys::fuzz_target;
use oauth_tutor::oauth::check::paste::from_bytes;
use oauth_tutor::oauth::check::report::json;
use oauth_tutor::oauth::check::{Expectation, specimen};

fuzz_target!(|bytes: &[u8]| {
    let Ok(pasted) = from_bytes(bytes) else {
        return;
    };
    let wanted = Expectation::default();
    for report in specimen::read(&pasted).judge_all(&wanted, None) {
        let machine = json::decode(&report, wanted.at);
        assert!(machine.starts_with('{') && machine.ends_with('}'));
    }
});
