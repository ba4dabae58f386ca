//! A canary in the place of a target's secret: given in each way that there is, taken through the screens, the lines and every command that
//! names a target, and then looked for in everything that is left behind.
#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use oauth_tutor::oauth::reply::echo;
use rstest::rstest;
use serde_json::Value;
use tempfile::TempDir;

use crate::linear::{Listener, heard};
use crate::pty::{Key, Launch, Terminal};
use crate::pty_learner::{Learner, files_with};
use crate::servers::{PROGRAM, Servers};

/// How the secret comes to the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Typed,
    Environment,
    Command,
    KeyFile,
}

const VARIABLE: &str = "OAUTH_TUTOR_CLIENT_SECRET";

/// Prints the secret, and keeps what it was started with, and what started it.
const FETCH: &str = r#"#!/bin/sh
for of in $$ $PPID; do
  cat /proc/$of/cmdline > "$1/fetch.$of.argv"
  cat /proc/$of/environ > "$1/fetch.$of.environ"
done
cat "$2"
"#;

/// Changes nothing, and keeps what it was started with, and what it was handed.
const EDIT: &str = r#"#!/bin/sh
cat /proc/$$/cmdline > "$1/edit.argv"
cat /proc/$$/environ > "$1/edit.environ"
cat "$2" > /dev/null
"#;

/// A home that is searched in the end, a vault beside it that is not, and a foreign tenant of a process of its own.
struct Bench {
    way: Way,
    home: TempDir,
    vault: TempDir,
    servers: Servers,
}

impl Bench {
    /// With the tenant as target `mine`, and one that nobody answers for as `gone`.
    fn new(way: Way) -> Self {
        let bench = Self {
            way,
            home: tempfile::tempdir().unwrap(),
            vault: tempfile::tempdir().unwrap(),
            servers: Servers::start(),
        };
        fs::create_dir(bench.home.path().join("tmp")).unwrap();
        fs::write(bench.vault.path().join("secret"), bench.secret()).unwrap();
        bench.script("fetch", FETCH);
        bench.script("edit", EDIT);
        let issuer = bench.tenant("issuer");
        bench.adds("mine", &issuer);
        bench.adds("gone", "http://127.0.0.1:9/");
        bench
    }

    fn script(&self, name: &str, text: &str) {
        let path = self.vault.path().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
    }

