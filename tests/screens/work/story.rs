//! Stories: a learner at the screens that do the work presses keys and sees what happens.

use crate::learner::{Learner, SECRET, TOKEN, sees, sees_not};
use oauth_tutor::app::Page;

const CREATE: &str = "1 ] ] ] ]";
const BUILD: &str = "1 ] ] ] ] pgdn pgdn";
const ADD_SCOPE: &str = "3 ] ] ] ] pgdn pgdn pgdn";
const SENT: &str = "1 ] ] ] ] pgdn pgdn s";
const READ: &str = "1 ] ] ] ] pgdn pgdn s ]";
const CHECK: &str = "1 ] ] ] ] pgdn pgdn s ] N";
const BREAK: &str = "1 ] ] ] ] pgdn pgdn s ] N N ]";

fn at(keys: &str) -> Learner {
    let mut learner = Learner::new(100, 30);
    learner.keys(keys);
    learner
}

/// Where the learner is, as the progress file spells it.
fn stage(learner: &Learner) -> String {
    let player = learner.app.player.as_ref().unwrap();
    player.at.name(player.lesson)
}

#[test]
fn letters_on_an_empty_text_row_are_text_and_commands_everywhere_else() {
    let mut learner = at(CREATE);
    // What is typed on the empty name is text: no letter of it is a command.
    learner.types("has");
    assert_eq!(learner.app.player.as_ref().unwrap().bench.form.name, "has");
    // Once the field is left, letters are commands again.
    learner.keys("esc h");
    sees(&learner, "Hint 1");
    learner.keys("esc down h h");
    sees(&learner, "Hint 2");
    learner.keys("esc");
    assert_eq!(stage(&learner), "create-app");
}

#[test]
fn a_letter_that_is_none_on_a_row_with_a_text_is_told_how_to_type() {
    for keys in [CREATE, BUILD] {
        let mut learner = at(keys);
        if keys == CREATE {
            learner.types("Night job");
            learner.keys("esc");
        }
        learner.keys("Q");
        sees(&learner, "Enter types into this row");
        sees_not(&learner, "Caps Lock");
    }
}

#[test]
fn whoever_comes_back_to_the_request_is_at_the_row_that_was_edited_last() {
    let mut learner = at(BUILD);
    learner
        .keys("down down down down enter")
        .types("read:reports");
    learner.keys("esc s pgup");
    sees(&learner, "\u{25b8} scope");
}

#[test]
fn up_leads_out_of_a_field_of_the_dashboard_to_the_row_above() {
    let mut learner = at(ADD_SCOPE);
    learner.keys("enter").types("customScope");
    learner.keys("enter").types("Mine");
    learner.keys("up");
    sees(&learner, "\u{25b8} Name");
    // The row above has a text, so that a letter is no text until it is opened.
    learner.types("z");
    sees(&learner, "customScope");
    sees_not(&learner, "customScopez");
    sees_not(&learner, "Minez");
}

#[test]
fn the_dashboard_registers_what_was_ticked_and_masks_the_secret() {
    let mut learner = at(CREATE);
    learner.keys("enter").types("Job");
    learner.keys("enter down down down space down space");
    sees(&learner, "permissions: 0 of 2 ticked");
    learner.keys("down space");
    sees(&learner, "permissions: 1 of 2 ticked");
    learner.keys("s");
    sees(&learner, "scriptedClientId0123456789abcdef");
    sees(&learner, "64 characters, ends 7f");
    sees_not(&learner, SECRET);
    learner.keys("r");
    sees(&learner, "scripted-secret-0123456789");
    learner.waits(10_001);
    sees_not(&learner, "scripted-secret");
}

#[test]
fn a_form_with_a_gap_is_not_sent_and_the_gap_is_selected() {
    let mut learner = at(CREATE);
    learner.keys("down s");
    assert!(learner.app.player.as_ref().unwrap().bench.app.is_none());
    sees(&learner, "Give the app a name first");
    // The name is selected, so Enter types into it.
    learner.keys("enter").types("J");
    assert_eq!(learner.app.player.as_ref().unwrap().bench.form.name, "J");
}

