//! Scenarios at the real practice servers: what is kept and loaded answers as it did, in this session and in another one.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::player::Tutor;
use crate::sandbox::{sandboxes, sends};
use crate::undone::{acts, at_the_form, begun_in, does, on_the_dashboard};
use oauth_tutor::app::by_hand::ByHand;
use oauth_tutor::app::deed::Deed;
use oauth_tutor::app::message::{Build, Go, Hand, Message, Play, ScenarioAct};
use oauth_tutor::app::scenario::Scenario;
use oauth_tutor::app::workbench::Sending;
use oauth_tutor::lesson::change::Bearing;
use oauth_tutor::lesson::target::TargetName;
use oauth_tutor::oauth::names::ClientSecret;
use oauth_tutor::oauth::request::{AuthMethod, BodyFormat, Field};
use proptest::test_runner::{Config, TestCaseError, TestRunner};

fn tells(tutor: &mut Tutor, act: ScenarioAct) {
    at_the_form(tutor);
    tutor.tell(Message::Scenario(act));
}

fn builds(tutor: &mut Tutor, build: Build) {
    at_the_form(tutor);
    tutor.tell(Message::Build(build));
}

/// Makes these changes of the server.
fn makes(tutor: &mut Tutor, deeds: &[Deed]) {
    for deed in deeds {
        tutor.tell(Message::Go(Go::Server));
        if tutor.app.deeds().contains(deed) {
            tutor.tell(Message::Hand(Hand::Make(*deed)));
        }
        tutor.tell(Message::Go(Go::Return));
    }
}

/// What the server answers, without what depends on the time, the key or the session.
fn answers(tutor: &mut Tutor) -> String {
    at_the_form(tutor);
    let before = tutor.player().bench.runs.len();
    tutor.tell(Message::Play(Play::Send));
    let player = tutor.player();
    if let Sending::Failed(_) = player.bench.sending {
        return "no answer".to_owned();
    }
    // A nonce takes a round of its own.
    assert!(player.bench.runs.len() > before, "an exchange");
    let run = player.bench.latest().expect("an exchange");
    let id = player
        .bench
        .app
        .as_ref()
        .expect("an app")
        .client_id
        .0
        .clone();
    let mut said = format!("{} {:?}", run.status(), run.error_code());
    for claim in ["iss", "aud", "sub", "scope", "gty", "azp", "org_id", "cid"] {
        let of = run.token.as_ref().and_then(|one| one.jwt.claim_text(claim));
        let _ = write!(said, " {claim}={of:?}");
    }
    // What rules add: by the server's page, and by the dashboard.
    for claim in [
        "https://tutor.example/shift",
        "https://reports.example/plan",
    ] {
        let of = run.token.as_ref().and_then(|one| one.jwt.claim_text(claim));
        let _ = write!(said, " {claim}={of:?}");
    }
    let _ = write!(said, " {:?}", run.member_text("token_type"));
    if run.token.is_some() {
        tutor.tell(Message::Play(Play::Call {
            api: Some("reports".to_owned()),
            bearing: Bearing::Token,
        }));
        let calls = tutor.player().bench.calls().expect("a token");
        let called = calls.answers.last().map(|one| one.answer.reply.status);
        let _ = write!(said, " call={called:?}");
    }
    // The servers' ports are others in each session.
    let host = tutor.app.facts().expect("facts").host.clone();
    said.replace(id.as_str(), "ID").replace(&host, "HOST")
}

fn in_force(tutor: &Tutor) -> Vec<Deed> {
    tutor.app.hand.in_force(tutor.player().target)
}

fn kept(folder: &Path) -> String {
    fs::read_to_string(folder.join("scenarios.toml")).unwrap_or_default()
}

fn one<'a>(tutor: &'a Tutor, name: &str) -> &'a Scenario {
    &tutor.app.scenarios.kept[name]
}

/// Changes of the server, each with what is done at the form.
fn scenes() -> Vec<(&'static [Deed], Vec<Build>)> {
    let scope = || Build::Set(Field::Scope, "read:reports".to_owned());
    vec![
        (&[], vec![scope()]),
        (
            &[Deed::ApiClock],
            vec![Build::Method(AuthMethod::ClientSecretBasic)],
        ),
        (
            &[Deed::Deny],
            vec![Build::Method(AuthMethod::PrivateKeyJwt)],
        ),
        (&[Deed::Claim, Deed::KeyRoll], vec![scope()]),
        // Rules stand beside one another, and one that denies is not lost behind a later one.
        (&[Deed::Deny, Deed::Claim], vec![scope()]),
        (&[Deed::Secret, Deed::Broken], vec![]),
        (&[Deed::Unplug], vec![]),
        (&[Deed::Bound], vec![Build::Bound(true)]),
        (&[Deed::Bound], vec![]),
        (
            &[Deed::Audience],
            vec![Build::Set(Field::Audience, String::new())],
        ),
        // Opaque although there is a default, which is another change than opaque without one.
        (
            &[
                Deed::Audience,
                Deed::Opaque,
                Deed::NoAudience,
                Deed::Audience,
            ],
            vec![Build::Set(Field::Audience, String::new())],
        ),
        (
            &[],
            vec![Build::Set(Field::GrantType, "password".to_owned())],
        ),
        (
            &[],
            vec![Build::Set(Field::ClientId, "somebody".to_owned())],
        ),
        (&[], vec![Build::SetSecret(ClientSecret::new(""))]),
        (&[], vec![Build::Format(BodyFormat::Json)]),
    ]
}

