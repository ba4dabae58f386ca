//! The screens on which nothing moves by itself, all open at once, and what each does in ten seconds of rest.

use std::time::Duration;

use tempfile::TempDir;

use crate::process::Resources;
use crate::pty::Terminal;
use crate::{home, leave_alone, row, sample_reply, started};

/// How long is looked at.
const REST: Duration = Duration::from_secs(10);

/// Keys, and what the screen shows once they have done their work.
type Way = [(&'static str, &'static str)];

/// Into the lesson, past the goal, to the dashboard.
const LESSON: (&str, &str) = ("1", "[Goal]");
const CREATE: (&str, &str) = ("]]]]", "[Do 1/5: dashboard]");
/// Skipping the dashboard makes the app of the exercise.
const BUILD: (&str, &str) = ("\x1bN", "&client_secret=********");
const SENT: (&str, &str) = ("s", "200 OK");

/// The way to the send step, with a token.
pub(crate) const SEND: [(&str, &str); 4] = [LESSON, CREATE, BUILD, SENT];

const SCREENS: [(&str, &Way); 8] = [
    ("home", &[]),
    ("predict", &[LESSON, ("]", "[Predict 1/3]")]),
    ("create", &[LESSON, CREATE]),
    ("build", &[LESSON, CREATE, BUILD]),
    ("send", &SEND),
    (
        "explain",
        &[LESSON, CREATE, BUILD, SENT, ("]NN", "[Explain]")],
    ),
    (
        "quiz",
        &[LESSON, CREATE, BUILD, SENT, ("]NN]N", "[Quiz 1/")],
    ),
    ("checker", &[("c", "Nothing here yet")]),
];

/// The tutor in a terminal, led along `way`.
pub(crate) fn open(way: &Way) -> (Terminal, TempDir) {
    let home = home();
    let (terminal, _) = started(home.path(), &[env!("CARGO_BIN_EXE_oauth-tutor")]);
    terminal.wait_for("practice 127");
    for (keys, seen) in way {
        terminal.keys(keys);
        terminal.wait_for(seen);
    }
    (terminal, home)
}

/// What each screen does while it rests.
pub(crate) fn rest() {
    let mut homes = Vec::new();
    let screens = SCREENS.map(|(name, way)| {
        let (terminal, home) = open(way);
        homes.push(home);
        if name == "checker" {
            terminal.paste(&sample_reply(1500));
            terminal.wait_for(" 0 fail ");
        }
        (name, terminal)
    });
    rest_of(&screens);
}

/// What these do while they rest, one row a screen.
pub(crate) fn rest_of(screens: &[(&str, Terminal)]) {
    // Until the last notice has gone.
    leave_alone(REST);
    let now = |terminal: &Terminal| {
        let pid = terminal.pid().as_raw_nonzero().get();
        (terminal.written(), Resources::of(pid))
    };
    let before: Vec<_> = screens.iter().map(|(_, terminal)| now(terminal)).collect();
    leave_alone(REST);
    for ((name, terminal), (written, before)) in screens.iter().zip(before) {
        let (bytes, after) = now(terminal);
        let bytes = bytes - written;
        let (Some(before), Some(after)) = (before, after) else {
            row(
                &format!("10 s of rest, {name}"),
                &format!("{bytes} bytes; the rest only where /proc is"),
                "0 bytes",
            );
            continue;
        };
        let (ticks, wakes) = (after.ticks - before.ticks, after.wakes_since(&before));
        row(
            &format!("10 s of rest, {name}"),
            &format!("{bytes} bytes, {ticks} CPU ticks, {wakes} wake-ups"),
            "0, 0, 0",
        );
        row(
            &format!("resident memory, {name}"),
            &format!("{:.1} MiB", after.resident_mib),
            "12 MiB",
        );
    }
}