#[test]
fn an_app_that_keeps_no_secret_is_told_what_that_means() {
    let mut learner = at(CREATE);
    learner.keys("enter").types("Job");
    learner.keys("enter space down down down down space s");
    sees(&learner, "none: this type cannot keep one");
    sees(&learner, "Without a secret this app gets no token by");
}

#[test]
fn the_first_answer_to_the_question_beside_the_form_counts_and_gets_feedback() {
    let mut learner = at(CREATE);
    learner.keys("1 enter");
    sees(&learner, "the server never invents it");
    learner.keys("2 enter");
    sees(&learner, "✗ 1  The server fills it in later");
}

#[test]
fn the_build_screen_sends_with_one_letter() {
    let mut learner = at(BUILD);
    learner.waits(5_000);
    sees(&learner, "Nothing has been sent");
    learner.keys("s");
    assert_eq!(stage(&learner), "send");
    sees(&learner, "200 OK");
}

#[test]
fn a_letter_typed_into_a_field_is_no_command_and_f5_still_sends() {
    let mut learner = at(BUILD);
    learner.keys("down down down enter").types("s");
    assert_eq!(stage(&learner), "build");
    sees(&learner, "&audience=s");
    learner.keys("f5");
    assert_eq!(stage(&learner), "send");
}

#[test]
fn the_wire_view_follows_the_form_and_turns_into_curl() {
    let mut learner = at(BUILD);
    learner
        .keys("down down down enter")
        .types("https://api.reports.example");
    learner.keys("enter esc");
    sees(&learner, "&audience=https%3A%2F%2Fapi.reports.example");
    learner.keys("v");
    sees(&learner, "curl -X POST http://127.0.0.1:9400/oauth/token");
    sees_not(&learner, SECRET);
    learner.keys("v v");
    sees(&learner, "50 4f 53 54");
    learner.keys("v u");
    sees_not(&learner, "&audience=https%3A%2F%2Fapi.reports.example");
}

#[test]
fn a_secret_that_is_typed_stays_hidden_and_its_end_until_the_field_is_left() {
    for size in [(60, 20), (80, 24), (100, 30), (130, 40)] {
        let mut learner = at(BUILD);
        learner
            .resizes(size.0, size.1)
            .keys("down down enter ctrl+u");
        for letter in "hunter2-hunter2".chars() {
            learner.types(&letter.to_string());
            sees_not(&learner, "ends");
            sees_not(&learner, "hunter2");
        }
        learner.keys("esc");
        sees(&learner, "15 characters, ends r2");
        sees_not(&learner, "hunter2");
    }
}

#[test]
fn a_refusal_names_the_check_that_failed() {
    let mut learner = at(BUILD);
    learner.keys("down down enter").types("x").keys("f5");
    sees(&learner, "401 access_denied");
    sees(&learner, "The server stopped at secret");
    learner.waits(5_000);
    sees(&learner, "No token: 401 access_denied.");
    learner.keys("pgup");
    assert_eq!(stage(&learner), "build");
}

#[test]
fn the_server_shows_its_own_record() {
    let mut learner = at(SENT);
    learner.keys("v");
    sees(&learner, "The server's own record");
    learner.keys("down down");
    sees(&learner, "By RFC 6749 4.4.2");
    learner.keys("v");
    sees(&learner, "What happened");
}

#[test]
fn steps_of_the_exchange_are_opened_one_by_one() {
    let mut learner = at(SENT);
    learner.keys("tab home");
    sees(&learner, "Step 1: the request");
    sees(&learner, "POST /oauth/token HTTP/1.1");
    learner.keys("end a");
    sees(&learner, "the API's reply");
    sees(&learner, "GET /api/reports");
}

