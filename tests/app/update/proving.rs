//! How the app proves who it is: the method at the tenant, assertions, and proofs of possession.

use oauth_tutor::app::effect::{Effect, RunId};
use oauth_tutor::app::message::{Build, Message, Play, World};
use oauth_tutor::oauth::request::{AuthMethod, Field};
use oauth_tutor::oauth::time::UnixMillis;

use crate::update::{NOW, Tutor, answer, answered, assertion, goes_out};

/// The method that an effect sets, and the question's number.
fn setting(effects: &[Effect]) -> Option<(RunId, AuthMethod)> {
    effects.iter().find_map(|effect| match effect {
        Effect::SetMethod { run, method, .. } => Some((*run, *method)),
        _ => None,
    })
}

#[test]
fn another_method_is_set_at_the_tenant_before_anything_is_sent() {
    let mut tutor = Tutor::free_at("build");
    let effects = tutor.tell(Message::Build(Build::Method(AuthMethod::ClientSecretBasic)));
    let (run, method) = setting(&effects).expect("the tenant is told");
    assert_eq!(method, AuthMethod::ClientSecretBasic);
    let early = tutor.play(Play::Send);
    assert!(!goes_out(&early), "the tenant does not know yet");
    let effects = tutor.tell(Message::World(World::MethodSet {
        run,
        result: Ok(()),
    }));
    assert!(tutor.toast().contains("client_secret_basic"));
    assert!(goes_out(&effects), "it goes out once the tenant knows");
}

#[test]
fn undo_and_reset_put_the_method_back() {
    let mut tutor = Tutor::free_at("build");
    let answer = |tutor: &mut Tutor, message| {
        let set = setting(&tutor.tell(message))?;
        tutor.tell(Message::World(World::MethodSet {
            run: set.0,
            result: Ok(()),
        }));
        Some(set.1)
    };
    let basic = || Message::Build(Build::Method(AuthMethod::ClientSecretBasic));
    let (post, set) = (
        Some(AuthMethod::ClientSecretPost),
        Some(AuthMethod::ClientSecretBasic),
    );
    assert_eq!(answer(&mut tutor, basic()), set);
    assert_eq!(answer(&mut tutor, Message::Play(Play::Undo)), post);
    assert_eq!(answer(&mut tutor, Message::Play(Play::Redo)), set);
    assert_eq!(answer(&mut tutor, Message::Play(Play::ResetStep)), post);
    assert_eq!(answer(&mut tutor, basic()), set);
}

#[test]
fn a_lesson_with_one_method_sets_none_at_the_tenant() {
    let mut tutor = Tutor::at("build");
    let effects = tutor.tell(Message::Build(Build::Method(AuthMethod::ClientSecretBasic)));
    assert_eq!(setting(&effects), None);
}

#[test]
fn a_method_that_could_not_be_set_is_taken_back_and_said() {
    let mut tutor = Tutor::free_at("build");
    let effects = tutor.tell(Message::Build(Build::Method(AuthMethod::ClientSecretBasic)));
    let (run, _) = setting(&effects).unwrap();
    let effects = tutor.tell(Message::World(World::MethodSet {
        run,
        result: Err("no app".into()),
    }));
    assert_eq!(setting(&effects), None);
    assert!(tutor.toast().contains("no app"));
    let draft = &tutor.draft();
    assert_eq!(draft.auth, AuthMethod::ClientSecretPost);
}

/// Whom an effect signs for, and the question's number.
fn signing(effects: &[Effect]) -> Option<(RunId, &str)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Sign { run, client_id, .. } => Some((*run, client_id.as_str())),
        _ => None,
    })
}

