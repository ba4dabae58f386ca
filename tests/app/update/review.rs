//! Review: what was wrong comes back after 1, 3 and 7 days, what the learner was certain of first.

use oauth_tutor::app::Page;
use oauth_tutor::app::guess::Sureness;
use oauth_tutor::app::message::{Go, Message, Play};
use oauth_tutor::app::progress::Progress;
use oauth_tutor::lesson::model::Ask;
use oauth_tutor::lesson::{belief, course};

use crate::update::{NOW, TOKEN_REPLY, Tutor, answered, run_of};

const DAY: i64 = 86_400_000;

impl Tutor {
    fn on_day(&mut self, day: i64, message: Message) {
        self.app.update(NOW.plus(day * DAY), message);
    }

    fn picks(&mut self, day: i64, id: &str, option: usize) {
        let id = id.into();
        self.on_day(day, Message::Play(Play::Answer { id, option }));
    }

    /// The questions of the sitting that begins on that day.
    fn sitting(&mut self, day: i64) -> Vec<String> {
        self.on_day(day, Message::Go(Go::Home));
        self.on_day(day, Message::Go(Go::Review));
        match self.app.page {
            Page::Lesson => self.asks().map(|ask| ask.id.clone()).collect(),
            _ => Vec::new(),
        }
    }

    fn asks(&self) -> impl Iterator<Item = &'static Ask> {
        self.player().lesson.asks().map(|(_, ask)| ask)
    }

    fn due(&self) -> usize {
        self.app.review().map_or(0, |standing| standing.due)
    }
}

/// The index of the right option of a card of lesson 1, and of another.
fn options(id: &str) -> (usize, usize) {
    let ask = course().lesson("first-token").unwrap().ask(id).unwrap();
    let right = ask.right().unwrap();
    (right, usize::from(right == 0))
}

#[test]
fn a_card_that_was_wrong_comes_back_after_one_three_and_seven_days_and_then_stays_away() {
    let mut tutor = Tutor::at("quiz");
    assert_eq!(tutor.app.review(), None, "nothing was wrong");
    let (right, wrong) = options("recall");
    tutor.picks(0, "recall", wrong);
    tutor.picks(0, "spot", options("spot").0);
    assert!(tutor.sitting(0).is_empty(), "it is not due on the same day");
    assert!(tutor.toast().contains("in a day"), "{}", tutor.toast());
    let card = "first-token/recall";
    for day in [1, 4, 11] {
        assert!(tutor.sitting(day - 1).is_empty(), "not before day {day}");
        assert_eq!(tutor.sitting(day), [card], "on day {day}");
        tutor.picks(day, card, right);
        // Nothing is news any more, and nothing is saved.
        for message in [Message::Play(Play::Hint), Message::Clock] {
            let effects = tutor.app.update(NOW.plus(day * DAY), message);
            assert!(effects.is_empty(), "day {day}: {effects:?}");
        }
    }
    assert!(tutor.sitting(400).is_empty());
}

#[test]
fn a_card_that_is_wrong_again_begins_anew_and_counts_once() {
    let mut tutor = Tutor::at("quiz");
    let (right, wrong) = options("recall");
    tutor.picks(0, "recall", wrong);
    let card = "first-token/recall";
    tutor.sitting(1);
    tutor.picks(1, card, right);
    tutor.sitting(4);
    tutor.picks(4, card, wrong);
    // The first answer counts, and a sitting over midnight counts it once.
    tutor.picks(5, card, right);
    assert_eq!(tutor.app.progress.review[card].right, 0);
    assert_eq!(tutor.sitting(5), [card]);
}

#[test]
fn what_the_learner_was_certain_of_comes_first_and_asks_for_what_was_seen() {
    let mut tutor = Tutor::at("build");
    let id = "l1-requests".to_owned();
    for play in [
        Play::Guess {
            id: id.clone(),
            option: 1,
        },
        Play::Sure {
            id: id.clone(),
            sureness: Sureness::Certain,
        },
    ] {
        tutor.play(play);
    }
    let run = run_of(&tutor.play(Play::Send));
    tutor.tell(answered(run, 200, TOKEN_REPLY));
    let seen = tutor.app.progress.lessons["first-token"].guesses[&id].seen;
    let seen = seen.expect("measured");
    tutor.picks(0, "misconception", options("misconception").1);
    let cards = tutor.sitting(1);
    assert_eq!(
        cards,
        ["first-token/l1-requests", "first-token/misconception"]
    );
    let asked = tutor.asks().next().unwrap();
    assert!(!asked.is_prediction(), "nothing is sent for it");
    assert_eq!(asked.right(), Some(seen));
    assert!(
        asked.question.starts_with("Lesson 1. "),
        "{}",
        asked.question
    );
    // A lesson's own progress is none of the review's business.
    assert_eq!(tutor.app.progress.last.as_deref(), Some("first-token"));
    assert!(!tutor.app.progress.lessons.contains_key("review"));
}

