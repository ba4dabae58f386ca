//! Tenants of the learner's own, as the app keeps track of them: what is asked of the world, and what is not.

use oauth_tutor::app::App;
use oauth_tutor::app::effect::{Effect, RunId};
use oauth_tutor::app::message::{Message, OwnTargetAct, World};
use oauth_tutor::app::own_targets::{
    Aim, At, KeptTarget, OwnTargetAsk, OwnTargetTold, TypedTarget, Way,
};
use oauth_tutor::app::progress::Progress;
use oauth_tutor::oauth::names::ClientSecret;
use oauth_tutor::oauth::time::UnixMillis;

const NOW: UnixMillis = UnixMillis(1_763_722_800_250);

fn typed(issuer: &str) -> TypedTarget {
    TypedTarget {
        name: "mine".into(),
        issuer: issuer.into(),
        client_id: "an-app".into(),
        ..TypedTarget::default()
    }
}

fn tell(app: &mut App, act: OwnTargetAct) -> Vec<Effect> {
    app.update(NOW, Message::OwnTarget(act))
}

/// The one question about targets among these.
fn asked(effects: Vec<Effect>) -> Option<(RunId, OwnTargetAsk)> {
    effects.into_iter().find_map(|effect| match effect {
        Effect::OwnTarget { run, ask } => Some((run, ask)),
        _ => None,
    })
}

fn app() -> App {
    App::new(NOW, Progress::default())
}

#[test]
fn a_host_beyond_this_machine_is_named_before_it_is_asked() {
    let mut app = app();
    tell(&mut app, OwnTargetAct::New);
    let look = OwnTargetAct::Look(Box::new(typed(" https://mine.example/ ")));
    assert!(asked(tell(&mut app, look)).is_none());
    assert_eq!(app.own_targets.at, At::Warned("mine.example".into()));
    let (_, ask) = asked(tell(&mut app, OwnTargetAct::LookOn)).unwrap();
    let OwnTargetAsk::Look(typed) = ask else {
        panic!("{ask:?}");
    };
    assert_eq!(
        typed.issuer, "https://mine.example/",
        "blanks around it are a paste's"
    );
    assert!(app.can_cancel());
}

#[test]
fn this_machine_is_asked_at_once_and_an_answer_that_was_given_up_changes_nothing() {
    let mut app = app();
    tell(&mut app, OwnTargetAct::New);
    let look = OwnTargetAct::Look(Box::new(typed("http://127.0.0.1:9/")));
    let (run, _) = asked(tell(&mut app, look)).unwrap();
    let effects = tell(&mut app, OwnTargetAct::Back);
    assert!(matches!(effects.as_slice(), [Effect::Cancel { run: of }] if *of == run));
    assert_eq!(
        app.own_targets.at,
        At::Form,
        "the page is left by the next step back"
    );
    let late = Err("too late".to_owned());
    app.update(NOW, Message::World(World::OwnTarget { run, result: late }));
    assert_eq!(app.own_targets.fault, None);
    assert_eq!(app.own_targets.typed.client_id, "an-app");
    assert!(!app.can_cancel());
}

#[test]
fn a_second_answer_is_not_asked_for_while_one_is_awaited() {
    let mut app = app();
    let (run, _) = asked(tell(&mut app, OwnTargetAct::List)).unwrap();
    assert!(asked(tell(&mut app, OwnTargetAct::List)).is_none());
    let none = Ok(OwnTargetTold::Kept(Vec::new()));
    app.update(NOW, Message::World(World::OwnTarget { run, result: none }));
    assert!(asked(tell(&mut app, OwnTargetAct::List)).is_some());
}

#[test]
fn no_secret_is_none_and_no_printing_shows_one() {
    let mut app = app();
    let open = |secret: &str| OwnTargetAct::Open("mine".into(), ClientSecret::new(secret));
    assert!(asked(tell(&mut app, open("  "))).is_none());
    assert!(app.own_targets.fault.is_some());
    let act = open("canary-0123456789");
    assert!(!format!("{act:?}").contains("canary"));
    // One that is not listed is not opened, whatever has its name in the file.
    assert!(asked(tell(&mut app, act.clone())).is_none());
    assert!(app.own_targets.fault.is_some());
    let (run, _) = asked(tell(&mut app, OwnTargetAct::List)).unwrap();
    let mine = KeptTarget {
        name: "mine".into(),
        issuer: "http://127.0.0.1:9/".into(),
        way: Way::Secret,
        client_id: "an-app".into(),
        aim: Aim::default(),
    };
    let result = Ok(OwnTargetTold::Kept(vec![mine.clone()]));
    app.update(NOW, Message::World(World::OwnTarget { run, result }));
    let (_, ask) = asked(tell(&mut app, act)).unwrap();
    assert!(matches!(&ask, OwnTargetAsk::Open(shown, _) if **shown == mine));
    assert!(!format!("{ask:?}").contains("canary"));
    assert!(!format!("{app:?}").contains("canary"));
}
