//! Whoever knows a lesson does its test: its steps by real exchanges, then the cards, all right.

use crate::met::before;
use crate::player::Tutor;
use oauth_tutor::app::message::{Go, Message, Play};
use oauth_tutor::app::spot::Scene;
use oauth_tutor::lesson::course;
use oauth_tutor::lesson::model::{Ask, AskKind, Lesson, Stage};

/// Begins the test of that lesson.
fn begun(lesson: &'static Lesson) -> Tutor {
    let mut tutor = Tutor::at(lesson);
    tutor.tell(Message::Go(Go::TestOut(&lesson.id)));
    assert!(tutor.player().is_tested(), "{}", lesson.id);
    tutor
}

/// Does the steps of the test, as far as they are on the way.
fn does_the_steps(tutor: &mut Tutor) {
    for _ in 0..9 {
        let step = tutor.player().step();
        if step.stage != Stage::Do {
            return;
        }
        let id = step.id.clone();
        tutor.plays(&step.solve);
        if tutor.player().step().id == id {
            tutor.tell(Message::Play(Play::Next));
        }
    }
}

fn right(ask: &Ask) -> Message {
    Message::Play(match ask.kind {
        AskKind::Choose => Play::Answer {
            id: ask.id.clone(),
            option: ask.right().expect("a right answer"),
        },
        AskKind::Type => Play::Type {
            id: ask.id.clone(),
            text: ask.accepts.first().expect("an answer").clone(),
        },
        AskKind::Order | AskKind::Sort => {
            let places: Vec<usize> = ask
                .options
                .iter()
                .map(|one| one.place.unwrap_or(0))
                .collect();
            Play::Type {
                id: ask.id.clone(),
                text: Ask::spelled(&places),
            }
        }
    })
}

/// Answers the cards, the first one wrongly where that is wanted.
fn answers_the_cards(tutor: &mut Tutor, first_wrong: bool) {
    let mut wrong = first_wrong;
    for _ in 0..20 {
        let Some(ask) = tutor.player().page_ask() else {
            return;
        };
        let message = if wrong && ask.kind == AskKind::Choose {
            wrong = false;
            let option = usize::from(ask.right() == Some(0));
            Message::Play(Play::Answer {
                id: ask.id.clone(),
                option,
            })
        } else {
            right(ask)
        };
        tutor.tell(message);
        tutor.tell(Message::Play(Play::Next));
    }
}

fn tests() -> impl Iterator<Item = &'static Lesson> {
    let lessons = course().lessons.iter();
    lessons.filter(|lesson| !lesson.test_out.is_empty())
}

#[test]
fn a_test_with_everything_right_makes_the_lesson_done() {
    assert!(tests().count() >= 6);
    for lesson in tests() {
        let mut tutor = begun(lesson);
        does_the_steps(&mut tutor);
        assert!(
            matches!(tutor.player().scene(), Scene::Quiz(0)),
            "{}",
            lesson.id
        );
        answers_the_cards(&mut tutor, false);
        assert_eq!(tutor.player().scene(), Scene::Done, "{}", lesson.id);
        assert!(
            tutor.player().has_passed(),
            "{}: {:?}",
            lesson.id,
            tutor.player().test
        );
        assert!(tutor.app.progress.lessons[&lesson.id].done, "{}", lesson.id);
    }
}

#[test]
fn one_wrong_card_or_a_step_that_was_not_done_leaves_it_open() {
    for lesson in tests() {
        let mut tutor = begun(lesson);
        does_the_steps(&mut tutor);
        answers_the_cards(&mut tutor, true);
        assert!(!tutor.player().has_passed(), "{}", lesson.id);
        let kept = tutor.app.progress.lessons.get(&lesson.id);
        assert!(kept.is_none_or(|kept| !kept.done), "{}", lesson.id);
        // What was wrong comes back, although nothing else of the test is kept.
        let cards = tutor.app.progress.review.keys();
        let own = |id: &&String| id.starts_with(&format!("{}/", lesson.id));
        assert_eq!(cards.filter(own).count(), 1, "{}", lesson.id);

        let mut tutor = begun(lesson);
        for _ in 0..6 {
            if tutor.player().step().stage == Stage::Do {
                tutor.tell(Message::Play(Play::Skip));
            }
        }
        answers_the_cards(&mut tutor, false);
        assert_eq!(tutor.player().scene(), Scene::Done, "{}", lesson.id);
        assert!(!tutor.player().has_passed(), "{}", lesson.id);
    }
}

#[test]
fn a_test_gives_no_help_and_ends_where_somebody_looks_elsewhere() {
    let lesson = course().lesson("first-token").expect("lesson 1");
    let mut tutor = begun(lesson);
    let draft = tutor.player().bench.draft.clone();
    tutor.tell(Message::Play(Play::LayIn));
    tutor.tell(Message::Play(Play::Hint));
    assert_eq!(tutor.player().bench.draft, draft);
    assert!(tutor.player().hints.is_empty());
    // Home is no end of it, which is said there.
    tutor.tell(Message::Go(Go::Home));
    let said = tutor.app.toast.clone().expect("a notice").text;
    assert!(said.contains("The test waits"), "{said}");
    tutor.tell(Message::Go(Go::Lesson(&lesson.id)));
    assert!(tutor.player().is_tested());
    tutor.goes_to("read");
    assert!(!tutor.player().is_tested());
}

