//! The stage without a terminal: the movement after a send.

use crate::learner::Learner;

/// From home to the request of lesson 1, the dashboard filled in by the tutor.
const BUILD: &str = "1 ] ] ] ] pgdn pgdn";

fn parcels(learner: &Learner) -> usize {
    learner.text().matches('■').count()
}

#[test]
fn a_parcel_travels_after_a_send_and_then_everything_rests() {
    let mut learner = Learner::new(100, 30);
    learner.moves().keys(BUILD);
    assert_eq!(learner.next_wake(), None);
    learner.keys("s");
    assert!(learner.next_wake().is_some_and(|wait| wait <= 40));
    learner.waits(60);
    assert_eq!(parcels(&learner), 1, "on its way there");
    assert!(!learner.sees("200 OK, token ─"));
    learner.waits(150);
    assert_eq!(parcels(&learner), 1, "on its way back");
    learner.waits(100);
    assert_eq!(parcels(&learner), 0);
    assert!(learner.sees("200 OK, token ─"));
    assert_eq!(learner.next_wake(), None);
}

#[test]
fn any_key_ends_the_movement_and_who_wants_none_sees_none() {
    let mut learner = Learner::new(100, 30);
    learner.moves().keys(BUILD).keys("s").waits(60);
    learner.keys("tab");
    assert_eq!((parcels(&learner), learner.next_wake()), (0, None));
    let mut still = Learner::new(100, 30);
    still.keys(BUILD).keys("s");
    assert_eq!((parcels(&still), still.next_wake()), (0, None));
    assert!(still.sees("200 OK, token ─"));
}
