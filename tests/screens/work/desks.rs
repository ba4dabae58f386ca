//! Stories at the desks: repairs, targets, the practice API, reports that are handed on, keys, and claims that are changed.

use crate::learner::{Learner, TOKEN, sees, sees_not};
use oauth_tutor::app::desk::KeyFetch;

/// A reply that somebody copied out of a chat.
const DAMAGED: &str =
    "{ “access_token”: \"abc.def\",\n  'token_type': \"Bearer\",\n  \"expires_in\": 3600,\n}";

/// The well-known example of jwt.io, whose secret everybody knows.
const HMAC: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\
eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.\
SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";

const HMAC_SECRET: &str = "your-256-bit-secret";

fn at(desk: &str, text: &str) -> Learner {
    let mut learner = Learner::new(100, 30);
    learner.keys(desk);
    assert!(learner.pastes(text));
    learner
}

#[test]
fn repairs_are_marked_in_the_text_and_the_selected_one_is_taken_back_and_made_again() {
    let mut learner = at("c", DAMAGED);
    sees(&learner, "~ 2 \"token_type\": \"Bearer\",");
    sees(&learner, "3 repairs, z undoes");
    learner.keys("home");
    while !learner.sees("paste.single-quotes ─") {
        learner.keys("down");
        assert!(learner.app.checker.report.is_some());
    }
    sees(&learner, "- 'token_type': \"Bearer\",");
    sees(&learner, "+ \"token_type\": \"Bearer\",");
    learner.keys("z");
    assert_eq!(learner.app.checker.undone, ["paste.single-quotes"]);
    sees(&learner, "taken back: paste.single-quotes");
    sees(&learner, "json.syntax");
    learner.keys("home z");
    assert!(learner.app.checker.undone.is_empty());
    sees_not(&learner, "json.syntax");
    learner.keys("v");
    sees(&learner, "2 'token_type': \"Bearer\",");
}

#[test]
fn what_held_is_folded_where_something_is_wrong_and_unfolds() {
    let mut learner = at(
        "c",
        "{\"access_token\":\"abc.def\",\"token_type\":\"Bearr\"}",
    );
    let held = learner.app.checker.report.as_ref().unwrap();
    assert!(held.findings.len() > 3);
    let long = r#"{"access_token":"abc.def","token_type":"Bearer","expires_in":3600,"scope":7}"#;
    assert!(learner.pastes(long));
    sees(&learner, "rules held Space unfolds");
    sees_not(&learner, "pass reply.token_type");
    learner.keys("space");
    sees(&learner, "pass reply.token_type");
    learner.keys("space");
    sees_not(&learner, "pass reply.token_type");
}

#[test]
fn the_profile_strictness_and_the_target_change_the_verdict() {
    let mut learner = at("c", DAMAGED);
    sees(&learner, "0 fail");
    learner.keys("!");
    sees(&learner, "3 fail");
    sees(&learner, "(auto), strict");
    learner.keys("! P P");
    sees(&learner, "profile auth0");
    assert!(learner.pastes(TOKEN));
    sees(&learner, "profile auth0");
    sees_not(&learner, "claim.aud.mismatch");
    learner
        .keys("t down down down enter")
        .types("https://other.example");
    learner.keys("enter esc");
    sees(&learner, "claim.aud.mismatch");
    sees(&learner, "compared");
    learner.keys("t m esc");
    sees_not(&learner, "claim.aud.mismatch");
    assert_eq!(learner.app.checker.wanted.issuer, "http://127.0.0.1:9400/");
    learner.keys("t del esc");
    sees_not(&learner, "compared");
}

