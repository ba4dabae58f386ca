//! Proves the terminal harness against tiny programs, so that a failure of a tutor test is the tutor's.

use crate::pty::{Key, Launch, Terminal, leftovers};
use rustix::process::Signal;
use tempfile::TempDir;

/// A shell script in a terminal, with the private home that lasts as long.
fn script(text: &str) -> (Terminal, TempDir) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let terminal = Launch::new(home.path(), &["sh", "-c", text])
        .size(40, 6)
        .start();
    (terminal, home)
}

#[test]
fn keys_go_in_and_the_screen_comes_out() {
    let (mut terminal, _home) =
        script("printf 'name? '; read -r name; echo \"hello $name\"; exit 7");
    terminal.wait_for("name?");
    terminal.keys("Ada");
    terminal.key(Key::Enter);
    terminal.wait_for("hello Ada");
    assert_eq!(terminal.wait_exit(), 7);
    assert!(terminal.screen_text().contains("hello Ada"));
    terminal.assert_restored();
}

#[test]
fn the_home_is_private_and_the_environment_is_ours() {
    let (terminal, home) =
        script("echo \"$HOME|$XDG_STATE_HOME|$TERM|$USER|\" >file; echo done; read -r x");
    terminal.wait_for("done");
    let written = std::fs::read_to_string(home.path().join("file")).expect("it ran in its home");
    let home = home.path().display();
    assert_eq!(written, format!("{home}|{home}/state|xterm-256color||\n"));
}

#[test]
fn a_child_without_a_shell_gives_its_own_status() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let command = ["sh", "-c", "echo \"[$EXTRA]\"; read -r x; exit 3"];
    let mut terminal = Launch::new(home.path(), &command)
        .env("EXTRA", "more")
        .alone()
        .start();
    terminal.wait_for("[more]");
    terminal.key(Key::Enter);
    assert_eq!(terminal.wait_exit(), 3);
}

#[test]
#[should_panic(expected = "did not come before the terminal closed; the screen:\nonly this")]
fn a_wait_that_fails_shows_the_screen() {
    let home = tempfile::tempdir().expect("a temporary folder");
    let terminal = Launch::new(home.path(), &["sh", "-c", "echo only this"])
        .alone()
        .start();
    terminal.wait_for("something else");
}

#[test]
fn raw_modes_and_bytes_are_seen() {
    let (mut terminal, _home) = script(
        "stty raw -echo; printf '\\033[?1049h\\033[?25l\\033[?2004hup'; dd bs=1 count=21 2>/dev/null | od -An -c",
    );
    terminal.wait_for("up");
    let raw = terminal.modes();
    assert!(
        !raw.has("ECHO") && !raw.has("ICANON") && !raw.has("ISIG"),
        "{raw:?}"
    );
    assert!(terminal.screen(|screen| screen.alternate_screen() && screen.hide_cursor()));
    assert_eq!(leftovers(&terminal.raw()), ["?1049h", "?2004h", "?25l"]);
    let mark = terminal.written();
    terminal.paste("a\nb");
    terminal.key(Key::Ctrl('c'));
    terminal.key(Key::F(5));
    terminal.wait_for_bytes(mark, b"1   5   ~");
    let shown = String::from_utf8_lossy(&terminal.raw()[mark..]).into_owned();
    assert!(
        shown.contains("033   [   2   0   0   ~   a  \\r   b"),
        "{shown}"
    );
    assert!(shown.contains("2   0   1   ~ 003"), "{shown}");
    assert!(shown.contains("033   [   1   5   ~"), "{shown}");
    assert_eq!(terminal.wait_exit(), 0);
    let unrestored =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| terminal.assert_restored()));
    assert!(unrestored.is_err(), "a terminal left raw is noticed");
}

#[test]
fn a_program_that_cleans_up_leaves_nothing() {
    let (mut terminal, _home) = script(
        "old=$(stty -g); stty raw; printf '\\033[?1049h\\033[?1000;1006h\\033[>1u\\033[31mup'; dd bs=1 count=1 2>/dev/null >&2; \
         printf '\\033[m\\033[<u\\033[?1000;1006l\\033[?1049l'; stty \"$old\"",
    );
    terminal.wait_for("up");
    terminal.keys("x");
    assert_eq!(terminal.wait_exit(), 0);
    terminal.assert_restored();
}

#[test]
fn signals_reach_the_program_and_not_the_shell() {
    let (mut terminal, _home) =
        script("trap 'echo got it; exit 9' TERM; echo ready; while :; do read -r x; done");
    terminal.wait_for("ready");
    terminal.signal(Signal::TERM);
    terminal.wait_for("got it");
    assert_eq!(terminal.wait_exit(), 9);
}

#[test]
fn a_program_can_be_stopped_and_resumed() {
    let (mut terminal, _home) = script("echo ready; read -r x; echo \"back with $x\"");
    terminal.wait_for("ready");
    terminal.key(Key::Ctrl('z'));
    let stopped = terminal.wait_exit();
    assert_eq!(stopped, 128 + Signal::TSTP.as_raw());
    terminal.shell_line("fg");
    terminal.keys("tea\n");
    terminal.wait_for("back with tea");
    assert_eq!(terminal.wait_exit(), 0);
}

#[test]
fn a_resize_is_told() {
    let (terminal, _home) =
        script("trap 'stty size' WINCH; stty size; while :; do read -r x; done");
    terminal.wait_for("6 40");
    terminal.resize(10, 4);
    terminal.wait_for("4 10");
}

#[test]
fn questions_to_the_terminal_are_answered_only_when_asked() {
    let (terminal, _home) = script(
        "stty raw -echo; printf 'ab\\033[6n'; dd bs=1 count=6 2>/dev/null | od -An -c; printf '\\033[c'; \
         dd bs=1 count=9 2>/dev/null | od -An -c; printf '\\033]11;?\\007'; dd bs=1 count=10 2>/dev/null | od -An -c",
    );
    terminal.wait_for("[   1   ;   3   R");
    terminal.wait_for("[   ?   6   2   ;   2   2   c");
    terminal.wait_for("]   1   1   ;   r   g   b");
}

#[test]
fn a_hundred_thousand_characters_arrive() {
    let (terminal, _home) =
        script("stty raw -echo; echo up; dd bs=1024 count=100 iflag=fullblock 2>/dev/null | wc -c");
    terminal.wait_for("up");
    terminal.type_raw(&"x".repeat(102_400));
    terminal.wait_until(|screen| screen.contents().contains("102400"));
}
