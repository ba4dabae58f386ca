//! The checker and both its reports: any bytes are judged, nothing hidden is printed, and each repair can be undone.

#![no_main]

use libfuzzer_sys::fuzz_target;
use oauth_tutor::cli::report::{human, json};
use oauth_tutor::cli::style::Style;
use oauth_tutor::oauth::check::diff::changes;
use oauth_tutor::oauth::check::paste::from_bytes;
use oauth_tutor::oauth::check::{Expectation, check};
use oauth_tutor::oauth::finding::Severity;
use oauth_tutor::oauth::json::read;
use oauth_tutor::oauth::text::is_hidden;
use oauth_tutor::oauth::time::UnixTime;

fuzz_target!(|data: &[u8]| {
    let Ok(pasted) = from_bytes(data) else {
        return;
    };
    let mut wanted = Expectation {
        issuer: Some("https://as.example".to_owned()),
        audiences: vec!["https://api.example".to_owned()],
        scope: Some("read".to_owned()),
        client_id: Some("app".to_owned()),
        at: UnixTime(1_700_000_000),
        ..Expectation::default()
    };
    let report = check(&pasted, &wanted, None);
    let fails = report.findings.iter().any(|f| f.severity == Severity::Fail);
    assert_eq!(fails, report.verdict() == Severity::Fail);
    let machine = json::check(&report);
    assert!(read(&machine).faults().is_empty(), "the report is no JSON");
    let person = human::check(&report, Style::PLAIN);
    for text in [&machine, &person] {
        assert!(!text.chars().any(|c| c != '\n' && is_hidden(c)));
    }
    let _ = changes(&pasted.text, &report.prepared.repairs);
    wanted.undo = report.prepared.repairs.iter().map(|repair| repair.rule).collect();
    if !wanted.undo.is_empty() {
        let undone = check(&pasted, &wanted, None);
        assert!(undone.prepared.repairs.iter().all(|repair| !wanted.undo.contains(&repair.rule)));
    }
});
