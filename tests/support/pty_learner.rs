//! A learner at the real program in a real terminal: presses keys, waits for what they do, takes what was copied.

use std::cell::Cell;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::pty::{Key, Launch, Terminal};

/// What begins a copy to the clipboard, and what ends it (OSC 52).
const COPY: (&[u8], &[u8]) = (b"\x1b]52;c;", b"\x07");

/// Someone in front of a terminal in which the tutor runs.
pub(crate) struct Learner {
    pub(crate) terminal: Terminal,
}

impl Learner {
    /// Starts the tutor in a terminal of 100x30, up to its home screen.
    #[track_caller]
    pub(crate) fn new(home: &Path) -> Self {
        Self::of(Launch::tutor(home, &[]).size(100, 30))
    }

    /// Starts what `launch` says, up to its home screen.
    #[track_caller]
    pub(crate) fn of(launch: Launch) -> Self {
        let learner = Self::at_once(launch);
        at_home(&learner.terminal);
        learner
    }

    /// Starts what `launch` says, and waits for nothing.
    pub(crate) fn at_once(launch: Launch) -> Self {
        let terminal = launch.start();
        Self { terminal }
    }

    /// Presses keys by their names, `enter ] 1 down s`.
    pub(crate) fn presses(&self, keys: &str) {
        for name in keys.split_whitespace() {
            match (Key::named(name), name) {
                (Some(key), _) => self.terminal.key(key),
                (None, "space") => self.terminal.keys(" "),
                (None, letter) => self.terminal.keys(letter),
            }
        }
    }

    /// Presses keys, then waits until the screen shows `seen`.
    #[track_caller]
    pub(crate) fn does(&self, keys: &str, seen: &str) {
        self.presses(keys);
        self.terminal.wait_for(seen);
    }

    /// Presses keys, then waits until the screen shows `gone` no more.
    #[track_caller]
    pub(crate) fn closes(&self, keys: &str, gone: &str) {
        self.presses(keys);
        let there = |screen: &vt100::Screen| screen.contents().contains(gone);
        self.terminal.wait_until(|screen| !there(screen));
    }

    /// True when the screen shows `words` now.
    pub(crate) fn sees(&self, words: &str) -> bool {
        self.terminal.screen_text().contains(words)
    }

    /// Takes the line with `words` from the copy menu; gives what the terminal was told to put on the clipboard.
    #[track_caller]
    pub(crate) fn copies(&self, words: &str) -> String {
        self.presses("y");
        // The number is that of the very screen that showed the line: the next one may be another.
        let digit = Cell::new(None);
        self.terminal.wait_until(|screen| {
            digit.set(numbered(&screen.contents(), words));
            digit.get().is_some()
        });
        let from = self.terminal.written();
        self.presses(&digit.get().expect("the line has a number").to_string());
        self.terminal.wait_for_bytes(from, COPY.0);
        self.terminal.wait_for_bytes(from, COPY.1);
        copied(&self.terminal.raw()[from..])
    }

    /// Leaves by `keys`, and finds the terminal as it was.
    #[track_caller]
    pub(crate) fn leaves(mut self, keys: &str) {
        self.presses(keys);
        assert_eq!(self.terminal.wait_exit(), 0);
        self.terminal.assert_restored();
    }
}

/// Waits for the footer of the home screen, and for the practice tenant to have its address.
#[track_caller]
pub(crate) fn at_home(terminal: &Terminal) {
    terminal.wait_until(|screen| {
        let (_, columns) = screen.size();
        let last = screen.rows(0, columns.get()).last();
        let contents = screen.contents();
        let target = contents.split_once(" practice ").map(|(_, rest)| rest);
        let address = target.and_then(|rest| rest.split_whitespace().next());
        screen.alternate_screen()
            && address.is_some_and(|address| address.contains(':'))
            && last.is_some_and(|row| row.contains("quit"))
    });
}

/// The number of the menu's row with these words. The screen below may say the same; a row begins with its number.
fn numbered(screen: &str, words: &str) -> Option<char> {
    screen.lines().find_map(|line| {
        let (before, _) = line.split_once(words)?;
        let mut fours = before.as_bytes().windows(4);
        fours.find_map(|four| match four {
            [b' ', digit @ b'0'..=b'9', b' ', b' '] => Some(char::from(*digit)),
            _ => None,
        })
    })
}

fn copied(raw: &[u8]) -> String {
    let at = |bytes: &[u8], part: &[u8]| bytes.windows(part.len()).position(|w| w == part);
    let start = at(raw, COPY.0).expect("something was copied") + COPY.0.len();
    let code = &raw[start..];
    let end = at(code, COPY.1).expect("the copy has an end");
    let bytes = STANDARD.decode(&code[..end]).expect("the copy is Base64");
    String::from_utf8(bytes).expect("the copy is text")
}

/// The files below `folder` that hold `text`.
pub(crate) fn files_with(folder: &Path, text: &str) -> Vec<String> {
    let mut folders = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the home can be read") {
            let path = entry.expect("the home can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).expect("a file in the home can be read");
                if bytes.windows(text.len()).any(|w| w == text.as_bytes()) {
                    found.push(path.display().to_string());
                }
            }
        }
    }
    found
}
