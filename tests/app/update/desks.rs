//! The desks: what lies there, what is wanted of it, and whom it is shown to.

use oauth_tutor::app::desk::{GivenKeys, Target};
use oauth_tutor::app::message::{Desk, Go, Message, World};
use oauth_tutor::oauth::check::paste::Pasted;

use crate::update::{Tutor, answer, run_of};

const DAMAGED: &str =
    "{ “access_token”: \"abc.def\", 'token_type': \"Bearer\", \"expires_in\": 3600 }";

fn at_checker(text: &str) -> Tutor {
    let mut tutor = Tutor::new();
    tutor.tell(Message::Go(Go::Checker));
    tutor.tell(Message::Desk(Desk::Text(text.into())));
    tutor
}

fn rules(tutor: &Tutor) -> Vec<&'static str> {
    let report = tutor.app.checker.report.as_ref().unwrap();
    let findings = report.findings.iter();
    findings.map(|finding| finding.rule.id()).collect()
}

#[test]
fn a_desk_judges_whatever_lies_on_it() {
    let mut tutor = Tutor::new();
    tutor.tell(Message::Go(Go::Checker));
    tutor.tell(Message::Desk(Desk::Text(
        r#"{"access_token":"opaque"}"#.into(),
    )));
    let report = tutor.app.checker.report.as_ref().unwrap();
    assert!(
        report
            .findings
            .iter()
            .any(|finding| finding.rule.id() == "reply.token_type.missing")
    );
    tutor.tell(Message::Desk(Desk::Clear));
    assert!(tutor.app.checker.report.is_none());
}

#[test]
fn a_desk_fetches_keys_from_the_practice_tenant_and_from_nobody_else() {
    let mut tutor = Tutor::new();
    tutor.tell(Message::Go(Go::Decoder));
    // {"alg":"RS256"} . {"iss":"https://elsewhere.example/"} . signature
    let foreign = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2Vsc2V3aGVyZS5leGFtcGxlLyJ9.c2ln";
    tutor.tell(Message::Desk(Desk::Text(foreign.into())));
    assert!(
        tutor.tell(Message::Desk(Desk::Verify)).is_empty(),
        "nothing is sent to a host that the paste names"
    );
}

#[test]
fn a_repair_that_is_taken_back_is_judged_as_it_stands_and_another_text_forgets_it() {
    let mut tutor = at_checker(DAMAGED);
    assert_eq!(
        tutor.app.checker.repairs(),
        ["paste.smart-quotes", "paste.single-quotes"]
    );
    tutor.tell(Message::Desk(Desk::ToggleRepairs));
    assert!(rules(&tutor).contains(&"json.syntax"));
    assert!(tutor.app.checker.repaired.is_empty());
    tutor.tell(Message::Desk(Desk::ToggleRepairs));
    assert!(!rules(&tutor).contains(&"json.syntax"));
    tutor.tell(Message::Desk(Desk::ToggleRepair("paste.smart-quotes")));
    tutor.tell(Message::Desk(Desk::Text("{\"error\":\"x\"}".into())));
    assert!(tutor.app.checker.undone.is_empty());
    tutor.tell(Message::Desk(Desk::ToggleRepairs));
    assert_eq!(tutor.toast(), "Nothing was repaired here.");
}

#[test]
fn what_is_wanted_stays_when_another_text_comes() {
    let mut tutor = at_checker(DAMAGED);
    tutor.tell(Message::Desk(Desk::ToggleStrict));
    tutor.tell(Message::Desk(Desk::Target(
        Target::Scope,
        "  read:all  ".into(),
    )));
    tutor.tell(Message::Desk(Desk::Text("{}".into())));
    assert!(tutor.app.checker.wanted.strict);
    assert_eq!(tutor.app.checker.wanted.scope, "read:all");
    tutor.tell(Message::Desk(Desk::ClearTarget));
    assert!(tutor.app.checker.wanted.strict && !tutor.app.checker.wanted.has_target());
}

#[test]
fn asking_the_api_is_a_question_that_can_be_given_up_and_whose_late_answer_is_dropped() {
    let mut tutor = at_checker("eyJhbGciOiJub25lIn0.e30.");
    let effects = tutor.tell(Message::Desk(Desk::AskApi));
    let run = run_of(&effects);
    assert!(tutor.app.busy());
    tutor.tell(Message::Cancel);
    assert!(!tutor.app.busy());
    tutor.tell(Message::World(World::Answered {
        run,
        result: Ok(answer(401, "{}")),
        journal: vec![],
    }));
    assert!(tutor.app.checker.call.last().is_none());
}

#[test]
fn a_file_that_comes_late_lands_on_the_desk_that_asked_for_it() {
    let mut tutor = at_checker("old");
    let run = run_of(&tutor.tell(Message::Desk(Desk::Open("new.json".into()))));
    tutor.tell(Message::Go(Go::Decoder));
    let pasted = Pasted {
        text: "{\"error\":\"invalid_client\"}".into(),
        utf16: true,
    };
    tutor.tell(Message::World(World::FileRead {
        run,
        result: Ok(pasted),
    }));
    assert!(tutor.app.decoder.report.is_none());
    assert!(rules(&tutor).contains(&"paste.utf16"));
    tutor.tell(Message::World(World::FileRead {
        run,
        result: Err("late".into()),
    }));
    assert!(!tutor.toast().contains("late"));
}

#[test]
fn nothing_on_a_desk_prints_itself() {
    let mut tutor = at_checker("{\"access_token\":\"unspeakable.secret.token\"}");
    tutor.tell(Message::Go(Go::Decoder));
    tutor.tell(Message::Desk(Desk::Text("unspeakable.secret.token".into())));
    tutor.tell(Message::Desk(Desk::Keys(GivenKeys::new(
        "unspeakable secret",
    ))));
    let keys = Desk::Keys(GivenKeys::new("unspeakable secret"));
    let printed = format!("{:?} {keys:?}", tutor.app);
    assert!(!printed.contains("unspeakable"), "{printed}");
}
