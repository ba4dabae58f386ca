//! A response piped into the tutor: the desk that fits opens on the whole screen, and the keys still come from the terminal.

use std::path::Path;

use crate::pty::Launch;
use crate::pty_learner::Learner;

/// The tutor with the output of `printf '%s' text` as its standard input, in a terminal so small that one pane is shown at once.
fn piped(home: &Path, text: &str) -> Learner {
    let program = env!("CARGO_BIN_EXE_oauth-tutor");
    let line = r#"printf %s "$1" | "$0""#;
    Learner::at_once(Launch::new(home, &["sh", "-c", line, program, text]).size(60, 20))
}

#[test]
fn a_response_opens_the_checker_and_the_keys_come_from_the_terminal() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let learner = piped(home.path(), r#"{"access_token":"x","token_type":"Bearr"}"#);
    // The findings, not the text: as after any other paste.
    learner.terminal.wait_for("reply.token_type.unknown");
    learner.does("esc", "q quit");
    learner.leaves("q");
}

#[test]
fn a_bare_token_opens_the_decoder() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let token = include_str!("../vectors/test-only-ec.jwt");
    let learner = piped(home.path(), token.trim());
    learner.terminal.wait_for("PAYLOAD");
    learner.does("esc", "q quit");
    learner.leaves("q");
}

#[test]
fn a_terminal_that_cannot_move_its_cursor_gets_the_report() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let program = env!("CARGO_BIN_EXE_oauth-tutor");
    let line = r#"printf %s '{"error":"invalid_client"}' | TERM=dumb "$0""#;
    let launch = Launch::new(home.path(), &["sh", "-c", line, program]).size(100, 30);
    let learner = Learner::at_once(launch);
    learner.terminal.wait_for("fail[reply.error]");
}
