//! Pictures of a flow at four sizes, and in signs of ASCII; what is typed and dropped into its ports; its linear form is complete.

use crate::learner::Learner;
use crate::picture::picture;
use oauth_tutor::app::message::{Go, Message};
use oauth_tutor::app::spot::Spot;
use oauth_tutor::lesson::course;

const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (100, 30), (160, 45)];

/// At the step of lesson 4 with that id, the app made on the way.
fn at(step: &str, columns: u16, rows: u16) -> Learner {
    let mut learner = Learner::new(columns, rows);
    let lesson = course().lesson("automate").expect("lesson 4");
    learner.tell(Message::Go(Go::Lesson(&lesson.id)));
    let steps = &lesson.steps;
    let step = steps.iter().position(|one| one.id == step).expect("a step");
    learner.tell(Message::Go(Go::Spot(Spot { step, ask: 0 })));
    learner
}

fn pictures(name: &str, keys: &str) {
    for (columns, rows) in SIZES {
        let mut learner = at("attempt", columns, rows);
        learner.keys(keys);
        insta::assert_snapshot!(
            format!("flow-{name}-{columns}x{rows}"),
            picture(&learner.screen())
        );
    }
}

#[test]
fn a_flow_before_it_runs_and_after_a_card_has_failed() {
    pictures("found", "");
    pictures("failed", "s s");
    pictures("value", "down");
}

#[test]
fn a_port_takes_what_is_dropped_in_and_what_is_typed() {
    let mut learner = at("attempt", 100, 30);
    // The row of url.text 2.
    learner.keys("down down down down down down c");
    assert!(learner.sees("start.domain"), "{}", learner.text());
    learner
        .keys("down enter")
        .types("/oauth/token")
        .keys("enter");
    assert!(learner.sees("/oauth/token"), "{}", learner.text());
    learner.keys("s s");
    assert!(learner.sees("/oauth/token"), "{}", learner.text());
    learner.keys("u");
    assert!(learner.sees("Taken back"), "{}", learner.text());
}

#[test]
fn a_port_that_nobody_typed_into_keeps_what_it_has() {
    let mut learner = at("attempt", 100, 30);
    // From start.client_id through the secret and on into ports that get their values from other cards.
    learner.keys("down down enter tab tab tab tab tab tab tab tab tab esc");
    learner.keys("home");
    assert!(
        learner.sees("in client_secret: (hidde"),
        "{}",
        learner.text()
    );
    assert!(learner.sees("← start.domain"), "{}", learner.text());
}

#[test]
fn a_key_that_is_pasted_into_a_port_is_hidden_at_once() {
    let mut learner = at("attempt", 100, 30);
    learner.keys("down down down down down down enter");
    let key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n";
    assert!(learner.pastes(key));
    assert!(
        !learner.sees("MIIEvQ") && !learner.sees("PRIVATE KEY"),
        "{}",
        learner.text()
    );
    learner.keys("enter");
    assert!(
        !learner.sees("MIIEvQ") && learner.sees("(hidden"),
        "{}",
        learner.text()
    );
}

#[test]
fn what_a_credential_leaks_stands_below_its_port() {
    for (columns, rows) in [(60, 20), (80, 24)] {
        let mut learner = at("keep", columns, rows);
        learner.keys("down down down tab down down down down down down");
        insta::assert_snapshot!(
            format!("flow-leaks-{columns}x{rows}"),
            picture(&learner.screen())
        );
    }
}
