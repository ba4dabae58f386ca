//! Linear mode of the real program: in a terminal, in a pipe, and under every signal.
#![cfg(test)]

use std::io::Read;
use std::process::{Command, Stdio};

use rustix::process::Signal;
use tempfile::TempDir;

#[expect(dead_code, reason = "each test file uses a part of the harness")]
#[path = "support/pty.rs"]
mod pty;

use pty::{Launch, Terminal};

/// The words that end a menu.
const ASKS: &str = "Type a number, or ? to hear this again.";

/// The tutor in a terminal, and what was heard last.
struct Listener {
    terminal: Terminal,
    heard: String,
}

impl Listener {
    fn start(home: &TempDir, args: &[&str]) -> Self {
        let terminal = Launch::tutor(home.path(), args).size(200, 50).start();
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

    fn type_line(&self, line: &str) {
        self.terminal.keys(&format!("{line}\n"));
    }

    fn number(&self, words: &str) -> String {
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

    fn choose(&mut self, words: &str) -> &str {
        let number = self.number(words);
        self.enter(&number)
    }

    /// Chooses what asks for a line, and types it once it was asked for.
    fn answer(&mut self, words: &str, prompt: &str, line: &str) -> &str {
        let from = self.terminal.written();
        self.type_line(&self.number(words));
        self.terminal.wait_for_bytes(from, prompt.as_bytes());
        self.type_line(line);
        self.hear(from);
        &self.heard
    }

    fn follow(&mut self, way: &[&str]) -> &str {
        for words in way {
            self.choose(words);
        }
        &self.heard
    }

    fn create_app(&mut self) {
        self.follow(&["more", "go to another step", "Create the app"]);
        self.answer("type the app's name", "Type the name", "Nightly report job");
        self.follow(&["pick the type", "Machine to machine"]);
        self.follow(&["tick APIs", "tick the permission read:reports", "back"]);
        self.choose("create and authorize the app");
    }
}

fn home() -> TempDir {
    tempfile::tempdir().unwrap()
}

#[test]
fn the_lesson_is_played_in_a_terminal_left_and_taken_up_again() {
    let home = home();
    let mut listener = Listener::start(&home, &["learn", "1", "--linear"]);
    listener.create_app();
    listener.choose("next step");
    let sent = listener.choose("send the request");
    assert!(sent.contains("Result: 200 OK."), "{sent}");
    listener.choose("next step");
    let called = listener.choose("call the API with the token");
    assert!(called.contains("Result: 200 OK."), "{called}");

    listener.follow(&["more", "go to another step", "Break"]);
    listener.choose("change one character");
    let refused = listener.choose("send it with the broken secret");
    assert!(
        refused.contains("401 Unauthorized, error access_denied"),
        "{refused}"
    );
    listener.choose("put the right secret back");
    listener.choose("next step");
    for _ in 0..5 {
        // Any answer finishes a card.
        let feedback = listener.enter("1");
        assert!(feedback.contains("Read more:"), "{feedback}");
        listener.choose("next step");
    }
    assert!(listener.heard.contains("Done."), "{}", listener.heard);
    let raw = listener.terminal.raw();
    assert!(!raw.contains(&0x1b), "append-only: not one escape");
    listener.choose("home");
    listener.type_line(&listener.number("leave"));
    assert_eq!(listener.terminal.wait_exit(), 0);
    listener.terminal.assert_restored();

    let again = Listener::start(&home, &["learn", "--linear"]);
    assert!(
        again.heard.contains("done, finished once so far"),
        "{}",
        again.heard
    );
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
