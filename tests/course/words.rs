//! Each word for a change that the course itself does not use is made, does what it says, and is put back exactly: a lesson of the
//! course is taken, and its experiment replaced by them.

use std::fmt::Write as _;

use crate::edited_course::edited_course;
use crate::played::{goes, tries};
use crate::player::Tutor;
use oauth_tutor::app::message::{Message, Play};
use oauth_tutor::lesson::Course;
use oauth_tutor::lesson::model::{Lesson, Stage};

/// Changes, and what is seen where the request goes out with them.
type Row = (&'static str, &'static str);

/// Lesson 1, at the tenant that speaks as Auth0 does.
const AUTH0: &[Row] = &[
    (
        "{ tenant = 'up', to = false }, { press = 'send' }",
        "failure.layer == http and tenant.up == off",
    ),
    (
        "{ tenant = 'signing', to = 'PS256' }, { press = 'send' }",
        "token.header.alg == PS256",
    ),
    (
        "{ tenant = 'profile', api = '{api.reports}', to = 'rfc9068' }, { press = 'send' }",
        "token.header.typ == at+jwt and token.kind == access-token",
    ),
    (
        "{ tenant = 'profile', api = '{api.reports}', to = 'opaque' }, { press = 'send' }",
        "token.form == opaque and token.kind == opaque",
    ),
    (
        "{ tenant = 'profile', api = '{api.reports}', to = 'permissions' }, { press = 'send' }",
        "token.claim.permissions present",
    ),
    (
        "{ tenant = 'key', do = 'forget-old' }, { press = 'send' }",
        "reply.status == 200",
    ),
    (
        "{ clock = 'tenant', do = 'freeze' }, { press = 'send' }",
        "reply.status == 200",
    ),
    (
        "{ fault = '500', door = 'token', next = 1 }, { press = 'send' }",
        "reply.status == 500",
    ),
    (
        "{ fault = 'html', next = 1 }, { press = 'send' }",
        "reply.status == 502 and reply.error absent",
    ),
    (
        "{ fault = '429', door = 'api', next = 1 }, { press = 'send' }, { press = 'call', api = 'reports' }",
        "reply.status == 200 and api.reports.status == 429",
    ),
    (
        "{ app = 'quota', to = 1 }, { press = 'send', times = 2 }",
        "reply.status == 429",
    ),
    (
        "{ app = 'delete' }, { press = 'send' }",
        "reply.status == 401 and server.refused_at == client and server.log == 'POST /oauth/token'",
    ),
    (
        "{ endpoint = 'http://127.0.0.1:1/token' }, { press = 'send' }",
        "failure.layer == connect",
    ),
    (
        "{ endpoint = 'http://login.example.com/token' }, { press = 'send' }",
        "failure.layer == refused-here",
    ),
];

/// Lesson 5, at the tenant that speaks as Okta does.
const OKTA: &[Row] = &[
    (
        "{ assertion = 'header', name = 'kid', to = 'nobody' }, { press = 'send' }",
        "reply.answer == '401 invalid_client' and assertion.header.kid == nobody",
    ),
    (
        "{ assertion = 'claim', name = 'sub', to = 'somebody' }, { press = 'send' }",
        "reply.answer == '401 invalid_client' and assertion.claim.sub == somebody",
    ),
    (
        "{ assertion = 'claim', name = 'exp', by = '-5m' }, { press = 'send' }",
        "reply.answer == '401 invalid_client' and app.keys has {app.kid}",
    ),
    (
        "{ tenant = 'nonce', to = false }, { app = 'bound', to = true }, { proof = 'sent' }, { press = 'send' }",
        "reply.status == 200 and request.rounds == 1",
    ),
    (
        "{ tenant = 'nonce', to = true }, { app = 'bound', to = true }, { proof = 'sent' }, { press = 'send' }",
        "reply.status == 200 and request.rounds == 2",
    ),
    (
        "{ tenant = 'flow_callers', to = 'others' }, { press = 'send' }, { press = 'call', api = 'workflows' }",
        "reply.status == 200 and api.workflows.status == 403",
    ),
    (
        "{ tenant = 'flow_callers', to = 'own' }, { press = 'send' }, { press = 'call', api = 'workflows' }",
        "reply.status == 200 and api.workflows.status == 200",
    ),
];

