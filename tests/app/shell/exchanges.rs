//! Requests of a lesson over a real socket, and what they bring.

use oauth_tutor::app::create::AppType;
use oauth_tutor::app::message::{Message, Play, World};
use oauth_tutor::app::verdict::Verdict;
use oauth_tutor::lesson::change::Bearing;
use oauth_tutor::lesson::model::Stage;
use oauth_tutor::lesson::target::TargetName;
use oauth_tutor::oauth::journal::Outcome;

use crate::shell::Session;

fn call(bearing: Bearing) -> Play {
    Play::Call { api: None, bearing }
}

#[test]
fn a_token_is_asked_for_broken_and_used_over_a_real_socket() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    session.create_app(AppType::MachineToMachine);

    let run = session.send();
    assert_eq!(run.status(), 200);
    let seen = run
        .server_view()
        .expect("the server's view of our own request");
    assert!(
        seen.checks
            .iter()
            .all(|check| check.outcome != Outcome::Failed),
        "{seen:?}"
    );
    assert!(session.player().bench.token().is_some());

    session.play(call(Bearing::Token));
    session.until(|app| !app.busy());
    let calls = session.player().bench.calls().unwrap();
    assert_eq!(calls.last().unwrap().answer.reply.status, 200);

    session.play(call(Bearing::Nothing));
    session.until(|app| !app.busy());
    let calls = session.player().bench.calls().unwrap();
    assert_eq!(calls.answers.len(), 2);
    let bare = &calls.last().unwrap().answer.reply;
    assert_eq!(bare.status, 401);
    assert!(bare.header("www-authenticate").is_some());

    session.go("break");
    session.guess();
    session.play(Play::Vary);
    let broken = session.send();
    assert!(broken.tried.is_some());
    assert_eq!(broken.status(), 401);
    assert!(broken.answer.reply.text().contains("access_denied"));
    session.play(Play::PutBack);
    let again = session.send();
    assert_eq!((again.status(), again.tried.is_none()), (200, true));
    session.shell.stop();
}

#[test]
fn predictions_are_compared_with_what_was_measured() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    session.open("first-token");
    let lesson = session.player().lesson;
    let asks: Vec<_> = lesson
        .steps_of(Stage::Predict)
        .flat_map(|step| &step.asks)
        .collect();
    assert!(!asks.is_empty());
    for ask in &asks {
        session.play(Play::Guess {
            id: ask.id.clone(),
            option: 0,
        });
    }
    session.create_app(AppType::MachineToMachine);
    session.send();
    for ask in asks {
        let verdict = session.app.verdict(ask).unwrap();
        let measured = match &verdict {
            Verdict::Right(_, measured) | Verdict::Wrong(_, measured) => measured,
            Verdict::Open | Verdict::Waiting(_) | Verdict::Unseen(_) | Verdict::Unguessed(_) => {
                panic!("{}: {verdict:?}", ask.id)
            }
        };
        assert!(
            measured.option.is_some(),
            "{}: no option foresaw {:?}",
            ask.id,
            measured.value
        );
    }
    session.shell.stop();
}

#[test]
fn an_app_of_another_type_is_refused_by_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    session.create_app(AppType::SinglePage);
    assert_eq!(session.send().status(), 403);
    assert!(session.player().bench.token().is_none());
    session.shell.stop();
}

#[test]
fn a_visitor_with_curl_is_noticed_at_each_tenant() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    for target in TargetName::ALL {
        let facts = session.app.targets.get(target).facts().unwrap();
        let endpoint = facts.token_endpoint.clone();
        let address = format!("127.0.0.1:{}", endpoint.port().unwrap());
        let mut socket = std::net::TcpStream::connect(address).unwrap();
        let request = format!(
            "POST {} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
            endpoint.path()
        );
        std::io::Write::write_all(&mut socket, request.as_bytes()).unwrap();
        session.until(|app| {
            let visitor = app.visitor.as_ref();
            visitor.is_some_and(|visitor| visitor.target == target)
        });
    }
    session.shell.stop();
}

#[test]
fn a_jump_over_a_real_socket_ends_with_a_token_that_was_verified_and_used() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    session.open("first-token");
    session.go("explain");
    let bench = &session.player().bench;
    assert!(bench.latest().unwrap().is_good());
    let call = bench
        .calls()
        .unwrap()
        .of("reports", Bearing::Token)
        .unwrap();
    assert_eq!(call.answer.reply.status, 200);
    assert!(bench.desk.report.is_some());
    assert!(session.player().reached.is_empty(), "the tutor did it");
    session.shell.stop();
}

#[test]
fn a_tenant_that_is_not_there_is_said_and_asked_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    session.open("first-token");
    session.until(|app| !app.busy());
    let gone = World::TenantFailed(TargetName::Auth0, "gone".into());
    session.tell(Message::World(gone));
    session.play(Play::Send);
    assert!(!session.app.busy());
    let toast = session.app.toast.as_ref().unwrap();
    assert!(toast.text.contains("not running"), "{}", toast.text);
    session.shell.stop();
}