/// Each scenario, loaded, has its changes in force and is answered as it was when it was kept.
fn each_answers_as_told(session: &mut Tutor, told: &[(String, String)]) {
    let sandbox = session.player().lesson.id.clone();
    for (name, answer) in told {
        tells(session, ScenarioAct::Load(name.clone()));
        let kept = one(session, name).changes.iter();
        let kept: Vec<Deed> = kept.map(ByHand::deed).collect();
        assert_eq!(in_force(session), kept, "{sandbox} {name}");
        assert_eq!(&answers(session), answer, "{sandbox} {name}");
    }
}

#[test]
fn what_is_loaded_answers_as_it_did_here_and_in_another_session() {
    for sandbox in sandboxes() {
        let folder = tempfile::tempdir().unwrap();
        let mut tutor = begun_in(sandbox, folder.path());
        tells(&mut tutor, ScenarioAct::Keep("start".to_owned()));
        let mut told = Vec::new();
        for (number, (deeds, builds_it)) in scenes().into_iter().enumerate() {
            makes(&mut tutor, deeds);
            for build in builds_it {
                builds(&mut tutor, build);
            }
            let name = format!("scene {number}");
            tells(&mut tutor, ScenarioAct::Keep(name.clone()));
            let answer = answers(&mut tutor);
            tells(&mut tutor, ScenarioAct::Load("start".to_owned()));
            assert!(in_force(&tutor).is_empty(), "{} {name}", sandbox.id);
            assert_eq!(sends(&mut tutor), (200, None), "{} {name}", sandbox.id);
            told.push((name, answer));
        }
        let mut another = begun_in(sandbox, folder.path());
        tells(&mut another, ScenarioAct::List);
        for session in [&mut tutor, &mut another] {
            each_answers_as_told(session, &told);
        }
    }
}

/// Chooses it on the dashboard; the same again is no change.
fn chooses_twice(tutor: &mut Tutor, which: usize) {
    on_the_dashboard(tutor, which);
    let changed = in_force(tutor);
    on_the_dashboard(tutor, which);
    assert_eq!(in_force(tutor), changed, "{which}");
    let made = tutor.app.hand.made(tutor.player().target).len();
    assert_eq!(made, changed.len(), "{which}");
}

/// The Action of the dashboard is the server's only rule once it is chosen, whatever the page of the servers had made; its row says that
/// some rule stands, and not which.
#[test]
fn an_action_that_is_chosen_takes_the_place_of_rules_made_by_hand() {
    let auth0 = sandboxes().find(|one| one.id == "sandbox-auth0").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut tutor = begun_in(auth0, folder.path());
    makes(&mut tutor, &[Deed::Deny, Deed::Claim]);
    on_the_dashboard(&mut tutor, 4);
    let answer = answers(&mut tutor);
    assert!(answer.contains("plan=Some"), "{answer}");
    assert!(answer.contains("shift=None"), "{answer}");
    on_the_dashboard(&mut tutor, 4);
    let said = tutor.app.toast.clone().expect("a notice").text;
    assert!(said.contains("so already"), "{said}");
}

#[test]
fn what_was_chosen_on_the_dashboard_is_kept_as_it_was_chosen() {
    for sandbox in sandboxes() {
        let folder = tempfile::tempdir().unwrap();
        let mut tutor = begun_in(sandbox, folder.path());
        tells(&mut tutor, ScenarioAct::Keep("start".to_owned()));
        let mut told = Vec::new();
        for which in [2, 4, 5] {
            chooses_twice(&mut tutor, which);
            let (field, text) = match tutor.player().target {
                TargetName::Okta => (Field::Scope, format!("scope{which}")),
                _ => (Field::Audience, String::new()),
            };
            if which == 2 || tutor.player().target == TargetName::Okta {
                builds(&mut tutor, Build::Set(field, text));
            }
            let name = format!("scene {which}");
            tells(&mut tutor, ScenarioAct::Keep(name.clone()));
            let answer = answers(&mut tutor);
            // What was put back is made again as it was chosen.
            tutor.tell(Message::Go(Go::Server));
            tutor.tell(Message::Hand(Hand::Undo));
            tutor.tell(Message::Hand(Hand::Redo));
            assert_eq!(answers(&mut tutor), answer, "{} {name}", sandbox.id);
            tells(&mut tutor, ScenarioAct::Load("start".to_owned()));
            assert!(in_force(&tutor).is_empty(), "{} {name}", sandbox.id);
            told.push((name, answer));
        }
        let mut another = begun_in(sandbox, folder.path());
        tells(&mut another, ScenarioAct::List);
        for session in [&mut tutor, &mut another] {
            each_answers_as_told(session, &told);
        }
        let told: Vec<&str> = told.iter().map(|(_, answer)| answer.as_str()).collect();
        if sandbox.id == "sandbox-auth0" {
            // The app may call the reports, and nothing was granted for the users.
            assert!(told[0].contains("access_denied"), "{told:?}");
            assert!(told[1].contains("plan=Some"), "{told:?}");
            assert!(told[2].contains("invalid_request"), "{told:?}");
        }
    }
}

