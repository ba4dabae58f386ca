//! A whole session without a screen: the app, the shell, the practice tenant and a real socket between them.
#![cfg(test)]

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use oauth_tutor::app::App;
use oauth_tutor::app::create::AppType;
use oauth_tutor::app::effect::Effect;
use oauth_tutor::app::measure::Verdict;
use oauth_tutor::app::message::{Build, Create, Go, Message, Play, World};
use oauth_tutor::app::progress::Progress;
use oauth_tutor::app::stage::Stage;
use oauth_tutor::lesson::model::ActionKind;
use oauth_tutor::oauth::journal::Outcome;
use oauth_tutor::oauth::request::ClientAuth;
use oauth_tutor::oauth::wire::{Secrets, View};
use oauth_tutor::shell::{Shell, ShellOptions, clock};

struct Session {
    app: App,
    shell: Shell,
    answers: Receiver<Message>,
}

impl Session {
    fn start(folder: &std::path::Path, progress: Progress) -> Self {
        let (sink, answers) = channel();
        let options = ShellOptions {
            folder: Some(folder.to_owned()),
            port: 0,
        };
        let shell = Shell::start(options, move |message| {
            let _ = sink.send(message);
        })
        .unwrap();
        let mut session = Self {
            app: App::new(clock::now(), progress),
            shell,
            answers,
        };
        session.until(|app| app.tenant.facts().is_some());
        session
    }

    fn tell(&mut self, message: Message) {
        for effect in self.app.update(clock::now(), message) {
            self.shell.perform(effect);
        }
    }

    fn play(&mut self, play: Play) {
        self.tell(Message::Play(play));
    }

    /// Takes in answers until `done`; the wait for each is bounded.
    fn until(&mut self, done: impl Fn(&App) -> bool) {
        while !done(&self.app) {
            let answer = self
                .answers
                .recv_timeout(Duration::from_secs(20))
                .expect("an answer in time");
            self.tell(answer);
        }
    }

    fn create_app(&mut self, app_type: AppType) {
        self.tell(Message::Go(Go::Lesson(1)));
        self.tell(Message::Go(Go::Stage(Stage::Act(ActionKind::CreateApp))));
        self.tell(Message::Create(Create::Name("Nightly report job".into())));
        self.tell(Message::Create(Create::Type(app_type)));
        self.tell(Message::Create(Create::ToggleScope(0, 0)));
        self.tell(Message::Create(Create::Submit));
        self.until(|app| app.player.as_ref().unwrap().bench.app.is_some());
    }
}

#[test]
fn a_token_is_asked_for_broken_and_used_over_a_real_socket() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path(), Progress::default());
    session.create_app(AppType::MachineToMachine);

    session.play(Play::Send);
    session.until(|app| app.player.as_ref().unwrap().bench.latest().is_some());
    let player = session.app.player.as_ref().unwrap();
    let run = player.bench.latest().unwrap();
    assert_eq!(run.answer.reply.status, 200);
    let seen = run
        .server_view()
        .expect("the server's view of our own request");
    assert!(
        seen.checks
            .iter()
            .all(|check| check.outcome != Outcome::Failed),
        "{seen:?}"
    );
    assert!(player.bench.token.is_some());

    session.play(Play::CallApi);
    session.until(|app| app.player.as_ref().unwrap().bench.call.last.is_some());
    let call = &session.app.player.as_ref().unwrap().bench.call;
    assert_eq!(call.last.as_ref().unwrap().answer.reply.status, 200);

    session.play(Play::CallApiBare);
    session.until(|app| app.player.as_ref().unwrap().bench.call.waiting.is_none());
    let bare = session
        .app
        .player
        .as_ref()
        .unwrap()
        .bench
        .call
        .last
        .clone()
        .unwrap();
    assert_eq!(bare.answer.reply.status, 401);
    assert!(bare.answer.reply.header("www-authenticate").is_some());

    session.tell(Message::Go(Go::Stage(Stage::Break)));
    session.play(Play::FlipSecret);
    session.play(Play::Send);
    session.until(|app| app.player.as_ref().unwrap().experiment.run.is_some());
    let broken = session
        .app
        .player
        .as_ref()
        .unwrap()
        .experiment
        .run
        .clone()
        .unwrap();
    assert_eq!(broken.answer.reply.status, 401);
    assert!(broken.answer.reply.text().contains("access_denied"));
    session.shell.stop();
}

