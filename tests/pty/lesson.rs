//! Lesson 1 in the real program, by keys, from home to the finished quiz; left in the middle and taken up again.

use std::process::{Command, Stdio};

use oauth_tutor::lesson;
use oauth_tutor::lesson::model::Stage;
use serde_json::Value;
use tempfile::TempDir;

use crate::pty::Launch;
use crate::pty_learner::{Learner, files_with};
use crate::servers::{PROGRAM, Servers};

fn home() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// What home says after one lesson.
fn one_done() -> String {
    format!("1 of {} done", lesson::course().lessons.len())
}

/// From home through the goal and the three predictions to the dashboard.
#[track_caller]
fn predicts(learner: &Learner) {
    learner.does("1", "[Goal]");
    learner.does("]", "[Predict 1/3]");
    learner.does("1 enter + +", "[certain]");
    learner.does("]", "[Predict 2/3]");
    learner.does("3 enter", "That is what you say.");
    learner.does("]", "[Predict 3/3]");
    learner.does("2 enter", "That is what you say.");
    learner.does("]", "[Do 1/5: dashboard]");
}

/// Fills in the dashboard, has the app registered, goes on to the build step.
#[track_caller]
fn creates_the_app(learner: &Learner) {
    learner.does("2 enter", "Yes. A callback URL");
    learner.presses("tab");
    learner.terminal.keys("Nightly report job");
    learner.does("enter", "Name          Nightly report job");
    learner.does("down down down space", "(•) Machine to machine");
    learner.does("down space", "permissions: 0 of 2 ticked");
    learner.does("down space", "permissions: 1 of 2 ticked");
    learner.does("f5", "The tenant knows your app now.");
    learner.does("]", "[Do 2/5: build]");
}

/// The `client_id` in the wire view.
#[track_caller]
fn client_id(learner: &Learner) -> String {
    learner.terminal.wait_for("&client_id=");
    let screen = learner.terminal.screen_text();
    let (_, rest) = screen.split_once("&client_id=").expect("it was there");
    rest.chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect()
}

/// Answers every quiz card rightly, up to the end of the lesson.
#[track_caller]
fn answers_the_quiz(learner: &Learner) {
    let lesson = lesson::course().find("1").expect("there is lesson 1");
    let quiz = lesson.steps_of(Stage::Quiz).next().expect("a quiz");
    let cards = quiz.asks.len();
    for (number, card) in (1..).zip(&quiz.asks) {
        learner
            .terminal
            .wait_for(&format!("[Quiz {number}/{cards}]"));
        let right = card.options.iter().position(|option| option.right);
        let digit = right.expect("one answer is right") + 1;
        learner.does(&format!("{digit} enter"), &format!("✓ {digit}"));
        assert!(!learner.sees("✗"), "{}", learner.terminal.screen_text());
        learner.presses("]");
    }
    learner.terminal.wait_for("The lesson is finished.");
}

