//! Whatever is changed by hand, of the server and of the request: when all of it was undone, tenant, app and form are as they were.

use std::cell::RefCell;

use crate::player::Tutor;
use crate::sandbox::sandboxes;
use crate::words::{has_its_keys, stands};
use oauth_tutor::app::message::{Build, Create, Go, Hand, Message, Play};
use oauth_tutor::lesson::model::Lesson;
use oauth_tutor::lesson::target::TargetName;
use oauth_tutor::oauth::request::{AuthMethod, BodyFormat, Field};
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::test_runner::{Config, TestCaseError, TestRunner};

/// One thing that a hand does.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    /// Of what the server's page offers then, the one at this place.
    Deed(usize),
    /// Something on the dashboard of the server.
    Dashboard(usize),
    /// This text into that row.
    Set(Field, String),
    Method(AuthMethod),
    Json(bool),
    Bound(bool),
    Send,
}

pub(crate) fn acts() -> impl Strategy<Value = Vec<Act>> {
    let fields = [
        Field::GrantType,
        Field::ClientId,
        Field::Audience,
        Field::Scope,
    ];
    let methods = [
        AuthMethod::ClientSecretPost,
        AuthMethod::ClientSecretBasic,
        AuthMethod::PrivateKeyJwt,
    ];
    let act = prop_oneof![
        4 => any::<usize>().prop_map(Act::Deed),
        2 => (0..6_usize).prop_map(Act::Dashboard),
        2 => ((0..fields.len()), "[a-z:/ ]{0,12}").prop_map(move |(at, text)| Act::Set(fields[at], text)),
        1 => (0..methods.len()).prop_map(move |at| Act::Method(methods[at])),
        1 => any::<bool>().prop_map(Act::Json),
        1 => any::<bool>().prop_map(Act::Bound),
        1 => Just(Act::Send),
    ];
    proptest::collection::vec(act, 1..12)
}

/// Everything that has to be as it was.
fn state(tutor: &Tutor) -> [String; 4] {
    let player = tutor.player();
    let draft = &player.bench.draft;
    let secret = draft
        .client_secret
        .as_ref()
        .map(|one| one.expose().to_owned());
    [
        stands(tutor),
        format!("{draft:?} {secret:?}"),
        format!("{:?}", player.bench.app),
        format!("{:?}", tutor.app.facts()),
    ]
}

fn made(tutor: &Tutor) -> usize {
    tutor.app.hand.made(tutor.player().target).len()
}

/// Takes the request in hand again, wherever sending led to.
pub(crate) fn at_the_form(tutor: &mut Tutor) {
    tutor.tell(Message::Go(Go::Lesson(&tutor.player().lesson.id)));
    tutor.goes_to("request");
}

/// Chooses on the dashboard of the server's own settings, where there is one: at Auth0 for whom a token is that names no API (none, reports,
/// users) or what an Action does (nothing, add a claim, deny), at Okta a scope more.
pub(crate) fn on_the_dashboard(tutor: &mut Tutor, which: usize) {
    let choose = |form: &str, field: &str, option| Create::Choose {
        form: form.to_owned(),
        field: field.to_owned(),
        option,
    };
    let (step, acts) = match tutor.player().target {
        TargetName::Auth0 if which < 3 => {
            ("tenant", vec![choose("tenant", "default-audience", which)])
        }
        TargetName::Auth0 => ("tenant", vec![choose("action", "action", which - 3)]),
        TargetName::Okta => (
            "server",
            vec![
                Create::Field("scope-name".to_owned(), format!("scope{which}")),
                Create::Press {
                    form: "scope".to_owned(),
                    field: "add-scope".to_owned(),
                },
            ],
        ),
        _ => return,
    };
    tutor.tell(Message::Go(Go::Lesson(&tutor.player().lesson.id)));
    tutor.goes_to(step);
    for act in acts {
        tutor.tell(Message::Create(act));
    }
}

/// Does it.
pub(crate) fn does(tutor: &mut Tutor, act: &Act) {
    match act {
        Act::Deed(at) => {
            tutor.tell(Message::Go(Go::Server));
            let deeds = tutor.app.deeds();
            // A server that answers late only makes the test late.
            let deed = deeds[at % deeds.len()];
            if deed != oauth_tutor::app::deed::Deed::Slow {
                tutor.tell(Message::Hand(Hand::Make(deed)));
            }
            at_the_form(tutor);
        }
        Act::Dashboard(which) => {
            on_the_dashboard(tutor, *which);
            at_the_form(tutor);
        }
        Act::Set(field, text) => tutor.tell(Message::Build(Build::Set(*field, text.clone()))),
        Act::Method(method) => tutor.tell(Message::Build(Build::Method(*method))),
        Act::Json(true) => tutor.tell(Message::Build(Build::Format(BodyFormat::Json))),
        Act::Json(false) => tutor.tell(Message::Build(Build::Format(BodyFormat::Form))),
        Act::Bound(bound) => tutor.tell(Message::Build(Build::Bound(*bound))),
        Act::Send => {
            tutor.tell(Message::Play(Play::Send));
            at_the_form(tutor);
        }
    }
}