/// Sends the request with this method and gives status and what the server noted of the proof.
fn sent_with(session: &mut Session, method: ClientAuth) -> (u16, String) {
    session.tell(Message::Build(Build::Method(method)));
    let before = session.app.player.as_ref().unwrap().bench.runs.len();
    session.play(Play::Send);
    session.until(|app| app.player.as_ref().unwrap().bench.runs.len() > before);
    let run = session.app.player.as_ref().unwrap().bench.latest().unwrap();
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
    let mut session = Session::start(folder.path(), Progress::default());
    session.create_app(AppType::MachineToMachine);
    session.tell(Message::Go(Go::Stage(Stage::Act(ActionKind::Build))));
    let (status, proof) = sent_with(&mut session, ClientAuth::Basic);
    assert_eq!(status, 200, "{proof}");
    assert!(proof.contains("in the header"), "{proof}");

    // Each of the two needs an assertion of its own: a server takes a jti once.
    for _ in 0..2 {
        let (status, proof) = sent_with(&mut session, ClientAuth::PrivateKeyJwt);
        assert_eq!(status, 200, "{proof}");
        assert!(proof.contains("RS256, aud is the issuer"), "{proof}");
    }

    session.tell(Message::Go(Go::Stage(Stage::Break)));
    session.play(Play::FlipSecret);
    session.play(Play::Send);
    session.until(|app| app.player.as_ref().unwrap().experiment.run.is_some());
    let player = session.app.player.as_ref().unwrap();
    let broken = player.experiment.run.as_ref().unwrap();
    assert_eq!(broken.answer.reply.status, 401);
    let seen = format!("{:?}", broken.server_view().unwrap().checks);
    assert!(!seen.contains("private_key_jwt"), "{seen}");

    session.tell(Message::Go(Go::Stage(Stage::Act(ActionKind::Build))));
    let (status, proof) = sent_with(&mut session, ClientAuth::Post);
    assert_eq!(status, 200, "{proof}");
    assert!(proof.contains("client_secret is this app's"), "{proof}");
    session.shell.stop();
}

#[test]
fn an_assertion_is_shown_before_it_is_sent_and_stands_in_no_debug_output() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path(), Progress::default());
    session.create_app(AppType::MachineToMachine);
    session.tell(Message::Go(Go::Stage(Stage::Act(ActionKind::Build))));
    session.tell(Message::Build(Build::Method(ClientAuth::PrivateKeyJwt)));
    session.until(|app| !app.player.as_ref().unwrap().bench.proving.is_waiting());
    let facts = session.app.tenant.facts().unwrap();
    let bench = &session.app.player.as_ref().unwrap().bench;
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
    while session.app.player.as_ref().unwrap().bench.runs.is_empty() {
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
    let run = session.app.player.as_ref().unwrap().bench.latest().unwrap();
    assert_eq!(run.answer.reply.status, 200);
    session.shell.stop();
}

#[test]
fn a_token_that_is_bound_to_a_key_opens_the_api_with_a_proof() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path(), Progress::default());
    session.create_app(AppType::MachineToMachine);
    session.tell(Message::Go(Go::Stage(Stage::Act(ActionKind::Build))));
    session.tell(Message::Build(Build::Bound(true)));
    let (status, proof) = sent_with(&mut session, ClientAuth::PrivateKeyJwt);
    assert_eq!(status, 200, "{proof}");
    let token = session.app.player.as_ref().unwrap().bench.token.as_ref();
    assert!(token.unwrap().is_bound());

    session.play(Play::CallApi);
    session.until(|app| app.player.as_ref().unwrap().bench.call.last.is_some());
    let call = &session.app.player.as_ref().unwrap().bench.call;
    let call = call.last.as_ref().unwrap();
    assert_eq!(call.answer.reply.status, 200);
    let shown = call.request.copy_text(View::Http, Secrets::Masked);
    assert!(shown.contains("Authorization: DPoP "), "{shown}");
    session.shell.stop();
}

