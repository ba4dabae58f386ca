//! Repairs: shown as the lines that they change, undone one by one, and never touching what a value says.

use std::fs;
use std::path::Path;

use oauth_tutor::oauth::check::diff::{Change, changes};
use oauth_tutor::oauth::check::paste::{Pasted, from_bytes, prepare, prepare_without};
use oauth_tutor::oauth::check::{Expectation, Report, check};
use oauth_tutor::oauth::finding::Severity;
use oauth_tutor::oauth::rules::Rule;
use oauth_tutor::oauth::time::UnixTime;
use proptest::prelude::*;
use rstest::rstest;

fn fixture(rule: &str) -> Pasted {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/check");
    from_bytes(&fs::read(folder.join(format!("{rule}.bad.txt"))).unwrap()).unwrap()
}

fn judged(pasted: &Pasted, undo: &[&'static str]) -> Report {
    let wanted = Expectation {
        at: UnixTime(1_700_000_000),
        undo: undo.to_vec(),
        ..Expectation::default()
    };
    check(pasted, &wanted, None)
}

fn rules(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|f| f.rule.id()).collect()
}

#[rstest]
#[case("paste.smart-quotes", "json.syntax")]
#[case("paste.single-quotes", "json.syntax")]
#[case("paste.no-braces", "json.syntax")]
#[case("paste.trailing-comma", "json.syntax")]
#[case("paste.invisible", "json.syntax")]
#[case("paste.line-wrapped", "json.syntax")]
#[case("paste.escaped", "json.not-object")]
// Without the object, what is left to see in the listing is the token.
#[case("paste.powershell", "paste.bare-token")]
fn a_repair_can_be_undone_and_what_it_hid_is_told(#[case] rule: &'static str, #[case] fault: &str) {
    let pasted = fixture(rule);
    let repaired = judged(&pasted, &[]);
    assert!(rules(&repaired).contains(&rule));
    assert_eq!(repaired.prepared.undone, []);
    let undone = judged(&pasted, &[rule]);
    assert!(!rules(&undone).contains(&rule), "{:?}", rules(&undone));
    assert!(rules(&undone).contains(&fault), "{:?}", rules(&undone));
    assert_eq!(undone.verdict(), Severity::Fail);
    // What was undone can be done again.
    assert_eq!(undone.prepared.undone, repaired.prepared.repairs);
}

#[test]
fn only_the_repair_that_is_named_is_undone() {
    let pasted = Pasted::new("{\u{201c}access_token\u{201d}: \"x\", \"token_type\": \"Bearer\",}");
    let report = judged(&pasted, &["paste.trailing-comma"]);
    let repairs: Vec<&str> = report.prepared.repairs.iter().map(|r| r.rule).collect();
    assert_eq!(repairs, ["paste.smart-quotes"]);
    let found: Vec<_> = report
        .findings
        .iter()
        .filter(|f| f.rule == Rule::JsonSyntax)
        .collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].place.column, Some(45));
}

#[test]
fn a_hidden_character_in_a_token_stays_when_its_repair_is_undone() {
    let pasted = Pasted::new(
        "{\"access_token\":\"ab\u{200b}cd\",\"token_type\":\"Bearer\",\"expires_in\":60}",
    );
    assert!(rules(&judged(&pasted, &[])).contains(&"paste.invisible"));
    let undone = judged(&pasted, &["paste.invisible"]);
    assert!(
        rules(&undone).contains(&"reply.access_token.charset"),
        "{:?}",
        rules(&undone)
    );
}

#[test]
fn the_change_shows_the_lines_before_and_after() {
    let text = "{\n  \"a\": 1,\n  \u{201c}b\u{201d}: 2,\n}\n";
    let prepared = prepare(&Pasted::new(text));
    let change = |line, before: &str, after: &str| Change {
        line,
        before: vec![before.to_owned()],
        after: vec![after.to_owned()],
    };
    let expected = change(3, "  \u{201c}b\u{201d}: 2,", "  \"b\": 2");
    assert_eq!(changes(text, &prepared.repairs), [expected]);
}

#[test]
fn a_joined_line_takes_in_the_line_behind_it() {
    let text = "{\"access_token\": \"abc\ndef\",\n\"token_type\": \"Bearer\"}";
    let prepared = prepare(&Pasted::new(text));
    let expected = Change {
        line: 1,
        before: vec!["{\"access_token\": \"abc".to_owned(), "def\",".to_owned()],
        after: vec!["{\"access_token\": \"abcdef\",".to_owned()],
    };
    assert_eq!(changes(text, &prepared.repairs), [expected]);
}

#[rstest]
#[case(r#"{"error":"invalid_request","error_description":"Missing parameter..."}"#)]
#[case(r#"{"error":"invalid_request","error_description":"Wait..."}"#)]
#[case(r#"{"errorCode":"E1","errorSummary":"Busy...","message":"Busy..."}"#)]
fn words_that_end_in_dots_are_not_cut(#[case] text: &str) {
    let report = judged(&Pasted::new(text), &[]);
    assert!(
        !rules(&report).contains(&"paste.truncated"),
        "{:?}",
        rules(&report)
    );
}

#[rstest]
#[case(r#"{"access_token":"x","token_type":"Bearr","expires_in":"3600"}"#)]
#[case("{\"access_token\":\"x\",\"token_type\":\"Bearer \",\"expires_in\":3600}")]
#[case(
    "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"expires_in\":-1,\"scope\":\"\u{201c}a\u{201d}\"}"
)]
fn what_a_value_says_is_never_repaired(#[case] text: &str) {
    let report = judged(&Pasted::new(text), &[]);
    assert_eq!(report.prepared.repairs, []);
    assert_eq!(report.prepared.document.as_ref().unwrap().text(), text);
    assert_eq!(report.verdict(), Severity::Fail);
}

/// Pieces of damaged replies.
fn damaged() -> impl Strategy<Value = String> {
    let pieces = [
        "{",
        "}",
        "\u{201c}access_token\u{201d}",
        ":",
        "'x'",
        ",",
        "\n",
        "\"a\nb\"",
        "\u{feff}",
        "\\\"",
        "\"token_type\":\"Bearer\"",
        "None",
        "eyJhbGciOiJub25lIn0.e30.",
        " ",
        "access_token : x\r\n",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..30).prop_map(|p| p.concat())
}

proptest! {
    #[test]
    fn undoing_everything_repairs_nothing_and_loses_nothing(text in damaged()) {
        let pasted = Pasted::new(text.clone());
        let all: Vec<&'static str> = prepare(&pasted).repairs.iter().map(|r| r.rule).collect();
        let undone = prepare_without(&pasted, &all);
        for rule in &all {
            prop_assert!(undone.repairs.iter().all(|repair| repair.rule != *rule));
        }
        let report = judged(&pasted, &all);
        prop_assert!(all.is_empty() || report.verdict() == Severity::Fail);
    }

    #[test]
    fn changes_name_lines_of_the_paste(text in damaged()) {
        let lines: Vec<&str> = text.lines().collect();
        for change in changes(&text, &prepare(&Pasted::new(text.clone())).repairs) {
            for (index, before) in change.before.iter().enumerate() {
                prop_assert_eq!(lines.get(change.line - 1 + index), Some(&before.as_str()));
            }
            prop_assert_ne!(&change.before, &change.after);
        }
    }
}
