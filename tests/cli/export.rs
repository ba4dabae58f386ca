//! `oauth-tutor export`: what it writes of a lesson, and that nothing secret is in it. `tests/interop` runs what it writes.

use std::process::Stdio;

use assert_cmd::Command;
use rstest::rstest;
use serde_json::Value;

fn export(words: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oauth-tutor"));
    let ran = command.arg("export").args(words).output().unwrap();
    (
        ran.status.code().unwrap(),
        String::from_utf8(ran.stdout).unwrap(),
        String::from_utf8(ran.stderr).unwrap(),
    )
}

/// A JWT begins with the base64url of `{"`, and no mask leaves three parts of one.
fn holds_a_token(text: &str) -> bool {
    let words = text.split(|one: char| !(one.is_ascii_alphanumeric() || "-_.".contains(one)));
    let mut tokens = words.filter(|word| word.starts_with("eyJ"));
    tokens.any(|word| word.split('.').filter(|part| part.len() > 20).count() == 3)
}

#[rstest]
fn every_lesson_is_written_in_every_form_without_a_token(
    #[values("1", "2", "3", "4", "5", "6", "7")] lesson: &str,
) {
    for format in ["curl", "powershell", "http", "postman", "markdown"] {
        let (code, out, err) = export(&[lesson, "--format", format]);
        assert_eq!(code, 0, "{lesson} {format}: {err}");
        assert!(
            out.contains("http://127.0.0.1:") || format == "markdown",
            "{out}"
        );
        assert!(
            out.contains("access_token") || format == "powershell",
            "{out}"
        );
        assert!(!holds_a_token(&out), "{lesson} {format}: {out}");
    }
}

#[test]
fn the_secret_is_a_place_that_is_filled_when_it_is_run() {
    for (format, place) in [
        (
            "curl",
            "--data-urlencode client_secret@<(printf %s \"$CLIENT_SECRET\")",
        ),
        ("powershell", "Read-Host 'Client secret' -AsSecureString"),
        ("http", "&client_secret={{$processEnv CLIENT_SECRET}}"),
        ("markdown", "&client_secret=********"),
    ] {
        let (_, out, _) = export(&["1", "--format", format]);
        assert!(out.contains(place), "{format}: {out}");
    }
    let (_, out, _) = export(&["1", "--format", "postman"]);
    let collection: Value = serde_json::from_str(&out).unwrap();
    let variables = collection["variable"].as_array().unwrap();
    let secret = variables.iter().find(|one| one["key"] == "client_secret");
    assert_eq!(secret.unwrap()["value"], "");
}

#[test]
fn a_handout_shows_the_exchange_and_what_the_checker_says() {
    let (_, out, _) = export(&["basic-and-scopes", "--format", "markdown"]);
    let (_, by_number, _) = export(&["3", "--format", "markdown"]);
    for text in [out, by_number] {
        for part in [
            "Authorization: Basic ********",
            "HTTP/1.1 200 OK",
            "Verdict: **pass**",
            "GET /api/reports HTTP/1.1",
        ] {
            assert!(text.contains(part), "no {part:?} in {text}");
        }
    }
}

#[test]
fn a_script_is_bash_that_bash_can_read() {
    for lesson in ["1", "3", "4", "5"] {
        let (_, out, _) = export(&[lesson, "--format", "curl"]);
        let mut bash = std::process::Command::new("bash");
        let mut child = bash.arg("-n").stdin(Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), out.as_bytes()).unwrap();
        assert!(child.wait().unwrap().success(), "{out}");
    }
}

#[test]
fn what_is_no_lesson_or_no_form_is_wrong_usage() {
    let (code, out, err) = export(&["99", "--format", "curl"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(
        err.contains("There is no lesson 99") && err.contains("first-token"),
        "{err}"
    );
    let (code, _, err) = export(&["1", "--format", "word"]);
    assert_eq!(code, 2);
    assert!(err.contains("markdown"), "{err}");
    assert_eq!(export(&["1"]).0, 2);
}
