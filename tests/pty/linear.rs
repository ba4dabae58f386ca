//! Linear mode of the real program: in a terminal, in a pipe, and under every signal.

use std::io::Read;
use std::process::{Command, Stdio};

use oauth_tutor::lesson;
use oauth_tutor::lesson::model::Stage;
use rustix::process::Signal;
use tempfile::TempDir;

use crate::pty::{Launch, Terminal};

/// The words that end a menu.
const ASKS: &str = "Type a number, or ? to hear this again.";

/// The tutor in a terminal, and what was heard last.
pub(super) struct Listener {
    pub(super) terminal: Terminal,
    pub(super) heard: String,
}

impl Listener {
    fn start(home: &TempDir, args: &[&str]) -> Self {
        Self::at(Launch::tutor(home.path(), args).size(200, 50).start())
    }

    /// At this terminal, from its first menu on.
    pub(super) fn at(terminal: Terminal) -> Self {
        let mut listener = Self {
            terminal,
            heard: String::new(),
        };
        listener.hear(0);
        listener
    }

    /// Hears everything from `from` up to the end of a menu.
    fn hear(&mut self, from: usize) {
        self.terminal.wait_for_bytes(from, ASKS.as_bytes());
        let raw = self.terminal.raw();
        self.heard = String::from_utf8_lossy(&raw[from..]).replace("\r\n", "\n");
    }

    pub(super) fn type_line(&self, line: &str) {
        self.terminal.keys(&format!("{line}\n"));
    }

    pub(super) fn number(&self, words: &str) -> String {
        let (_, menu) = self.heard.rsplit_once("\n\n").unwrap();
        let mut lines = menu.lines().rev();
        let found = lines.find_map(|line| {
            let (number, label) = line.split_once(". ")?;
            label.contains(words).then(|| number.to_owned())
        });
        found.unwrap_or_else(|| panic!("{words:?} is not offered:\n{menu}"))
    }

    /// Types a line and hears up to the next menu.
    fn enter(&mut self, line: &str) -> &str {
        let from = self.terminal.written();
        self.type_line(line);
        self.hear(from);
        &self.heard
    }

    pub(super) fn choose(&mut self, words: &str) -> &str {
        let number = self.number(words);
        self.enter(&number)
    }

    /// Chooses what asks for a line, and types it once it was asked for.
    pub(super) fn answer(&mut self, words: &str, prompt: &str, line: &str) -> &str {
        let from = self.terminal.written();
        self.type_line(&self.number(words));
        self.terminal.wait_for_bytes(from, prompt.as_bytes());
        self.type_line(line);
        self.hear(from);
        &self.heard
    }

    pub(super) fn follow(&mut self, way: &[&str]) -> &str {
        for words in way {
            self.choose(words);
        }
        &self.heard
    }
}

fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// Fails unless all of it was heard last.
#[track_caller]
pub(super) fn heard(listener: &Listener, words: &[&str]) {
    for words in words {
        let text = &listener.heard;
        assert!(text.contains(words), "{words:?} was not said:\n{text}");
    }
}

#[test]
fn the_whole_lesson_is_played_in_a_terminal_left_and_found_again() {
    let home = home();
    let mut listener = Listener::start(&home, &["learn", "1", "--linear"]);
    predict_and_create(&mut listener);
    send_read_and_check(&mut listener);
    break_it(&mut listener);
    quiz(&mut listener);
    heard(
        &listener,
        &["Done.", "Quiz: 5 of 5 right.", "3 of 4 came out"],
    );
    let raw = listener.terminal.raw();
    assert!(!raw.contains(&0x1b), "append-only: not one escape");
    listener.choose("home");
    listener.type_line(&listener.number("leave"));
    assert_eq!(listener.terminal.wait_exit(), 0);
    listener.terminal.assert_restored();

    let again = Listener::start(&home, &["learn", "--linear"]);
    heard(&again, &["done, finished once so far", "Error book."]);
}

#[track_caller]
fn predict_and_create(listener: &mut Listener) {
    listener.follow(&["begin", "I say: One", "certain", "next step"]);
    listener.follow(&["I say: The app itself", "a guess", "next step"]);
    listener.follow(&["I say: id_token", "fairly sure", "next step"]);
    heard(listener, &["Do 1 of 5: Create the app"]);
    listener.follow(&["answer the question", "Nobody is redirected"]);
    heard(listener, &["Right."]);
    listener.answer("type the app's name", "Type the name", "Nightly report job");
    listener.follow(&["pick the type", "Machine to machine"]);
    listener.follow(&["tick APIs", "tick the permission read:reports", "back"]);
    listener.choose("create the app");
    heard(listener, &["Client secret: hidden, 64 characters"]);
    listener.choose("next step");
    heard(listener, &["Do 2 of 5: Build the request"]);
}

#[track_caller]
fn send_read_and_check(listener: &mut Listener) {
    listener.choose("send the request");
    heard(
        listener,
        &["Result: 200 OK.", "access_token: begins with eyJ"],
    );
    heard(listener, &["(sureness: certain). It was so."]);
    heard(listener, &["(sureness: fairly). It was otherwise"]);
    listener.choose("next step");
    heard(
        listener,
        &["Do 4 of 5: Read the token", "Trust: not checked."],
    );
    listener.choose("verify the token");
    heard(listener, &["Trust: passed."]);
    listener.choose("call the API without a token");
    heard(listener, &["Result: 401"]);
    listener.choose("call the API with the token");
    heard(listener, &["Result: 200 OK."]);
    listener.choose("next step");
    heard(listener, &["Do 5 of 5: Check the reply"]);
    listener.choose("take the reply of your own exchange");
    heard(listener, &["What it is: token-reply."]);
    listener.choose("fetch the keys and verify");
    heard(listener, &["Trust: passed."]);
    listener.choose("next step");
    heard(listener, &["Line: POST /oauth/token HTTP/1.1"]);
}

