//! Pictures of the screens at three sizes, in their main states. Read them as a stranger would; accept none unread.

use crate::learner::Learner;
use crate::picture::picture;

const SIZES: [(u16, u16); 3] = [(60, 20), (80, 24), (100, 30)];

/// The keys that lead from home to the end of lesson 1's actions, every step skipped or done by its shortest way.
const SENT: &str = "1 ] 2 + ] 1 ] 4 + ] pgdn pgdn s";

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
fn home_before_anything_was_done() {
    pictures("home", "");
}

#[test]
fn home_with_a_lesson_begun() {
    pictures("home-begun", "1 ] 2 enter q");
}

#[test]
fn goal() {
    pictures("goal", "1");
}

#[test]
fn a_question_before_and_after_the_guess() {
    pictures("predict-open", "1 ]");
    pictures("predict-guessed", "1 ] 2 enter +");
}

#[test]
fn a_question_that_the_exchange_has_settled() {
    pictures("predict-settled", &format!("{SENT} g 2"));
}

#[test]
fn explanation_of_the_own_exchange() {
    pictures(
        "explain",
        &format!("{SENT} g end up up up up up up up enter j j j j"),
    );
}

#[test]
fn explanation_before_anything_was_sent() {
    pictures("explain-empty", "1 g end up up up up up up up enter");
}

#[test]
fn a_card_open_and_answered_wrong() {
    pictures("quiz-open", "1 g end up up up up enter");
    pictures("quiz-wrong", "1 g end up up up up enter 1 enter");
}

#[test]
fn the_end() {
    pictures("done", &format!("{SENT} g end enter"));
}

#[test]
fn overlays() {
    pictures("help", "1 ] ?");
    pictures("hint", "1 ] ] ] ] esc h h");
    pictures("jump", "1 g");
    pictures("settings", ", down");
    pictures("confirm", "1 ] ] ] ] esc x");
    pictures("copy", &format!("{SENT} y"));
}

fn footer(learner: &Learner) -> String {
    learner.text().lines().last().unwrap_or_default().to_owned()
}

#[test]
fn while_a_field_is_typed_into_no_letter_is_offered_as_a_key() {
    let mut learner = Learner::new(100, 30);
    learner.keys("1 ] ] ] ] esc");
    assert!(footer(&learner).contains("h hint"), "{}", footer(&learner));
    learner.keys("e");
    let footer = footer(&learner);
    assert!(footer.contains("F1 help"), "{footer}");
    assert!(footer.contains("Esc leave"), "{footer}");
    assert!(!footer.contains(" h ") && !footer.contains('?'), "{footer}");
}

#[test]
fn a_refused_request_is_met_with_the_way_back() {
    let mut learner = Learner::new(100, 30);
    learner
        .keys("1 ] ] ] ] pgdn pgdn down down e")
        .types("x")
        .keys("f5");
    assert!(
        learner.sees("No token: 401 access_denied."),
        "{}",
        learner.text()
    );
    let footer = footer(&learner);
    assert!(footer.starts_with("PgUp back"), "{footer}");
}

#[test]
fn a_terminal_too_small_says_what_it_needs() {
    let mut learner = Learner::new(50, 10);
    assert!(learner.sees("Too small: needs 60x16, has 50x10."));
    learner.resizes(10, 4);
    assert!(learner.sees("needs 60x16"), "{}", learner.text());
    learner.resizes(60, 16);
    assert!(learner.sees("Your first token"));
}

#[test]
fn tab_goes_from_field_to_field_as_in_any_form() {
    let mut learner = Learner::new(100, 30);
    learner
        .keys("1 ] ] ] ] pgdn pgdn down down down")
        .types("https://a")
        .keys("tab");
    learner.types("read:reports").keys("tab");
    let draft = &learner.app.player.as_ref().unwrap().bench.draft;
    assert_eq!(draft.audience, "https://a");
    assert_eq!(draft.scope, "read:reports");
    assert!(
        !footer(&learner).contains("next field"),
        "{}",
        footer(&learner)
    );
}

#[test]
fn every_hint_can_be_read_on_the_smallest_screen() {
    let mut learner = Learner::new(60, 20);
    learner.keys("1 ] ] ] ] pgdn pgdn h h h h");
    assert!(learner.sees("Solution") && !learner.sees("Hint 1"));
    learner.keys("home");
    assert!(learner.sees("Hint 1"), "{}", learner.text());
}

#[test]
fn help_leaves_out_what_a_step_does_not_ask() {
    let mut learner = Learner::new(100, 60);
    learner.keys("1 ] ] ] ] pgdn pgdn ?");
    assert!(learner.sees("send the request"));
    assert!(!learner.sees("surer of the guess"), "{}", learner.text());
}