#[test]
fn the_practice_api_is_asked_only_after_it_was_said_where_the_token_goes() {
    let mut learner = at("c", TOKEN);
    learner.keys("a");
    sees(
        &learner,
        "the Reports API of the practice tenant, 127.0.0.1:9400",
    );
    assert!(learner.app.checker.call.last().is_none());
    learner.keys("esc");
    assert!(learner.app.checker.call.last().is_none());
    learner.keys("a enter");
    sees(&learner, "What the API checked");
    sees(&learner, "HTTP/1.1 200 OK");
    let asked = learner.app.checker.call.last().unwrap();
    assert_eq!(asked.request.url.host_str(), Some("127.0.0.1"));
    // A finding that is selected takes the place of the answer.
    learner.keys("down");
    sees_not(&learner, "What the API checked");
}

#[test]
fn a_text_without_a_token_cannot_be_asked_about() {
    let mut learner = at("c", "{\"error\":\"invalid_client\"}");
    learner.keys("a");
    sees(&learner, "no whole token here to ask with");
    let mut learner = at(
        "c",
        "{\"access_token\":\"a\\nb.c\",\"token_type\":\"Bearer\"}",
    );
    learner.keys("a");
    sees(&learner, "cannot be sent");
}

#[test]
fn a_report_goes_to_the_clipboard_or_into_a_file_and_holds_no_token() {
    let mut learner = at("c", TOKEN);
    learner.keys("X 1");
    learner.keys("X down enter");
    let [markdown, json] = &learner.copied[..] else {
        panic!("{:?}", learner.copied);
    };
    assert!(markdown.starts_with("# Check of a token response"));
    assert!(json.starts_with("{\"schema\":1,"));
    learner.keys("X 3");
    sees(&learner, "Kept as reports/check-20251121T110000Z.md");
    let signature = TOKEN.rsplit('.').next().unwrap();
    for text in learner.copied.iter().chain(&learner.kept) {
        assert!(!text.contains(signature));
    }
    assert_eq!(learner.kept.len(), 1);
}

#[test]
fn a_file_is_opened_by_its_path_and_a_missing_one_changes_nothing() {
    for (desk, words) in [("c", "paste.bare-token"), ("d", "who made the token")] {
        let mut learner = Learner::new(100, 30);
        learner.files.insert("token.txt".into(), TOKEN.into());
        learner
            .keys(desk)
            .keys("f")
            .types("token.txt")
            .keys("enter");
        sees(&learner, words);
        learner.keys("f").types("nowhere").keys("enter");
        sees(&learner, "Not opened: nowhere: no such file");
        sees(&learner, words);
    }
}

#[test]
fn the_selected_claim_is_marked_in_the_token() {
    let mut learner = at("d", TOKEN);
    let marked = |learner: &Learner| {
        let report = learner.app.decoder.report.as_ref().unwrap();
        let screen = learner.screen();
        let chosen = oauth_tutor::tui::theme::Role::Selection as u8;
        let cells = screen.content().iter();
        let text: String = cells
            .filter(|cell| cell.fg == ratatui::style::Color::Indexed(chosen))
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        assert!(report.jwt.text().contains(text.trim()), "{text}");
        text
    };
    let first = marked(&learner);
    learner.keys("down down");
    let third = marked(&learner);
    assert!(!first.is_empty() && !third.is_empty() && first != third);
}

#[test]
fn a_claim_is_changed_the_signature_fails_and_undo_brings_the_token_back() {
    let mut learner = at("d", HMAC);
    learner.keys("K");
    assert!(learner.pastes(HMAC_SECRET));
    sees_not(&learner, HMAC_SECRET);
    learner.keys("esc");
    sees(&learner, "passed");
    assert_eq!(learner.app.decoder.keys, KeyFetch::Given { count: 1 });
    learner
        .keys("down e ctrl+u")
        .types("\"Jane Doe\"")
        .keys("enter");
    sees(&learner, "✗ signature fits");
    sees(&learner, "You changed name.");
    sees(&learner, "name Jane Doe");
    learner.keys("y 1");
    assert!(learner.copied[0].ends_with(HMAC.rsplit('.').next().unwrap()));
    assert_ne!(learner.copied[0], HMAC);
    learner.keys("u");
    sees(&learner, "✓ signature fits");
    sees_not(&learner, "You changed");
    learner.keys("ctrl+r");
    sees(&learner, "✗ signature fits");
    sees(&learner, "name Jane Doe");
    learner.keys("ctrl+r");
    sees(&learner, "there is none to make again");
    learner.keys("u u");
    sees(&learner, "You have changed nothing.");
}

