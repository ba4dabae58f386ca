//! The practice tenants of a session: bound before anything runs, changed on demand, put back exactly.

use std::collections::BTreeSet;
use std::net::TcpListener;

use oauth_tutor::app::App;
use oauth_tutor::app::create::AppType;
use oauth_tutor::app::effect::{Effect, Lot, Wish};
use oauth_tutor::app::message::{Create, Message, Play, World};
use oauth_tutor::app::progress::Progress;
use oauth_tutor::app::tenant::{Rule, TenantFacts};
use oauth_tutor::lesson::change::KeyOf;
use oauth_tutor::lesson::target::TargetName;
use oauth_tutor::oauth::names::{ClientId, ClientSecret};
use oauth_tutor::oauth::request::AuthMethod;
use oauth_tutor::shell::{Practice, clock};

use crate::shell::{BY_HAND, Session, words_of};

const TENANT: TargetName = TargetName::Auth0;
const REPORTS: &str = "https://api.reports.example";
const USERS: &str = "https://api.users.example";

#[test]
fn three_tenants_are_known_before_the_first_frame() {
    let practice = Practice::bind(0);
    let mut app = App::new(clock::now(), Progress::default());
    for world in practice.known() {
        app.update(clock::now(), Message::World(world));
    }
    let facts = TargetName::ALL.map(|target| {
        let facts = app.targets.get(target).facts();
        let facts = facts.unwrap_or_else(|| panic!("nothing is known of {target:?}"));
        assert_eq!(facts.target, target);
        assert!(facts.host.starts_with("127.0.0.1:"), "{}", facts.host);
        assert!(facts.token_endpoint.as_str().contains(&facts.host));
        assert!(facts.api("reports").is_some());
        facts
    });
    let hosts: BTreeSet<&str> = facts.iter().map(|facts| facts.host.as_str()).collect();
    assert_eq!(hosts.len(), 3);
}

#[test]
fn a_port_that_is_taken_is_left_to_whoever_has_it() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let known = Practice::bind(port).known();
    assert_eq!(known.len(), 3);
    for world in known {
        let World::TenantReady(facts) = world else {
            panic!("{world:?}");
        };
        assert_ne!(facts.token_endpoint.port(), Some(port));
    }
}

fn change(app: Option<&ClientId>, lot: Lot, wish: Wish) -> Effect {
    Effect::Change {
        run: BY_HAND,
        target: TENANT,
        app: app.cloned(),
        lot,
        wish: Box::new(wish),
    }
}

fn put_back(app: Option<&ClientId>, lot: Lot) -> Effect {
    Effect::PutBack {
        run: BY_HAND,
        target: TENANT,
        app: app.cloned(),
        lot,
    }
}

fn known(session: &Session) -> &TenantFacts {
    session.app.targets.get(TENANT).facts().unwrap()
}

#[test]
fn a_lot_is_put_back_exactly_and_the_others_stay() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    let found = known(&session).clone();
    let claim = Wish::RuleClaim("https://reports.example/plan".into(), "night".into());
    let changes = [
        (Lot::Hand(0), claim),
        (Lot::Lab, Wish::DefaultAudience(Some(REPORTS.into()))),
        (Lot::Lab, Wish::DefaultAudience(Some(USERS.into()))),
        (Lot::Lab, Wish::TenantClock(90)),
        (Lot::Lab, Wish::ApiClock(-30)),
        (Lot::Lab, Wish::Organization("acme".into())),
    ];
    for (lot, wish) in changes {
        let told = session.changed(change(None, lot, wish)).unwrap();
        assert_eq!(told.app, None);
    }
    let now = known(&session);
    assert_eq!(now.default_audience.as_deref(), Some(USERS));
    assert_eq!(words_of(&now.rules), ["add-claim"]);
    assert_eq!((now.clock, now.api_clock), (90, -30));
    assert_eq!(now.organizations.len(), 1);

    session.changed(put_back(None, Lot::Lab)).unwrap();
    let rules = vec![Rule::claim("https://reports.example/plan", "night")];
    let expected = TenantFacts {
        rules,
        ..found.clone()
    };
    assert_eq!(*known(&session), expected, "what was done by hand stays");
    session.changed(put_back(None, Lot::All)).unwrap();
    assert_eq!(*known(&session), found);
    session.shell.stop();
}

#[test]
fn a_scope_that_is_added_or_taken_away_comes_and_goes() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    let found = known(&session).clone();
    let scopes = |session: &Session| known(session).api("reports").unwrap().scopes.clone();
    let removed = Wish::ScopeRemoved("read:reports".into());
    session.changed(change(None, Lot::Lab, removed)).unwrap();
    assert!(
        !scopes(&session)
            .iter()
            .any(|(name, _)| name == "read:reports")
    );
    let added = Wish::ScopeAdded("my:scope".into(), "Mine".into());
    session.changed(change(None, Lot::Lab, added)).unwrap();
    assert!(scopes(&session).contains(&("my:scope".into(), "Mine".into())));
    session.changed(put_back(None, Lot::Lab)).unwrap();
    assert_eq!(*known(&session), found);
    session.shell.stop();
}

