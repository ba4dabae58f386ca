//! What passes by itself or in passing: waits, reveals, copies, saves.

use oauth_tutor::app::Page;
use oauth_tutor::app::effect::Effect;
use oauth_tutor::app::message::{Build, CopyWhat, Go, Message, Play};
use oauth_tutor::oauth::request::Field;
use secrecy::ExposeSecret;

use crate::update::{NOW, Tutor};

#[test]
fn nothing_wakes_the_loop_unless_something_on_the_screen_changes_by_itself() {
    let mut tutor = Tutor::at("build");
    tutor.now = NOW.plus(60_000);
    tutor.tell(Message::Clock);
    assert_eq!(tutor.app.next_wake(), None);
    tutor.tell(Message::ToggleReveal);
    // Each second of it is told, and no more often.
    for left in (1..=10).rev() {
        assert_eq!(tutor.app.revealed_seconds(), Some(left));
        assert_eq!(tutor.app.next_wake(), Some(tutor.now.plus(1_000)));
        tutor.now = tutor.now.plus(1_000);
        tutor.tell(Message::Clock);
    }
    assert!(!tutor.app.revealed(), "a reveal ends after ten seconds");
    assert_eq!(tutor.app.next_wake(), None);
}

#[test]
fn a_reveal_ends_when_the_learner_goes_elsewhere() {
    let mut tutor = Tutor::at("build");
    tutor.tell(Message::ToggleReveal);
    assert!(tutor.app.revealed());
    tutor.play(Play::Back);
    assert!(!tutor.app.revealed());
}

#[test]
fn going_home_and_back_finds_the_lesson_as_it_was() {
    let mut tutor = Tutor::at("build");
    tutor.tell(Message::Build(Build::Set(
        Field::Scope,
        "read:reports".into(),
    )));
    tutor.tell(Message::Go(Go::Home));
    assert_eq!(tutor.app.page, Page::Home);
    tutor.open("first-token");
    let player = tutor.player();
    assert_eq!(
        (tutor.spot().as_str(), player.bench.draft.scope.as_str()),
        ("build", "read:reports")
    );
}

#[test]
fn typing_does_not_save_at_every_key_but_the_next_step_does() {
    let mut tutor = Tutor::at("build");
    assert!(
        tutor
            .tell(Message::Build(Build::Set(Field::Scope, "r".into())))
            .is_empty()
    );
    let effects = tutor.play(Play::Back);
    let saved = effects.iter().find_map(|effect| match effect {
        Effect::Save(progress) => Some(progress.lessons["first-token"].scope.clone()),
        _ => None,
    });
    assert_eq!(saved.as_deref(), Some("r"));
}

#[test]
fn the_masked_curl_holds_no_secret_and_the_practice_curl_says_that_it_does() {
    let mut tutor = Tutor::at("build");
    let secret = "s".repeat(64);
    let mut copied = |what| match tutor.tell(Message::Copy(what)).pop() {
        Some(Effect::Copy { label, text }) => (label, text.expose_secret().to_owned()),
        other => panic!("{other:?}"),
    };
    let (_, masked) = copied(CopyWhat::CurlMasked);
    assert!(!masked.contains("ssss"), "{masked}");
    let (label, whole) = copied(CopyWhat::CurlPractice);
    assert!(
        whole.contains(&secret) && label.contains("secret inside"),
        "{label}"
    );
}
