//! What a terminal knows besides its cells: key codes, modes, answers to queries, and what a program left switched on.

use std::collections::BTreeMap;

use portable_pty::MasterPty;

/// A key that is not a plain character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Key {
    Enter,
    Esc,
    Tab,
    BackTab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    /// 1 to 12.
    F(u8),
    /// With a letter.
    Ctrl(char),
}

impl Key {
    /// A key by the name a person would write: `enter`, `pgdn`, `f5`, `ctrl+c`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let key = match name {
            "enter" => Self::Enter,
            "esc" => Self::Esc,
            "tab" => Self::Tab,
            "backtab" => Self::BackTab,
            "backspace" => Self::Backspace,
            "delete" => Self::Delete,
            "up" => Self::Up,
            "down" => Self::Down,
            "left" => Self::Left,
            "right" => Self::Right,
            "home" => Self::Home,
            "end" => Self::End,
            "pgup" => Self::PageUp,
            "pgdn" => Self::PageDown,
            _ => match (name.strip_prefix('f'), name.strip_prefix("ctrl+")) {
                (Some(number), _) => Self::F(number.parse().ok()?),
                (None, Some(letter)) => Self::Ctrl(letter.chars().next()?),
                (None, None) => return None,
            },
        };
        Some(key)
    }
}

/// The bytes xterm sends for a key.
pub(crate) fn key_bytes(key: Key) -> Vec<u8> {
    let text = match key {
        Key::Enter => "\r",
        Key::Esc => "\x1b",
        Key::Tab => "\t",
        Key::BackTab => "\x1b[Z",
        Key::Backspace => "\x7f",
        Key::Delete => "\x1b[3~",
        Key::Up => "\x1b[A",
        Key::Down => "\x1b[B",
        Key::Right => "\x1b[C",
        Key::Left => "\x1b[D",
        Key::Home => "\x1b[H",
        Key::End => "\x1b[F",
        Key::PageUp => "\x1b[5~",
        Key::PageDown => "\x1b[6~",
        Key::F(number) => return function_key(number),
        Key::Ctrl(letter) => {
            let letter = u8::try_from(letter.to_ascii_uppercase()).expect("an ASCII letter");
            return vec![letter & 0x1f];
        }
    };
    text.as_bytes().to_vec()
}

fn function_key(number: u8) -> Vec<u8> {
    match number {
        1..=4 => vec![0x1b, b'O', b'P' + number - 1],
        // DEC's numbering leaves gaps: 15, 17 to 21, 23, 24.
        5 => b"\x1b[15~".to_vec(),
        6..=10 => format!("\x1b[{}~", number + 11).into_bytes(),
        _ => format!("\x1b[{}~", number + 12).into_bytes(),
    }
}

/// The line discipline's modes, each flag by its name, so that a difference can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Modes {
    input: String,
    output: String,
    local: String,
}

impl Modes {
    /// The modes of the terminal behind `master`.
    pub(crate) fn of(master: &dyn MasterPty) -> Self {
        let modes = master.get_termios().expect("a terminal has modes");
        Self {
            input: format!("{:?}", modes.input_flags),
            output: format!("{:?}", modes.output_flags),
            local: format!("{:?}", modes.local_flags),
        }
    }

    /// Whether a flag such as `ECHO`, `ICANON` or `ISIG` is on.
    pub(crate) fn has(&self, flag: &str) -> bool {
        [&self.input, &self.output, &self.local]
            .iter()
            .any(|flags| {
                flags
                    .split(|c: char| !c.is_ascii_alphanumeric())
                    .any(|name| name == flag)
            })
    }
}

/// Answers the questions programs put to a terminal, and notes what the shell around the program reports.
#[derive(Default)]
pub(crate) struct Answers {
    /// Bytes to send back.
    pub(crate) pending: Vec<Vec<u8>>,
    /// The statuses with which the program left, in order.
    pub(crate) exits: Vec<i32>,
}

impl vt100::Callbacks for Answers {
    fn set_window_title(&mut self, _: &mut vt100::Screen, title: &[u8]) {
        let status = str::from_utf8(title)
            .ok()
            .and_then(|title| title.strip_prefix("left "));
        self.exits
            .extend(status.and_then(|status| status.parse::<i32>().ok()));
    }

    fn unhandled_csi(
        &mut self,
        screen: &mut vt100::Screen,
        first: Option<u8>,
        _: Option<u8>,
        params: &[&[u16]],
        last: char,
    ) {
        let answer = match (first, last, params.first().and_then(|first| first.first())) {
            (None, 'n', Some(6)) => {
                let (row, column) = screen.cursor_position();
                format!("\x1b[{};{}R", row + 1, column + 1)
            }
            (None, 'c', _) => "\x1b[?62;22c".to_owned(),
            _ => return,
        };
        self.pending.push(answer.into_bytes());
    }

    fn unhandled_osc(&mut self, _: &mut vt100::Screen, params: &[&[u8]]) {
        let answer: &[u8] = match params {
            [b"10", b"?"] => b"\x1b]10;rgb:dddd/dddd/dddd\x1b\\",
            [b"11", b"?"] => b"\x1b]11;rgb:1111/1111/1111\x1b\\",
            _ => return,
        };
        self.pending.push(answer.to_vec());
    }
}

/// What a program switched on and never off again, read from everything it wrote: private modes (alternate screen,
/// paste, mouse, focus), a hidden cursor, a keyboard protocol pushed and not popped.
pub(crate) fn leftovers(raw: &[u8]) -> Vec<String> {
    let mut modes: BTreeMap<String, bool> = BTreeMap::new();
    let mut pushed = 0_i32;
    let text = String::from_utf8_lossy(raw);
    for sequence in text.split("\x1b[").skip(1) {
        let Some(end) = sequence.find(|c: char| c.is_ascii_alphabetic()) else {
            continue;
        };
        let (params, last) = sequence.split_at(end);
        match (params.chars().next(), last.chars().next()) {
            (Some('?'), Some(last @ ('h' | 'l'))) => {
                for mode in params.trim_start_matches('?').split(';') {
                    modes.insert(mode.to_owned(), last == 'h');
                }
            }
            (Some('>'), Some('u')) => pushed += 1,
            (Some('<'), Some('u')) => pushed -= 1,
            _ => {}
        }
    }
    // The cursor (25) and line wrap (7) are on in a terminal at rest; everything else is off.
    let wrong = modes
        .iter()
        .filter(|(mode, on)| **on != matches!(mode.as_str(), "25" | "7"));
    let mut left: Vec<String> = wrong
        .map(|(mode, on)| format!("?{mode}{}", if *on { 'h' } else { 'l' }))
        .collect();
    if pushed > 0 {
        left.push("a keyboard protocol".to_owned());
    }
    left
}
