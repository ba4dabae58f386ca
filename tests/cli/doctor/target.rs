//! `doctor --target`: what it makes of a server's words, against a listener that says them.

use std::fs;
use std::path::Path;
use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use rstest::rstest;
use serde_json::Value;

use crate::listener::{Listener, Turn};

/// What is told of the target, in a home that holds it alone.
fn told(home: &Path, issuer: &str, more: &str) -> (i32, Vec<Value>, String) {
    let folder = home.join("oauth-tutor");
    fs::create_dir_all(&folder).unwrap();
    let text =
        format!("version = 1\n[targets.t]\nissuer = \"{issuer}\"\nclient_id = \"x\"\n{more}");
    fs::write(folder.join("targets.toml"), text).unwrap();
    let ran = Command::new(cargo_bin!("oauth-tutor"))
        .args(["doctor", "--target", "t", "--json"])
        .env("XDG_CONFIG_HOME", home)
        .env("HOME", home)
        .output()
        .unwrap();
    let out = String::from_utf8(ran.stdout).unwrap();
    let all: Value = serde_json::from_str(&out).unwrap();
    let checks = all["checks"].as_array().unwrap().clone();
    (ran.status.code().unwrap(), checks, out)
}

/// State, what was seen, and what it means.
fn of(checks: &[Value], id: &str) -> [String; 3] {
    let check = checks.iter().find(|check| check["id"] == id).unwrap();
    ["state", "seen", "means"].map(|member| check[member].as_str().unwrap().to_owned())
}

#[rstest]
#[case::another_host("https://evil.example/token", "weak", "another host")]
#[case::a_secret_in_it(
    "{issuer}token?client_secret=hunter2zz",
    "missing",
    "asks no such address"
)]
fn an_endpoint_that_token_refuses_is_not_well(
    #[case] endpoint: &str,
    #[case] state: &str,
    #[case] means: &str,
) {
    let home = tempfile::tempdir().unwrap();
    let listener = Listener::with_port(|port| {
        let issuer = format!("http://127.0.0.1:{port}/");
        let endpoint = endpoint.replace("{issuer}", &issuer);
        let keys = format!("{issuer}keys?access_token=hunter2zz");
        let body = format!(
            "{{\"issuer\":\"{issuer}\",\"token_endpoint\":\"{endpoint}\",\"jwks_uri\":\"{keys}\"}}"
        );
        vec![Turn::json("200 OK", &body)]
    });
    let (_, checks, out) = told(home.path(), &listener.url("/"), "");
    let [is, _, meant] = of(&checks, "target.metadata");
    assert_eq!(is, state, "{out}");
    assert!(meant.contains(means), "{out}");
    // An address of keys with a secret in it is neither asked nor shown.
    assert_eq!(of(&checks, "target.keys")[0], "weak", "{out}");
    assert!(!out.contains("hunter2zz"), "{out}");
    assert_eq!(listener.requests().len(), 1);
}

#[rstest]
#[case::redirect("302 Found", "{}".to_owned(), "redirect")]
#[case::nothing("404 Not Found", "{}".to_owned(), "no metadata")]
fn what_is_no_metadata_is_told_as_what_it_is(
    #[case] status: &str,
    #[case] body: String,
    #[case] means: &str,
) {
    let home = tempfile::tempdir().unwrap();
    let turns = vec![Turn::json(status, &body), Turn::json(status, &body)];
    let listener = Listener::start(turns);
    let (code, checks, out) = told(home.path(), &listener.url("/"), "");
    let [state, _, meant] = of(&checks, "target.metadata");
    assert_eq!((code, state.as_str()), (1, "missing"), "{out}");
    assert!(meant.contains(means), "{out}");
    listener.requests();
}

#[test]
fn a_shared_secret_that_is_published_is_no_key_to_check_with_and_long_words_are_cut() {
    let home = tempfile::tempdir().unwrap();
    let listener = Listener::with_port(|port| {
        let issuer = format!("http://127.0.0.1:{port}/");
        let long = "x".repeat(50_000);
        let body = format!(
            "{{\"issuer\":\"{issuer}\",\"token_endpoint\":\"{issuer}{long}\",\"jwks_uri\":\"{issuer}keys\"}}"
        );
        let keys = r#"{"keys":[{"kty":"oct","k":"c2VjcmV0LXNlY3JldC1zZWNyZXQ"}]}"#;
        vec![Turn::json("200 OK", &body), Turn::json("200 OK", keys)]
    });
    let (_, checks, out) = told(home.path(), &listener.url("/"), "");
    let [state, seen, _] = of(&checks, "target.keys");
    assert_eq!(state, "weak", "{seen}");
    assert!(out.len() < 10_000, "{} bytes", out.len());
    listener.requests();
}

#[rstest]
#[case::garbage(Some("garbage"))]
#[case::empty(Some(""))]
#[case::a_pipe(None)]
fn what_holds_no_key_is_not_said_to_be_one_and_a_pipe_is_left_alone(#[case] text: Option<&str>) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("app.pem");
    if let Some(text) = text {
        fs::write(&path, text).unwrap();
    } else {
        let made = Command::new("mkfifo").arg(&path).status();
        assert!(made.unwrap().success());
    }
    let more = format!("key = \"{}\"\n", path.display());
    let (_, checks, out) = told(home.path(), "http://127.0.0.1:9/", &more);
    assert_eq!(of(&checks, "target.proof")[0], "weak", "{out}");
}
