//! Every way to prove who asks, against the server that takes it.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use oauth_tutor::app::create::AppType;
use oauth_tutor::app::effect::Effect;
use oauth_tutor::app::message::{Build, Desk, Go, Message, Play};
use oauth_tutor::app::token::Verifying;
use oauth_tutor::lesson::change::Bearing;
use oauth_tutor::oauth::jwt::signature::Trust;
use oauth_tutor::oauth::request::AuthMethod;
use oauth_tutor::oauth::wire::{Secrets, View};
use oauth_tutor::shell::clock;

use crate::shell::Session;

/// A session at the request of an app that is there.
fn at_build(folder: &std::path::Path) -> Session {
    let mut session = Session::free(folder);
    session.create_app(AppType::MachineToMachine);
    session.go("build");
    session
}

/// Sends the request with this method and gives status and what the server noted of the proof.
fn sent_with(session: &mut Session, method: AuthMethod) -> (u16, String) {
    session.tell(Message::Build(Build::Method(method)));
    let run = session.send();
    let checks = &run.server_view().unwrap().checks;
    let proof = checks
        .iter()
        .find(|check| matches!(check.id, "secret" | "assertion"))
        .unwrap();
    (run.answer.reply.status, format!("{proof:?}"))
}

#[test]
fn every_method_of_the_builder_gets_a_token_and_the_experiment_still_breaks_a_secret() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = at_build(folder.path());
    // Each of the two needs an assertion of its own: a server takes a jti once.
    for _ in 0..2 {
        let (status, proof) = sent_with(&mut session, AuthMethod::PrivateKeyJwt);
        assert_eq!(status, 200, "{proof}");
        assert!(proof.contains("RS256, aud is the issuer"), "{proof}");
    }
    let (status, proof) = sent_with(&mut session, AuthMethod::ClientSecretBasic);
    assert_eq!(status, 200, "{proof}");
    assert!(proof.contains("in the header"), "{proof}");

    session.go("break");
    session.guess();
    session.play(Play::Vary);
    let broken = session.send();
    assert!(broken.tried.is_some());
    assert_eq!(broken.status(), 401);
    assert_eq!(broken.refused_at(), Some("secret"));
    session.play(Play::PutBack);

    session.go("build");
    let (status, proof) = sent_with(&mut session, AuthMethod::ClientSecretPost);
    assert_eq!(status, 200, "{proof}");
    assert!(proof.contains("client_secret is this app's"), "{proof}");
    session.shell.stop();
}

#[test]
fn an_assertion_is_shown_before_it_is_sent_and_stands_in_no_debug_output() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = at_build(folder.path());
    session.tell(Message::Build(Build::Method(AuthMethod::PrivateKeyJwt)));
    session.until(|app| !app.player.as_ref().unwrap().bench.proving.is_waiting());
    let facts = session.app.facts().unwrap();
    let bench = &session.player().bench;
    let signed = bench.proving.assertion(&bench.draft, facts).unwrap();
    let claims: serde_json::Value = serde_json::from_str(signed.claims()).unwrap();
    assert_eq!(claims["iss"], bench.draft.client_id.as_str());
    assert_eq!(claims["aud"], facts.issuer.as_str());
    let assertion = signed.expose().to_owned();
    assert!(!format!("{:?}", session.app).contains(&assertion));

    let effects = session.app.update(clock::now(), Message::Play(Play::Send));
    let sent = effects.iter().find_map(|effect| match effect {
        Effect::Send { request, .. } => Some(request),
        _ => None,
    });
    let sent = sent.expect("a request");
    let same = |text: &str| text.contains(&assertion);
    assert!(sent.body.iter().any(|piece| same(&piece.text)));
    assert!(!effects.iter().any(|effect| same(&format!("{effect:?}"))));
    assert!(!same(&sent.copy_text(View::Http, Secrets::Masked)));
    for effect in effects {
        session.shell.perform(effect);
    }
    let mut answers = Vec::new();
    while session.player().bench.runs.is_empty() {
        let answer = session
            .answers
            .recv_timeout(Duration::from_secs(20))
            .expect("an answer in time");
        answers.push(format!("{answer:?}"));
        session.tell(answer);
    }
    let leaked = |text: &String| same(text) || text.contains("PRIVATE KEY");
    assert!(!answers.iter().any(leaked));
    assert!(!same(&format!("{:?}", session.app)));
    assert_eq!(session.player().bench.latest().unwrap().status(), 200);
    session.shell.stop();
}