#[test]
fn a_scope_that_is_no_scope_is_refused_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    let found = known(&session).clone();
    for name in ["", "my scope", "quoted\"", "ümlaut", "openid"] {
        let added = Wish::ScopeAdded(name.into(), "Mine".into());
        let why = session.changed(change(None, Lot::Hand(0), added));
        assert!(why.is_err(), "{name} was taken");
        assert_eq!(*known(&session), found);
    }
    session.shell.stop();
}

#[test]
fn an_app_gets_its_own_secret_back_and_the_old_request_works_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    session.create_app(AppType::MachineToMachine);
    assert_eq!(session.send().status(), 200);
    let app = session.player().bench.app.clone().unwrap();
    let id = Some(&app.client_id);

    let other = Wish::AppSecret(ClientSecret::new("another secret"));
    let changed = session.changed(change(id, Lot::Lab, other)).unwrap();
    let held = changed.app.unwrap().secret.unwrap();
    assert_eq!(held, ClientSecret::new("another secret"));
    assert_eq!(session.send().status(), 401);
    let rotated = session
        .changed(change(id, Lot::Lab, Wish::AppRotate))
        .unwrap();
    let fresh = rotated.app.unwrap().secret.unwrap();
    assert_ne!(fresh, held);
    let none = Wish::AppGrants([(USERS.to_owned(), BTreeSet::new())].into());
    session.changed(change(id, Lot::Lab, none)).unwrap();

    let back = session.changed(put_back(id, Lot::Lab)).unwrap();
    let back = back.app.unwrap();
    assert_eq!(back.secret, app.client_secret);
    assert_eq!((back.auth, back.bound), (app.auth, app.bound));
    assert_eq!(back.grants, app.form.grants);
    assert_eq!(session.send().status(), 200);
    session.shell.stop();
}

#[test]
fn what_cannot_be_changed_is_said_and_leaves_nothing_to_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    let found = known(&session).clone();
    let nobody = change(None, Lot::Hand(0), Wish::AppRotate);
    assert_eq!(session.changed(nobody), Err("there is no app yet".into()));
    let gone = ClientId("gone".into());
    let nobody = change(Some(&gone), Lot::Hand(0), Wish::AppRotate);
    assert!(session.changed(nobody).is_err());
    session.changed(put_back(None, Lot::All)).unwrap();
    assert_eq!(*known(&session), found);
    session.shell.stop();
}

/// Picks an option of a choice on the dashboard.
fn choose(form: &str, field: &str, option: usize) -> Message {
    Message::Create(Create::Choose {
        form: form.into(),
        field: field.into(),
        option,
    })
}

#[test]
fn another_lesson_finds_the_tenant_as_it_needs_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    session.open("audience");
    session.until(|app| !app.busy());
    assert_eq!(known(&session).default_audience, None);
    session.tell(choose("tenant", "default-audience", 2));
    session.tell(choose("action", "action", 1));
    session.until(|app| !app.busy());
    assert_eq!(known(&session).default_audience.as_deref(), Some(USERS));
    assert_eq!(words_of(&known(&session).rules), ["add-claim"]);

    session.open("first-token");
    session.until(|app| !app.busy());
    assert_eq!(known(&session).default_audience.as_deref(), Some(REPORTS));
    assert_eq!(words_of(&known(&session).rules), [""; 0]);
    session.shell.stop();
}

#[test]
fn an_experiment_at_okta_changes_the_app_and_puts_its_secret_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    session.open("basic-and-scopes");
    session.go("break");
    let right = session.player().bench.app.clone().unwrap().client_secret;
    let before = session.player().bench.draft.clone();
    session.guess();
    session.play(Play::Vary);
    session.until(|app| !app.busy());
    let strange = Some(ClientSecret::new("a+b%c:d"));
    assert_eq!(
        session.player().bench.app.as_ref().unwrap().client_secret,
        strange
    );
    let refused = session.send();
    assert_eq!(refused.status(), 401, "{}", refused.answer.reply.text());
    session.play(Play::PutBack);
    session.until(|app| !app.busy());
    assert_eq!(session.player().bench.draft, before);
    assert_eq!(
        session.player().bench.app.as_ref().unwrap().client_secret,
        right
    );
    let again = session.send();
    assert_eq!(again.status(), 200, "{}", again.answer.reply.text());
    session.shell.stop();
}

#[test]
fn a_put_back_waits_for_a_change_that_takes_a_while() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    session.create_app(AppType::MachineToMachine);
    let app = session.player().bench.app.clone().unwrap();
    let id = Some(&app.client_id);
    // A key takes a while to be made. Whoever is quick puts it back before it is there.
    let make = change(id, Lot::Lab, Wish::AppKey(KeyOf::Learner));
    session.shell.perform(make);
    session.shell.perform(put_back(id, Lot::Lab));
    let mut told = Vec::new();
    while told.len() < 2 {
        match session.heard() {
            Message::World(World::Changed { result, .. }) => {
                told.push(result.unwrap().app.unwrap());
            }
            other => session.tell(other),
        }
    }
    assert_eq!(
        told[0].auth,
        AuthMethod::PrivateKeyJwt,
        "the change comes first"
    );
    assert_eq!(
        (told[1].auth, &told[1].secret),
        (app.auth, &app.client_secret)
    );
    session.shell.stop();
}
