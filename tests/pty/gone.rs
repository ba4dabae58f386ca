//! A terminal that is gone: its window was closed, its connection cut. Nobody spins on what is not there any more.

use std::io::Read;
use std::time::Duration;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

/// Starts the program in a terminal, waits until it shows `seen`, takes the terminal away, and gives the status with which it ended.
/// Where it is nobody's controlling terminal no signal tells: the end shows in the read alone.
#[track_caller]
fn ends_without_its_terminal(words: &[&str], seen: &str, is_told: bool) -> u32 {
    let home = tempfile::tempdir().expect("a temporary folder");
    let size = PtySize {
        rows: 30,
        cols: 100,
        pixel_width: 0,
        pixel_height: 0,
    };
    let pty = native_pty_system()
        .openpty(size)
        .expect("a pseudo-terminal");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_oauth-tutor"));
    command.args(words);
    command.env_clear();
    for (name, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8")] {
        command.env(name, value);
    }
    command.env("HOME", home.path());
    command.set_controlling_tty(is_told);
    let mut child = pty.slave.spawn_command(command).expect("it starts");
    drop(pty.slave);
    let mut reader = pty.master.try_clone_reader().expect("it can be read");
    let mut shown = Vec::new();
    let mut chunk = [0; 4096];
    while !shown
        .windows(seen.len())
        .any(|part| part == seen.as_bytes())
    {
        let length = reader.read(&mut chunk).expect("it shows something");
        assert_ne!(length, 0, "{}", String::from_utf8_lossy(&shown));
        shown.extend_from_slice(&chunk[..length]);
    }
    drop((reader, pty.master));
    let (nobody, ended) = std::sync::mpsc::channel::<()>();
    for _ in 0..500 {
        if let Some(status) = child.try_wait().expect("a child can be waited for") {
            return status.exit_code();
        }
        // Nobody sends; this is how long one look takes.
        let _ = ended.recv_timeout(Duration::from_millis(10));
    }
    drop(nobody);
    child.kill().expect("it is there");
    let _ = child.wait();
    panic!("{words:?} goes on without its terminal");
}

const PROMPT: &[&str] = &[
    "token",
    "--client-id",
    "x",
    "--token-url",
    "http://127.0.0.1:9/",
];

#[test]
fn a_terminal_that_is_gone_is_a_hang_up_whether_a_signal_says_so_or_the_end_of_what_is_read() {
    for is_told in [true, false] {
        for (words, seen) in [
            (&[][..], "quit"),
            (&["learn", "--linear"], "Type a number"),
            (PROMPT, "while you type): "),
        ] {
            let ended = ends_without_its_terminal(words, seen, is_told);
            assert_eq!(ended, 129, "{words:?} {is_told}");
        }
    }
}
