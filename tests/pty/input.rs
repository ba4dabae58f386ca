//! The terminal as it is: what terminals send besides keys, the forms that keys come in, and terminals that lack something.

use std::time::Duration;

use tempfile::TempDir;

use crate::pty::{Key, Launch};
use crate::pty_learner::{Learner, at_home};

fn home() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Answers and reports that belong to nobody. Each holds letters that are keys at home or in a lesson.
const NOBODYS: &[&[u8]] = &[
    b"\x1b]10;rgb:dddd/cccc/dddd\x1b\\",
    b"\x1b]11;rgb:1c1c/1d1d/1111\x07",
    b"\x1b[?62;22c",
    b"\x1b[>41;354;0c",
    b"\x1bP!|7E565445\x1b\\",
    b"\x1bP>|quick(388)\x1b\\",
    b"\x1bP1$r0m\x1b\\",
    b"\x1b[?997;1n",
    b"\x1b[?2026;2$y",
    b"\x1b[4;1$y",
    b"\x1b[24;80R",
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b[M qq",
    b"\x1b[<0;10;20M",
    b"\x1b[35;10;20M",
    b"\x1b[113;1:3u",
    b"\x1b[?1u",
    b"\x9b?62;22c",
    b"\xe9\xff\x80",
];

#[test]
fn answers_and_reports_are_no_keys_and_leave_the_keyboard_alive() {
    let home = home();
    let learner = Learner::new(home.path());
    let rows = |screen: &vt100::Screen| {
        let rows = screen.rows(0, 100);
        rows.map(|row| row.trim_end().to_owned())
            .collect::<Vec<_>>()
    };
    let before = learner.terminal.screen(rows);
    for bytes in NOBODYS {
        learner.terminal.send(bytes.to_vec());
        // A key behind it is taken, and the screen is still the same one.
        learner.does("?", "Keys that work here");
        learner.presses("esc");
        learner.terminal.wait_until(|screen| rows(screen) == before);
    }
    learner.leaves("q");
}

#[test]
fn answers_that_come_byte_by_byte_are_no_keys() {
    let home = home();
    let learner = Learner::new(home.path());
    for bytes in NOBODYS {
        for byte in *bytes {
            learner.terminal.send(vec![*byte]);
        }
    }
    learner.does("?", "Keys that work here");
    learner.does("esc", "q quit");
    learner.leaves("q");
}

#[test]
fn a_key_in_another_form_is_that_key() {
    let home = home();
    let learner = Learner::new(home.path());
    let sends = |bytes: &[u8], seen: &str| {
        learner.terminal.send(bytes.to_vec());
        learner.terminal.wait_for(seen);
    };
    sends(b"\x1b[99u", "Nothing here yet");
    sends(b"\x1b[27u", "q quit");
    sends(b"\x1b[[A", "Keys that work here");
    sends(b"\x1b", "q quit");
    sends(b"\x1bOq", "[Goal]");
    sends(b"\x1b[6$", "[Predict 1/3]");
    sends(b"\x1bOr", "▸ ( ) 2");
    sends(b"\x1bOM", "(•) 2");
    sends(b"\x1b[113;1u", "q quit");
    let mut learner = learner;
    learner.terminal.send(b"\x1b[27;5;99~".to_vec());
    assert_eq!(learner.terminal.wait_exit(), 130);
    learner.terminal.assert_restored();
}

#[test]
fn esc_and_a_key_in_one_read_are_both() {
    let home = home();
    let learner = Learner::new(home.path());
    learner.does("?", "Keys that work here");
    learner.terminal.send(b"\x1bc".to_vec());
    learner.terminal.wait_for("Nothing here yet");
    learner.does("esc", "q quit");
    // Two arrows with Alt are arrows, and Esc before one is not a step back.
    learner.does("1", "[Goal]");
    learner.terminal.send(b"\x1b\x1b[B".to_vec());
    learner.terminal.send(b"\x1b[1;3A".to_vec());
    learner.does("?", "Keys that work here");
    learner.closes("esc", "Keys that work here");
    assert!(learner.sees("[Goal]"));
    learner.does("q", "q quit");
    learner.leaves("q");
}

#[test]
fn words_and_lines_are_edited_as_people_expect() {
    let home = home();
    let learner = Learner::new(home.path());
    learner.does("1 ] ] ] ]", "[Do 1/5: dashboard]");
    learner.does("pgdn pgdn", "&client_secret=********");
    learner.presses("down down down enter");
    let types = |bytes: &[u8]| learner.terminal.send(bytes.to_vec());
    types(b"one two three");
    learner.terminal.wait_for("audience=one+two+three");
    // ^H, Alt+Backspace, Alt+b, Alt+f, Ctrl+arrow, Home and End in several forms.
    types(b"\x08");
    learner.terminal.wait_for("audience=one+two+thre");
    types(b"\x1b\x7f");
    types(b"X");
    learner.terminal.wait_for("audience=one+two+X");
    types(b"\x1bb");
    types(b"\x1bb");
    types(b"Y");
    learner.terminal.wait_for("audience=one+Ytwo+X");
    types(b"\x1b[1~");
    types(b"Z");
    learner.terminal.wait_for("audience=Zone+Ytwo+X");
    types(b"\x1b[1;5C");
    types(b"\x1bf");
    types(b"\x1b[8~");
    types(b"!");
    learner.terminal.wait_for("audience=Zone+Ytwo+X%21");
    types(b"\x1bOH");
    types(b"\x0b");
    learner.closes("", "Ytwo");
    learner.closes("esc", "Esc leaves the field");
    learner.does("q", "q quit");
    learner.leaves("q");
}

#[test]
fn the_first_frame_clears_and_modes_of_others_are_reset_and_given_back_sane() {
    let home = home();
    let program = env!("CARGO_BIN_EXE_oauth-tutor");
    // Insert mode, origin mode, no wrap, application keys, mouse and focus reports, all left on by somebody.
    let words = r#"printf 'old text\033[4h\033[?6h\033[?7l\033[?1h\033=\033[?1003h\033[?1004h\033[?1006h'; exec "$0""#;
    let mut learner =
        Learner::of(Launch::new(home.path(), &["sh", "-c", words, program]).size(100, 30));
    let raw = learner.terminal.raw();
    let at = |part: &[u8]| raw.windows(part.len()).position(|window| window == part);
    let entered = at(b"\x1b[?1049h").expect("the other screen");
    let cleared = at(b"\x1b[2J").expect("it is emptied");
    let drawn = at("oauth-tutor".as_bytes())
        .or_else(|| at(b"PRACTICE"))
        .expect("a frame");
    assert!(entered < cleared && cleared < drawn);
    for reset in ["4l", "?6l", "?7h", "?1l", "?1003l", "?1004l", "?1006l"] {
        let place = at(format!("\x1b[{reset}").as_bytes());
        assert!(place.is_some_and(|place| place < drawn), "{reset}");
    }
    assert!(!learner.sees("old text"));
    learner.presses("q");
    assert_eq!(learner.terminal.wait_exit(), 0);
    learner.terminal.assert_restored();
    let raw = learner.terminal.raw();
    let last = |part: &[u8]| raw.windows(part.len()).rposition(|window| window == part);
    // Each is put to its usual state once more, after the last frame.
    let usual = last(b"\x1b[4l").expect("modes are given back");
    for reset in ["?6l", "?7h", "?1l", "?1003l", "?1004l", "?1006l"] {
        let place = last(format!("\x1b[{reset}").as_bytes());
        assert!(place.is_some_and(|place| place > usual), "{reset}");
    }
    assert!(last(b"\x1b[?2026l").is_some_and(|frame| frame > usual));
    // Emptied before it is left: where there is no other screen, the prompt has a line of its own.
    let emptied = last(b"\x1b[2J").expect("it is emptied again");
    assert!(emptied < last(b"\x1b[?1049l").expect("it is left"));
}

#[test]
fn without_another_screen_nothing_is_left_and_the_prompt_has_a_line_of_its_own() {
    let home = home();
    let mut learner = Learner::of(Launch::tutor(home.path(), &[]).size(100, 30));
    learner.does("1", "[Goal]");
    learner.presses("q q");
    assert_eq!(learner.terminal.wait_exit(), 0);
    // What a terminal shows that has one screen alone.
    let raw = String::from_utf8(learner.terminal.raw()).expect("frames are text");
    let written = raw.replace("\x1b[?1049h", "").replace("\x1b[?1049l", "");
    let size = |length| std::num::NonZeroU16::new(length).expect("some");
    let mut plain = vt100::Parser::new(size(30), size(100), 0);
    plain.process(written.as_bytes());
    let screen = plain.screen();
    assert_eq!(screen.contents().trim(), "");
    assert_eq!(screen.cursor_position().1, 0);
    assert!(!screen.hide_cursor());
}

#[test]
fn ctrl_z_stops_nothing_that_nobody_could_resume() {
    let home = home();
    let mut terminal = Launch::tutor(home.path(), &[])
        .size(100, 30)
        .alone()
        .start();
    at_home(&terminal);
    terminal.key(Key::Ctrl('z'));
    // It has left and entered again, and goes on.
    terminal.keys("?");
    terminal.wait_for("Keys that work here");
    // What is open closes first.
    terminal.key(Key::Ctrl('c'));
    terminal.wait_until(|screen| !screen.contents().contains("Keys that work here"));
    terminal.key(Key::Ctrl('c'));
    assert_eq!(terminal.wait_exit(), 130);
}

#[test]
fn a_stop_from_outside_gives_the_terminal_back_first() {
    let home = home();
    let mut learner = Learner::new(home.path());
    learner.terminal.signal(rustix::process::Signal::TSTP);
    assert_eq!(learner.terminal.wait_exit(), 148);
    learner.terminal.assert_restored();
    learner.terminal.shell_line("fg");
    at_home(&learner.terminal);
    learner.leaves("q");
}

#[test]
fn a_terminal_of_no_size_is_drawn_for_as_the_environment_says() {
    let home = home();
    let launch = || Launch::tutor(home.path(), &[]).size(0, 0);
    for (launch, row) in [
        (launch(), 24),
        (launch().env("COLUMNS", "100").env("LINES", "30"), 30),
    ] {
        let learner = Learner::at_once(launch);
        // The cursor goes to the last row of the size that was taken.
        learner
            .terminal
            .wait_for_bytes(0, format!("\x1b[{row};").as_bytes());
        let mut learner = learner;
        learner.terminal.key(Key::Ctrl('c'));
        assert_eq!(learner.terminal.wait_exit(), 130);
    }
}

#[test]
fn without_a_terminal_for_keys_it_says_so() {
    let home = home();
    let program = env!("CARGO_BIN_EXE_oauth-tutor");
    let line = r#"printf '{"error":"invalid_client"}' | "$0"; echo "status $?""#;
    let launch = Launch::new(home.path(), &["sh", "-c", line, program]).size(100, 30);
    let learner = Learner::at_once(launch.alone().without_control());
    learner.terminal.wait_for("status 2");
    assert!(learner.sees("There is no terminal to take keys from"));
    assert!(
        !learner
            .terminal
            .raw()
            .windows(8)
            .any(|window| window == b"\x1b[?1049h")
    );
}

#[test]
fn ascii_is_drawn_where_it_is_asked_for_and_on_the_console() {
    let home = home();
    let program = || Launch::tutor(home.path(), &[]).size(100, 30);
    let flagged = Launch::tutor(home.path(), &["--ascii"]).size(100, 30);
    for launch in [
        program().env("OAUTH_TUTOR_ASCII", "1"),
        flagged,
        program().env("TERM", "linux"),
    ] {
        let learner = Learner::of(launch);
        learner.does("1 ] ?", "Keys that work here");
        let raw = learner.terminal.raw();
        let foreign = raw.iter().position(|byte| !byte.is_ascii());
        assert_eq!(foreign, None);
        assert!(learner.sees("+-"));
        learner.closes("esc", "Keys that work here");
        learner.does("q", "q quit");
        learner.leaves("q");
    }
}

#[test]
fn a_copy_through_something_that_may_drop_it_is_not_said_to_have_arrived() {
    let home = home();
    for (between, depends) in [
        (("TMUX", "/tmp/x,1,0"), "set-clipboard"),
        (("STY", "1.pts"), "the terminal around it"),
        (("NOTHING", ""), "(OSC 52)"),
    ] {
        let launch = Launch::tutor(home.path(), &[]).size(160, 45);
        let learner = Learner::of(launch.env(between.0, between.1));
        learner
            .terminal
            .paste(r#"{"access_token":"eyJhbGciOiJub25lIn0.e30."}"#);
        learner.terminal.wait_for("PAYLOAD");
        let from = learner.terminal.written();
        learner.presses("y");
        learner.terminal.wait_for("clipboard");
        learner.presses("1");
        learner.terminal.wait_for_bytes(from, b"\x1b]52;c;");
        learner.terminal.wait_for("Whether it arrived");
        assert!(learner.sees(depends), "{}", learner.terminal.screen_text());
        learner.terminal.key(Key::Ctrl('c'));
        let mut learner = learner;
        assert_eq!(learner.terminal.wait_exit(), 130);
    }
}

#[test]
fn ascii_is_a_setting_that_holds_at_once_and_the_next_time() {
    let home = home();
    let learner = Learner::new(home.path());
    assert!(learner.sees("▸"));
    learner.does(",", "Settings");
    learner.does("6", "Signs       ascii");
    learner.closes("esc", "Settings");
    learner
        .terminal
        .wait_until(|screen| screen.contents().is_ascii());
    learner.leaves("q");
    let again = Learner::new(home.path());
    let raw = again.terminal.raw();
    assert_eq!(raw.iter().position(|byte| !byte.is_ascii()), None);
    again.does(",", "Signs       ascii");
    again.does("6", "Signs       all");
    again.closes("esc", "Settings");
    again.terminal.wait_for("▸");
    again.leaves("q");
}

#[test]
fn colours_inside_screen_are_those_that_screen_can_show() {
    let home = home();
    for (term, extra, is_any) in [
        ("screen-256color", ("STY", "1.pts"), false),
        ("tmux-256color", ("TMUX", "/tmp/x,1,0"), true),
    ] {
        let launch = Launch::tutor(home.path(), &[]).size(100, 30);
        let learner = Learner::of(launch.env("TERM", term).env(extra.0, extra.1));
        let raw = learner.terminal.raw();
        let any = raw.windows(5).any(|window| window == b"38;2;");
        assert_eq!(any, is_any, "{term}");
        let coloured = raw
            .windows(3)
            .any(|window| window == b"\x1b[3" || window == b"38;");
        assert!(coloured, "{term}");
        learner.leaves("q");
    }
}

#[test]
fn capitals_and_other_alphabets_are_told_of_once() {
    let home = home();
    let learner = Learner::new(home.path());
    learner.does("Q", "Is Caps Lock on?");
    learner.closes("down", "Is Caps Lock on?");
    learner.presses("Q");
    learner.terminal.send("й".as_bytes().to_vec());
    learner.terminal.wait_for("The keys are Latin letters");
    assert!(!learner.sees("Is Caps Lock on?"));
    learner.leaves("q");
}

#[test]
fn a_solution_has_no_form_on_a_page_that_shows_an_exchange() {
    let home = home();
    let learner = Learner::at_once(Launch::tutor(home.path(), &["learn", "1"]).size(80, 24));
    learner.terminal.wait_for("practice :");
    learner.does("g", "Jump to a step");
    learner.does("7", "Nothing has been sent yet.");
    learner.does("S", "this page has none. Or is Caps Lock on?");
    learner.does("esc", "q quit");
    learner.leaves("q");
}

#[test]
fn a_frozen_terminal_holds_up_no_signal() {
    use rustix::process::Signal;
    for (signal, status) in [
        (Signal::TERM, 143),
        (Signal::HUP, 129),
        (Signal::QUIT, 131),
        (Signal::INT, 130),
    ] {
        // Also where nothing was typed: then the last words are what finds the terminal frozen.
        let lines = vec!["learn", "--linear"];
        for (words, many) in [(vec![], 60), (lines.clone(), 60), (lines, 0)] {
            let home = home();
            let mut terminal = Launch::tutor(home.path(), &words)
                .size(200, 60)
                .alone()
                .start();
            let key = if words.is_empty() {
                at_home(&terminal);
                "\x0c"
            } else {
                terminal.wait_for("Type a number");
                "?\n"
            };
            terminal.freeze();
            // More than the kernel keeps for a terminal that does not read.
            for _ in 0..many {
                terminal.keys(key);
            }
            terminal.signal(signal);
            let ended = terminal.ends_within(Duration::from_millis(1500));
            assert_eq!(ended, Some(status), "{signal:?} {words:?}");
            terminal.thaw();
        }
    }
}
