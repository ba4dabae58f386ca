//! The learner's own editor on the desks: it gets the whole terminal, the text goes there and back, and nothing stays behind.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::pty::{Key, Launch};
use crate::pty_learner::Learner;

const REPLY: &str =
    r#"{"access_token":"opaque-0123456789","token_type":"Bearer","expires_in":3600}"#;

/// An editor that asks for a line, tells what it was handed, and misspells Bearer.
const SCRIPT: &str = r#"#!/bin/sh
trap 'echo "still here"' INT
ls -ld "$2" "$(dirname "$2")" > "$1/modes"
env > "$1/environment"
echo "what to type"
while ! read line; do :; done
echo "$line" > "$1/typed"
sed 's/Bearer/Bearr/' "$2" > "$2.new" && mv "$2.new" "$2"
touch "$2.backup"
exit $(cat "$1/status")
"#;

/// It is the tutor's, and no child of it is to have it.
const SECRET: &str = "s3cr3t-of-the-environment-7f";

struct Bench {
    home: TempDir,
}

impl Bench {
    fn new(status: u8) -> Self {
        let home = tempfile::tempdir().unwrap();
        let script = home.path().join("editor");
        fs::write(&script, SCRIPT).unwrap();
        fs::set_permissions(&script, fs::Permissions::from_mode(0o700)).unwrap();
        fs::write(home.path().join("status"), status.to_string()).unwrap();
        fs::create_dir(home.path().join("tmp")).unwrap();
        Self { home }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    fn learner(&self) -> Learner {
        let command = format!(
            "{} {}",
            shown(&self.path("editor")),
            shown(self.home.path())
        );
        let launch = Launch::tutor(self.home.path(), &[])
            .size(100, 30)
            .env("EDITOR", &command)
            .env("OAUTH_TUTOR_CLIENT_SECRET", SECRET)
            .env("PATH", "/usr/bin:/bin")
            .env("TMPDIR", shown(&self.path("tmp")));
        Learner::of(launch)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    fn left_behind(&self) -> usize {
        fs::read_dir(self.path("tmp")).unwrap().count()
    }
}

fn shown(path: &Path) -> &str {
    path.to_str().unwrap()
}

#[test]
fn the_text_goes_to_the_editor_and_comes_back_changed() {
    let bench = Bench::new(0);
    let learner = bench.learner();
    learner.does("c", "Nothing here yet");
    learner.terminal.paste(REPLY);
    learner.terminal.wait_for("token.opaque");
    learner.does("E", "Open the text in your editor");
    learner.does("enter", "what to type");
    // All keys are the editor's, Ctrl+C too, which ends neither of the two.
    learner.terminal.key(Key::Ctrl('c'));
    learner.terminal.wait_for("still here");
    learner
        .terminal
        .type_raw("q and E and every letter of it\n");
    learner.terminal.wait_for("reply.token_type.unknown");
    assert_eq!(bench.read("typed"), "q and E and every letter of it\n");
    let environment = bench.read("environment");
    assert!(environment.contains("PATH=/usr/bin"), "{environment}");
    assert!(!environment.contains(SECRET), "{environment}");
    let modes = bench.read("modes");
    assert!(
        modes.contains("-rw-------") && modes.contains("drwx------"),
        "{modes}"
    );
    assert_eq!(
        bench.left_behind(),
        0,
        "the copy and what the editor put beside it"
    );
    // The keys are the tutor's again.
    learner.does("down ?", "Keys that work here");
    learner.closes("esc", "Keys that work here");
    learner.does("q", "q quit");
    learner.leaves("q");
}

#[test]
fn an_editor_that_fails_changes_nothing() {
    let bench = Bench::new(3);
    let learner = bench.learner();
    learner.does("d", "Nothing here yet");
    learner.terminal.paste("opaque-0123456789abcdef");
    learner.terminal.wait_for("This is no JWT");
    learner.does("E", "Open the text in your editor");
    learner.does("enter", "what to type");
    learner.terminal.type_raw("x\n");
    learner
        .terminal
        .wait_for("the editor ended with exit status: 3");
    assert!(learner.sees("This is no JWT"));
    assert_eq!(bench.left_behind(), 0);
    learner.does("q", "q quit");
    learner.leaves("q");
}