#[test]
fn any_changes_by_hand_that_are_undone_leave_everything_as_it_was() {
    let tutors: Vec<RefCell<Tutor>> = sandboxes().map(begun).map(RefCell::new).collect();
    let config = Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let cases = (0..tutors.len(), acts());
    let run = runner.run(&cases, |(at, acts)| {
        let mut tutor = tutors[at].borrow_mut();
        at_the_form(&mut tutor);
        let before = state(&tutor);
        for act in &acts {
            does(&mut tutor, act);
        }
        undoes(&mut tutor);
        let after = state(&tutor);
        if before == after {
            Ok(())
        } else {
            let pairs = before.iter().zip(&after);
            let odd: Vec<String> = pairs
                .filter_map(|(one, other)| parted(one, other))
                .collect();
            Err(TestCaseError::fail(odd.join("\n")))
        }
    });
    run.unwrap_or_else(|why| panic!("{why}"));
}

/// A server makes its keys when it is first asked.
fn begun(sandbox: &'static Lesson) -> Tutor {
    asked_once(Tutor::at(sandbox))
}

/// The same, in a session that keeps in this folder.
pub(crate) fn begun_in(sandbox: &'static Lesson, folder: &std::path::Path) -> Tutor {
    asked_once(Tutor::keeping(sandbox, folder))
}

fn asked_once(mut tutor: Tutor) -> Tutor {
    tutor.tell(Message::Play(Play::Send));
    has_its_keys(&tutor);
    tutor
}

/// Where two texts part, with a little of what stands around.
fn parted(one: &str, other: &str) -> Option<String> {
    let alike = one
        .chars()
        .zip(other.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let around = |text: &str| -> String {
        text.chars()
            .skip(alike.saturating_sub(40))
            .take(120)
            .collect()
    };
    (one != other).then(|| format!("{} became {}", around(one), around(other)))
}

/// Undoes all: what was changed of the server on its page, what was changed of the request at the request.
fn undoes(tutor: &mut Tutor) {
    tutor.tell(Message::Go(Go::Server));
    while made(tutor) > 0 {
        tutor.tell(Message::Hand(Hand::Undo));
    }
    at_the_form(tutor);
    while tutor.player().can_undo() {
        tutor.tell(Message::Play(Play::Undo));
    }
}

#[test]
fn what_was_undone_of_a_server_is_made_again_in_its_order() {
    use oauth_tutor::app::deed::Deed;
    for sandbox in sandboxes() {
        let mut tutor = begun(sandbox);
        tutor.tell(Message::Go(Go::Server));
        let makes = |tutor: &mut Tutor, deed: Deed| {
            if tutor.app.deeds().contains(&deed) {
                tutor.tell(Message::Hand(Hand::Make(deed)));
            }
        };
        for deed in [
            Deed::Audience,
            Deed::Opaque,
            Deed::NoAudience,
            Deed::Deny,
            Deed::Claim,
            Deed::TooMany,
            Deed::Bound,
        ] {
            makes(&mut tutor, deed);
        }
        let target = tutor.player().target;
        let wishes = |tutor: &Tutor| tutor.app.hand.made(target).to_vec();
        let (all, stood) = (wishes(&tutor), stands(&tutor));
        let redoes = |tutor: &mut Tutor| {
            for _ in 0..all.len() {
                tutor.tell(Message::Hand(Hand::Redo));
            }
        };
        for _ in 0..all.len() {
            tutor.tell(Message::Hand(Hand::Undo));
        }
        assert_eq!(made(&tutor), 0);
        redoes(&mut tutor);
        assert_eq!(
            (wishes(&tutor), stands(&tutor)),
            (all.clone(), stood.clone())
        );
        // Whole, too.
        tutor.tell(Message::Hand(Hand::PutBack));
        assert_eq!(made(&tutor), 0);
        redoes(&mut tutor);
        assert_eq!((wishes(&tutor), stands(&tutor)), (all.clone(), stood));
        // Another change leaves nothing to be made again.
        tutor.tell(Message::Hand(Hand::Undo));
        makes(&mut tutor, Deed::KeyRoll);
        tutor.tell(Message::Hand(Hand::Redo));
        assert_eq!(made(&tutor), all.len());
        assert_eq!(tutor.app.hand.next_redo(target), None);
    }
}
