//! The dashboard: what has to be there before the learner goes on.

use oauth_tutor::app::create::AppType;
use oauth_tutor::app::message::{Create, Message, Play};
use oauth_tutor::app::workbench::Registering;

use crate::update::{Tutor, run_of};

#[test]
fn an_app_without_a_secret_is_held_up_once_and_told_why() {
    let mut tutor = at_dashboard();
    tutor.fill_form();
    tutor.tell(Message::Create(Create::Type(AppType::SinglePage)));
    let effects = tutor.tell(Message::Create(Create::Submit));
    tutor.registered(run_of(&effects));
    assert!(tutor.player().bench.app.as_ref().unwrap().is_public());
    assert!(tutor.toast().contains("no secret"), "{}", tutor.toast());
    tutor.play(Play::Next);
    assert_eq!(tutor.spot(), "create-app");
    assert!(
        tutor.toast().contains("an app that can keep a secret"),
        "{}",
        tutor.toast()
    );
    let effects = tutor.play(Play::Next);
    tutor.settle(effects);
    assert_eq!(tutor.spot(), "build", "a second press goes on");
}

#[test]
fn a_step_that_lacks_something_says_so_and_one_more_press_skips_it() {
    let mut tutor = at_dashboard();
    tutor.play(Play::Next);
    assert_eq!(tutor.spot(), "create-app");
    let open = tutor.player().step().goals[0].open.clone().unwrap();
    assert!(tutor.toast().starts_with(&open), "{}", tutor.toast());
    assert!(tutor.toast().contains("once more"), "{}", tutor.toast());
    let effects = tutor.play(Play::Next);
    assert!(
        tutor.toast().contains("counts as open"),
        "{}",
        tutor.toast()
    );
    tutor.registered(run_of(&effects));
    assert_eq!(tutor.spot(), "build");
    assert!(
        tutor.player().bench.app.is_some(),
        "a skipped dashboard leaves an app to work with"
    );
    assert!(!tutor.player().reached.contains("create-app"));
}

#[test]
fn what_is_missing_is_said_goal_by_goal_and_a_goal_that_was_seen_once_stays() {
    let mut tutor = at_dashboard();
    tutor.tell(Message::Create(Create::Name("Job".into())));
    tutor.tell(Message::Create(Create::Type(AppType::MachineToMachine)));
    tutor.tell(Message::Create(Create::ToggleApi(1)));
    let effects = tutor.tell(Message::Create(Create::Submit));
    tutor.registered(run_of(&effects));
    tutor.play(Play::Next);
    assert!(
        tutor
            .toast()
            .starts_with("Your app may not call the Reports API yet."),
        "{}",
        tutor.toast()
    );
    tutor.tell(Message::Create(Create::ToggleApi(0)));
    let effects = tutor.tell(Message::Create(Create::Submit));
    tutor.registered(run_of(&effects));
    tutor.play(Play::Next);
    assert!(tutor.toast().contains("lacks the permission"));
    tutor.tell(Message::Create(Create::ToggleScope(0, 0)));
    let effects = tutor.tell(Message::Create(Create::Submit));
    tutor.registered(run_of(&effects));
    assert!(tutor.player().reached.contains("create-app"));
    tutor.tell(Message::Create(Create::ToggleApi(0)));
    let effects = tutor.tell(Message::Create(Create::Submit));
    tutor.registered(run_of(&effects));
    tutor.play(Play::Next);
    assert_eq!(tutor.spot(), "build");
}

#[test]
fn a_registration_that_was_given_up_is_waited_for_no_more() {
    let mut tutor = at_dashboard();
    tutor.fill_form();
    let effects = tutor.tell(Message::Create(Create::Submit));
    assert!(tutor.app.busy());
    // Only a request is cancelled by Ctrl+C; while an errand is run it ends the program.
    assert!(!tutor.app.can_cancel());
    tutor.tell(Message::Cancel);
    assert!(!tutor.app.busy());
    assert_eq!(tutor.player().bench.registering, Registering::Idle);
    tutor.registered(run_of(&effects));
    assert_eq!(tutor.player().bench.app, None);
}

/// Someone at the dashboard of lesson 1 who has done nothing yet.
fn at_dashboard() -> Tutor {
    let mut tutor = Tutor::new();
    tutor.open("first-token");
    tutor.go("create-app");
    tutor
}
