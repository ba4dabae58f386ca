//! Pasting into the real program: small and large, with and without brackets, and a paste that never ends.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as CODE;
use oauth_tutor::shell::clock;
use rustix::process::Signal;
use tempfile::TempDir;

use crate::pty::Key;
use crate::pty_learner::Learner;

fn home() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// A token of exactly `length` bytes that nobody signed. Its claims can be read only when all of them arrived.
fn token(length: usize) -> String {
    let header = CODE.encode(r#"{"alg":"RS256","typ":"JWT","kid":"pasted"}"#);
    let iat = clock::now().seconds().0;
    let exp = iat + 86_400;
    let claims = |filling: usize| {
        let filling = "x".repeat(filling);
        CODE.encode(format!(
            r#"{{"iss":"https://pasted.example/","sub":"job","aud":"https://api.reports.example","iat":{iat},"exp":{exp},"filling":"{filling}"}}"#
        ))
    };
    let room = length - header.len() - claims(0).len() - 2;
    // Base64 turns three bytes into four; the signature takes what is left over.
    let payload = claims(room / 2);
    let signature = "A".repeat(length - header.len() - payload.len() - 2);
    format!("{header}.{payload}.{signature}")
}

fn reply(token: &str) -> String {
    format!(
        "{{\n  \"access_token\": \"{token}\",\n  \"token_type\": \"Bearer\",\n  \"expires_in\": 86400\n}}"
    )
}

/// Pastes with or without brackets, and waits until all of it is on the screen.
#[track_caller]
fn pastes(learner: &Learner, bracketed: bool, text: &str, seen: &[&str]) {
    if bracketed {
        learner.terminal.paste(text);
    } else {
        learner.terminal.type_raw(text);
    }
    for words in seen {
        learner.terminal.wait_for(words);
    }
}

const WAYS: [(usize, bool); 4] = [
    (2_000, true),
    (2_000, false),
    (100_000, true),
    (100_000, false),
];

#[test]
fn the_checker_takes_small_and_large_replies_whole() {
    for (length, bracketed) in WAYS {
        let folder = home();
        let learner = Learner::new(folder.path());
        learner.does("c", "Nothing here yet");
        let reply = reply(&token(length));
        let whole = format!("{} characters", reply.len());
        let seen = [&whole, " 0 fail ", "5 }"];
        pastes(&learner, bracketed, &reply, &seen);
        // A second paste takes the place of the first, and its letters are no keys: q would lead home.
        learner.does("p", "Paste the whole reply here");
        let error = r#"{"error":"invalid_client","error_description":"quite sure"}"#;
        pastes(&learner, bracketed, error, &["reply.error"]);
        learner.closes("esc", "Esc leaves the field");
        learner.does("q", "q quit");
        learner.leaves("q");
    }
}

#[test]
fn the_decoder_takes_small_and_large_tokens_whole() {
    for (length, bracketed) in WAYS {
        let folder = home();
        let learner = Learner::new(folder.path());
        learner.does("d", "Nothing here yet");
        let token = token(length);
        let signature = token.rsplit_once('.').map_or(0, |(_, last)| last.len());
        let signature = format!("{signature} characters");
        let seen = [&signature, "1 HEADER", "sub      job"];
        pastes(&learner, bracketed, &token, &seen);
        learner.does("q", "q quit");
        learner.leaves("q");
    }
}

#[test]
fn where_a_paste_means_nothing_its_letters_are_no_keys() {
    let folder = home();
    let learner = Learner::new(folder.path());
    learner.does("1", "Goal");
    let text = "quit cd quit cd quit cd ".repeat(100);
    learner.terminal.paste(&text);
    learner.terminal.type_raw(&text);
    // What comes next is a key again, and the goal of the lesson is still there: q would have led home.
    learner.does("down ?", "Keys that work here");
    learner.closes("esc", "Keys that work here");
    learner.does("q", "Check a token response");
    learner.leaves("q");
}

#[test]
fn what_is_pasted_at_home_is_read_by_the_decoder() {
    let folder = home();
    let learner = Learner::new(folder.path());
    learner.terminal.paste(&token(2_000));
    learner.terminal.wait_for("PAYLOAD");
    learner.does("esc", "Check a token response");
    learner.leaves("q");
}

#[test]
fn a_paste_that_never_ends_locks_nobody_in() {
    for (way_out, status) in [(None, 130), (Some(Signal::TERM), 143)] {
        let folder = home();
        let mut learner = Learner::new(folder.path());
        learner.does("c", "Nothing here yet");
        let mut endless = b"\x1b[200~".to_vec();
        endless.extend(reply(&token(2_000)).into_bytes());
        learner.terminal.send(endless);
        learner.terminal.keys("qqq");
        match way_out {
            None => learner.terminal.key(Key::Ctrl('c')),
            Some(signal) => learner.terminal.signal(signal),
        }
        assert_eq!(learner.terminal.wait_exit(), status);
        learner.terminal.assert_restored();
    }
}