#[test]
fn any_scenario_that_is_loaded_and_kept_again_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let tutors: Vec<RefCell<Tutor>> = sandboxes()
        .map(|sandbox| begun_in(sandbox, folder.path()))
        .map(RefCell::new)
        .collect();
    let config = Config {
        cases: 16,
        failure_persistence: None,
        ..Config::default()
    };
    let cases = (0..tutors.len(), acts(), acts());
    let run = TestRunner::new(config).run(&cases, |(at, acts, others)| {
        let tutor = &mut *tutors[at].borrow_mut();
        let does_all = |tutor: &mut Tutor, acts: &[_]| {
            at_the_form(tutor);
            for act in acts {
                does(tutor, act);
            }
        };
        does_all(tutor, &acts);
        tells(tutor, ScenarioAct::KeepOver("one".to_owned()));
        let (before, was) = (kept(folder.path()), one(tutor, "one").clone());
        does_all(tutor, &others);
        tells(tutor, ScenarioAct::Load("one".to_owned()));
        let after = in_force(tutor);
        tells(tutor, ScenarioAct::KeepOver("one".to_owned()));
        let deeds: Vec<Deed> = was.changes.iter().map(ByHand::deed).collect();
        let same = before == kept(folder.path()) && after == deeds;
        tutor.tell(Message::Go(Go::Server));
        tutor.tell(Message::Hand(Hand::PutBack));
        at_the_form(tutor);
        if same {
            Ok(())
        } else {
            let now = kept(folder.path());
            Err(TestCaseError::fail(format!("{before}\n{now}\n{after:?}")))
        }
    });
    run.unwrap_or_else(|why| panic!("{why}"));
}

#[test]
fn no_secret_gets_into_the_file_and_what_is_left_out_is_said() {
    for sandbox in sandboxes() {
        let folder = tempfile::tempdir().unwrap();
        let mut tutor = begun_in(sandbox, folder.path());
        let bench = &tutor.player().bench;
        let token = bench.token().expect("a token").expose().to_owned();
        let app = bench.app.as_ref().expect("an app");
        let secret = app.client_secret.as_ref().expect("a secret").expose();
        let secret = secret.to_owned();
        let canaries = [secret.as_str(), &token, "client_secret=hunter2hunter2"];
        for (number, canary) in canaries.into_iter().enumerate() {
            for field in [Field::GrantType, Field::ClientId, Field::Scope] {
                let text = format!("a {canary}");
                builds(&mut tutor, Build::Set(field, text));
            }
            let name = format!("canary {number}");
            tells(&mut tutor, ScenarioAct::Keep(name.clone()));
            let said = tutor.app.toast.clone().expect("a notice").text;
            assert!(said.contains("Left out"), "{said}");
            assert!(said.contains("grant_type, client_id"), "{said}");
            // Nor by its name.
            tells(&mut tutor, ScenarioAct::Keep(canary.to_owned()));
            let file = kept(folder.path());
            assert!(file.contains(&name), "{file}");
            assert!(!file.contains(canary), "{file}");
        }
        builds(
            &mut tutor,
            Build::SetSecret(ClientSecret::new("hunter2hunter2")),
        );
        tells(&mut tutor, ScenarioAct::Keep(String::new()));
        let said = tutor.app.toast.clone().expect("a notice").text;
        assert!(said.contains("your app's own secret"), "{said}");
        let file = kept(folder.path());
        assert!(!file.contains("hunter2"), "{file}");
        assert!(!file.contains(&secret), "{file}");
    }
}

#[test]
fn loading_is_taken_back_whole_from_the_list_and_its_form_by_undo() {
    for sandbox in sandboxes() {
        let folder = tempfile::tempdir().unwrap();
        let mut tutor = begun_in(sandbox, folder.path());
        tells(&mut tutor, ScenarioAct::Keep(String::new()));
        let first = format!("{} 1", tutor.player().target.word());
        assert!(tutor.app.scenarios.kept.contains_key(&first));
        makes(&mut tutor, &[Deed::Deny, Deed::ApiClock]);
        builds(&mut tutor, Build::Set(Field::Scope, "x:y".to_owned()));
        let draft = tutor.player().bench.draft.clone();
        tells(&mut tutor, ScenarioAct::Load(first));
        assert_eq!(in_force(&tutor), []);
        assert_ne!(tutor.player().bench.draft, draft);
        tutor.tell(Message::Play(Play::Undo));
        assert_eq!(tutor.player().bench.draft, draft);
        tutor.tell(Message::Play(Play::Redo));
        tells(&mut tutor, ScenarioAct::Back);
        assert_eq!(in_force(&tutor), [Deed::Deny, Deed::ApiClock]);
        assert_eq!(tutor.player().bench.draft, draft);
    }
}