#[test]
fn a_lesson_that_was_begun_is_as_it_was_after_a_test_that_was_left_or_missed() {
    let lesson = course().lesson("first-token").expect("lesson 1");
    let mut tutor = before("first-token", "send");
    let kept = tutor.app.progress.lessons[&lesson.id].clone();
    assert!(!kept.reached.is_empty());
    tutor.tell(Message::Go(Go::TestOut(&lesson.id)));
    does_the_steps(&mut tutor);
    assert_eq!(
        tutor.app.progress.lessons[&lesson.id], kept,
        "while it lasts"
    );
    answers_the_cards(&mut tutor, true);
    assert!(!tutor.player().has_passed());
    assert_eq!(tutor.app.progress.lessons[&lesson.id], kept, "missed");
    tutor.tell(Message::Go(Go::Lesson(&lesson.id)));
    assert_eq!(tutor.player().step().id, "send", "taken up again");
    assert_eq!(tutor.player().reached, kept.reached);

    tutor.tell(Message::Go(Go::TestOut(&lesson.id)));
    tutor.goes_to("build");
    assert!(!tutor.player().is_tested());
    let left = &tutor.app.progress.lessons[&lesson.id];
    assert_eq!(left.reached, kept.reached, "left");
    assert_eq!((&left.form, &left.flown), (&kept.form, &kept.flown), "left");
    let app = tutor.player().bench.app.as_ref();
    assert_eq!(app.map(|app| &app.form.name), Some(&kept.form.name));
}

#[test]
fn a_test_that_was_passed_is_done_when_the_lesson_is_opened_again_and_keeps_what_was_there() {
    let lesson = course().lesson("first-token").expect("lesson 1");
    let mut tutor = before("first-token", "build");
    tutor.tell(tutor.answer("l1-requests", 1));
    let before = tutor.app.progress.lessons[&lesson.id].clone();
    tutor.tell(Message::Go(Go::TestOut(&lesson.id)));
    does_the_steps(&mut tutor);
    answers_the_cards(&mut tutor, false);
    let after = tutor.app.progress.lessons[&lesson.id].clone();
    assert!(after.done);
    assert_eq!(after.guesses, before.guesses);
    assert!(after.reached.is_superset(&before.reached));
    assert!(after.is_tested_out());
    let mut tutor = Tutor::again(lesson, tutor.app.progress.clone());
    assert!(tutor.player().has_passed());
    assert_eq!(tutor.player().scene(), Scene::Done);
    assert!(tutor.app.progress.lessons[&lesson.id].done);
    // Begun anew it is a lesson like any other.
    tutor.tell(Message::Go(Go::Restart(&lesson.id)));
    assert!(!tutor.player().has_passed());
    assert!(!tutor.app.progress.lessons[&lesson.id].is_tested_out());
}

#[test]
fn a_test_has_its_own_pages_alone() {
    let lesson = course().lesson("audience").expect("lesson 2");
    let mut tutor = begun(lesson);
    let first = tutor.player().step().id.clone();
    tutor.tell(Message::Play(Play::Back));
    assert_eq!(tutor.player().step().id, first);
    does_the_steps(&mut tutor);
    assert!(matches!(tutor.player().scene(), Scene::Quiz(0)));
    tutor.tell(Message::Play(Play::Back));
    assert_eq!(Some(&tutor.player().step().id), lesson.test_out.last());
    assert!(tutor.player().is_tested());
}

#[test]
fn a_test_that_waits_is_ended_by_nothing_that_was_not_asked_for() {
    let lesson = course().lesson("first-token").expect("lesson 1");
    let mut tutor = begun(lesson);
    tutor.tell(Message::Go(Go::Home));
    tutor.tell(Message::Go(Go::Lesson("audience")));
    assert!(!tutor.app.asks_first(), "nothing was done in it");
    let mut tutor = begun(lesson);
    does_the_steps(&mut tutor);
    tutor.tell(Message::Go(Go::Home));
    for way in [Go::Restart("audience"), Go::Lesson("audience")] {
        tutor.tell(Message::Go(way));
        assert!(tutor.app.asks_first(), "{way:?}");
        tutor.tell(Message::Go(Go::Stay));
        assert!(tutor.player().is_tested(), "{way:?}");
    }
    tutor.tell(Message::Go(Go::Lesson(&lesson.id)));
    assert!(!tutor.app.asks_first(), "it goes on");
    tutor.tell(Message::Go(Go::Restart("audience")));
    tutor.tell(Message::Go(Go::PutAway));
    assert_eq!(tutor.player().lesson.id, "audience");
}
