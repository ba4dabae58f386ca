//! The desks: what lies there, what is wanted of it, and whom it is shown to.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth_tutor::app::desk::{GivenKeys, Target};
use oauth_tutor::app::effect::Effect;
use oauth_tutor::app::message::{Desk, Go, Message, SignAgain, World};
use oauth_tutor::oauth::check::paste::Pasted;
use oauth_tutor::oauth::jwt::PartName;
use oauth_tutor::oauth::jwt::algorithm::Hash;
use oauth_tutor::oauth::jwt::compose::{Signing, sign};
use oauth_tutor::oauth::jwt::signature::Trust;

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

/// A token under that secret, as HS256 makes it.
fn hs256(secret: &str) -> String {
    let header = r#"{"alg":"HS256","typ":"JWT"}"#.to_owned();
    let claims = r#"{"a":"a","exp":4102444800}"#.to_owned();
    let signing = Signing::Secret(secret.as_bytes(), Hash::Sha256);
    let signed = sign(signing, header, claims).expect("a secret signs");
    signed.expose().to_owned()
}

const RIGHT: &str = "the-right-secret-of-32-characters!";
const OTHER: &str = "another-secret-that-has-32-letters";

/// At the decoder, with such a token and the secret that checks it.
fn at_decoder() -> Tutor {
    let mut tutor = Tutor::new();
    tutor.tell(Message::Go(Go::Decoder));
    tutor.tell(Message::Desk(Desk::Text(hs256(RIGHT))));
    tutor.tell(Message::Desk(Desk::Keys(GivenKeys::new(RIGHT))));
    assert!(fits(&tutor), "the secret is the right one");
    tutor
}

fn fits(tutor: &Tutor) -> bool {
    let report = tutor.app.decoder.report.as_ref().unwrap();
    matches!(report.trust, Trust::Passed { .. })
}

fn failed(tutor: &Tutor) -> bool {
    let report = tutor.app.decoder.report.as_ref().unwrap();
    matches!(report.trust, Trust::Failed(_))
}

fn signs(tutor: &mut Tutor, key: &str) {
    let by = SignAgain::Own(GivenKeys::new(key));
    tutor.tell(Message::Desk(Desk::SignAgain(by)));
}

#[test]
fn a_signature_that_is_taken_back_takes_its_key_along() {
    let mut tutor = at_decoder();
    signs(&mut tutor, OTHER);
    assert!(fits(&tutor), "by the key that signed it");
    tutor.tell(Message::Desk(Desk::UndoMember));
    assert!(
        !fits(&tutor) && !failed(&tutor),
        "nobody has checked the first signature with its own key again"
    );
    tutor.tell(Message::Desk(Desk::Keys(GivenKeys::new(RIGHT))));
    assert!(fits(&tutor));
}

#[test]
fn a_claim_that_has_its_first_value_again_is_said_to_fit() {
    let mut tutor = at_decoder();
    let set = |value: &str| {
        Message::Desk(Desk::SetMember {
            part: PartName::Payload,
            member: 0,
            value: value.to_owned(),
        })
    };
    tutor.tell(set("\"b\""));
    assert!(failed(&tutor));
    assert!(tutor.app.changed_words().unwrap().contains("cannot fit"));
    tutor.tell(set("\"a\""));
    assert!(fits(&tutor));
    assert!(!tutor.app.changed_words().unwrap().contains("cannot fit"));
}

#[test]
fn a_secret_in_a_jwk_signs_as_it_checks_and_a_damaged_key_is_no_secret() {
    let mut tutor = at_decoder();
    let secret = URL_SAFE_NO_PAD.encode(OTHER);
    signs(&mut tutor, &format!(r#"{{"kty":"oct","k":"{secret}"}}"#));
    assert!(fits(&tutor));
    let report = tutor.app.decoder.report.as_ref().unwrap();
    assert_eq!(
        report.jwt.text(),
        hs256(OTHER),
        "by its bytes, not its JSON"
    );

    let edits = tutor.app.decoder.edits.len();
    for damaged in [
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        r#"{"kty":"RSA","n":"AQAB"}"#,
        "{\"kty\":",
    ] {
        signs(&mut tutor, damaged);
        assert_eq!(tutor.app.decoder.edits.len(), edits, "{damaged}");
    }
}

#[test]
fn a_desk_that_is_emptied_waits_for_nothing_and_comes_back_so() {
    let mut tutor = at_decoder();
    let effects = tutor.tell(Message::Desk(Desk::KeyUrl(
        "http://127.0.0.1:9/keys".to_owned(),
    )));
    let run = run_of(&effects);
    let effects = tutor.tell(Message::Desk(Desk::Clear));
    let gives_up = |one: &Effect| matches!(one, Effect::Cancel { run: own } if *own == run);
    assert!(effects.iter().any(gives_up), "{effects:?}");
    tutor.tell(Message::Desk(Desk::UndoMember));
    assert!(!tutor.app.decoder.is_waiting());
    assert_eq!(tutor.app.decoder.text, hs256(RIGHT));
}