#[test]
fn an_assertion_is_signed_anew_when_it_was_sent_when_it_is_old_and_for_another_client() {
    let mut tutor = Tutor::free_at("build");
    let signed = |run| {
        Message::World(World::Signed {
            run,
            result: Ok(assertion()),
        })
    };
    let effects = tutor.tell(Message::Build(Build::Method(AuthMethod::PrivateKeyJwt)));
    let (method, _) = setting(&effects).expect("the tenant gets the public key");
    let (run, _) = signing(&effects).expect("the first");
    tutor.tell(Message::World(World::MethodSet {
        run: method,
        result: Ok(()),
    }));
    assert_eq!(signing(&tutor.tell(signed(run))), None, "it is there");

    let effects = tutor.play(Play::Send);
    let sent = effects.iter().find_map(|effect| match effect {
        Effect::Send { run, .. } => Some(*run),
        _ => None,
    });
    let (run, _) = signing(&effects).expect("one for the next request");
    tutor.tell(signed(run));
    tutor.tell(answered(sent.expect("it goes out"), 401, "{}"));

    tutor.jump("build");
    tutor.now = UnixMillis(NOW.0 + 60_000);
    let effects = tutor.play(Play::Send);
    let (run, _) = signing(&effects).expect("the old one would be refused");
    assert!(!goes_out(&effects));
    let effects = tutor.tell(signed(run));
    assert!(goes_out(&effects), "it goes out with the new one");
    let (run, _) = signing(&effects).expect("and the next is made");
    tutor.tell(signed(run));

    tutor.jump("build");
    let other = Build::Set(Field::ClientId, "other".into());
    let effects = tutor.tell(Message::Build(other));
    assert_eq!(signing(&effects).map(|(_, id)| id), Some("other"));
}

#[test]
fn without_a_key_the_request_goes_back_to_the_secret() {
    let mut tutor = Tutor::free_at("build");
    let effects = tutor.tell(Message::Build(Build::Method(AuthMethod::PrivateKeyJwt)));
    let (run, _) = signing(&effects).unwrap();
    tutor.tell(Message::World(World::Signed {
        run,
        result: Err("no key".into()),
    }));
    assert!(tutor.toast().contains("no key"));
    let draft = &tutor.draft();
    assert_eq!(draft.auth, AuthMethod::ClientSecretPost);
}

/// The number of the question for a proof, and the nonce in it.
fn proving(effects: &[Effect]) -> Option<(RunId, Option<&str>)> {
    effects.iter().find_map(|effect| match effect {
        Effect::Prove { run, nonce, .. } => Some((*run, nonce.as_deref())),
        _ => None,
    })
}

#[test]
fn a_demand_for_a_nonce_is_followed_once_as_a_second_exchange() {
    let mut tutor = Tutor::free_at("build");
    let proved = |run| {
        Message::World(World::Proved {
            run,
            result: Ok(assertion()),
        })
    };
    let effects = tutor.tell(Message::Build(Build::Bound(true)));
    let (proof, nonce) = proving(&effects).expect("a proof");
    assert_eq!(nonce, None);
    tutor.tell(proved(proof));
    let demand = |run| {
        let mut answer = answer(400, r#"{"error":"use_dpop_nonce"}"#);
        let header = ("DPoP-Nonce".into(), "n-1".into());
        answer.reply.headers.push(header);
        Message::World(World::Answered {
            run,
            result: Ok(answer),
            journal: vec![],
        })
    };
    let sending = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::Send { run, .. } => Some(*run),
            _ => None,
        })
    };
    let effects = tutor.play(Play::Send);
    let first = sending(&effects).expect("the first request");
    let (proof, _) = proving(&effects).expect("one for the next");
    tutor.tell(proved(proof));
    let effects = tutor.tell(demand(first));
    let (proof, nonce) = proving(&effects).expect("one with the nonce");
    assert_eq!(nonce, Some("n-1"));
    let effects = tutor.tell(proved(proof));
    let second = sending(&effects).expect("the request goes out again");
    let (proof, _) = proving(&effects).unwrap();
    tutor.tell(proved(proof));
    let effects = tutor.tell(demand(second));
    assert_eq!(sending(&effects), None, "a second demand is an answer");
    let rounds: Vec<_> = tutor
        .player()
        .bench
        .runs
        .iter()
        .map(|run| run.rounds)
        .collect();
    assert_eq!(rounds, [1, 2]);
}
