//! The sandbox on the whole screen: how it is opened, what stands there, and what can be done with it.

use crate::learner::{Learner, SECRET, sees, sees_not};
use crate::picture::picture;
use oauth_tutor::app::deed::Deed;
use oauth_tutor::app::message::Message;
use oauth_tutor::lesson::target::TargetName;
use rstest::rstest;

const SIZES: [(u16, u16); 3] = [(60, 20), (80, 24), (100, 30)];

#[track_caller]
fn pictures(name: &str, keys: &str) {
    for (columns, rows) in SIZES {
        let mut learner = Learner::new(columns, rows);
        learner.keys(keys);
        insta::assert_snapshot!(
            format!("{name}-{columns}x{rows}"),
            picture(&learner.screen())
        );
    }
}

#[test]
fn which_server_is_asked_first() {
    pictures("sandbox-which", "S");
}

#[test]
fn an_app_is_there_and_nothing_is_demanded() {
    pictures("sandbox", "S enter");
}

#[test]
fn its_row_on_home_opens_it_too_and_it_goes_on_where_it_was() {
    let mut learner = Learner::new(100, 30);
    learner.keys("end up up enter");
    assert!(learner.sees("Sandbox at Okta"), "{}", learner.text());
    learner.keys("1 pgdn q S 1");
    assert!(learner.sees("[Do 2/"), "{}", learner.text());
}

#[test]
fn the_server_in_hand_stands_in_the_footer_in_place_of_hints() {
    let mut learner = Learner::new(100, 30);
    learner.keys("S 1");
    assert!(learner.sees("W servers"), "{}", learner.text());
    assert!(!learner.sees("h hint"), "{}", learner.text());
    learner.keys("W esc");
    assert!(learner.sees("Sandbox at Auth0"), "{}", learner.text());
}

#[test]
fn two_requests_are_compared_byte_by_byte() {
    let mut learner = Learner::new(100, 30);
    learner.keys("S 1 D");
    assert!(
        learner.sees("no two answered requests"),
        "{}",
        learner.text()
    );
    // The scope is filled in between.
    learner.keys("esc f5 pgup down down down down enter");
    learner.types("read:reports").keys("esc f5 D");
    assert!(learner.sees("Request:"), "{}", learner.text());
    let text = learner.text();
    assert!(text.contains("+ &scope=read%3Areports"), "{text}");
    assert!(text.contains("^^^^"), "{text}");
    assert!(!text.contains(SECRET), "{text}");
    // There is none further back.
    learner.keys("2");
    sees(&learner, "Number 2, the newest, beside number 1");
    sees(&learner, "There was no answered request so far back.");
}

/// A learner who has had one body and then the other.
fn answered(bodies: [&str; 2]) -> Learner {
    let mut learner = Learner::new(100, 30);
    learner.keys("S 1");
    for body in bodies {
        learner.body = Some(body.to_owned());
        learner.keys("f5");
    }
    learner
}

#[rstest]
#[case::white_space("{\"error\":\"a\"}", "{ \"error\" : \"a\" }")]
#[case::line_ends("one\ntwo", "one\r\ntwo")]
#[case::the_last_line_end("one", "one\n")]
fn bytes_that_no_line_shows_are_not_said_to_be_the_same(#[case] one: &str, #[case] other: &str) {
    let mut learner = answered([one, other]);
    learner.keys("D");
    let text = learner.text();
    assert!(text.contains("Reply: these lines are the same"), "{text}");
    let mut learner = answered([one, one]);
    learner.keys("D");
    let text = learner.text();
    assert!(text.contains("Reply: every byte is the same"), "{text}");
}