#[track_caller]
fn break_it(listener: &mut Listener) {
    listener.choose("next step");
    heard(listener, &["Nothing is changed at the moment."]);
    listener.follow(&[
        "predict what will come back",
        "I say: 401 access_denied",
        "certain",
        "make the change",
        "try it: send",
    ]);
    heard(listener, &["401 Unauthorized, error access_denied"]);
    listener.choose("put everything back");
    heard(listener, &["In your error book."]);
}

/// Every card, rightly.
#[track_caller]
fn quiz(listener: &mut Listener) {
    let lesson = lesson::course().find("1").unwrap();
    let quiz = lesson.steps_of(Stage::Quiz).next().unwrap();
    for card in &quiz.asks {
        listener.choose("next step");
        let right = card.options.iter().find(|option| option.right).unwrap();
        listener.choose(&right.text);
        heard(listener, &["Right.", "Read more:"]);
    }
    listener.choose("next step");
}

#[test]
fn a_secret_is_typed_without_echo_and_the_terminal_echoes_again_afterwards() {
    let home = home();
    let mut listener = Listener::start(&home, &["learn", "1", "--linear"]);
    listener.follow(&[
        "more",
        "go to another step",
        "Build the request",
        "change a field",
    ]);
    let told = listener.answer("client_secret", "Type client_secret", "NobodyMayReadThis");
    assert!(
        told.contains("client_secret: hidden, 17 characters, ends in is."),
        "{told}"
    );
    let audience = listener.answer("audience", "Type audience", "EverybodyMay");
    assert!(audience.contains("EverybodyMay\n"), "{audience}");
    let raw = listener.terminal.raw();
    assert!(!String::from_utf8_lossy(&raw).contains("NobodyMayReadThis"));
    listener.terminal.keys("\u{4}");
    assert_eq!(listener.terminal.wait_exit(), 0, "the end of input");
    listener.terminal.assert_restored();
}

#[test]
fn a_line_longer_than_a_terminal_edits_is_pasted_whole() {
    let home = home();
    let mut listener = Listener::start(&home, &["learn", "--linear"]);
    listener.choose("check a token response");
    let from = listener.terminal.written();
    listener.type_line(&listener.number("paste a text"));
    listener.terminal.wait_for_bytes(from, b"Paste it now.");
    let token = "q".repeat(100_000);
    let reply =
        format!("{{\"access_token\":\"{token}\",\"token_type\":\"Bearer\",\"expires_in\":60}}");
    listener.terminal.type_raw(&format!("{reply}\n\n"));
    listener.terminal.wait_for_bytes(from, b"Verdict: ");
    listener.terminal.wait_for_bytes(from, b"print the report");
    let raw = listener.terminal.raw();
    let heard = String::from_utf8_lossy(&raw[from..]);
    assert!(
        heard.contains("What it is: token-reply."),
        "the whole reply arrived"
    );
    assert!(!heard.contains("paste.truncated"));
    listener.terminal.signal(Signal::INT);
    assert_eq!(listener.terminal.wait_exit(), 130);
    listener.terminal.assert_restored();
}

#[test]
fn signals_end_it_with_their_status_and_progress_is_kept() {
    for (signal, status) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let home = home();
        let mut listener = Listener::start(&home, &["learn", "1", "--linear"]);
        listener.choose("begin");
        // Even while a secret is being typed the terminal comes back whole.
        listener.follow(&[
            "more",
            "go to another step",
            "Build the request",
            "change a field",
        ]);
        let from = listener.terminal.written();
        listener.type_line(&listener.number("client_secret"));
        listener
            .terminal
            .wait_for_bytes(from, b"Type client_secret");
        listener.terminal.signal(signal);
        assert_eq!(listener.terminal.wait_exit(), status);
        listener.terminal.assert_restored();

        let again = Listener::start(&home, &["learn", "1", "--linear"]);
        assert!(
            again.heard.contains("Do 2 of 5: Build the request"),
            "{}",
            again.heard
        );
    }
}

/// The tutor with pipes at its ends and nothing but a home in its environment.
fn piped(home: &TempDir, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oauth-tutor"));
    command
        .args(args)
        .env_clear()
        .env("HOME", home.path())
        .env("XDG_STATE_HOME", home.path().join("state"))
        .current_dir(home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

#[test]
fn a_pipe_plays_it_and_the_end_of_input_saves() {
    let home = home();
    for (args, variable) in [
        (&["learn", "1", "--linear"][..], ""),
        (&["learn", "1"], "1"),
    ] {
        let mut command = piped(&home, args);
        let mut child = command.env("ACCESSIBLE", variable).spawn().unwrap();
        let mut script = child.stdin.take().unwrap();
        std::io::Write::write_all(&mut script, b"1\nnonsense\n").unwrap();
        drop(script);
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(0), "{text}");
        assert!(text.contains("\"nonsense\" is no choice here."), "{text}");
        assert!(
            text.ends_with("Your progress is kept. Good-bye.\n"),
            "{text}"
        );
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let home = home();
    let mut child = piped(&home, &["learn", "1", "--linear"]).spawn().unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let mut first = [0; 16];
    stdout.read_exact(&mut first).unwrap();
    drop(stdout);
    let mut script = child.stdin.take().unwrap();
    // The program may be gone before it reads this.
    let _ = std::io::Write::write_all(&mut script, b"1\n1\n1\n1\n");
    drop(script);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