/// The course, with these rows as the variants of the first experiment of its lesson `id`.
fn course_with(id: &str, rows: &[Row]) -> (&'static Course, &'static Lesson) {
    let mut variants = String::new();
    for (at, (moves, expect)) in rows.iter().enumerate() {
        write!(
            variants,
            "[[step.experiments.variant]]\nid = \"row-{at}\"\nchange = \"One thing.\"\nmoves = [{moves}]\n\
             expect = [\"{expect}\"]\nmeans = \"It means something.\"\n\n"
        )
        .expect("a text takes all");
    }
    let text = |text: &str| {
        if !text.contains(&format!("\nid = \"{id}\"\n")) {
            return text.to_owned();
        }
        // The first experiment of the break step is replaced from its first variant on.
        let (before, rest) = text.split_once("stage = \"break\"").expect("a break step");
        let variant = "[[step.experiments.variant]]";
        let (head, rest) = rest.split_once(variant).expect("a variant");
        let vendors = "[[step.experiments.vendors]]";
        let (_, after) = rest.split_once(vendors).expect("what others answer");
        format!("{before}stage = \"break\"{head}{variants}{vendors}{after}")
    };
    let course = Box::leak(Box::new(edited_course(text)));
    let lesson = course.lesson(id).expect("the lesson");
    (course, lesson)
}

#[test]
fn a_change_that_cannot_be_made_whole_leaves_nothing_standing() {
    let rows: [Row; 2] = [
        (
            "{ tenant = 'rule', deny = 'invalid_request', reason = 'no' }, { tenant = 'default_audience', to = '{organization.nope}' }, { press = 'send' }",
            "reply.status == 400",
        ),
        (
            "{ clock = 'api', by = '+25h' }, { token = 'claim', name = 'x', to = '{organization.nope}' }, { press = 'call' }",
            "api.reports.status == 401",
        ),
    ];
    let mut tutor = at_its_experiment("first-token", &rows);
    for (variant, (moves, _)) in rows.iter().enumerate() {
        let before = stands(&tutor);
        tutor.tell(Message::Play(Play::OpenVariant(variant)));
        tutor.tell(Message::Play(Play::Vary));
        assert!(!tutor.player().lab.is_changed(), "{moves}");
        assert_eq!(stands(&tutor), before, "{moves}");
        let said = &tutor.app.toast.as_ref().unwrap().text;
        assert!(said.contains("cannot be changed yet"), "{said}");
    }
}

/// At the experiment whose variants these rows are.
fn at_its_experiment(id: &str, rows: &[Row]) -> Tutor {
    let (course, lesson) = course_with(id, rows);
    let mut tutor = Tutor::in_course(course, lesson);
    let mut steps = lesson.steps.iter();
    let at = steps.position(|step| step.stage == Stage::Break);
    goes(&mut tutor, at.expect("a break step"), 0);
    tutor.tell(Message::Play(Play::OpenExperiment(0)));
    has_its_keys(&tutor);
    tutor
}

fn plays(id: &str, rows: &[Row]) {
    let mut tutor = at_its_experiment(id, rows);
    for (variant, (moves, _)) in rows.iter().enumerate() {
        let before = stands(&tutor);
        tutor.tell(Message::Play(Play::OpenVariant(variant)));
        tutor.tell(Message::Play(Play::Vary));
        // Keys that sign no more are there only after a roll.
        let world = ["tenant =", "app =", "clock =", "fault ="];
        let changes =
            world.iter().any(|word| moves.contains(word)) && !moves.contains("forget-old");
        assert_eq!(stands(&tutor) != before, changes, "{moves}");
        tutor.tell(Message::Play(Play::PutBack));
        assert_eq!(stands(&tutor), before, "{moves}");
        tries(&mut tutor, variant);
        assert_eq!(stands(&tutor), before, "{moves}, sent");
    }
}

/// Keys are made when somebody first asks for them, those of each issuer by themselves: waits until all are there.
pub(crate) fn has_its_keys(tutor: &Tutor) {
    let server = tutor.server();
    server.prepare();
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime
        .unwrap()
        .block_on(server.known_keys())
        .expect("keys");
}

/// Everything that a change of a server touches, as the server itself has it.
pub(crate) fn stands(tutor: &Tutor) -> String {
    let server = tutor.server();
    let apps = server.known_apps().into_iter();
    let apps: Vec<_> = apps
        .map(|app| {
            (
                app.client_id,
                app.held.setup,
                app.held.grants,
                app.held.secret.map(|one| one.expose().to_owned()),
            )
        })
        .collect();
    format!(
        "{:?} {:?} {:?} {:?} {:?} {apps:?}",
        server.setup(),
        server.orders(),
        server.plugged(),
        server.signing(),
        server.signing_keys(),
    )
}

#[test]
fn each_change_of_a_server_that_no_lesson_makes_does_what_it_says_and_is_put_back() {
    plays("first-token", AUTH0);
}

#[test]
fn each_change_of_an_assertion_and_of_a_proof_does_what_it_says_and_is_put_back() {
    plays("private-key-jwt", OKTA);
}
