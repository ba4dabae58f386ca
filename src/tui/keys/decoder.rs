//! From the bytes of a terminal to keys and pastes. What belongs to nobody (replies, reports, mouse, focus) is taken out and becomes no key,
//! whole, late or split. Knows no clock: it says how long to wait for more, and is told when nothing came.

use std::time::Duration;

use crate::tui::keys::{Mouse, Press};

mod number;
mod sequence;

use sequence::{ESC, Found, Passing, find};

/// What a terminal sent that means something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A key.
    Press(Press),
    /// A text between the brackets of a paste.
    Paste(String),
    /// The terminal's background, in red, green and blue: the answer to a question of ours (xterm, OSC 11).
    Ground([u8; 3]),
    /// What was done with the mouse (xterm, SGR 1006).
    Mouse(Mouse),
}

/// How long a lone Esc may be the beginning of something. A split arrow comes within 30 ms; a key should act within 50.
const LONE_ESC: Duration = Duration::from_millis(40);
/// How long Esc and the character that begins a sequence may be a sequence; then they are two keys.
const BEGINNING: Duration = Duration::from_millis(500);
/// How long the rest of a reply may be on its way.
const REST: Duration = Duration::from_secs(4);
/// A sequence longer than this is passed over without being kept.
const LONGEST: usize = 4096;
/// A paste longer than this is cut: the checker reads a quarter of it (CONTRACT.md section 2).
const LARGEST_PASTE: usize = 4 * 1024 * 1024;
/// After a pause within a paste whose end was lost, so few bytes at once are a key again.
const KEY: usize = 8;

const PASTE_END: &[u8] = b"\x1b[201~";

/// Takes bytes in as they come, and gives tokens as soon as they are whole.
#[derive(Debug, Default)]
pub struct Decoder {
    held: Vec<u8>,
    mode: Mode,
    /// The beginning of a sequence that became keys because nothing followed in time: what follows now may be its rest all the same.
    acted: Vec<u8>,
}

#[derive(Debug, Default)]
enum Mode {
    #[default]
    Keys,
    /// Within a sequence too long to be kept.
    Passing(Passing),
    Paste {
        text: Vec<u8>,
        /// Nothing came for a while.
        paused: bool,
    },
}

impl Decoder {
    /// Takes in what was read.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Token> {
        self.leave_lost_paste(bytes);
        let acted = std::mem::take(&mut self.acted);
        if sequence::goes_on(&acted, bytes) {
            // The beginning has acted as keys; the rest must not.
            self.held.extend(acted);
        }
        self.held.extend_from_slice(bytes);
        let mut tokens = Vec::new();
        while self.step(&mut tokens, false) {}
        tokens
    }

    /// Nothing came for as long as [`Decoder::patience`] said.
    pub fn rest(&mut self) -> Vec<Token> {
        let mut tokens = Vec::new();
        if let Mode::Paste { paused, .. } = &mut self.mode {
            *paused = true;
            return tokens;
        }
        if let Mode::Passing(_) = std::mem::take(&mut self.mode) {
            self.held.clear();
        }
        self.acted.clear();
        if matches!(
            self.held.as_slice(),
            [ESC] | [ESC, b'[' | b'O' | b']' | b'P' | b'_']
        ) {
            self.acted.clone_from(&self.held);
        }
        while self.step(&mut tokens, true) {}
        tokens
    }

    /// How long to wait for more before [`Decoder::rest`]; `None` when nothing is half-said.
    pub fn patience(&self) -> Option<Duration> {
        match (&self.mode, self.held.as_slice()) {
            (Mode::Paste { paused: true, .. }, _) => None,
            (Mode::Keys, []) => (!self.acted.is_empty()).then_some(REST),
            (Mode::Keys, [ESC] | [ESC, ESC] | [.., b'$']) => Some(LONE_ESC),
            (Mode::Keys, [_, _]) => Some(BEGINNING),
            (Mode::Paste { .. } | Mode::Passing(_) | Mode::Keys, _) => Some(REST),
        }
    }

    /// Takes one thing out of what is held; false when there is nothing whole left.
    fn step(&mut self, tokens: &mut Vec<Token>, is_all: bool) -> bool {
        match &mut self.mode {
            Mode::Paste { .. } => return self.paste(tokens),
            Mode::Passing(passing) => {
                let Some(end) = sequence::passed(*passing, &self.held) else {
                    self.held.drain(..self.held.len().saturating_sub(1));
                    return false;
                };
                self.held.drain(..end);
                self.mode = Mode::Keys;
                return true;
            }
            Mode::Keys => {}
        }
        if self.held.is_empty() {
            return false;
        }
        match find(&self.held, is_all) {
            Found::More(passing) => {
                if self.held.len() > LONGEST {
                    self.held.drain(..self.held.len() - 1);
                    self.mode = Mode::Passing(passing);
                    return true;
                }
                return false;
            }
            Found::Nothing(length) => {
                let taken: Vec<u8> = self.held.drain(..length).collect();
                tokens.extend(sequence::ground(&taken).map(Token::Ground));
                tokens.extend(sequence::pointed(&taken).map(Token::Mouse));
            }
            Found::Press(press, length) => {
                self.held.drain(..length);
                tokens.push(Token::Press(press));
            }
            Found::Paste(length) => {
                self.held.drain(..length);
                self.mode = Mode::Paste {
                    text: Vec::new(),
                    paused: false,
                };
            }
        }
        true
    }

    /// Moves what is held into the paste, up to its end.
    fn paste(&mut self, tokens: &mut Vec<Token>) -> bool {
        let Mode::Paste { text, paused } = &mut self.mode else {
            return false;
        };
        *paused = false;
        let mut windows = self.held.windows(PASTE_END.len());
        let (length, behind) = match windows.position(|window| window == PASTE_END) {
            Some(at) => (at, Some(at + PASTE_END.len())),
            // Its last bytes may be the first of the end.
            None => (self.held.len().saturating_sub(PASTE_END.len() - 1), None),
        };
        let room = LARGEST_PASTE.saturating_sub(text.len());
        let kept = self.held.get(..length.min(room)).unwrap_or_default();
        text.extend_from_slice(kept);
        let Some(behind) = behind else {
            self.held.drain(..length);
            return false;
        };
        tokens.push(Token::Paste(String::from_utf8_lossy(text).into_owned()));
        self.held.drain(..behind);
        self.mode = Mode::Keys;
        true
    }

    /// A paste whose end never came would take every key: after a pause, what comes alone is a key again. The text is lost with
    /// its end, since nobody knows what belongs to it.
    fn leave_lost_paste(&mut self, bytes: &[u8]) {
        if matches!(self.mode, Mode::Paste { paused: true, .. }) && bytes.len() <= KEY {
            let goes_on = PASTE_END.starts_with(bytes) || bytes.ends_with(b"~");
            if !goes_on {
                self.mode = Mode::Keys;
                self.held.clear();
            }
        }
    }
}

#[cfg(test)]
mod tests;
