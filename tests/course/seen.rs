//! Lessons played by keys, wrongly: nothing on the screen says what was not so.

use crate::met::lesson;
use crate::player::Tutor;

/// At a step of a lesson, with what the steps before it leave behind.
fn at(id: &str, step: &str) -> Tutor {
    let mut tutor = Tutor::at(lesson(id));
    tutor.goes_to(step);
    tutor
}

#[track_caller]
fn sees(tutor: &Tutor, words: &str) {
    let screen = tutor.screen();
    assert!(screen.contains(words), "{words} is not in: {screen}");
}

#[track_caller]
fn sees_no(tutor: &Tutor, words: &str) {
    let screen = tutor.screen();
    assert!(!screen.contains(words), "{words} is in: {screen}");
}

#[test]
fn what_was_predicted_of_a_change_is_not_told_of_what_came_after_it() {
    let mut tutor = at("think-like-the-api", "break");
    tutor.keys("b 1 enter f5");
    sees(&tutor, "401");
    sees_no(&tutor, "With the change it was");
    tutor.keys("p f5");
    sees(&tutor, "200 OK The Reports API let the request in.");
    let screen = tutor.screen();
    let told = screen.contains("With the change it was") || screen.contains("With the change, as");
    assert!(told, "{screen}");

    let mut tutor = at("automate", "break");
    // The secret in the URL.
    tutor.keys("v v v v b 1 enter f5 p f5");
    sees(&tutor, "200 OK");
    sees(
        &tutor,
        "With the change it was: 401. You said: 200 (guess).",
    );

    let mut tutor = at("private-key-jwt", "break");
    // The level None, called without a token.
    tutor.keys("v v v v v v v v");
    sees(&tutor, "None (public service)");
    tutor.keys("b 3 enter f5 p f5");
    sees(&tutor, "With the change, as you said");
}

#[test]
fn a_reply_after_a_change_without_an_answer_is_seen_as_that() {
    let mut tutor = at("automate", "break");
    tutor.keys("v v v v v v v");
    sees(&tutor, "a port at which nobody listens");
    tutor.keys("b f5 p");
    sees(&tutor, "No answer came with the change");
    tutor.keys("f5");
    sees(&tutor, "200 OK");
    sees_no(&tutor, "No answer came with the change");
    sees(&tutor, "After everything was put back:");
}