#[rstest]
#[case::a_secret(SECRET, &format!("you sent {SECRET}"))]
#[case::a_trailing_comma("TokenOf18Characte", r#"{"access_token":"TokenOf18Characte",}"#)]
#[case::a_short_one("TokenOf18Characte", r#"{"access_token":"TokenOf18Characte"}"#)]
#[case::deeper(
    "TokenOf18Characte",
    r#"{"data":{"access_token":"TokenOf18Characte"}}"#
)]
#[case::another_name("TokenOf18Characte", r#"{"accessToken":"TokenOf18Characte"}"#)]
#[case::a_list("TokenOf18Characte", r#"[{"access_token":"TokenOf18Characte"}]"#)]
#[case::a_form(
    "TokenOf18Characte",
    "access_token=TokenOf18Characte&token_type=bearer"
)]
fn nothing_secret_of_a_reply_is_shown_while_the_chip_says_masked(
    #[case] hidden: &str,
    #[case] body: &str,
) {
    let mut learner = answered([body, body]);
    for keys in ["", "D", "end"] {
        learner.keys(keys);
        let text = learner.text();
        assert!(text.contains("masked"), "{text}");
        assert!(!text.contains(hidden), "{text}");
    }
}

#[test]
fn what_is_compared_at_each_size() {
    pictures(
        "sandbox-runs",
        "S 1 f5 pgup down down down down enter r e a d esc f5 D",
    );
}

/// A learner in the sandbox who has kept two scenarios.
fn keeper(columns: u16, rows: u16) -> Learner {
    let mut learner = Learner::new(columns, rows);
    learner.keys("S 1 L enter");
    assert!(learner.sees("Kept as Auth0 1."), "{}", learner.text());
    learner.keys("L");
    learner
        .types("proof of possession, as a form")
        .keys("enter");
    learner
}

#[track_caller]
fn kept(name: &str, keys: &str) {
    for (columns, rows) in SIZES {
        let mut learner = keeper(columns, rows);
        learner.keys(keys);
        insta::assert_snapshot!(
            format!("{name}-{columns}x{rows}"),
            picture(&learner.screen())
        );
    }
}

#[test]
fn no_scenario_is_kept_yet() {
    pictures("sandbox-scenarios-none", "S 1 L");
}

#[test]
fn the_scenarios_of_this_server() {
    kept("sandbox-scenarios", "L down down");
}

#[test]
fn a_name_is_typed_and_writing_over_asks() {
    kept("sandbox-scenarios-over", "L A u t h 0 space 1 enter");
}

#[test]
fn what_was_loaded_can_be_had_back_and_deleting_asks() {
    kept("sandbox-scenarios-drop", "L down enter L down down del");
}

#[test]
fn scenarios_are_kept_written_over_loaded_and_deleted_by_keys() {
    let mut learner = keeper(100, 30);
    assert_eq!(learner.scenarios.len(), 2);
    assert!(learner.sees("L scenarios"), "{}", learner.text());
    // Another scope, kept over the first one.
    learner.keys("down down down down enter");
    learner.types("read:reports").keys("esc L");
    learner.types("Auth0 1").keys("enter esc");
    assert_eq!(learner.scenarios["Auth0 1"].request.scope, "");
    learner.keys("enter enter");
    assert_eq!(learner.scenarios["Auth0 1"].request.scope, "read:reports");
    // The other one has no scope.
    learner.keys("L down down enter");
    assert!(learner.sees("Loaded: proof of"), "{}", learner.text());
    let scope = |learner: &Learner| {
        let player = learner.app.player.as_ref().unwrap();
        player.bench.draft.scope.clone()
    };
    assert_eq!(scope(&learner), "");
    learner.keys("L down enter");
    assert_eq!(scope(&learner), "read:reports");
    learner.keys("u");
    assert_eq!(scope(&learner), "");
    // Deleting asks, and leaves the list open.
    learner.keys("L down down down del esc del enter");
    assert!(learner.sees("Deleted: proof of"), "{}", learner.text());
    assert_eq!(learner.scenarios.len(), 1);
    assert!(learner.sees("Esc closes"), "{}", learner.text());
}

#[test]
fn a_name_of_a_scenario_is_one_line_of_signs_that_can_be_seen() {
    let mut learner = Learner::new(80, 24);
    learner.keys("S 1 L");
    learner.pastes("a\u{1b}[2Jb\u{202e}\nc");
    learner.keys("enter");
    for name in learner.scenarios.keys() {
        assert!(!name.contains(['\u{1b}', '\u{202e}', '\n']), "{name:?}");
    }
    learner.keys("L");
    learner.types(SECRET).keys("enter");
    sees(&learner, "40 signs at most");
    learner.keys("esc L");
    learner
        .types("xK9vQ2mZ7rT4wB8nL3pH6sD1gF5jY0cUa3Ve8Wd2")
        .keys("enter");
    sees(&learner, "That name tells a secret");
    assert!(learner.scenarios.keys().all(|name| !name.contains(SECRET)));
}

