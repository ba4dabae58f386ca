//! A key press, stripped of what terminals report differently, and what it does inside a text field.

use crossterm::event::KeyCode;

/// A key press, stripped of what terminals report differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Press {
    pub(super) code: KeyCode,
    pub(super) ctrl: bool,
    /// Alt was held, or Esc came right before it; both send the same bytes.
    pub(super) alt: bool,
}

/// Whether a text field has the focus, and of which kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typing {
    /// None has: letters act.
    No,
    /// One line: Enter, Up and Down leave it.
    Line,
    /// Many lines: Enter, Up and Down belong to it.
    Lines,
}

/// What a key press does inside a text field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stroke {
    /// Put in this character.
    Insert(char),
    /// A new line.
    Break,
    /// Delete before the cursor.
    Backspace,
    /// Delete after the cursor.
    Delete,
    /// Delete the word before the cursor.
    DeleteWord,
    /// Delete the word after the cursor.
    DeleteNextWord,
    /// Delete to the end of the line.
    DeleteToEnd,
    /// Delete everything.
    Clear,
    /// Move the cursor.
    Left,
    /// Move the cursor.
    Right,
    /// Move the cursor.
    Up,
    /// Move the cursor.
    Down,
    /// Move the cursor a word back.
    WordLeft,
    /// Move the cursor a word on.
    WordRight,
    /// Move the cursor to the start of the line.
    Head,
    /// Move the cursor to the end of the line.
    End,
}

impl Press {
    /// True for a key that every terminal can send, and that a person may give another meaning: no chord with Alt, which is Esc and
    /// the key at many; of those with Ctrl the letters that are no key of their own (`ctrl+m` is Enter); what is seen when it is typed.
    pub(crate) fn can_be_own(self) -> bool {
        match self.code {
            _ if self.alt => false,
            KeyCode::Char(letter) if self.ctrl => {
                letter.is_ascii_lowercase() && !matches!(letter, 'h' | 'i' | 'j' | 'm')
            }
            KeyCode::Char(c) => c == ' ' || c.is_alphanumeric() || c.is_ascii_graphic(),
            KeyCode::F(number) => !self.ctrl && (1..=12).contains(&number),
            KeyCode::Backspace => false,
            _ => !self.ctrl,
        }
    }

    /// Reads `ctrl+r`, `alt+left`, `f5`, `pgdn`, `space`, `V`; `None` for anything else.
    pub fn named(name: &str) -> Option<Self> {
        if let Some(name) = name.strip_prefix("alt+") {
            return Self::named(name).map(Self::with_alt);
        }
        let (ctrl, name) = match name.strip_prefix("ctrl+") {
            Some(rest) => (true, rest),
            None => (false, name),
        };
        let code = match name {
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            "home" => KeyCode::Home,
            "end" => KeyCode::End,
            "pgup" => KeyCode::PageUp,
            "pgdn" => KeyCode::PageDown,
            "tab" => KeyCode::Tab,
            "shift+tab" => KeyCode::BackTab,
            "enter" => KeyCode::Enter,
            "esc" => KeyCode::Esc,
            "space" => KeyCode::Char(' '),
            "del" => KeyCode::Delete,
            "insert" => KeyCode::Insert,
            "backspace" => KeyCode::Backspace,
            _ => named_code(name)?,
        };
        Some(Self {
            code,
            ctrl,
            alt: false,
        })
    }

    /// True for a visible character: what begins a text.
    pub(crate) fn is_text(self) -> bool {
        !self.ctrl && !self.alt && matches!(self.code, KeyCode::Char(c) if c != ' ')
    }

    /// True for a digit.
    pub(crate) fn is_digit(self) -> bool {
        !self.ctrl && matches!(self.code, KeyCode::Char(c) if c.is_ascii_digit())
    }

    /// A key, with Ctrl or without.
    pub(super) fn of(code: KeyCode, ctrl: bool) -> Self {
        let code = match code {
            // Some terminals send Ctrl+letter with Shift held as a capital.
            KeyCode::Char(c) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
            code => code,
        };
        Self {
            code,
            ctrl,
            alt: false,
        }
    }

    /// A character that was typed.
    pub(super) fn character(c: char) -> Self {
        Self::of(KeyCode::Char(c), false)
    }

    /// Esc.
    pub fn escape() -> Self {
        Self::of(KeyCode::Esc, false)
    }

    /// A function key.
    pub(super) fn function(number: u8) -> Self {
        Self::of(KeyCode::F(number), false)
    }

    /// The same with Alt.
    #[must_use]
    pub(super) fn with_alt(self) -> Self {
        Self { alt: true, ..self }
    }

    /// The same without Alt.
    #[must_use]
    pub fn without_alt(self) -> Self {
        Self { alt: false, ..self }
    }

    /// True for a key that types no character.
    pub(super) fn is_named(self) -> bool {
        !matches!(self.code, KeyCode::Char(_))
    }

