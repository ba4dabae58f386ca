//! Questions: predictions, cards, questions beside the work; and hints.

use oauth_tutor::app::guess::Sureness;
use oauth_tutor::app::message::Play;
use oauth_tutor::app::verdict::Verdict;
use oauth_tutor::lesson::model::Ask;

use crate::update::{TOKEN_REPLY, Tutor, answered, run_of};

/// A guess at the first prediction of lesson 1: how many requests a token takes.
fn guess(option: usize) -> Play {
    let id = GUESSED.into();
    Play::Guess { id, option }
}

const GUESSED: &str = "l1-requests";

#[test]
fn a_guess_can_be_changed_before_the_event_and_not_after_it() {
    let mut tutor = Tutor::at("build");
    tutor.play(guess(1));
    tutor.play(Play::Sure {
        id: GUESSED.into(),
        sureness: Sureness::Certain,
    });
    tutor.play(guess(0));
    assert_eq!(tutor.player().guesses[GUESSED].sureness, Sureness::Certain);
    let run = run_of(&tutor.play(Play::Send));
    tutor.tell(answered(run, 200, TOKEN_REPLY));
    tutor.play(guess(1));
    tutor.play(Play::Sure {
        id: GUESSED.into(),
        sureness: Sureness::Guess,
    });
    let stands = tutor.player().guesses[GUESSED];
    assert_eq!((stands.option, stands.sureness), (0, Sureness::Certain));
}

#[test]
fn a_refused_request_settles_no_prediction_about_a_token() {
    let mut tutor = Tutor::at("build");
    tutor.play(guess(1));
    let run = run_of(&tutor.play(Play::Send));
    tutor.tell(answered(run, 401, r#"{"error":"access_denied"}"#));
    tutor.play(guess(0));
    assert_eq!(tutor.player().guesses[GUESSED].option, 0);
    let ask = tutor.player().lesson.ask(GUESSED).unwrap();
    let verdict = tutor.app.verdict(ask).unwrap();
    assert!(matches!(verdict, Verdict::Waiting(_)), "{verdict:?}");
}

fn pick(id: &str, option: usize) -> Play {
    let id = id.into();
    Play::Answer { id, option }
}

#[test]
fn the_first_answer_to_a_card_counts() {
    let mut tutor = Tutor::at("quiz");
    assert_eq!(tutor.spot(), "quiz.1");
    tutor.play(pick("recall", 1));
    tutor.play(pick("recall", 0));
    tutor.play(pick("recall", 99));
    assert_eq!(tutor.player().answers["recall"], 1);
}

#[test]
fn a_question_beside_the_work_may_be_answered_again() {
    let mut tutor = Tutor::at("create-app");
    tutor.play(pick("l1-callback", 0));
    tutor.play(pick("l1-callback", 1));
    tutor.play(pick("l1-callback", 99));
    assert_eq!(tutor.player().answers["l1-callback"], 1);
}

#[test]
fn the_first_text_that_is_typed_on_a_card_counts_and_a_blank_is_none() {
    let mut tutor = Tutor::new();
    tutor.open("basic-and-scopes");
    for text in ["  ", " job:k3 ", "another"] {
        tutor.play(Play::Type {
            id: "apply".into(),
            text: text.into(),
        });
    }
    assert_eq!(tutor.player().typed["apply"], "job:k3");
}

fn arrange(id: &str, item: usize, to: Option<usize>) -> Play {
    let id = id.into();
    Play::Arrange { id, item, to }
}

#[test]
fn items_of_an_order_get_the_next_number_lose_it_again_and_the_last_one_takes_what_is_left() {
    let mut tutor = Tutor::new();
    tutor.open("automate");
    let ask = tutor.player().lesson.ask("l4-order").unwrap();
    let places = |tutor: &Tutor| tutor.player().places_of(ask);
    tutor.play(arrange("l4-order", 2, None));
    tutor.play(arrange("l4-order", 99, None));
    tutor.play(arrange("l4-order", 0, None));
    assert_eq!(places(&tutor), [2, 0, 1, 0]);
    // The first gives its number back, and the next one moves up.
    tutor.play(arrange("l4-order", 2, None));
    assert_eq!(places(&tutor), [1, 0, 0, 0]);
    tutor.play(arrange("l4-order", 0, None));
    for item in [2, 0] {
        tutor.play(arrange("l4-order", item, None));
    }
    assert!(!tutor.player().is_answered("l4-order"));
    tutor.play(arrange("l4-order", 3, None));
    // One was left, so it is the last; nothing is answered before it is said to be the answer.
    assert_eq!(places(&tutor), [2, 4, 1, 3]);
    assert!(!tutor.player().is_answered("l4-order"));
    tutor.play(Play::Type {
        id: "l4-order".into(),
        text: "2 4 1 3".into(),
    });
    assert_eq!(tutor.player().typed["l4-order"], "2 4 1 3");
    assert!(
        !tutor.player().is_right(ask),
        "the call came before the token"
    );
    tutor.play(arrange("l4-order", 0, None));
    assert_eq!(places(&tutor), [2, 4, 1, 3], "the first answer counts");
}

#[test]
fn items_go_into_the_boxes_that_there_are_and_are_right_in_theirs() {
    let mut tutor = Tutor::new();
    tutor.open("private-key-jwt");
    let ask = tutor.player().lesson.ask("l5-sort").unwrap();
    for (item, to) in [(0, 1), (0, 2), (1, 2), (1, 0), (1, 3)] {
        tutor.play(arrange("l5-sort", item, Some(to)));
    }
    assert_eq!(tutor.player().places_of(ask), [2, 2, 0, 0, 0, 0]);
    assert!(!tutor.player().is_answered("l5-sort"));
    let right: Vec<usize> = ask.options.iter().filter_map(|item| item.place).collect();
    for (item, place) in right.iter().enumerate() {
        tutor.play(arrange("l5-sort", item, Some(*place)));
    }
    let (id, text) = (ask.id.clone(), Ask::spelled(&right));
    tutor.play(Play::Type { id, text });
    assert!(tutor.player().is_right(ask));
}

#[test]
fn a_card_without_an_answer_holds_up_once() {
    let mut tutor = Tutor::at("quiz");
    tutor.play(Play::Next);
    assert_eq!(tutor.spot(), "quiz.1");
    assert!(tutor.toast().contains("Answer the card first"));
    tutor.play(Play::Next);
    assert_eq!(tutor.spot(), "quiz.2");
    tutor.play(pick("spot", 2));
    tutor.play(Play::Next);
    assert_eq!(tutor.spot(), "quiz.3");
}

#[test]
fn hints_open_one_by_one_and_end_with_the_solution() {
    let mut tutor = Tutor::at("build");
    for open in 1..=4 {
        tutor.play(Play::Hint);
        assert_eq!(tutor.player().hints_open(), open);
    }
    tutor.play(Play::Hint);
    assert_eq!(tutor.player().hints_open(), 4);
}