#[test]
fn a_token_is_read_part_by_part_and_checked_step_by_step() {
    let mut learner = at(READ);
    sees(&learner, "24 h 00 min 00 s left");
    learner.waits(1_000);
    sees(&learner, "23 h 59 min 59 s left");
    learner.keys("1");
    sees(&learner, "1 HEADER");
    sees(&learner, "how it is signed");
    learner.keys("3");
    sees(&learner, "made with RS256");
    sees_not(&learner, "c2NyaXB0ZWQtbm90LWEtc2lnbmF0dXJl");
    learner.keys("V");
    sees(&learner, "✓ keys of the server fetched");
    sees(&learner, "✗ kid names one of them");
}

#[test]
fn the_api_is_called_with_and_without_the_token() {
    let mut learner = at(READ);
    learner.keys("A");
    sees(&learner, "401 Unauthorized");
    sees(&learner, "WWW-Authenticate: Bearer realm=\"api\"");
    learner.keys("a");
    sees(&learner, "with the token");
    sees(&learner, "What the API checked");
}

#[test]
fn the_own_reply_is_checked_and_a_paste_replaces_it() {
    let mut learner = at(CHECK);
    sees(&learner, "The practice curl");
    learner.keys("m");
    sees(&learner, "NO FAULT");
    assert!(learner.pastes(TOKEN));
    sees(&learner, "paste.bare-token");
    sees_not(&learner, "NO FAULT");
    assert_eq!(learner.app.player.as_ref().unwrap().bench.desk.text, TOKEN);
}

#[test]
fn what_is_pasted_into_the_field_replaces_too_and_esc_leaves_it() {
    let mut learner = at("c");
    assert!(learner.pastes("{\"error\":\"invalid_client\"}"));
    sees(&learner, "reply.error");
    learner.keys("p");
    assert!(learner.pastes("<html>"));
    assert_eq!(learner.app.checker.text, "<html>");
    learner.keys("esc");
    assert_eq!(
        learner.app.page,
        Page::Checker,
        "Esc leaves the field first"
    );
    sees(&learner, "paste.html");
    learner.keys("del");
    sees(&learner, "Nothing here yet");
    learner.keys("esc");
    assert_eq!(learner.app.page, Page::Home);
}

#[test]
fn the_line_ends_that_terminals_send_are_line_ends() {
    let mut learner = at("c");
    assert!(learner.pastes("{\r  \"error\":\r\n\"x\"\r}"));
    assert_eq!(learner.app.checker.text, "{\n  \"error\":\n\"x\"\n}");
}

#[test]
fn a_large_paste_is_judged_and_every_size_draws_it() {
    let mut learner = at("c");
    let long = format!(
        "{{\"access_token\":\"{}\",\"token_type\":1}}",
        "a".repeat(100_000)
    );
    assert!(learner.pastes(&long));
    sees(&learner, "reply.token_type.type");
    for (columns, rows) in [(60, 20), (80, 24), (60, 16), (120, 40)] {
        learner.resizes(columns, rows);
        sees(&learner, "FAIL");
    }
}

#[test]
fn the_experiment_is_broken_compared_and_put_back() {
    let mut learner = at(BREAK);
    learner.keys("s");
    sees(&learner, "Make the change first");
    learner.keys("b 2 enter + s");
    sees(&learner, "401 Unauthorized");
    sees(&learner, "≠");
    sees(&learner, "You said");
    learner.keys("p");
    sees(&learner, "In your error book");
    assert!(!learner.interrupted);
    assert!(
        learner
            .saved
            .as_ref()
            .is_some_and(|kept| kept.error_book.contains_key("B1"))
    );
}