#[test]
fn what_is_no_json_is_refused_with_a_reason() {
    let mut learner = at("d", HMAC);
    learner.keys("e ctrl+u").types("Jane").keys("enter");
    sees(&learner, "text stands in double quotes");
    assert!(learner.app.decoder.edits.is_empty());
    for token in ["2YotnFZFEjr1zCsicMWpAA", "eyJhbGciOiJSUzI1NiJ9.eyJpc3Mi"] {
        let mut learner = at("d", token);
        learner.keys("e");
        sees(&learner, "no claim here that can be changed");
    }
}

#[test]
fn a_token_of_the_practice_tenant_that_is_changed_is_verified_at_once() {
    let mut learner = at("d", TOKEN);
    learner
        .keys("e ctrl+u")
        .types("\"https://evil.example\"")
        .keys("enter");
    assert_eq!(learner.app.decoder.keys, KeyFetch::Done);
    // The scripted key set holds another key, so the climb ends there.
    sees(&learner, "✗ finds the kid");
    sees(&learner, "The API stops here and answers 401.");
}

#[test]
fn a_wrong_key_and_a_text_that_is_no_key_are_told_apart() {
    let mut learner = at("d", HMAC);
    learner.keys("K");
    assert!(learner.pastes("another secret"));
    learner.keys("esc");
    sees(&learner, "failed");
    let mut learner = at("d", TOKEN);
    learner.keys("K");
    assert!(learner.pastes("no key at all"));
    sees(&learner, "What you gave is no key");
    sees(&learner, "not checked");
}

#[test]
fn every_size_draws_everything_that_lies_over_a_desk() {
    for (columns, rows) in [(60, 16), (60, 20), (80, 24), (120, 40)] {
        let mut learner = at("c", DAMAGED);
        learner.resizes(columns, rows);
        for (keys, words) in [
            ("t", "profile"),
            ("esc f", "Open a file"),
            ("esc X", "Markdown, into a new file"),
        ] {
            learner.keys(keys);
            sees(&learner, words);
        }
    }
}

/// A paste of a mebibyte, and a token with tens of thousands of claims: every view is drawn, and none walks over all for each.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "how long a frame takes is what is tested here"
)]
fn the_largest_pastes_are_drawn_in_every_view() {
    use base64::Engine as _;
    let claims: Vec<String> = (0..30_000).map(|at| format!("\"c{at}\":{at}")).collect();
    let payload = format!("{{{}}}", claims.join(","));
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(payload);
    let token = format!("eyJhbGciOiJSUzI1NiJ9.{payload}.AAAA");
    let line = format!("{{\"access_token\":\"{}é\"}}", "a".repeat(1_000_000));
    for (desk, text) in [("d", token), ("c", line)] {
        let mut learner = at(desk, &text);
        let started = std::time::Instant::now();
        for keys in ["v", "v", "v", "w", "end", "home"] {
            learner.keys(keys);
            assert!(!learner.text().is_empty());
        }
        let took = started.elapsed();
        assert!(took.as_secs() < 20, "{desk}: {took:?}");
    }
}

#[test]
fn what_is_pasted_with_a_secret_in_it_stands_there_masked_until_it_is_revealed() {
    let secret = "9fK2-mQ8zLp0";
    let line = format!(
        "curl -u job-7:{secret} https://as.example/token\n{{\"error\":\"invalid_client\"}}"
    );
    let mut learner = at("c", &line);
    sees_not(&learner, secret);
    sees(&learner, "curl -u *****");
    for _ in 0..3 {
        learner.keys("v");
        sees_not(&learner, secret);
    }
    learner.keys("r");
    sees(&learner, secret);
    learner.waits(11_000);
    sees_not(&learner, secret);
}
