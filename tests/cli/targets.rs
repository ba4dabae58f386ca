//! `oauth-tutor targets`, and the commands that are told a tenant by its name: against a server of its own process.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use rstest::rstest;
use serde_json::Value;
use tempfile::TempDir;

use crate::servers::Servers;

mod secrets;

/// A folder for settings, and a server that is nobody's practice tenant here.
struct Desk {
    home: TempDir,
    servers: Servers,
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Self {
        Self {
            home: tempfile::tempdir().unwrap(),
            servers: Servers::start(),
        }
    }

    fn tenant(&self, at: usize) -> &Value {
        &self.servers.tenants[at]
    }

    /// The app of that tenant with that method.
    fn app(&self, tenant: usize, auth: &str) -> &Value {
        let apps = self.tenant(tenant)["apps"].as_array().unwrap();
        apps.iter().find(|app| app["auth"] == auth).unwrap()
    }

    /// A file that only this test knows, with the app's secret and a line end, as `pass` prints one.
    fn secret(&self, app: &Value) -> PathBuf {
        let path = self.home.path().join("secret");
        fs::write(&path, format!("{}\n", text(app, "client_secret"))).unwrap();
        path
    }

    fn run(&self, words: &[&str], stdin: &str) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oauth-tutor"));
        let ran = command
            .args(words)
            .env("XDG_CONFIG_HOME", self.home.path())
            .env("HOME", self.home.path())
            .env_remove("OAUTH_TUTOR_CLIENT_SECRET")
            .write_stdin(stdin.to_owned())
            .output()
            .unwrap();
        Ran {
            code: ran.status.code().unwrap(),
            out: String::from_utf8(ran.stdout).unwrap(),
            err: String::from_utf8(ran.stderr).unwrap(),
        }
    }

    /// Adds the Auth0 tenant, as `mine`.
    fn with_auth0(&self) -> String {
        let app = self.app(1, "client_secret_post");
        let secret = self.secret(app);
        let ran = self.run(
            &[
                "targets",
                "add",
                "mine",
                "--issuer",
                text(self.tenant(1), "issuer"),
                "--client-id",
                text(app, "client_id"),
                "--auth",
                "post",
                "--audience",
                text(app, "audience"),
                "--secret-command",
                "cat",
                secret.to_str().unwrap(),
            ],
            "",
        );
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.err
    }

    fn file(&self) -> String {
        fs::read_to_string(self.home.path().join("oauth-tutor/targets.toml")).unwrap()
    }
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap()
}

#[test]
fn a_target_is_kept_without_its_secret_and_what_it_is_was_looked_up() {
    let desk = Desk::new();
    let said = desk.with_auth0();
    for part in [
        "Asking 127.0.0.1 for its metadata",
        "/oauth/token",
        "client_secret_post",
        "Auth0",
        "If the token has no dots, send the audience",
    ] {
        assert!(said.contains(part), "no {part:?} in {said}");
    }
    let file = desk.file();
    let secret = text(desk.app(1, "client_secret_post"), "client_secret");
    assert!(file.contains("secret_command") && !file.contains(secret));
    let listed = desk.run(&["targets"], "").out;
    assert!(listed.starts_with("mine  http://127.0.0.1:") && !listed.contains(secret));
}

