//! The sandbox on the whole screen: how it is opened, what stands there, and what can be done with it.

use crate::learner::{Learner, SECRET};
use crate::picture::picture;

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
    assert_eq!(learner.text(), text);
}

#[test]
fn what_is_compared_at_each_size() {
    pictures(
        "sandbox-runs",
        "S 1 f5 pgup down down down down enter r e a d esc f5 D",
    );
}
