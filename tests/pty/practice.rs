//! The exercise itself: while the tutor is open, curl in another shell gets a token, and its reply is checked here.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::pty_learner::Learner;

fn home() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A learner at the build step, with an app that the program made for the exercise.
#[track_caller]
fn at_build(home: &TempDir) -> Learner {
    let learner = Learner::new(home.path());
    learner.does("1 ] ] ] ]", "[Do 1/5: dashboard]");
    learner.does("pgdn pgdn", "&client_secret=********");
    learner
}

/// The value of a form member in a copied curl line.
fn member<'a>(curl: &'a str, name: &str) -> &'a str {
    let (_, rest) = curl.split_once(&format!("{name}=")).expect("curl has it");
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c));
    rest.split_at(end.unwrap_or(rest.len())).0
}

/// Posts the form of the exercise to `http://host/oauth/token` without any tool; gives head and body of the reply.
fn post(host: &str, form: &str) -> (String, String) {
    let mut stream = TcpStream::connect(host).expect("the practice tenant listens");
    let limit = Some(Duration::from_secs(10));
    stream
        .set_read_timeout(limit)
        .expect("a socket has a limit");
    let length = form.len();
    let request = format!(
        "POST /oauth/token HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
    );
    stream.write_all(request.as_bytes()).expect("it is taken");
    let mut reply = String::new();
    stream.read_to_string(&mut reply).expect("it is answered");
    let (head, body) = reply.split_once("\r\n\r\n").expect("a head and a body");
    (head.to_owned(), body.to_owned())
}

/// The address that the top line shows.
fn host(learner: &Learner) -> String {
    let screen = learner.terminal.screen_text();
    let (_, rest) = screen.split_once(" practice ").expect("the top line");
    rest.split_whitespace()
        .next()
        .expect("an address")
        .to_owned()
}

/// Pastes `reply` at the lesson's check step, where it has to be good.
#[track_caller]
fn is_good_at_the_check_step(learner: &Learner, reply: &str) {
    learner.does("N N N", "[Do 5/5: check]");
    learner.terminal.paste(reply);
    learner.terminal.wait_for(" 0 fail ");
    learner.does("V", "trust ✓");
    assert!(learner.sees("0 fail"), "{}", learner.terminal.screen_text());
}

#[test]
fn a_request_from_another_program_gets_a_token_that_the_check_step_finds_good() {
    let folder = home();
    let learner = at_build(&folder);
    let curl = learner.copies("the practice secret is inside");
    let (id, secret) = (member(&curl, "client_id"), member(&curl, "client_secret"));
    // As in the exercise: no audience.
    let form = |secret: &str| {
        format!("grant_type=client_credentials&client_id={id}&client_secret={secret}")
    };
    let (head, body) = post(&host(&learner), &form(secret));
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}\n{body}");
    let (head, refused) = post(&host(&learner), &form("wrong"));
    assert!(head.starts_with("HTTP/1.1 401 "), "{head}\n{refused}");
    is_good_at_the_check_step(&learner, &body);
}

#[test]
fn a_request_from_another_program_shows_at_the_practice_servers_as_it_comes() {
    let folder = home();
    let learner = Learner::new(folder.path());
    let host = host(&learner);
    learner.does("s", "No request yet.");
    let secret = "never-to-be-seen-0123456789";
    let form = format!("grant_type=client_credentials&client_id=me&client_secret={secret}");
    let (head, _) = post(&host, &form);
    assert!(head.starts_with("HTTP/1.1 401 "), "{head}");
    learner.terminal.wait_for("401 access_denied");
    learner.does("tab tab", "Checked");
    assert!(!learner.sees(secret), "{}", learner.terminal.screen_text());
    learner.does("tab end", "Unplug the authorization server");
    learner.does("enter", "Plug the authorization server in again");
    learner.closes("u", "Plug the authorization server in again");
    let (head, _) = post(&host, &form);
    assert!(head.starts_with("HTTP/1.1 401 "), "{head}");
}

#[test]
fn the_copied_curl_line_runs_in_a_shell_and_its_output_is_good_at_the_check_step() {
    let there = |program: &str| {
        let mut command = Command::new(program);
        command.arg("--version").stdout(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    if !there("curl") || !there("bash") {
        // The test above sends the same bytes without them.
        return;
    }
    let folder = home();
    let learner = at_build(&folder);
    let curl = learner.copies("the practice secret is inside");
    let masked = learner.copies("curl to show: the secret is masked");
    assert!(!masked.contains(member(&curl, "client_secret")), "{masked}");
    let mut bash = Command::new("bash");
    bash.args(["-c", &curl]).env_clear();
    bash.env("PATH", "/usr/local/bin:/usr/bin:/bin");
    let output = bash.output().expect("bash runs");
    let reply = String::from_utf8(output.stdout).expect("a reply is text");
    assert!(output.status.success(), "{curl}\n{reply}");
    is_good_at_the_check_step(&learner, &reply);
}