#[test]
fn token_check_and_decode_take_what_the_target_says() {
    let desk = Desk::new();
    desk.with_auth0();
    let api = text(desk.tenant(1), "api");
    let ran = desk.run(&["token", "--target", "mine", "--call", api], "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("Orders of the night"));

    let response = desk.run(&["token", "--target", "mine"], "").out;
    let checked = desk.run(&["check", "--target", "mine", "--verify"], &response);
    assert_eq!(checked.code, 0, "{}{}", checked.out, checked.err);
    assert!(checked.out.contains("PASS"), "{}", checked.out);

    let token = desk.run(&["token", "--target", "mine", "--raw"], "").out;
    let decoded = desk.run(&["decode", "--target", "mine", "--verify"], &token);
    assert_eq!(decoded.code, 0, "{}{}", decoded.out, decoded.err);
    // A token of another tenant is none of this one.
    let other = desk.app(2, "client_secret_basic");
    let secret = desk.secret(other);
    let issuer = text(desk.tenant(2), "issuer");
    let id = text(other, "client_id");
    let scope = text(other, "scope");
    let file = secret.to_str().unwrap();
    let words = [
        "token",
        "--issuer",
        issuer,
        "--client-id",
        id,
        "--scope",
        scope,
        "--client-secret-file",
        file,
    ];
    let foreign = desk.run(&words, "").out;
    let checked = desk.run(&["check", "--target", "mine"], &foreign);
    assert_eq!(checked.code, 1, "{}", checked.out);
    assert!(checked.out.contains("claim.iss"), "{}", checked.out);
}

#[test]
fn decode_says_when_a_token_of_the_target_was_made_for_another_client() {
    let desk = Desk::new();
    desk.with_auth0();
    let token = desk.run(&["token", "--target", "mine", "--raw"], "").out;
    let decoded = desk.run(&["decode", "--target", "mine", "--verify"], &token);
    assert!(!decoded.out.contains("agree.client"), "{}", decoded.out);

    let issuer = text(desk.tenant(1), "issuer");
    let add = ["targets", "add", "other", "--issuer", issuer];
    let add = [&add[..], &["--client-id", "another-app"]].concat();
    let added = desk.run(&add, "");
    assert_eq!(added.code, 0, "{}", added.err);
    // Whether somebody's token is an app's own is judged where that is expected.
    let plain = desk.run(&["decode", "--target", "other", "--verify"], &token);
    assert!(!plain.out.contains("agree.client"), "{}", plain.out);
    let expects = ["--expect", "client-credentials"];
    let decode = ["decode", "--target", "other", "--verify"];
    let decoded = desk.run(&[&decode[..], &expects[..]].concat(), &token);
    assert_eq!(decoded.code, 1, "{}", decoded.out);
    let words = decoded.out.split_whitespace().collect::<Vec<_>>().join(" ");
    // The signature is the target's, and that is said as before.
    for part in [
        "fail[agree.client]: azp says the client is",
        "but you expect another-app",
        "Its signature fits the key",
    ] {
        assert!(words.contains(part), "no {part:?} in {}", decoded.out);
    }
}

#[test]
fn a_flag_goes_before_what_the_target_says() {
    let desk = Desk::new();
    desk.with_auth0();
    let ran = desk.run(
        &[
            "token",
            "--target",
            "mine",
            "--audience",
            "https://nobody.example",
        ],
        "",
    );
    assert_eq!(ran.code, 5);
    assert!(ran.out.contains("nobody.example"), "{}", ran.out);
    let wrong = desk.home.path().join("wrong");
    fs::write(&wrong, "not-the-secret").unwrap();
    let file = wrong.to_str().unwrap();
    let ran = desk.run(
        &["token", "--target", "mine", "--client-secret-file", file],
        "",
    );
    assert_eq!(ran.code, 5);
    assert!(ran.out.contains("access_denied"), "{}", ran.out);
}

#[rstest]
#[case::no_program(&["/nonexistent/program"], "cannot be started")]
#[case::it_fails(&["false"], "ended with")]
#[case::it_says_nothing(&["true"], "it is empty")]
#[case::it_prints_notes_too(&["seq", "2"], "there are 2 lines, and a secret is one")]
fn a_command_that_gives_no_secret_ends_the_run_and_says_why(
    #[case] command: &[&str],
    #[case] why: &str,
) {
    let desk = Desk::new();
    let issuer = text(desk.tenant(0), "issuer");
    let mut words = vec![
        "targets",
        "add",
        "t",
        "--issuer",
        issuer,
        "--client-id",
        "x",
    ];
    words.push("--secret-command");
    words.extend(command);
    assert_eq!(desk.run(&words, "").code, 0);
    let ran = desk.run(&["token", "--target", "t"], "");
    assert_eq!((ran.code, ran.out.as_str()), (3, ""));
    assert!(ran.err.contains(why), "{}", ran.err);
}

#[cfg(unix)]
#[rstest]
#[case::no_file(&["--secret-command", "/nonexistent/program"], "There is no file /nonexistent/program")]
#[case::not_found(&["--secret-command", "nonesuch-keeper", "show", "x"], "No folder of PATH has a program nonesuch-keeper")]
#[case::in_quotes(&["--secret-command", "pass show x"], "stand apart, without quotes")]
#[case::no_key(&["--key", "/nonexistent/key.pem"], "/nonexistent/key.pem cannot be used: No such file")]
fn what_cannot_work_as_things_are_is_kept_and_said(#[case] flags: &[&str], #[case] why: &str) {
    let desk = Desk::new();
    let words = ["targets", "add", "t", "--issuer", "http://127.0.0.1:1/"];
    let ran = desk.run(&[&words[..], flags].concat(), "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    for part in [why, "The target is kept all the same."] {
        assert!(ran.err.contains(part), "no {part:?} in {}", ran.err);
    }
    assert!(desk.file().contains(flags[1]), "{}", desk.file());
    // What is there and may be run needs no word.
    let words = ["targets", "add", "t", "--secret-command", "cat", "x"];
    let ran = desk.run(&words, "");
    for part in ["the command for the secret", "cannot be used"] {
        assert!(!ran.err.contains(part), "{}", ran.err);
    }
}

#[test]
fn a_command_of_no_program_is_refused_and_one_in_the_home_folder_is_found_there() {
    let desk = Desk::new();
    let add = ["targets", "add", "t", "--issuer", "http://127.0.0.1:1/"];
    let ran = desk.run(&[&add[..], &["--secret-command", ""]].concat(), "");
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(
        ran.err.contains("is the program, and it is empty"),
        "{}",
        ran.err
    );
    let ran = desk.run(&[&add[..], &["--secret-command", "~/keeper"]].concat(), "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(!desk.file().contains('~'), "{}", desk.file());
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_run_is_said_by_add_and_by_the_doctor() {
    let desk = Desk::new();
    let file = desk.home.path().join("keeper");
    fs::write(&file, "#!/bin/sh\n").unwrap();
    let file = file.to_str().unwrap();
    let issuer = text(desk.tenant(0), "issuer");
    let words = [
        "targets",
        "add",
        "t",
        "--issuer",
        issuer,
        "--client-id",
        "x",
    ];
    let ran = desk.run(&[&words[..], &["--secret-command", file]].concat(), "");
    assert!(ran.err.contains("may not be run"), "{}", ran.err);
    let ran = desk.run(&["doctor", "--target", "t"], "");
    assert!(ran.out.contains("weak    target.proof"), "{}", ran.out);
    assert!(ran.out.contains("may not be run"), "{}", ran.out);
}

#[test]
fn no_command_runs_where_the_environment_has_the_secret_and_none_inherits_it() {
    let desk = Desk::new();
    let app = desk.app(1, "client_secret_post");
    let issuer = text(desk.tenant(1), "issuer");
    let words = ["targets", "add", "t", "--issuer", issuer, "--auth", "post"];
    let client = ["--client-id", text(app, "client_id")];
    let command = ["--secret-command", "/nonexistent/program"];
    let ran = desk.run(&[&words[..], &client, &command].concat(), "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let output = Command::new(env!("CARGO_BIN_EXE_oauth-tutor"))
        .args(["token", "--target", "t"])
        .env("XDG_CONFIG_HOME", desk.home.path())
        .env("OAUTH_TUTOR_CLIENT_SECRET", text(app, "client_secret"))
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert!(!err.contains("/nonexistent"), "{err}");
}

#[test]
fn of_what_a_command_prints_one_line_is_taken_and_that_is_said() {
    let desk = Desk::new();
    desk.with_auth0();
    let secret = desk.home.path().join("secret");
    let line = fs::read_to_string(&secret).unwrap();
    let line = line.trim_end();
    // The tenant gives a token for the secret alone.
    for (before, behind) in [
        ("", "\n"),
        ("", "\r\n\n"),
        ("", "\r\r\n"),
        ("\n", "\n \n"),
        ("\r", "\r"),
    ] {
        fs::write(&secret, format!("{before}{line}{behind}")).unwrap();
        let ran = desk.run(&["token", "--target", "mine"], "");
        assert_eq!(ran.code, 0, "{}", ran.err);
        let said = "The secret is the one line that cat printed, without the line ends around it.";
        assert!(ran.err.contains(said), "{}", ran.err);
    }
}

#[test]
fn what_the_command_prints_is_shown_nowhere() {
    let desk = Desk::new();
    desk.with_auth0();
    let secret = text(desk.app(1, "client_secret_post"), "client_secret");
    for words in [
        &["token", "--target", "mine"][..],
        &["token", "--target", "mine", "--json"],
        &["targets", "list"],
    ] {
        let ran = desk.run(words, "");
        assert!(
            !ran.out.contains(secret) && !ran.err.contains(secret),
            "{words:?}"
        );
    }
}

#[rstest]
#[case::plain_http(&["--issuer", "http://as.example"], "plain http")]
#[case::no_address(&["--issuer", "as.example"], "--issuer")]
#[case::a_secret_inside(&["--issuer", "https://as.example/?client_secret=abc"], "rotate it now")]
#[case::a_secret_in_the_api(&["--issuer", "https://as.example", "--api", "https://u:p@api.example"], "rotate it now")]
#[case::a_secret_in_what_names_the_api(&["--issuer", "https://as.example", "--audience", "https://u:p@api.example"], "rotate it now")]
#[case::a_secret_in_a_resource(&["--issuer", "https://as.example", "--resource", "https://api.example/?token=abc"], "rotate it now")]
#[case::the_secret_in_place_of_a_command(&["--issuer", "https://as.example", "--secret-command", "g8TCEieoQ4rLm2Zx9KwPbV1sYd7HnJ5tRf3UaG6cXeB0yNzS"], "rotate it now")]
#[case::a_secret_for_a_command(&["--issuer", "https://as.example", "--secret-command", "curl", "https://vault.example/?token=abc"], "rotate it now")]
fn an_address_that_may_not_be_asked_is_not_kept(#[case] flags: &[&str], #[case] why: &str) {
    let desk = Desk::new();
    let ran = desk.run(&[&["targets", "add", "t"], flags].concat(), "");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains(why), "{}", ran.err);
    assert!(!Path::new(&desk.home.path().join("oauth-tutor")).exists());
}

#[test]
fn a_command_that_changes_nothing_writes_nothing() {
    let desk = Desk::new();
    assert_eq!(desk.run(&["targets", "remove", "nope"], "").code, 2);
    let ran = desk.run(&["targets", "add", "t", "--client-id", "a"], "");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--issuer"), "{}", ran.err);
    assert!(!desk.home.path().join("oauth-tutor").exists());
}

#[test]
fn what_is_not_named_again_stays_and_a_key_takes_the_place_of_a_command() {
    let desk = Desk::new();
    desk.with_auth0();
    assert_eq!(
        desk.run(&["targets", "add", "mine", "--scope", "a b", "--quiet"], "")
            .code,
        0
    );
    let file = desk.file();
    for kept in [
        "client_id",
        "secret_command",
        "audience",
        "scope = \"a b\"",
        "auth = \"post\"",
    ] {
        assert!(file.contains(kept), "no {kept} in {file}");
    }
    let added = desk.run(&["targets", "add", "mine", "--key", "k.pem", "--quiet"], "");
    assert_eq!((added.code, added.err.as_str()), (0, ""));
    let file = desk.file();
    assert!(
        file.contains("k.pem") && !file.contains("secret_command"),
        "{file}"
    );
    assert!(
        !file.contains("auth ="),
        "the method of a secret fits no key: {file}"
    );
}

#[test]
fn a_token_is_kept_in_no_field() {
    let desk = Desk::new();
    let token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln";
    for flag in ["--scope", "--audience", "--client-id"] {
        let words = [
            "targets",
            "add",
            "t",
            "--issuer",
            "https://as.example",
            flag,
            token,
        ];
        let ran = desk.run(&words, "");
        assert_eq!(ran.code, 2, "{flag}");
        assert!(!ran.err.contains(token), "{}", ran.err);
    }
    assert!(!desk.home.path().join("oauth-tutor").exists());
}

#[test]
fn a_lesson_that_needs_practice_is_refused_before_anything_is_asked() {
    let desk = Desk::new();
    let issuer = text(desk.tenant(0), "issuer");
    let words = [
        "targets",
        "add",
        "t",
        "--issuer",
        issuer,
        "--client-id",
        "x",
    ];
    let command = ["--secret-command", "/nonexistent/program"];
    assert_eq!(desk.run(&[&words[..], &command].concat(), "").code, 0);
    let ran = desk.run(&["learn", "automate", "--target", "t", "--linear"], "");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    for part in [
        "needs what only a practice server shows",
        "1  first-token",
        "3  basic-and-scopes",
    ] {
        assert!(ran.err.contains(part), "no {part:?} in {}", ran.err);
    }
    assert!(!ran.err.contains("/nonexistent"), "{}", ran.err);
    // One that can be played there asks for the secret.
    let ran = desk.run(&["learn", "1", "--target", "t", "--linear"], "");
    assert!(ran.err.contains("/nonexistent"), "{}", ran.err);
}

#[test]
fn a_server_that_does_not_answer_is_kept_and_said() {
    let desk = Desk::new();
    let ran = desk.run(
        &["targets", "add", "t", "--issuer", "http://127.0.0.1:1/"],
        "",
    );
    assert_eq!(ran.code, 0);
    assert!(
        ran.err.contains("Nothing was learned of it: no connection"),
        "{}",
        ran.err
    );
    assert!(desk.file().contains("127.0.0.1:1"));
}

#[test]
fn what_is_not_there_is_answered_by_what_is_and_what_is_removed_is_gone() {
    let desk = Desk::new();
    desk.with_auth0();
    let ran = desk.run(&["token", "--target", "other"], "");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("These are there: mine"), "{}", ran.err);
    assert_eq!(desk.run(&["targets", "remove", "mine"], "").code, 0);
    let ran = desk.run(&["targets", "remove", "mine"], "");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("targets add"), "{}", ran.err);
    assert_eq!(desk.run(&["check", "--target", "mine"], "{}").code, 2);
}

#[test]
fn a_file_that_was_edited_wrongly_is_left_alone_and_its_line_named() {
    let desk = Desk::new();
    let folder = desk.home.path().join("oauth-tutor");
    fs::create_dir_all(&folder).unwrap();
    let text =
        "version = 1\n[targets.mine]\nissuer = \"https://as.example\"\nclient_secret = \"abc\"\n";
    fs::write(folder.join("targets.toml"), text).unwrap();
    let ran = desk.run(
        &["targets", "add", "t", "--issuer", "https://as.example"],
        "",
    );
    assert_eq!(ran.code, 3);
    assert!(
        ran.err.contains("client_secret") && ran.err.contains("line "),
        "{}",
        ran.err
    );
    assert_eq!(desk.file(), text);
}

#[test]
fn doctor_asks_the_target_that_is_named_and_sends_no_secret() {
    let desk = Desk::new();
    desk.with_auth0();
    let ran = desk.run(&["doctor", "--target", "mine", "--json"], "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let told: Value = serde_json::from_str(&ran.out).unwrap();
    let seen = |id: &str| {
        let all = told["checks"].as_array().unwrap();
        let check = all.iter().find(|check| check["id"] == id).unwrap();
        assert_eq!(check["state"], "ok", "{check}");
        assert!(!text(check, "means").is_empty(), "{check}");
        text(check, "seen").to_owned()
    };
    assert!(seen("target.metadata").ends_with("/oauth/token"));
    assert!(seen("target.keys").contains("key"));
    assert!(seen("target.clock").contains("here") || seen("target.clock").contains("second"));
    assert_eq!(seen("target.proof"), "the command cat, not run");
    let secret = text(desk.app(1, "client_secret_post"), "client_secret");
    assert!(!ran.out.contains(secret) && !ran.err.contains(secret));
}

#[test]
fn a_target_that_does_not_answer_fails_the_doctor_by_its_layer() {
    let desk = Desk::new();
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let issuer = format!("http://{}/", nobody.local_addr().unwrap());
    drop(nobody);
    desk.run(&["targets", "add", "gone", "--issuer", &issuer], "");
    let ran = desk.run(&["doctor", "--target", "gone"], "");
    assert_eq!(ran.code, 1, "{}", ran.out);
    for part in [
        "missing target.metadata",
        "no connection to 127.0.0.1",
        "whether the server runs",
        "target.proof",
    ] {
        assert!(ran.out.contains(part), "no {part:?} in {}", ran.out);
    }
    let ran = desk.run(&["doctor", "--target", "nobody"], "");
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("There is no target"), "{}", ran.err);
}