#[test]
fn a_name_that_is_too_long_stays_in_its_field_with_the_reason() {
    let mut learner = Learner::new(80, 24);
    let name = "the forty first sign of this name is over";
    learner.keys("S 1 L");
    learner.types(name).keys("enter");
    sees(&learner, "40 signs at most, and this one has 41");
    sees(&learner, name);
    assert!(learner.scenarios.is_empty());
    learner.keys("backspace enter");
    assert!(learner.scenarios.contains_key(name.trim_end_matches('r')));
}

#[test]
fn outside_a_sandbox_there_are_no_scenarios() {
    let mut learner = Learner::new(80, 24);
    learner.keys("enter pgdn pgdn");
    learner.tell(oauth_tutor::app::message::Message::Scenario(
        oauth_tutor::app::message::ScenarioAct::Keep(String::new()),
    ));
    assert!(
        learner.sees("Scenarios are of the sandboxes"),
        "{}",
        learner.text()
    );
    assert!(learner.scenarios.is_empty());
}

/// The words of the question before a sandbox is put away.
const LEAVES: &str = "puts the sandbox away";

#[rstest]
#[case::another_sandbox("S 2")]
#[case::a_test("home down t")]
#[case::a_lesson("home enter")]
#[case::a_lesson_by_its_number("2")]
fn each_way_out_asks_once_before_the_sandbox_is_put_away(#[case] keys: &str) {
    let mut learner = Learner::new(80, 24);
    learner.keys("S 1 f5 q").keys(keys);
    sees(&learner, LEAVES);
    learner.keys("esc");
    sees_not(&learner, LEAVES);
    let runs = |learner: &Learner| learner.app.player.as_ref().unwrap().bench.runs.len();
    assert_eq!(runs(&learner), 1);
    learner.keys(keys);
    // What comes meanwhile takes no question away, and no other key answers it.
    learner.keys("x down").tell(Message::Clock);
    sees(&learner, LEAVES);
    learner.keys("enter");
    sees_not(&learner, LEAVES);
    assert_eq!(runs(&learner), 0);
}

#[test]
fn the_question_before_a_sandbox_is_put_away() {
    pictures("sandbox-leave", "S 1 f5 q S 2");
}

#[test]
fn experiments_are_tried_without_a_guess_and_leave_their_line() {
    let mut learner = Learner::new(100, 30);
    learner.keys("S 1 f5 g end up enter");
    sees(&learner, "experiment 1 of 13");
    learner.keys("b f5 p");
    sees(&learner, "In your error book");
    let saved = learner.saved.as_ref().expect("something was kept");
    assert!(saved.error_book.contains_key("B1"));
    assert!(saved.lessons.is_empty());
}

#[test]
fn each_change_of_the_server_by_hand_is_found_by_its_name_in_the_palette() {
    let mut learner = Learner::new(100, 30);
    learner.keys("S 1");
    let offered: Vec<Deed> = learner.app.deeds();
    assert!(offered.len() > 9, "{offered:?}");
    for deed in offered {
        let mut learner = Learner::new(100, 30);
        // Another server was in hand before: the one of the sandbox is meant.
        learner.keys("s t q S 1 :");
        learner.types(deed.name());
        sees(&learner, &format!("Server: {}", deed.name()));
        learner.keys("enter");
        let said = learner.app.toast.as_ref().map(|toast| toast.text.as_str());
        assert_eq!(said, Some(deed.means()));
        assert_eq!(learner.app.target_in_hand(), TargetName::Auth0);
    }
}

#[test]
fn in_a_lesson_the_palette_leaves_the_server_alone() {
    let mut learner = Learner::new(100, 30);
    learner.keys("1 : r u l e");
    sees_not(&learner, "Server:");
}

#[test]
fn an_experiment_is_opened_by_its_name() {
    let mut learner = Learner::new(100, 30);
    learner.keys("S 1 f5 g end up enter :");
    learner.types("no audience").keys("enter");
    sees(&learner, "B6 No audience");
}
