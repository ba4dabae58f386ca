//! The lab: one thing is broken on purpose, and everything is put back.

use oauth_tutor::app::effect::{Effect, Lot, Wish};
use oauth_tutor::app::lab::Trial;
use oauth_tutor::app::message::{Build, Message, Play};
use oauth_tutor::oauth::names::ClientSecret;
use oauth_tutor::oauth::request::AuthMethod;

use crate::update::{Tutor, answered, goes_out, run_of};

#[test]
fn a_broken_secret_differs_in_one_character_and_the_right_one_stays() {
    let mut tutor = Tutor::at("break");
    let found = tutor.draft().clone();
    tutor.play(Play::Vary);
    let right = secret(&tutor);
    let broken = tutor.draft().client_secret.clone().unwrap();
    let differing = right
        .expose()
        .chars()
        .zip(broken.expose().chars())
        .filter(|(a, b)| a != b)
        .count();
    assert_eq!(differing, 1);
    assert_eq!(right.expose().len(), broken.expose().len());
    let difference = tutor.player().lab.difference(tutor.draft()).unwrap();
    assert_ne!(difference.was, difference.is);
    tutor.play(Play::PutBack);
    assert_eq!(*tutor.draft(), found);
    assert_eq!(found.client_secret, Some(right));
}

#[test]
fn nothing_is_sent_before_the_change_and_what_went_out_with_it_is_told_apart() {
    let mut tutor = Tutor::at("break");
    let before = tutor.player().bench.runs.len();
    assert!(!goes_out(&tutor.play(Play::Send)));
    assert!(tutor.toast().contains("Make the change first"));
    tutor.guess();
    tutor.play(Play::Vary);
    let effects = tutor.play(Play::Send);
    tutor.tell(answered(
        run_of(&effects),
        401,
        r#"{"error":"access_denied"}"#,
    ));
    tutor.play(Play::PutBack);
    let effects = tutor.play(Play::Send);
    tutor.tell(answered(run_of(&effects), 200, crate::update::TOKEN_REPLY));
    let runs = &tutor.player().bench.runs[before..];
    let tried: Vec<_> = runs.iter().map(|run| run.tried.clone()).collect();
    assert_eq!(tried, [Some(("B1".into(), "flip".into())), None]);
    assert!(tutor.player().reached.contains("break"));
    assert!(tutor.app.progress.error_book.contains_key("B1"));
}

#[test]
fn what_went_out_with_the_change_stays_its_own_however_fast_one_is() {
    let mut tutor = Tutor::at("break");
    tutor.guess();
    tutor.play(Play::Vary);
    let effects = tutor.play(Play::Send);
    assert!(
        !tutor
            .play(Play::PutBack)
            .iter()
            .any(|one| matches!(one, Effect::PutBack { .. }))
    );
    assert!(tutor.toast().contains("the answer is on its way"));
    // Going elsewhere puts the change back, and what is still to come was sent with it all the same.
    tutor.play(Play::Back);
    tutor.tell(answered(
        run_of(&effects),
        401,
        r#"{"error":"access_denied"}"#,
    ));
    let tried = tutor.player().bench.latest().unwrap().tried.clone();
    assert_eq!(tried, Some(("B1".into(), "flip".into())));
}

#[test]
fn leaving_the_lab_puts_the_change_back_and_says_so() {
    let mut tutor = Tutor::at("break");
    let found = tutor.draft().clone();
    tutor.play(Play::Vary);
    assert_ne!(*tutor.draft(), found);
    tutor.play(Play::Back);
    assert_eq!(*tutor.draft(), found);
    assert!(tutor.toast().contains("was put back"), "{}", tutor.toast());
    assert!(!tutor.app.progress.error_book.contains_key("B1"));
}

/// Someone at the lab of lesson 3, whose experiments change the tenant too.
fn at_okta() -> Tutor {
    let mut tutor = Tutor::new();
    tutor.open("basic-and-scopes");
    tutor.go("break");
    assert_eq!(tutor.spot(), "break");
    tutor
}

fn secret(tutor: &Tutor) -> ClientSecret {
    let app = tutor.player().bench.app.as_ref();
    app.and_then(|app| app.client_secret.clone()).unwrap()
}

