//! However the tutor leaves, the terminal is as it was: quit, interrupt, stop signals, suspend, a window of no size.

use crate::pty::{Key, Launch, Terminal};
use crate::pty_learner::{Learner, at_home, files_with};
use rustix::process::Signal;
use tempfile::TempDir;

/// What stands on the screen before the tutor is started.
const BEFORE: &str = "before the tutor";

/// The tutor started from a screen with words on it, its home screen up, in a home of its own.
#[track_caller]
fn tutor() -> (Terminal, TempDir) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let terminal = launch(&home).start();
    at_home(&terminal);
    (terminal, home)
}

fn launch(home: &TempDir) -> Launch {
    let program = env!("CARGO_BIN_EXE_oauth-tutor");
    let words = format!("echo '{BEFORE}'; exec \"$0\"");
    Launch::new(home.path(), &["sh", "-c", &words, program]).size(100, 30)
}

/// Fails unless the terminal's modes and its screen are as they were.
#[track_caller]
fn assert_as_it_was(terminal: &Terminal) {
    terminal.assert_restored();
    assert_eq!(terminal.screen_text().trim_end(), BEFORE);
}

#[test]
fn quitting_restores_the_terminal() {
    let (mut terminal, _home) = tutor();
    let modes = terminal.modes();
    assert!(
        !modes.has("ECHO") && !modes.has("ICANON"),
        "keys come one by one"
    );
    assert!(modes.has("ISIG"), "Ctrl+C and Ctrl+Z stay signals");
    terminal.keys("q");
    assert_eq!(terminal.wait_exit(), 0);
    assert_as_it_was(&terminal);
}

#[test]
fn an_interrupt_restores_the_terminal() {
    let (mut terminal, _home) = tutor();
    terminal.key(Key::Ctrl('c'));
    assert_eq!(terminal.wait_exit(), 130);
    // The line discipline may echo ^C, which is not the program's.
    terminal.assert_restored();
    assert!(terminal.screen_text().starts_with(BEFORE));
}

#[test]
fn a_stop_signal_restores_the_terminal() {
    for (signal, status) in [
        (Signal::TERM, 143),
        (Signal::HUP, 129),
        (Signal::QUIT, 131),
        (Signal::INT, 130),
    ] {
        let (mut terminal, _home) = tutor();
        terminal.signal(signal);
        assert_eq!(terminal.wait_exit(), status, "{signal:?}");
        assert_as_it_was(&terminal);
    }
}

#[test]
fn suspend_gives_the_terminal_back_and_takes_it_again() {
    let (mut terminal, _home) = tutor();
    let entered = terminal.modes();
    terminal.key(Key::Ctrl('z'));
    assert_eq!(terminal.wait_exit(), 128 + Signal::TSTP.as_raw());
    terminal.assert_restored();
    terminal.shell_line("fg");
    at_home(&terminal);
    assert_eq!(terminal.modes(), entered);
    terminal.keys("q");
    assert_eq!(terminal.wait_exit(), 0);
    terminal.assert_restored();
}

#[test]
fn a_tiny_window_and_back_loses_nothing() {
    let (mut terminal, _home) = tutor();
    let before = terminal.screen_text();
    let mark = terminal.written();
    terminal.resize(10, 4);
    terminal
        .wait_until(|screen| screen.size().1.get() == 10 && !screen.contents().contains("quit"));
    assert!(
        terminal.wrote_more(mark, crate::pty::PATIENCE),
        "it drew for the small window"
    );
    terminal.resize(100, 30);
    at_home(&terminal);
    terminal.wait_until(|screen| screen.contents() == before);
    terminal.keys("q");
    assert_eq!(terminal.wait_exit(), 0);
    terminal.assert_restored();
}

#[test]
fn a_tiny_window_and_back_shows_the_step_as_it_was() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let learner = Learner::of(launch(&home));
    learner.does("1 ] ] ] ]", "[Do 1/5: dashboard]");
    learner.does("pgdn pgdn", "&client_secret=********");
    learner.presses("down down down enter");
    learner.terminal.keys("https://api.users.example");
    let typed = "&audience=https%3A%2F%2Fapi.users.example";
    learner.terminal.wait_for(typed);
    // All but the line for notices, which come and go by themselves.
    let picture = |screen: &vt100::Screen| {
        let rows = screen.rows(0, 100).take(28);
        rows.map(|row| row.trim_end().to_owned())
            .collect::<Vec<_>>()
    };
    let before = learner.terminal.screen(picture);
    learner.terminal.resize(10, 4);
    let small = |screen: &vt100::Screen| !screen.contents().contains("oauth");
    learner.terminal.wait_until(small);
    learner.terminal.resize(100, 30);
    learner
        .terminal
        .wait_until(|screen| picture(screen) == before);
    // The field still has the focus.
    learner.does("/", "api.users.example%2F");
    learner.does("esc", "Nothing has been sent");
    learner.does("q", "step 6 of 17");
    learner.leaves("q");
}

#[test]
fn a_stop_signal_keeps_the_progress() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let home = tempfile::tempdir().expect("a temporary folder");
        let mut learner = Learner::of(launch(&home));
        learner.does("1 ]", "[Predict 1/3]");
        learner.does("2 enter", "That is what you say.");
        learner.terminal.signal(signal);
        learner.terminal.wait_exit();
        let again = Learner::of(launch(&home));
        // The answer is kept.
        again.does("enter", "(•) 2");
    }
}

