//! However the tutor leaves, the terminal is as it was: quit, interrupt, stop signals, suspend, a window of no size.
#![cfg(test)]

#[expect(dead_code, reason = "each test file uses a part of the harness")]
#[path = "support/pty.rs"]
mod pty;

use pty::{Key, Launch, Terminal};
use rustix::process::Signal;
use tempfile::TempDir;

/// The tutor with its first screen up, in a home of its own.
#[track_caller]
fn tutor() -> (Terminal, TempDir) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let terminal = Launch::tutor(home.path(), &[]).size(100, 30).start();
    up(&terminal);
    (terminal, home)
}

/// Waits for the footer of the home screen, and for the practice tenant to have its address.
#[track_caller]
fn up(terminal: &Terminal) {
    terminal.wait_until(|screen| {
        screen.alternate_screen()
            && screen.contents().contains("127.0.0.1:")
            && screen
                .rows(0, 100)
                .last()
                .is_some_and(|row| row.contains("quit"))
    });
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
    terminal.assert_restored();
}

#[test]
fn an_interrupt_restores_the_terminal() {
    let (mut terminal, _home) = tutor();
    terminal.key(Key::Ctrl('c'));
    assert_eq!(terminal.wait_exit(), 130);
    terminal.assert_restored();
}

#[test]
fn a_stop_signal_restores_the_terminal() {
    for signal in [Signal::TERM, Signal::HUP] {
        let (mut terminal, _home) = tutor();
        terminal.signal(signal);
        assert_eq!(terminal.wait_exit(), 143, "{signal:?}");
        terminal.assert_restored();
    }
}

#[test]
fn suspend_gives_the_terminal_back_and_takes_it_again() {
    let (mut terminal, _home) = tutor();
    let entered = terminal.modes();
    terminal.key(Key::Ctrl('z'));
    // Having restored the terminal, a program stops itself by either of the two.
    let stopped = [Signal::TSTP, Signal::STOP].map(|signal| 128 + signal.as_raw());
    assert!(stopped.contains(&terminal.wait_exit()));
    terminal.assert_restored();
    terminal.shell_line("fg");
    up(&terminal);
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
        terminal.wrote_more(mark, pty::PATIENCE),
        "it drew for the small window"
    );
    terminal.resize(100, 30);
    up(&terminal);
    terminal.wait_until(|screen| screen.contents() == before);
    terminal.keys("q");
    assert_eq!(terminal.wait_exit(), 0);
    terminal.assert_restored();
}