#[test]
fn predictions_are_compared_with_what_was_measured() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path(), Progress::default());
    session.tell(Message::Go(Go::Lesson(1)));
    let ids: Vec<String> = session
        .app
        .player
        .as_ref()
        .unwrap()
        .lesson
        .predict
        .iter()
        .map(|p| p.id.clone())
        .collect();
    for id in &ids {
        session.play(Play::Guess {
            id: id.clone(),
            option: 0,
        });
    }
    session.create_app(AppType::MachineToMachine);
    session.play(Play::Send);
    session.until(|app| app.player.as_ref().unwrap().bench.latest().is_some());
    let player = session.app.player.as_ref().unwrap();
    for prediction in &player.lesson.predict {
        let verdict = player.verdict(prediction);
        let measured = match &verdict {
            Verdict::Right(_, measured) | Verdict::Wrong(_, measured) => measured,
            Verdict::Open | Verdict::Waiting(_) | Verdict::Unguessed(_) => {
                panic!("{}: {verdict:?}", prediction.id)
            }
        };
        assert!(
            measured.option.is_some(),
            "{}: no option foresaw {:?}",
            prediction.id,
            measured.value
        );
    }
    session.shell.stop();
}

#[test]
fn an_app_of_another_type_is_refused_by_the_server() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path(), Progress::default());
    session.create_app(AppType::SinglePage);
    session.play(Play::Send);
    session.until(|app| app.player.as_ref().unwrap().bench.latest().is_some());
    let player = session.app.player.as_ref().unwrap();
    assert_eq!(player.bench.latest().unwrap().answer.reply.status, 403);
    assert!(player.bench.token.is_none());
    session.shell.stop();
}

#[test]
fn a_resumed_lesson_registers_its_app_anew_and_keeps_no_secret_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path(), Progress::default());
    session.create_app(AppType::MachineToMachine);
    session.play(Play::Next);
    session.play(Play::Send);
    session.until(|app| app.player.as_ref().unwrap().bench.latest().is_some());
    let bench = &session.app.player.as_ref().unwrap().bench;
    let first = bench.app.clone().unwrap();
    let token = bench.token.as_ref().unwrap().expose().to_owned();
    session.shell.stop();

    let kept = std::fs::read_to_string(folder.path().join("progress.toml")).unwrap();
    assert!(!kept.contains(first.client_secret.as_ref().unwrap().expose()));
    assert!(!kept.contains(&first.client_id.0));
    assert!(!kept.contains(&token));

    let loaded = oauth_tutor::store::load(Some(folder.path()), clock::now().seconds());
    let mut session = Session::start(folder.path(), loaded.progress);
    session.tell(Message::Go(Go::Lesson(1)));
    session.until(|app| app.player.as_ref().unwrap().bench.app.is_some());
    let player = session.app.player.as_ref().unwrap();
    assert_eq!(
        player.stage,
        Stage::Act(ActionKind::Send),
        "where it was left"
    );
    let again = player.bench.app.as_ref().unwrap();
    assert!(again.anew);
    assert_ne!(again.client_id, first.client_id);
    assert!(
        session.app.toast.is_some(),
        "the screen says that id and secret are new"
    );
    session.shell.stop();
}

#[test]
fn a_visitor_with_curl_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path(), Progress::default());
    let endpoint = session.app.tenant.facts().unwrap().token_endpoint.clone();
    let mut socket =
        std::net::TcpStream::connect(format!("127.0.0.1:{}", endpoint.port().unwrap())).unwrap();
    std::io::Write::write_all(
        &mut socket,
        b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
    )
    .unwrap();
    session.until(|app| app.visitor.is_some());
    session.shell.stop();
}

#[test]
fn a_save_that_fails_is_said_once() {
    let mut app = App::new(clock::now(), Progress::default());
    for _ in 0..2 {
        app.update(
            clock::now(),
            Message::World(World::SaveFailed("read-only".into())),
        );
    }
    assert!(
        app.toast
            .take()
            .is_some_and(|toast| toast.text.contains("read-only"))
    );
    app.update(
        clock::now(),
        Message::World(World::SaveFailed("read-only".into())),
    );
    assert_eq!(app.toast, None);
}