/// Breaks the tutor on purpose, by F12, with a secret and a token on its desk.
#[track_caller]
fn panics(kind: &str, place: &str) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = home.path().to_str().expect("a plain path");
    let with_fault = launch(&home)
        .env("OAUTH_TUTOR_DEBUG_PANIC", kind)
        .env("TMPDIR", folder);
    let mut learner = Learner::of(with_fault);
    learner.does("1 ] ] ] ]", "[Do 1/5: dashboard]");
    learner.does("pgdn pgdn", "&client_secret=********");
    let curl = learner.copies("the practice secret is inside");
    learner.does("s", "200 OK, token ─");
    let token = learner.copies("the access token");
    learner.presses("f12");
    assert_eq!(learner.terminal.wait_exit(), 70);
    learner.terminal.assert_restored();

    let screen = learner.terminal.screen_text();
    let lines: Vec<&str> = screen.lines().collect();
    assert_eq!(lines.first(), Some(&BEFORE));
    let said = "oauth-tutor stopped: this is a bug in the program, not a mistake of yours.";
    assert_eq!(lines.get(1), Some(&said), "{screen}");
    let start = format!("A report without secrets is in {folder}");
    let path = screen.split_once(&start).expect(&screen).1;
    let path: String = path.chars().take_while(|c| !c.is_whitespace()).collect();
    let report = std::fs::read_to_string(format!("{folder}{path}")).expect("the report is there");
    assert!(report.contains(place), "{report}");
    let (_, secret) = curl.split_once("client_secret=").expect("it runs as it is");
    let secret = secret
        .get(..64)
        .expect("a practice secret has 64 characters");
    for text in [secret, &token] {
        assert_eq!(files_with(home.path(), text), [""; 0]);
    }

    let again = Learner::of(launch(&home));
    again.does("enter", "[Do 3/5: send]");
}

#[test]
fn a_panic_restores_the_terminal_and_names_its_report() {
    panics("1", "thread: main");
}

#[test]
fn a_panic_in_another_thread_ends_the_program_the_same_way() {
    panics("thread", "thread: ");
}

/// `token` at its prompt, in a shell as a person has one.
fn at_the_prompt(home: &TempDir, url: &str) -> Terminal {
    let words = ["token", "--client-id", "x", "--token-url", url];
    let terminal = Launch::tutor(home.path(), &words).start();
    terminal.wait_for("while you type): ");
    assert!(!terminal.modes().has("ECHO"), "what is typed is not shown");
    terminal
}

#[test]
fn every_signal_ends_the_prompt_and_gives_the_echo_back() {
    for (signal, status) in [
        (Signal::INT, 130),
        (Signal::QUIT, 131),
        (Signal::HUP, 129),
        (Signal::TERM, 143),
    ] {
        let home = tempfile::tempdir().expect("a temporary folder");
        let mut terminal = at_the_prompt(&home, "http://127.0.0.1:9/");
        terminal.keys("s3cr");
        terminal.typed();
        terminal.signal(signal);
        assert_eq!(terminal.wait_exit(), status, "{signal:?}");
        terminal.assert_restored();
        assert!(!terminal.screen_text().contains("s3cr"));
    }
}

#[test]
fn what_is_left_of_a_long_paste_never_reaches_the_shell() {
    let home = tempfile::tempdir().expect("a temporary folder");
    for (paste, way_out) in [
        // A line that is no secret, then what a shell would do.
        ("s3cr\x01et\r", Key::Ctrl('c')),
        // The same where the first line is taken.
        ("s3cret\r", Key::Ctrl('c')),
    ] {
        let mut terminal = at_the_prompt(&home, "http://127.0.0.1:9/");
        let rest = "touch reached\r".repeat(3_000);
        terminal.send([paste.as_bytes(), rest.as_bytes()].concat());
        if paste.contains('\x01') {
            terminal.wait_for("Nothing of it was taken");
            terminal.key(way_out);
            assert_eq!(terminal.wait_exit(), 130);
        } else {
            assert_eq!(terminal.wait_exit(), 4);
        }
        // The shell takes the next line as the first one that it hears.
        terminal.shell_line("test -e reached && exit 3; echo untouched");
        terminal.wait_for("untouched");
        assert!(!home.path().join("reached").exists());
        assert!(!terminal.screen_text().contains("touch reached"));
    }
}

#[test]
fn a_hang_up_ends_token_behind_its_prompt_too() {
    let home = tempfile::tempdir().expect("a temporary folder");
    // Somebody who takes the request and never answers.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = silent.local_addr().expect("it is bound").port();
    let mut terminal = at_the_prompt(&home, &format!("http://127.0.0.1:{port}/"));
    terminal.keys("s3cr3t\r");
    let (_taken, _) = silent.accept().expect("the request comes");
    terminal.signal(Signal::HUP);
    assert_eq!(terminal.wait_exit(), 129);
    terminal.assert_restored();
}

#[test]
fn progress_that_could_not_be_kept_is_said_when_leaving() {
    let home = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(home.path().join("state"), "a file").expect("a home can be written");
    let learner = Learner::of(launch(&home));
    learner.does("1 ]", "[Predict 1/3]");
    learner.does("2 q", "q quit");
    let mut terminal = learner.terminal;
    terminal.keys("q");
    assert_eq!(terminal.wait_exit(), 0);
    terminal.wait_for("Your progress could not be kept");
}
