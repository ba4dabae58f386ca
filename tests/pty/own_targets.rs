//! From nothing to a token of a tenant of one's own, on the screen alone: a target is added, its secret typed, the request sent.

use std::path::Path;

use serde_json::Value;

use crate::linear::{Listener, heard};
use crate::pty::Launch;
use crate::pty_learner::{Learner, files_with};
use crate::servers::Servers;

fn text(value: &Value, member: &str) -> String {
    value[member].as_str().unwrap().to_owned()
}

/// The Auth0 tenant of another process, and an app of it that has its secret in the body.
fn by_post(servers: &Servers) -> (&Value, &Value) {
    let tenant = &servers.tenants[1];
    let mut apps = tenant["apps"].as_array().unwrap().iter();
    let app = apps.find(|app| app["auth"] == "client_secret_post");
    (tenant, app.unwrap())
}

#[test]
fn a_target_is_added_opened_and_gives_a_token() {
    let home = tempfile::tempdir().unwrap();
    let servers = Servers::start();
    let (tenant, app) = by_post(&servers);
    let secret = text(app, "client_secret");

    let learner = Learner::of(Launch::tutor(home.path(), &[]).size(120, 40));
    learner.does("end up enter", "There is none yet");
    learner.does("enter", "Type what your tenant");
    let issuer = [
        text(tenant, "issuer"),
        text(app, "client_id"),
        text(app, "audience"),
    ];
    learner.terminal.keys("mine");
    let abouts = [
        "The address of the tenant",
        "It is public",
        "Auth0 needs one",
    ];
    for (about, value) in abouts.iter().zip(&issuer) {
        // Keys that come in one piece with a text behind them would be a paste.
        learner.does("enter", about);
        learner.terminal.keys(value);
        learner.terminal.wait_for(value);
    }
    learner.does("enter", "by the word of RFC 8707");
    learner.does("f5", "Nothing is kept yet");
    learner.terminal.wait_for("Auth0, by the path");
    learner.does("enter", "add one");
    learner.does("enter", "It is held for this session alone");
    learner.terminal.keys(&secret);
    learner.does("enter", "client_secret=********");
    learner.does("s", "200 OK");

    let kept = files_with(home.path(), &issuer[1]);
    assert!(
        kept.iter().any(|file| file.ends_with("targets.toml")),
        "{kept:?}"
    );
    assert_eq!(
        files_with(home.path(), &secret),
        [""; 0],
        "no secret is on disk"
    );
    let raw = learner.terminal.raw();
    assert_not_in(&raw, &secret);
    learner.does("esc", "0 of 7 done");
    learner.leaves("q");
    by_lines(home.path(), &secret);
}

fn assert_not_in(raw: &[u8], secret: &str) {
    let shown = raw.windows(secret.len()).any(|w| w == secret.as_bytes());
    assert!(!shown, "the terminal never got the secret");
}

/// What the screen kept is opened in lines, and forgotten there.
fn by_lines(home: &Path, secret: &str) {
    let launch = || Launch::tutor(home, &["learn", "--linear"]).size(200, 50);
    let mut listener = Listener::at(launch().start());
    listener.choose("your own tenant");
    listener.choose("read out what is kept");
    heard(
        &listener,
        &["mine: http://127.0.0.1:", "oauth-tutor targets add NAME"],
    );
    listener.answer("open mine", "it is not shown", " ");
    heard(&listener, &["Type the client secret first."]);
    listener.answer("open mine", "it is not shown", secret);
    listener.choose("send the request");
    heard(&listener, &["Result: 200 OK."]);
    assert_not_in(&listener.terminal.raw(), secret);
    assert_eq!(files_with(home, secret), [""; 0], "no secret is on disk");

    let mut listener = Listener::at(launch().start());
    listener.follow(&["your own tenant", "forget mine", "forget mine"]);
    heard(&listener, &["mine is forgotten."]);
    let left = std::fs::read_to_string(home.join("config/oauth-tutor/targets.toml"));
    assert!(!left.unwrap().contains("mine"));
}

#[test]
fn a_command_that_was_kept_fetches_the_secret() {
    let home = tempfile::tempdir().unwrap();
    let servers = Servers::start();
    let (tenant, app) = by_post(&servers);
    let secret = text(app, "client_secret");
    let vault = tempfile::tempdir().unwrap();
    let file = vault.path().join("secret");
    std::fs::write(&file, &secret).unwrap();
    let (issuer, id) = (text(tenant, "issuer"), text(app, "client_id"));
    let audience = text(app, "audience");
    let fetched = file.to_str().unwrap();
    let words = [
        "targets",
        "add",
        "mine",
        "--issuer",
        &issuer,
        "--client-id",
        &id,
        "--audience",
        &audience,
        "--secret-command",
        "cat",
        fetched,
    ];
    let mut added = Launch::tutor(home.path(), &words).start();
    assert_eq!(added.wait_exit(), 0);

    let learner = Learner::of(Launch::tutor(home.path(), &[]).size(120, 40));
    learner.does("end up enter", "its secret comes from cat");
    learner.does("enter", "Its secret comes from cat");
    learner.does("enter", "client_secret=********");
    learner.does("s", "200 OK");
    assert_not_in(&learner.terminal.raw(), &secret);
    learner.does("esc", "0 of 7 done");
    learner.leaves("q");

    let launch = Launch::tutor(home.path(), &["learn", "--linear"]);
    let mut listener = Listener::at(launch.size(200, 50).start());
    listener.follow(&[
        "your own tenant",
        "with the secret from cat",
        "send the request",
    ]);
    heard(&listener, &["Result: 200 OK."]);
    assert_not_in(&listener.terminal.raw(), &secret);
    assert_eq!(
        files_with(home.path(), &secret),
        [""; 0],
        "no secret is on disk"
    );
}