    /// True where Alt and the key are two keys, an Esc and the key: a plain one, which edits no word in a field of that kind.
    pub fn is_escaped(self, typing: Typing) -> bool {
        let is_plain = matches!(
            self.code,
            KeyCode::Char(_) | KeyCode::Enter | KeyCode::Tab | KeyCode::Backspace
        );
        let edits = typing != Typing::No
            && matches!(
                self.code,
                KeyCode::Char('b' | 'f' | 'd') | KeyCode::Backspace
            );
        self.alt && is_plain && !edits
    }

    /// The character that this press types; Enter and Tab type theirs too, since a paste without brackets sends them.
    pub(crate) fn typed(self) -> Option<char> {
        match self.code {
            _ if self.alt => None,
            KeyCode::Char(c) if !self.ctrl => Some(c),
            KeyCode::Enter => Some('\n'),
            KeyCode::Tab => Some('\t'),
            _ => None,
        }
    }

    /// True for a visible character.
    pub(crate) fn is_printable(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && !self.ctrl && !self.alt
    }

    /// True for Ctrl+D, which ends what is typed on a plain terminal.
    pub fn is_end_of_input(self) -> bool {
        self == Self::of(KeyCode::Char('d'), true)
    }

    /// The letter that this press types.
    pub(crate) fn letter(self) -> Option<char> {
        self.typed().filter(|c| c.is_alphabetic())
    }

    /// The same key with the other case of its letter.
    pub(crate) fn other_case(self) -> Option<Self> {
        let letter = self.letter()?;
        let other = if letter.is_uppercase() {
            letter.to_ascii_lowercase()
        } else {
            letter.to_ascii_uppercase()
        };
        (other != letter).then(|| Self::character(other))
    }

    /// What it does inside a text field.
    pub(crate) fn stroke(self) -> Option<Stroke> {
        let by_word = self.ctrl || self.alt;
        let stroke = match (self.code, self.ctrl) {
            (KeyCode::Char('b'), false) if self.alt => Stroke::WordLeft,
            (KeyCode::Char('f'), false) if self.alt => Stroke::WordRight,
            (KeyCode::Char('d'), false) if self.alt => Stroke::DeleteNextWord,
            (KeyCode::Char(_), _) if self.alt => return None,
            (KeyCode::Char('u'), true) => Stroke::Clear,
            (KeyCode::Char('k'), true) => Stroke::DeleteToEnd,
            (KeyCode::Char('a'), true) | (KeyCode::Home, _) => Stroke::Head,
            (KeyCode::Char('e'), true) | (KeyCode::End, _) => Stroke::End,
            (KeyCode::Char(c), false) => Stroke::Insert(c),
            (KeyCode::Enter, _) => Stroke::Break,
            (KeyCode::Char('w'), true) => Stroke::DeleteWord,
            (KeyCode::Backspace, _) if by_word => Stroke::DeleteWord,
            (KeyCode::Backspace, _) => Stroke::Backspace,
            (KeyCode::Delete, _) if by_word => Stroke::DeleteNextWord,
            (KeyCode::Delete, _) => Stroke::Delete,
            (KeyCode::Left, _) if by_word => Stroke::WordLeft,
            (KeyCode::Left, _) => Stroke::Left,
            (KeyCode::Right, _) if by_word => Stroke::WordRight,
            (KeyCode::Right, _) => Stroke::Right,
            (KeyCode::Up, _) => Stroke::Up,
            (KeyCode::Down, _) => Stroke::Down,
            _ => return None,
        };
        Some(stroke)
    }

    /// Whether this press can be a command while a field of that kind has the focus.
    pub(super) fn acts(self, typing: Typing) -> bool {
        match typing {
            Typing::No => true,
            Typing::Line => {
                self.leaves() || matches!(self.code, KeyCode::Enter | KeyCode::Up | KeyCode::Down)
            }
            Typing::Lines => self.leaves(),
        }
    }

    /// Keys that are commands in every field.
    fn leaves(self) -> bool {
        match self.code {
            // Emptying the field, and the ways to move in it, are the field's own.
            KeyCode::Char('u' | 'w' | 'a' | 'e' | 'k') => false,
            KeyCode::Char(_) => self.ctrl && !self.alt,
            KeyCode::F(_)
            | KeyCode::Tab
            | KeyCode::BackTab
            | KeyCode::Esc
            | KeyCode::PageUp
            | KeyCode::PageDown => true,
            _ => false,
        }
    }
}

fn named_code(name: &str) -> Option<KeyCode> {
    let mut chars = name.chars();
    match (chars.next(), chars.as_str()) {
        (Some(c), "") => Some(KeyCode::Char(c)),
        (Some('f'), number) => number.parse().ok().map(KeyCode::F),
        (Some(_) | None, _) => None,
    }
}