#[test]
fn tokens_that_are_no_plain_jwt_are_explained() {
    let mut learner = at("d");
    for (token, words) in [
        (
            "2YotnFZFEjr1zCsicMWpAA",
            "Nobody but that server can look it up",
        ),
        ("eyJhbGciOiJSUzI1NiJ9.eyJpc3Mi", "token.parts"),
        (
            "eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a2V5.aXY.Y2lwaGVydGV4dA.dGFn",
            "how the content is encrypted",
        ),
        ("Bearer eyJhbGciOiJub25lIn0.e30.", "token.alg.none"),
    ] {
        assert!(learner.pastes(token));
        sees(&learner, words);
    }
    assert!(learner.copied.is_empty());
}

#[test]
fn on_a_small_screen_every_pane_is_a_tab_away() {
    let mut learner = at(SENT);
    learner.resizes(60, 20);
    sees(&learner, "HTTP/1.1 200 OK");
    learner.keys("tab");
    sees(&learner, "AUTH SERVER");
    learner.keys("tab");
    sees(&learner, "You predicted, it did");
    learner.keys("tab");
    sees(&learner, "HTTP/1.1 200 OK");
}

#[test]
fn what_does_not_fit_is_scrolled_to() {
    let mut learner = at(CHECK);
    learner.resizes(60, 16);
    sees_not(&learner, "client_secret=********");
    learner.keys("end");
    sees(&learner, "client_secret=********");
    learner.keys("home w");
    sees(&learner, "What to do");
    learner.keys("end");
    sees(&learner, "OAuth School asks for the entire response too");
    learner.keys("w m");
    sees(&learner, "NO FAULT");
}

#[test]
fn whoever_types_on_types_into_the_next_field() {
    let mut learner = at(BUILD);
    learner
        .keys("down down down enter")
        .types("https://api.users.example");
    learner.keys("enter").types("s");
    // The letter went into the scope: nothing was sent.
    assert_eq!(stage(&learner), "build");
    sees(&learner, "&scope=s");
    learner.keys("up esc");
    sees(&learner, "&audience=https%3A%2F%2Fapi.users.example");
    learner.keys("s");
    assert_eq!(stage(&learner), "send");
}

#[test]
fn an_audience_that_the_tenant_does_not_know_is_named_before_sending() {
    let mut learner = at(BUILD);
    learner
        .keys("down down down enter")
        .types("https://api.reports.example");
    sees(&learner, "it may call this API");
    learner.types("/");
    sees(&learner, "no API of this tenant has that identifier");
}

#[test]
fn changes_of_the_form_stay_in_sight_until_they_are_created_or_taken_back() {
    let mut learner = at(BUILD);
    learner.keys("[ enter enter").types("2");
    learner.keys("esc esc");
    sees(&learner, "Changed in the form, not in your app");
    sees(&learner, "Nightly report job2");
    learner.keys("down enter");
    sees_not(&learner, "Nightly report job2");
    sees_not(&learner, "Changed in the form");
    learner.keys("u");
    sees(&learner, "Nightly report job2");
}

#[test]
fn a_change_of_the_form_that_was_not_made_is_not_done() {
    let mut learner = at(BUILD);
    learner.keys("[ enter enter").types("2");
    learner.keys("esc esc");
    sees(&learner, "4/5 done");
    // It is asked about once, and anew after anything else was done.
    learner.keys("pgdn");
    assert_eq!(stage(&learner), "create-app");
    sees(&learner, "is not in your app yet");
    learner.keys("s enter");
    sees_not(&learner, "Changed in the form");
    learner.keys("pgdn");
    assert_ne!(stage(&learner), "create-app");
}

#[test]
fn a_typed_answer_survives_leaving_its_field() {
    let mut learner = Learner::new(80, 24);
    learner.keys("3 g end up up enter");
    learner.types("ab").keys("esc");
    sees(&learner, "Card 5 of 6");
    learner.keys("enter");
    sees(&learner, "Card 5 of 6");
    sees(&learner, "ab");
    learner.keys("enter");
    sees(&learner, "Answered.");
}
