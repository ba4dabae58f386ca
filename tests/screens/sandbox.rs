//! The sandbox on the whole screen: how it is opened, what stands there, and what can be done with it.

use crate::learner::Learner;
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
