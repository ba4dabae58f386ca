//! How each command that prints ends where its output goes nowhere (CONTRACT 2): a closed pipe (`| head`) is no fault, so that is 0 and quiet,
//! whatever the command would have ended with; a full disk is 74.

use std::io::pipe;
use std::process::{Output, Stdio};
use std::time::Duration;

use super::{ends_within, program, said};
use crate::listener::{Listener, Turn};

const TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.";
const KEY: &str = "tests/fixtures/keys/test-only-rsa-pkcs8.pem";

/// Every command that prints, with what it reads; `COURSE` is a folder with a lesson that has faults.
const COMMANDS: &[(&[&str], &str)] = &[
    (&[], "{\"error\":\"invalid_client\"}"),
    (&["check"], "{\"error\":\"invalid_client\"}"),
    (&["check", "--json"], "{\"error\":\"invalid_client\"}"),
    (&["completions", "bash"], ""),
    (&["decode", TOKEN], ""),
    (&["decode", "--json", TOKEN], ""),
    (&["decode", "--raw", "payload", TOKEN], ""),
    (
        &["diff", TOKEN, "-"],
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ5In0.",
    ),
    (
        &["diff", "--json", TOKEN, "-"],
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ5In0.",
    ),
    (&["doctor"], ""),
    (&["doctor", "--json"], ""),
    (&["export", "1", "--format", "curl"], ""),
    (&["export", "3", "--format", "markdown"], ""),
    (&["help"], ""),
    (&["--help"], ""),
    (&["token", "--help"], ""),
    (&["help", "secrets"], ""),
    (&["learn", "1", "--linear"], ""),
    (&["lessons"], ""),
    (&["lessons", "check", "COURSE"], ""),
    (&["lessons", "code"], ""),
    (&["man"], ""),
    (&["man", "serve"], ""),
    (&["serve", "--port", "0"], ""),
    (&["serve", "--port", "0", "--json"], ""),
    (&["sign", "--key", KEY, "-"], "{\"sub\":\"x\"}"),
    (&["targets"], ""),
    (
        &[
            "token",
            "--client-id",
            "x",
            "--token-url",
            "http://127.0.0.1:9/",
            "--curl",
        ],
        "",
    ),
    (
        &[
            "token",
            "--client-id",
            "x",
            "--token-url",
            "http://127.0.0.1:9/",
            "--dry-run",
        ],
        "",
    ),
    (&["--version"], ""),
];

/// The command with nobody behind its stdout. The pipe is closed before the program starts, so that its first word meets nobody.
fn unread(words: &[&str], stdin: &str) -> Output {
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    into(writer.into(), words, stdin)
}

/// The command with its stdout there.
fn into(stdout: Stdio, words: &[&str], stdin: &str) -> Output {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("config/oauth-tutor")).unwrap();
    let target = "version = 1\n[targets.mine]\nissuer = \"https://as.example/\"\n";
    std::fs::write(home.path().join("config/oauth-tutor/targets.toml"), target).unwrap();
    std::fs::write(home.path().join("in"), stdin).unwrap();
    let course = home.path().join("course");
    std::fs::create_dir(&course).unwrap();
    std::fs::write(course.join("lesson.toml"), "id = 3\n").unwrap();
    let words = words.iter().map(|word| match *word {
        "COURSE" => course.as_os_str(),
        word => word.as_ref(),
    });
    let mut child = program()
        .args(words.clone())
        .env("HOME", home.path())
        .env("XDG_STATE_HOME", home.path().join("state"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("OAUTH_TUTOR_CLIENT_SECRET", "s3cr3t-s3cr3t")
        .stdin(std::fs::File::open(home.path().join("in")).unwrap())
        .stdout(stdout)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let ended = ends_within(&mut child, Duration::from_secs(20));
    assert!(
        ended.is_some(),
        "{:?} does not end",
        words.collect::<Vec<_>>()
    );
    child.wait_with_output().unwrap()
}

#[test]
fn a_closed_pipe_is_0_and_quiet_whatever_the_command() {
    for (words, stdin) in COMMANDS {
        let output = unread(words, stdin);
        assert_eq!(output.status.code(), Some(0), "{words:?} {}", said(&output));
        assert_eq!(said(&output), "", "{words:?}");
    }
}

#[test]
fn a_full_disk_is_74_whatever_the_command() {
    for (words, stdin) in COMMANDS {
        let full = std::fs::File::create("/dev/full").unwrap();
        let output = into(full.into(), words, stdin);
        assert_eq!(
            output.status.code(),
            Some(74),
            "{words:?} {}",
            said(&output)
        );
        assert!(
            said(&output).contains("cannot be written"),
            "{words:?} {}",
            said(&output)
        );
        assert!(
            !said(&output).contains("bug"),
            "{words:?} {}",
            said(&output)
        );
    }
}

#[test]
fn a_request_that_was_answered_ends_so_too() {
    let good = "{\"access_token\":\"abc\",\"token_type\":\"Bearer\",\"expires_in\":60}";
    let bad = "{\"error\":\"invalid_client\"}";
    for (flags, status, reply) in [
        (&[][..], "200 OK", good),
        (&["--raw"], "200 OK", good),
        (&["--json"], "200 OK", good),
        (&["--env", "TOKEN"], "200 OK", good),
        (&[], "401 Unauthorized", bad),
        (&["--json"], "401 Unauthorized", bad),
    ] {
        let listener = Listener::start(vec![Turn::json(status, reply)]);
        let url = listener.url("/");
        let words = [&["token", "--client-id", "x", "--token-url", &url], flags].concat();
        let output = unread(&words, "");
        assert_eq!(output.status.code(), Some(0), "{flags:?} {}", said(&output));
        assert_eq!(listener.requests().len(), 1);
    }
}