#[test]
fn lesson_1_is_played_from_home_to_the_finished_quiz_and_found_again() {
    let folder = home();
    let learner = Learner::new(folder.path());
    predicts(&learner);
    creates_the_app(&learner);

    learner.presses("down down down");
    learner.terminal.keys("https://api.reports.example");
    learner.does("esc", "&audience=https%3A%2F%2Fapi.reports.example");
    let curl = learner.copies("the practice secret is inside");
    let (_, secret) = curl.split_once("client_secret=").expect("it runs as it is");
    let secret: String = secret
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
        .collect();
    assert_eq!(secret.len(), 64, "{curl}");
    learner.does("s", "200 OK, token ─");
    learner.terminal.wait_for("right: 2 of 3");
    assert!(
        learner.sees("✓ 11 checks") && learner.sees("✓ sign"),
        "the server's view"
    );
    let token = learner.copies("the access token");
    assert_eq!(token.matches('.').count(), 2, "three parts");

    learner.does("]", "[Do 4/5: read]");
    learner.does("V", "✓ signature fits");
    learner.does("a", "HTTP/1.1 200 OK");
    learner.does("A", "HTTP/1.1 401 Unauthorized");
    learner.does("]", "[Do 5/5: check]");
    learner.does("o", "NO FAULT   0 fail");

    learner.does("]", "[Explain]");
    learner.terminal.wait_for("POST /oauth/token HTTP/1.1");
    learner.does("]", "[Break]");
    learner.does("b", "It is changed now.");
    learner.does("2 enter", "(•) 2  401 invalid_client");
    learner.does("s", r#""error": "access_denied""#);
    learner.terminal.wait_for("HTTP/1.1 401 Unauthorized");
    learner.terminal.wait_for("HTTP/1.1 200 OK");
    learner.terminal.wait_for("You said  ✗ 401 invalid_client");
    learner.does("p", "Everything is as it was.");
    learner.presses("]");
    answers_the_quiz(&learner);
    learner.terminal.wait_for("5 of 5 cards right");

    learner.does("q", &one_done());
    learner.leaves("q");
    for (what, text) in [("secret", &secret), ("token", &token)] {
        assert_eq!(
            files_with(folder.path(), text),
            [""; 0],
            "the {what} is on disk"
        );
    }

    let tomorrow = Learner::new(folder.path());
    assert!(tomorrow.sees("Continue") && tomorrow.sees("✓ done"));
    tomorrow.does("1", "The lesson is finished.");
    tomorrow.terminal.wait_for("5 of 5 cards right");
    tomorrow.does("q", &one_done());
    tomorrow.leaves("q");
}

/// Keeps the Auth0 tenant of that process as the target `mine`.
fn keeps_target(home: &TempDir, servers: &Servers) {
    let tenant = &servers.tenants[1];
    let apps = tenant["apps"].as_array().expect("apps");
    let app = apps.iter().find(|app| app["auth"] == "client_secret_post");
    let of = |value: &Value, member: &str| value[member].as_str().expect(member).to_owned();
    let app = app.expect("an app");
    let secret = home.path().join("secret");
    std::fs::write(&secret, of(app, "client_secret")).expect("a file");
    let added = Command::new(PROGRAM)
        .args(["targets", "add", "mine", "--auth", "post"])
        .args([
            "--issuer",
            &of(tenant, "issuer"),
            "--api",
            &of(tenant, "api"),
        ])
        .args(["--client-id", &of(app, "client_id")])
        .args(["--audience", &of(app, "audience")])
        .args(["--secret-command", "cat"])
        .arg(&secret)
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .stderr(Stdio::null())
        .status();
    assert!(added.expect("it runs").success());
}

#[test]
fn lesson_1_is_played_at_a_tenant_of_ones_own_from_the_command_to_its_end() {
    let (folder, servers) = (home(), Servers::start());
    keeps_target(&folder, &servers);
    let words = ["learn", "first-token", "--target", "mine"];
    let learner = Learner::at_once(Launch::tutor(folder.path(), &words).size(100, 30));
    learner.terminal.wait_for("[Goal]");
    // A frame may come in two pieces, and each is waited for.
    learner.terminal.wait_for("OWN 127.0.0.1");
    learner.terminal.wait_for("at your own tenant");
    learner.does("]", "[Predict 1/2]");
    learner.does("1 enter + +", "[certain]");
    learner.does("]", "[Predict 2/2]");
    learner.does("1 enter", "That is what you say.");
    let only = "Only practice can show this step";
    learner.does("]", only);
    learner.does("]", "[Do 2/5: build]");
    learner.does("s", "200 OK, token ─");
    learner.terminal.wait_for("right: 2 of 2");
    learner.does("]", "[Do 4/5: read]");
    learner.does("V", "✓ signature fits");
    learner.does("a", "HTTP/1.1 200 OK");
    learner.does("A", "HTTP/1.1 401 Unauthorized");
    learner.does("]", "[Do 5/5: check]");
    learner.does("o", "NO FAULT   0 fail");
    learner.does("]", "[Explain]");
    learner.does("]", only);
    learner.presses("]");
    answers_the_quiz(&learner);
    assert!(
        !learner.sees("Still to do"),
        "{}",
        learner.terminal.screen_text()
    );
    learner.does("q", "Lesson 1 at your own tenant");
    // Nothing of it is kept.
    learner.terminal.wait_for("0 of 7 done");
    learner.leaves("q");
}

#[test]
fn a_lesson_left_at_the_build_step_goes_on_there_with_a_new_app() {
    let folder = home();
    let learner = Learner::new(folder.path());
    predicts(&learner);
    creates_the_app(&learner);
    learner.presses("down down down");
    learner.terminal.keys("https://api.reports.example");
    learner.does("esc", "&audience=https%3A%2F%2Fapi.reports.example");
    let before = client_id(&learner);
    learner.does("q", "step 6 of 17");
    learner.leaves("q");

    let tomorrow = Learner::new(folder.path());
    assert!(tomorrow.sees("step 6 of 17"));
    tomorrow.does("enter", "[Do 2/5: build]");
    let anew = "registered anew: its id and secret are new";
    tomorrow.terminal.wait_for(anew);
    assert_ne!(client_id(&tomorrow), before);
    assert!(
        tomorrow.sees("&audience=https%3A%2F%2Fapi.reports.example"),
        "what was typed is kept"
    );
    tomorrow.does("s", "200 OK, token ─");
    // The guesses of yesterday are compared with what was measured today.
    tomorrow.terminal.wait_for("right: 2 of 3");
    tomorrow.does("q", "step 7 of 17");
    tomorrow.leaves("q");
}

#[test]
fn a_lesson_left_at_the_send_step_gets_its_next_token_there() {
    let folder = home();
    let learner = Learner::new(folder.path());
    predicts(&learner);
    creates_the_app(&learner);
    learner.does("s", "200 OK, token ─");
    let first = learner.copies("the access token");
    learner.does("q", "step 7 of 17");
    learner.leaves("q");

    let tomorrow =
        Learner::at_once(crate::pty::Launch::tutor(folder.path(), &["learn", "1"]).size(100, 30));
    tomorrow.terminal.wait_for("Nothing has been sent yet.");
    tomorrow
        .terminal
        .wait_for("registered anew: its id and secret are new");
    tomorrow.does("s", "200 OK, token ─");
    assert_ne!(tomorrow.copies("the access token"), first);
}

#[test]
fn the_question_beside_a_token_has_the_digits_while_it_has_the_focus() {
    let folder = home();
    let launch = Launch::tutor(folder.path(), &["learn", "private-key-jwt"]).size(100, 30);
    let learner = Learner::at_once(launch);
    learner.terminal.wait_for("[Goal]");
    learner.does("g", "Jump to a step");
    learner.presses("down down down down down down down down down down");
    learner.does("enter", "Whose signature is on this token?");
    // The digit opens a part of the token where the focus is on the token.
    learner.does("3", "3 SIGNATURE");
    assert!(!learner.sees("✗"), "{}", learner.terminal.screen_text());
    learner.does("tab tab tab tab", "╭─ Question");
    learner.does("2 enter", "✓ 2");
}

#[test]
fn whoever_is_new_has_a_token_and_a_refusal_after_fifteen_keys_and_typed_nothing() {
    let home = home();
    let learner = Learner::new(home.path());
    for (keys, seen) in [
        ("enter", "[Predict 1/1]"),
        ("2", "▸ ( ) 2"),
        ("enter", "How sure?"),
        ("pgdn", "[Do 1/2: send]"),
        ("f5", "As you said"),
        ("pgdn", "https://api.reports.example"),
        ("a", "What the API checked"),
        ("pgdn", "[Break]"),
        ("b", "One character of the secret is wrong"),
        ("2", "▸ ( ) 2"),
        ("enter", "How sure?"),
        ("f5", "401 Unauthorized"),
        ("p", "Everything is as it was"),
        ("pgdn", "Three doors"),
        ("pgdn", "q quit"),
    ] {
        learner.does(keys, seen);
    }
    assert!(learner.sees("60-second tour"));
    learner.leaves("q");
}
