//! The practice servers in hand: what is changed of them and put back, and every request that they hear.

use std::io::{Read, Write};
use std::net::TcpStream;

use oauth_tutor::app::create::AppType;
use oauth_tutor::app::deed::Deed;
use oauth_tutor::app::effect::{Effect, Lot, Wish};
use oauth_tutor::app::hand::Heard;
use oauth_tutor::app::message::{Go, Hand, Message, Play};
use oauth_tutor::app::standing::{Standing, Whose};
use oauth_tutor::app::tenant::TenantFacts;
use oauth_tutor::lesson::change::FaultKind;
use oauth_tutor::lesson::target::TargetName;

use crate::shell::{BY_HAND, Session, words_of};

const REPORTS: &str = "https://api.reports.example";
const USERS: &str = "https://api.users.example";

/// Opens the page at `target`, and waits for its keys.
fn take(session: &mut Session, target: TargetName) {
    session.tell(Message::Go(Go::Server));
    session.tell(Message::Hand(Hand::At(target)));
    session.until(|app| {
        let standing = app.hand.standing(target);
        standing.is_some_and(|standing| !standing.keys.is_empty())
    });
}

fn does(session: &mut Session, hand: Hand) -> String {
    session.tell(Message::Hand(hand));
    session.until(|app| !app.busy());
    let toast = session.app.toast.as_ref();
    toast.map(|toast| toast.text.clone()).unwrap_or_default()
}

fn stands(session: &Session) -> (TenantFacts, Standing) {
    let facts = session.app.facts_in_hand().unwrap().clone();
    let standing = session.app.hand.standing(facts.target).unwrap().clone();
    (facts, standing)
}

#[test]
fn each_change_is_seen_and_put_back_and_the_tenant_is_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    for target in TargetName::ALL {
        take(&mut session, target);
        let found = stands(&session);
        for deed in session.app.deeds() {
            assert_eq!(does(&mut session, Hand::Make(deed)), deed.means());
            let now = stands(&session);
            assert_ne!(now, found, "{target:?}: {deed:?} changes nothing");
            assert_eq!(session.app.newest_in_hand(), Some(deed.name()));
            let words = does(&mut session, Hand::Undo);
            let put_back = format!("Put back: {}", deed.name());
            let more = words.strip_prefix(&put_back);
            // What becomes of the tokens of the other key, and of the other secret, is told as well.
            let is_more = matches!(deed, Deed::KeyRoll | Deed::Secret);
            assert_eq!(more.map(str::is_empty), Some(!is_more), "{words}");
            assert_eq!(stands(&session), found, "{target:?}: {deed:?}");
        }
    }
    session.shell.stop();
}

#[test]
fn changes_are_put_back_the_newest_first_or_all_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    take(&mut session, TargetName::Auth0);
    let found = stands(&session);
    for deed in [
        Deed::Deny,
        Deed::Claim,
        Deed::TooMany,
        Deed::Cut,
        Deed::KeyRoll,
        Deed::ApiClock,
    ] {
        does(&mut session, Hand::Make(deed));
    }
    let again = does(&mut session, Hand::Make(Deed::ApiClock));
    assert!(again.starts_with("That is in force already."), "{again}");
    for _ in 0..3 {
        does(&mut session, Hand::Undo);
    }
    let (facts, standing) = stands(&session);
    assert_eq!(words_of(&facts.rules), ["deny", "add-claim"]);
    assert_eq!(standing.fault, FaultKind::TooMany);
    assert_eq!(standing.keys, found.1.keys);
    assert_eq!(standing.made.len(), 3);
    does(&mut session, Hand::PutBack);
    assert_eq!(stands(&session), found);
    assert_eq!(does(&mut session, Hand::Undo), "Nothing is changed here.");
    session.shell.stop();
}

#[test]
fn a_key_that_comes_before_the_answer_waits_and_undoes_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    take(&mut session, TargetName::Auth0);
    does(&mut session, Hand::Make(Deed::Claim));
    session.tell(Message::Hand(Hand::Make(Deed::KeyRoll)));
    session.tell(Message::Hand(Hand::Undo));
    let toast = session.app.toast.as_ref().unwrap().text.clone();
    assert!(toast.starts_with("One moment"), "{toast}");
    session.until(|app| !app.busy());
    let (facts, standing) = stands(&session);
    assert_eq!(words_of(&facts.rules), ["add-claim"]);
    assert_eq!(standing.made.len(), 2);
    // What a later change took away can be made again.
    does(&mut session, Hand::Undo);
    does(&mut session, Hand::Make(Deed::NoRule));
    does(&mut session, Hand::Make(Deed::Claim));
    assert_eq!(words_of(&stands(&session).0.rules), ["add-claim"]);
    session.shell.stop();
}

