//! A command for the client secret in a terminal of its own: it may ask its person, and whoever ends the program ends it too.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::thread::Builder;
use std::time::Duration;

use rustix::process::Signal;
use tempfile::TempDir;

use crate::pty::{Key, Launch, Terminal};

/// A target whose secret comes from this script, in which `"$0"` is a pipe in the home.
fn target(home: &Path, script: &str) {
    let folder = home.join("config/oauth-tutor");
    fs::create_dir_all(&folder).expect("a folder");
    let pipe = home.join("alive");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo").success());
    let text = format!(
        "version = 1\n[targets.mine]\nissuer = \"http://127.0.0.1:9/\"\nclient_id = \"x\"\n\
         secret_command = [\"sh\", \"-c\", '''{script}''', \"{}\"]\n",
        pipe.display()
    );
    fs::write(folder.join("targets.toml"), text).expect("a target");
}

fn asked(script: &str) -> (Terminal, TempDir) {
    let home = tempfile::tempdir().expect("a temporary folder");
    target(home.path(), script);
    let terminal = Launch::tutor(home.path(), &["token", "--target", "mine"]).start();
    (terminal, home)
}

/// What the script that has the pipe open is still there to do: nothing, once the pipe has ended.
#[track_caller]
fn assert_gone(mut alive: File) {
    let (done, ended) = mpsc::channel();
    let read = move || {
        let _ = done.send(alive.read_to_end(&mut Vec::new()).is_ok());
    };
    Builder::new().spawn(read).expect("a thread");
    let ended = ended.recv_timeout(Duration::from_secs(10));
    assert_eq!(ended, Ok(true), "something of the command lives");
}

/// Neither an interrupt nor a polite end reaches it, and what it started holds the pipe open as well.
const DEAF: &str = "trap : INT TERM HUP; exec 3> \"$0\"; (trap \"\" INT TERM HUP; sleep 30) & echo asking > /dev/tty; while :; do wait; done";

#[test]
fn ctrl_c_ends_at_once_and_takes_a_deaf_command_along() {
    let (mut terminal, home) = asked(DEAF);
    let alive = File::open(home.path().join("alive")).expect("the command opened it");
    terminal.wait_for("asking");
    terminal.key(Key::Ctrl('c'));
    assert_eq!(terminal.wait_exit(), 130);
    terminal.assert_restored();
    assert_gone(alive);
}

#[test]
fn a_signal_takes_the_command_along() {
    for (signal, status) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)] {
        let (mut terminal, home) = asked(DEAF);
        let alive = File::open(home.path().join("alive")).expect("the command opened it");
        terminal.wait_for("asking");
        terminal.signal(signal);
        assert_eq!(terminal.wait_exit(), status);
        assert_gone(alive);
    }
}

#[test]
fn a_command_asks_its_person_at_the_terminal() {
    let (mut terminal, _home) = asked(
        "printf \"passphrase? \" > /dev/tty; read -r word < /dev/tty; printf \"S3cr3t-%s\" \"$word\"",
    );
    terminal.wait_for("passphrase?");
    terminal.keys("tea");
    terminal.key(Key::Enter);
    // Nobody answers there: the secret was taken, and the request was tried.
    assert_eq!(terminal.wait_exit(), 4);
    assert!(!terminal.screen_text().contains("S3cr3t"));
}