#[test]
fn changes_of_the_world_are_made_in_one_lot_and_put_back_with_the_form() {
    let mut tutor = at_okta();
    let (found, right) = (tutor.draft().clone(), secret(&tutor));
    tutor.guess();
    let effects = tutor.play(Play::Vary);
    let wishes: Vec<_> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Change { lot, wish, .. } => Some((*lot, (**wish).clone())),
            _ => None,
        })
        .collect();
    let strange = ClientSecret::new("a+b%c:d");
    assert_eq!(
        wishes,
        [
            (Lot::Lab, Wish::AppSecret(strange.clone())),
            (Lot::Lab, Wish::StrictBasic(true))
        ]
    );
    assert_eq!(secret(&tutor), strange);
    assert_eq!(tutor.draft().client_secret, Some(strange));
    assert!(tutor.draft().misuse.raw_basic);
    let effects = tutor.play(Play::Send);
    tutor.tell(answered(
        run_of(&effects),
        401,
        r#"{"error":"invalid_client"}"#,
    ));

    let effects = tutor.play(Play::PutBack);
    let put_back = |effect: &Effect| matches!(effect, Effect::PutBack { lot: Lot::Lab, .. });
    assert!(effects.iter().any(put_back));
    assert_eq!(*tutor.draft(), found);
    assert_eq!(secret(&tutor), right);
    assert_eq!(tutor.player().lab.trial_of("B3"), Some(Trial::PutBack));
    assert!(tutor.app.progress.error_book.contains_key("B3"));
}

#[test]
fn a_change_that_is_under_way_is_waited_for_before_anything_is_sent() {
    let mut tutor = at_okta();
    // The tenant does not answer: the app is told, and nobody else.
    tutor.app.update(tutor.now, Message::Play(Play::Vary));
    let effects = tutor.app.update(tutor.now, Message::Play(Play::Send));
    assert!(!goes_out(&effects));
    assert!(tutor.toast().contains("One moment"), "{}", tutor.toast());
}

#[test]
fn a_method_that_an_experiment_changes_is_set_at_the_tenant_and_put_back_there() {
    let mut tutor = at_okta();
    let effects = tutor.tell(Message::Build(Build::Method(AuthMethod::ClientSecretPost)));
    tutor.settle(effects);
    tutor.play(Play::OpenExperiment(1));
    tutor.guess();
    let mut asked = tutor.play(Play::Vary);
    asked.extend(tutor.play(Play::Send));
    assert_eq!(methods(&asked), [AuthMethod::ClientSecretBasic]);
    tutor.settle(asked);
    let tried = tutor.player().bench.latest().unwrap().tried.clone();
    assert_eq!(tried, Some(("B4".into(), "both".into())));
    let asked = tutor.play(Play::PutBack);
    assert_eq!(methods(&asked), [AuthMethod::ClientSecretPost]);
}

/// The methods that these set.
fn methods(effects: &[Effect]) -> Vec<AuthMethod> {
    let method = |effect: &Effect| match effect {
        Effect::SetMethod { method, .. } => Some(*method),
        _ => None,
    };
    effects.iter().filter_map(method).collect()
}

#[test]
fn giving_up_ends_a_line_of_changes() {
    let mut tutor = at_okta();
    // The tenant does not answer the first of the two.
    tutor.app.update(tutor.now, Message::Play(Play::Vary));
    let effects = tutor.app.update(tutor.now, Message::Cancel);
    let changes = |effect: &Effect| matches!(effect, Effect::Change { .. });
    assert!(!effects.iter().any(changes), "nothing more is asked for");
    assert!(!tutor.app.busy());
}

#[test]
fn an_answer_that_comes_after_another_change_was_opened_leaves_nothing_stuck() {
    let mut tutor = Tutor::at("break");
    tutor.play(Play::OpenExperiment(1));
    tutor.guess();
    tutor.play(Play::Vary);
    let effects = tutor.play(Play::Send);
    tutor.play(Play::OpenVariant(1));
    tutor.tell(answered(
        run_of(&effects),
        401,
        r#"{"error":"access_denied"}"#,
    ));
    let lab = &tutor.player().lab;
    assert_eq!(lab.trial_of("B2/newline"), Some(Trial::PutBack));
    assert_eq!(lab.trial_of("B2/blank"), None);
    assert!(!lab.is_changed());
    // A token that came with it would not be in hand.
    tutor.play(Play::OpenVariant(0));
    tutor.guess();
    tutor.play(Play::Vary);
    let effects = tutor.play(Play::Send);
    tutor.play(Play::OpenVariant(1));
    let hand = tutor.player().bench.in_hand().map(|run| run.number);
    tutor.tell(answered(run_of(&effects), 200, crate::update::TOKEN_REPLY));
    assert_eq!(tutor.player().bench.in_hand().map(|run| run.number), hand);
}
