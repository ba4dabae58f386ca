//! What is kept between sessions, and what is not.

use oauth_tutor::app::App;
use oauth_tutor::app::create::AppType;
use oauth_tutor::app::message::{Message, Play, World};
use oauth_tutor::app::progress::Progress;
use oauth_tutor::lesson::course;
use oauth_tutor::shell::clock;

use crate::shell::Session;

#[test]
fn a_resumed_lesson_registers_its_app_anew_and_keeps_no_secret_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = Session::start(folder.path());
    session.create_app(AppType::MachineToMachine);
    session.play(Play::Next);
    session.send();
    let bench = &session.player().bench;
    let first = bench.app.clone().unwrap();
    let token = bench.token().unwrap().expose().to_owned();
    session.shell.stop();

    let kept = std::fs::read_to_string(folder.path().join("progress.toml")).unwrap();
    assert!(!kept.contains(first.client_secret.as_ref().unwrap().expose()));
    assert!(!kept.contains(&first.client_id.0));
    assert!(!kept.contains(&token));

    let loaded = oauth_tutor::store::load(Some(folder.path()), clock::now().seconds());
    let mut session = Session::with(folder.path(), loaded.progress, course());
    session.open("first-token");
    session.until(|app| app.player.as_ref().unwrap().bench.app.is_some());
    let player = session.player();
    assert_eq!(player.at.name(player.lesson), "send", "where it was left");
    let again = player.bench.app.as_ref().unwrap();
    assert!(again.anew);
    assert_ne!(again.client_id, first.client_id);
    assert!(
        session.app.toast.is_some(),
        "the screen says that id and secret are new"
    );
    assert_eq!(
        session.send().status(),
        200,
        "the request holds the new ones"
    );
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