#[test]
fn a_lesson_finds_its_tenant_without_what_was_changed_by_hand_before() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    take(&mut session, TargetName::Auth0);
    does(&mut session, Hand::Make(Deed::Unplug));
    assert!(!stands(&session).1.up);
    session.tell(Message::Go(Go::Lesson("tour")));
    session.until(|app| !app.busy());
    session.tell(Message::Go(Go::Server));
    session.until(|app| app.hand.made(TargetName::Auth0).is_empty());
    assert!(stands(&session).1.up);
    session.shell.stop();
}

/// A change that an experiment makes, or its end.
fn of_lesson(session: &mut Session, wish: Option<Wish>) {
    let (run, target, app, lot) = (BY_HAND, TargetName::Auth0, None, Lot::Lab);
    let effect = match wish.map(Box::new) {
        Some(wish) => Effect::Change {
            run,
            target,
            app,
            lot,
            wish,
        },
        None => Effect::PutBack {
            run,
            target,
            app,
            lot,
        },
    };
    session.changed(effect).unwrap();
}

#[test]
fn a_change_by_hand_and_one_of_an_experiment_go_in_either_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    take(&mut session, TargetName::Auth0);
    let found = stands(&session);
    let to = |audience: &str| Some(Wish::DefaultAudience(Some(audience.to_owned())));
    let default = |session: &Session| stands(session).0.default_audience;

    // The experiment's change lies over that of the hand, which goes first: the experiment's stays.
    does(&mut session, Hand::Make(Deed::Audience));
    of_lesson(&mut session, to(USERS));
    does(&mut session, Hand::Undo);
    assert_eq!(default(&session).as_deref(), Some(USERS));
    of_lesson(&mut session, None);
    assert_eq!(stands(&session), found);

    // The other way round: what an experiment puts back it finds as it left it.
    of_lesson(&mut session, to(REPORTS));
    does(&mut session, Hand::Make(Deed::NoAudience));
    of_lesson(&mut session, None);
    assert_eq!(stands(&session), found);
    session.shell.stop();
}

#[test]
fn the_lessons_app_gets_another_secret_and_its_own_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    session.create_app(AppType::MachineToMachine);
    let secret = |session: &Session| {
        let app = session.player().bench.app.as_ref().unwrap();
        app.client_secret.clone().unwrap()
    };
    let before = secret(&session);
    take(&mut session, TargetName::Auth0);
    assert_eq!(stands(&session).1.apps.len(), 1);
    does(&mut session, Hand::Make(Deed::Secret));
    assert_ne!(secret(&session), before);
    does(&mut session, Hand::Undo);
    assert_eq!(secret(&session), before);
    session.shell.stop();
}

/// A request of another program.
fn knock(host: &str) -> String {
    let mut stream = TcpStream::connect(host).unwrap();
    let form = "grant_type=client_credentials&client_id=stranger&client_secret=0123456789abcdef";
    let request = format!(
        "POST /oauth/token HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();
    reply
}

fn heard(session: &Session) -> Vec<&Heard> {
    session.app.hand.heard(TargetName::Auth0).collect()
}

#[test]
fn a_request_of_another_program_stands_in_the_journal_and_no_secret_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    take(&mut session, TargetName::Auth0);
    assert!(heard(&session).is_empty());
    let host = session.app.facts_in_hand().unwrap().host.clone();
    let reply = knock(&host);
    assert!(reply.starts_with("HTTP/1.1 401"), "{reply}");
    session.until(|app| app.hand.heard(TargetName::Auth0).count() == 1);
    let seen = heard(&session)[0];
    assert_eq!((seen.whose, seen.entry.status), (Whose::Others, 401));
    assert_eq!(seen.entry.request_line, "POST /oauth/token");
    assert!(!seen.entry.checks.is_empty());
    assert!(!format!("{seen:?}").contains("0123456789abcdef"));
    assert_eq!(session.app.hand.heard(TargetName::Okta).count(), 0);
    session.shell.stop();
}

#[test]
fn what_the_tutor_sends_is_told_as_its_own_even_where_no_whole_answer_comes() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    session.create_app(AppType::MachineToMachine);
    session.send();
    let own = |session: &Session| -> Vec<(Whose, u16)> {
        let one = |heard: &&Heard| (heard.whose, heard.entry.status);
        heard(session).iter().map(one).collect()
    };
    assert_eq!(own(&session), [(Whose::Ours, 200)]);
    take(&mut session, TargetName::Auth0);
    does(&mut session, Hand::Make(Deed::Cut));
    session.play(Play::Send);
    session.until(|app| !app.busy());
    assert_eq!(own(&session), [(Whose::Ours, 200); 2]);
    assert_eq!(session.app.visitor, None);
    session.shell.stop();
}