#[test]
fn a_solution_that_was_looked_at_or_laid_in_brings_one_card() {
    for used in [vec![Play::Hint; 4], vec![Play::LayIn]] {
        let mut tutor = Tutor::at("build");
        for play in used.iter().chain(&used) {
            tutor.play(play.clone());
        }
        assert_eq!(tutor.sitting(1), ["first-token/recall"], "{used:?}");
        tutor.picks(1, "first-token/recall", options("recall").0);
        assert_eq!(tutor.due(), 0);
    }
}

#[test]
fn a_lesson_that_is_begun_anew_brings_back_what_is_wrong_anew() {
    let mut tutor = Tutor::at("quiz");
    let (right, wrong) = options("recall");
    tutor.picks(0, "recall", wrong);
    for day in [1, 4, 11] {
        tutor.sitting(day);
        tutor.picks(day, "first-token/recall", right);
    }
    tutor.on_day(20, Message::Go(Go::Lesson("first-token")));
    assert!(tutor.sitting(21).is_empty(), "the old answer is no news");
    tutor.on_day(22, Message::Go(Go::Restart("first-token")));
    tutor.picks(22, "recall", wrong);
    assert_eq!(tutor.sitting(23), ["first-token/recall"]);
}

#[test]
fn a_question_that_is_gone_is_not_asked() {
    let text = "version = 2\n[review.\"first-token/gone\"]\nday = 0\nright = 0\n[review.\"no-lesson/x\"]\nday = 0\nright = 0\n";
    let progress: Progress = toml::from_str(text).unwrap();
    let mut tutor = Tutor::new();
    tutor.app.progress = progress;
    assert!(tutor.sitting(1).is_empty());
    assert!(tutor.toast().contains("not open here"), "{}", tutor.toast());
    assert_eq!(tutor.app.page, Page::Home);
}

#[test]
fn a_wrong_answer_names_the_belief_and_where_one_sees_otherwise() {
    let mut tutor = Tutor::at("quiz");
    let ask = tutor.player().lesson.ask("misconception").unwrap();
    let behind = |tutor: &Tutor| tutor.app.belief_behind(ask);
    assert_eq!(behind(&tutor), None);
    tutor.picks(0, "misconception", options("misconception").1);
    let told = behind(&tutor).expect("a belief");
    assert!(told.contains("lesson 1"), "{told}");
    let mut other = Tutor::at("quiz");
    other.picks(0, "misconception", options("misconception").0);
    assert_eq!(behind(&other), None);
}

#[test]
fn each_belief_is_answered_by_a_step_of_the_course() {
    for number in belief::numbers() {
        let told = belief::answered(number, course()).expect(number);
        assert!(
            told.contains("See it otherwise in lesson "),
            "{number}: {told}"
        );
        assert!(!told.ends_with(": ."), "{number}: a step without a title");
    }
    assert_eq!(belief::numbers().count(), 18);
    assert_eq!(belief::answered("M19", course()), None);
}

#[test]
fn a_prediction_comes_back_also_where_its_lesson_was_begun_anew() {
    let mut tutor = Tutor::at("build");
    let id = "l1-requests".to_owned();
    tutor.play(Play::Guess { id, option: 1 });
    let run = run_of(&tutor.play(Play::Send));
    tutor.tell(answered(run, 200, TOKEN_REPLY));
    tutor.on_day(0, Message::Go(Go::Restart("first-token")));
    assert_eq!(tutor.sitting(1), ["first-token/l1-requests"]);
    // Whoever leaves in the middle goes on with the same card.
    let round = tutor.player().lesson;
    tutor.play(Play::Skip);
    assert_eq!(tutor.spot(), "done");
    assert_eq!(tutor.sitting(1).len(), 1);
    assert!(std::ptr::eq(tutor.player().lesson, round));
    assert_eq!(tutor.spot(), "quiz.1", "at the card that is open");
}