#[test]
fn a_token_that_is_bound_to_a_key_opens_the_api_with_a_proof() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = at_build(folder.path());
    session.tell(Message::Build(Build::Bound(true)));
    let (status, proof) = sent_with(&mut session, AuthMethod::PrivateKeyJwt);
    assert_eq!(status, 200, "{proof}");
    assert!(session.player().bench.token().unwrap().is_bound());

    session.play(Play::Call {
        api: None,
        bearing: Bearing::Token,
    });
    session.until(|app| {
        let calls = app.player.as_ref().unwrap().bench.calls();
        calls.is_some_and(|calls| calls.last().is_some())
    });
    let call = session.player().bench.calls().unwrap().last().unwrap();
    assert_eq!(call.answer.reply.status, 200);
    let shown = call.request.copy_text(View::Http, Secrets::Masked);
    assert!(shown.contains("Authorization: DPoP "), "{shown}");
    session.shell.stop();
}

/// Asks the API about what lies on the checker's desk, and waits until that came to something.
fn asked(session: &mut Session) {
    session.tell(Message::Desk(Desk::AskApi));
    session.until(|app| !app.checker.is_waiting());
}

#[test]
fn the_checker_calls_with_a_proof_where_the_token_is_bound_to_a_key_of_this_session() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = at_build(folder.path());
    session.tell(Message::Build(Build::Bound(true)));
    let (status, proof) = sent_with(&mut session, AuthMethod::PrivateKeyJwt);
    assert_eq!(status, 200, "{proof}");
    let token = session.player().bench.token().unwrap().expose().to_owned();

    session.tell(Message::Go(Go::Checker));
    session.tell(Message::Desk(Desk::Text(token)));
    asked(&mut session);
    let call = session.app.checker.call.last().expect("an answer");
    assert_eq!(call.answer.reply.status, 200);
    let shown = call.request.copy_text(View::Http, Secrets::Masked);
    assert!(shown.contains("Authorization: DPoP "), "{shown}");

    // One that is bound to somebody else's key would be refused whatever else it is: that is said, and nothing goes out.
    let issuer = session.app.facts().unwrap().issuer.clone();
    let claims = format!(r#"{{"iss":"{issuer}","cnf":{{"jkt":"somebody-else"}}}}"#);
    let parts = [r#"{"alg":"RS256","typ":"at+jwt"}"#, &claims, "x"];
    let foreign = parts.map(|part| URL_SAFE_NO_PAD.encode(part)).join(".");
    session.tell(Message::Desk(Desk::Text(foreign)));
    asked(&mut session);
    assert!(!session.app.checker.call.is_begun());
    let said = session.app.toast.as_ref().map(|toast| toast.text.clone());
    let said = said.unwrap_or_default();
    assert!(said.contains("bound to a key (cnf.jkt)"), "{said}");
    assert!(said.contains("is another one"), "{said}");
    session.shell.stop();
}

/// It is the same deed, wherever its key was pressed.
#[test]
fn verifying_the_lessons_token_at_the_checker_verifies_it_in_the_lesson() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = at_build(folder.path());
    let (status, proof) = sent_with(&mut session, AuthMethod::ClientSecretPost);
    assert_eq!(status, 200, "{proof}");
    let token = session.player().bench.token().unwrap().expose().to_owned();
    let is_judged = |session: &Session| {
        let verifying = &session.player().bench.token().unwrap().verifying;
        matches!(verifying, Verifying::Judged { report, .. } if matches!(report.trust, Trust::Passed { .. }))
    };

    session.tell(Message::Go(Go::Checker));
    session.tell(Message::Desk(Desk::Text(format!("{token}x"))));
    session.tell(Message::Desk(Desk::Verify));
    session.until(|app| !app.checker.is_waiting());
    assert!(!is_judged(&session), "that was another token");
    session.tell(Message::Desk(Desk::Text(token)));
    session.tell(Message::Desk(Desk::Verify));
    session.until(|app| !app.checker.is_waiting());
    assert!(is_judged(&session));
    session.shell.stop();
}