    fn in_home(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn in_vault(&self, name: &str) -> String {
        self.vault.path().join(name).to_str().unwrap().to_owned()
    }

    /// What the ready line says of the Auth0 tenant.
    fn tenant(&self, member: &str) -> String {
        text(&self.servers.tenants[1], member)
    }

    fn app(&self) -> &Value {
        let auth = match self.way {
            Way::KeyFile => "private_key_jwt",
            Way::Typed | Way::Environment | Way::Command => "client_secret_post",
        };
        let mut apps = self.servers.tenants[1]["apps"].as_array().unwrap().iter();
        apps.find(|app| app["auth"] == auth).unwrap()
    }

    /// The secret, or the text of the key file.
    fn secret(&self) -> String {
        match self.way {
            Way::KeyFile => fs::read_to_string(text(self.app(), "key_file")).unwrap(),
            Way::Typed | Way::Environment | Way::Command => text(self.app(), "client_secret"),
        }
    }

    /// How the secret would be written if it stood somewhere; of a key each line that says something of it.
    fn canaries(&self) -> Vec<String> {
        let secret = self.secret();
        if self.way == Way::KeyFile {
            // The first line of such a file tells the kind of the key, and is the same in each.
            let lines = secret.lines().skip(2);
            let lines = lines.filter(|line| !line.starts_with("-----"));
            return lines.map(str::to_owned).collect();
        }
        let pair = format!("{}:{secret}", text(self.app(), "client_id"));
        vec![STANDARD.encode(&secret), STANDARD.encode(pair), secret]
    }

    fn adds(&self, name: &str, issuer: &str) {
        let app = self.app();
        let (id, audience) = (text(app, "client_id"), text(app, "audience"));
        let api = self.tenant("api");
        let mut words = vec!["targets", "add", name, "--issuer", issuer];
        words.extend(["--client-id", &id, "--audience", &audience, "--api", &api]);
        let proof = match self.way {
            Way::KeyFile => vec![
                "--key".to_owned(),
                text(app, "key_file"),
                "--kid".to_owned(),
                text(app, "kid"),
            ],
            Way::Command => vec![
                "--auth".to_owned(),
                "post".to_owned(),
                "--secret-command".to_owned(),
                self.in_vault("fetch"),
                self.home.path().to_str().unwrap().to_owned(),
                self.in_vault("secret"),
            ],
            Way::Typed | Way::Environment => vec!["--auth".to_owned(), "post".to_owned()],
        };
        words.extend(proof.iter().map(String::as_str));
        let (status, said) = self.runs(&words, "");
        assert_eq!(status, 0, "{said}");
    }

    fn launch(&self, words: &[&str]) -> Launch {
        let tmp = self.home.path().join("tmp");
        let editor = format!("{} {}", self.in_vault("edit"), self.home.path().display());
        let launch = Launch::tutor(self.home.path(), words)
            .size(120, 40)
            .env("TMPDIR", tmp.to_str().unwrap())
            .env("EDITOR", &editor)
            .env("OAUTH_TUTOR_DEBUG_PANIC", "1");
        if self.way == Way::Environment {
            return launch.env(VARIABLE, &self.secret());
        }
        launch
    }

    /// Starts it in a terminal, and types the secret where that is the way.
    fn starts(&self, words: &[&str]) -> Terminal {
        let terminal = self.launch(words).start();
        if self.way == Way::Typed {
            terminal.wait_for("while you type): ");
            terminal.keys(&self.secret());
            terminal.key(Key::Enter);
        }
        terminal
    }

    /// Runs a command between pipes; gives its status, and all that it said.
    fn runs(&self, words: &[&str], stdin: &str) -> (i32, String) {
        let mut command = Command::new(PROGRAM);
        command
            .args(words)
            .env("HOME", self.home.path())
            .env("XDG_CONFIG_HOME", self.home.path().join("config"))
            .env("XDG_STATE_HOME", self.home.path().join("state"))
            .env("TMPDIR", self.home.path().join("tmp"))
            .env_remove(VARIABLE)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if self.way == Way::Environment {
            command.env(VARIABLE, self.secret());
        }
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        // Whoever reads nothing may be gone already.
        let _ = std::io::Write::write_all(&mut input, stdin.as_bytes());
        drop(input);
        let output = child.wait_with_output().unwrap();
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
        (output.status.code().unwrap(), said.concat())
    }

    #[track_caller]
    fn assert_not_in(&self, what: &str, bytes: &[u8]) {
        for canary in self.canaries() {
            let found = bytes.windows(canary.len()).any(|w| w == canary.as_bytes());
            assert!(!found, "{:?}: the secret is in {what}", self.way);
        }
        // However else it may be written there.
        let text = String::from_utf8_lossy(bytes);
        let hidden = echo::hidden(&text, &[&self.secret()]);
        assert_eq!(hidden, text, "{:?}: the secret is in {what}", self.way);
    }

    /// Fails where a file below the home holds the secret: settings, progress, reports, what children were started with.
    #[track_caller]
    fn assert_in_no_file(&self) {
        for canary in self.canaries() {
            let found = files_with(self.home.path(), &canary);
            assert_eq!(found, [""; 0], "{:?}: the secret is on disk", self.way);
        }
        // The search finds what is there.
        let known = files_with(self.vault.path(), &self.canaries().pop().unwrap());
        assert_eq!(known, [self.in_vault("secret")]);
        assert!(self.in_home("config/oauth-tutor/targets.toml").exists());
        if self.way == Way::Command {
            assert!(!files_with(self.home.path(), "PATH=").is_empty());
        }
    }

    /// Fails where the process list shows the secret, or its environment where the secret did not come by that.
    #[track_caller]
    fn assert_not_in_process(&self, terminal: &Terminal) {
        let of = format!("/proc/{}", terminal.pid().as_raw_nonzero());
        self.assert_not_in("argv", &fs::read(format!("{of}/cmdline")).unwrap());
        if self.way != Way::Environment {
            self.assert_not_in("environ", &fs::read(format!("{of}/environ")).unwrap());
        }
    }
}

fn text(value: &Value, member: &str) -> String {
    value[member].as_str().unwrap().to_owned()
}

/// What there is to copy once a reply was checked.
const COPIES: [&str; 9] = [
    "curl to show: the secret is masked",
    "the whole reply",
    "the access token",
    "the report of the checker",
    "a bash script",
    "a PowerShell script",
    "an .http file",
    "a Postman collection",
    "a handout in Markdown",
];

#[rstest]
fn the_screens_leave_it_nowhere(
    #[values(Way::Typed, Way::Environment, Way::Command, Way::KeyFile)] way: Way,
) {
    let bench = Bench::new(way);
    let terminal = bench.starts(&["learn", "--target", "mine"]);
    let mut learner = Learner { terminal };
    learner.terminal.wait_for(match way {
        Way::KeyFile => "&client_assertion=",
        Way::Typed | Way::Environment | Way::Command => "client_secret=********",
    });
    bench.assert_not_in_process(&learner.terminal);
    learner.does("v", "curl");
    learner.does("s", "200 OK");
    learner.presses("v v v v");
    learner.does("]", "3 SIGNATURE");
    learner.does("V", "signature fits");
    learner.does("a", "✓ 200");
    learner.does("]", "Have the whole reply checked");
    learner.does("o", "NO FAULT");
    learner.does("E", "Open the text in your editor");
    learner.presses("enter");
    learner.does("X", "Markdown");
    learner.closes("esc", "Markdown");
    for words in COPIES {
        let copied = learner.copies(words);
        bench.assert_not_in(words, copied.as_bytes());
    }
    learner.does("]", "[Explain]");
    learner.does("]", "q home");
    learner.presses("f12");
    assert_eq!(learner.terminal.wait_exit(), 70);
    // All that was ever drawn, as somebody has it who records the terminal.
    bench.assert_not_in("the recording", &learner.terminal.raw());
    assert!(!files_with(bench.home.path(), "thread: main").is_empty());
    assert!(bench.in_home("edit.environ").exists());
    bench.assert_in_no_file();
}

#[rstest]
fn the_lines_leave_it_nowhere(
    #[values(Way::Typed, Way::Environment, Way::Command, Way::KeyFile)] way: Way,
) {
    let bench = Bench::new(way);
    let mut listener = Listener::at(bench.starts(&["learn", "--target", "mine", "--linear"]));
    bench.assert_not_in_process(&listener.terminal);
    listener.choose("send the request");
    heard(&listener, &["Result: 200 OK."]);
    listener.follow(&["next step", "verify the token"]);
    heard(&listener, &["Trust: passed."]);
    listener.choose("call the API with the token");
    heard(&listener, &["Result: 200 OK."]);
    listener.follow(&["next step", "take the reply of your own exchange"]);
    heard(&listener, &["What it is: token-reply."]);
    for words in [
        "curl to show: the secret is masked",
        "the whole reply",
        "the access token",
        "the checker's report",
        "a bash script",
        "a PowerShell script",
        "an .http file",
        "a Postman collection",
        "a handout in Markdown",
    ] {
        listener.follow(&["more", "print something in full", words, "back"]);
    }
    listener.follow(&["next step", "next step", "home"]);
    listener.type_line(&listener.number("leave"));
    assert_eq!(listener.terminal.wait_exit(), 0);
    bench.assert_not_in("the recording", &listener.terminal.raw());
    bench.assert_in_no_file();
}

/// Every command that asks a target, and how it ends.
fn commands(api: &str) -> Vec<(Vec<&str>, i32)> {
    vec![
        (vec!["token", "--target", "mine"], 0),
        (vec!["token", "--target", "mine", "--json"], 0),
        (vec!["token", "--target", "mine", "--raw"], 0),
        (vec!["token", "--target", "mine", "--env", "TOKEN"], 0),
        (vec!["token", "--target", "mine", "--call", api], 0),
        (
            vec!["token", "--target", "mine", "--call", api, "--json"],
            0,
        ),
        // Where nothing is sent the issuer is not asked either.
        (vec!["token", "--target", "mine", "--dry-run"], 2),
        (
            vec!["token", "--target", "mine", "--audience", "urn:none"],
            5,
        ),
        (vec!["token", "--target", "gone"], 4),
    ]
}

#[rstest]
fn the_commands_leave_it_nowhere(
    #[values(Way::Typed, Way::Environment, Way::Command, Way::KeyFile)] way: Way,
) {
    let bench = Bench::new(way);
    let api = bench.tenant("api");
    for (words, status) in commands(&api) {
        let (ended, said) = if way == Way::Typed {
            let mut terminal = bench.launch(&words).start();
            // Where nothing is sent, nothing is asked for.
            if !words.contains(&"--dry-run") {
                terminal.wait_for("while you type): ");
                terminal.keys(&bench.secret());
                terminal.key(Key::Enter);
            }
            let ended = terminal.wait_exit();
            (ended, String::from_utf8_lossy(&terminal.raw()).into_owned())
        } else {
            bench.runs(&words, "")
        };
        assert_eq!(ended, status, "{words:?}: {said}");
        bench.assert_not_in(&words.join(" "), said.as_bytes());
    }
    let reply = r#"{"access_token":"opaque-0123456789","token_type":"Bearer","expires_in":60}"#;
    for (words, stdin) in [
        (&["doctor", "--target", "mine"][..], ""),
        (&["doctor", "--target", "mine", "--json"], ""),
        (&["doctor", "--target", "gone"], ""),
        (&["check", "--target", "mine"], reply),
        (&["decode", "--target", "mine"], reply),
        (&["targets"], ""),
        (&["targets", "list"], ""),
        (&["targets", "add", "mine", "--scope", "read:reports"], ""),
        (&["targets", "remove", "gone"], ""),
        (&["token", "--curl", "--target", "mine"], ""),
    ] {
        let (_, said) = bench.runs(words, stdin);
        assert!(!said.is_empty(), "{words:?} says something");
        bench.assert_not_in(&words.join(" "), said.as_bytes());
    }
    bench.assert_in_no_file();
}
