//! A key press, stripped of what terminals report differently, and what it does inside a text field.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::tui::keys::Typing;

/// A key press, stripped of what terminals report differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Press {
    pub(super) code: KeyCode,
    pub(super) ctrl: bool,
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
    /// Move the cursor to the start of the line.
    Head,
    /// Move the cursor to the end of the line.
    End,
}

impl Press {
    /// Reads `ctrl+r`, `f5`, `pgdn`, `space`, `V`; `None` for anything else.
    pub fn named(name: &str) -> Option<Self> {
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
            "backspace" => KeyCode::Backspace,
            _ => named_code(name)?,
        };
        Some(Self { code, ctrl })
    }

    /// True for a visible character: what begins a text.
    pub(crate) fn is_text(self) -> bool {
        !self.ctrl && matches!(self.code, KeyCode::Char(c) if c != ' ')
    }

    /// True for a digit.
    pub(crate) fn is_digit(self) -> bool {
        !self.ctrl && matches!(self.code, KeyCode::Char(c) if c.is_ascii_digit())
    }

    /// The press of a terminal event. Alt is not told apart: some terminals send it for Esc and a key in one go.
    pub fn of(event: KeyEvent) -> Self {
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let code = match event.code {
            // Some terminals send Ctrl+letter with Shift held as a capital.
            KeyCode::Char(c) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            code => code,
        };
        Self { code, ctrl }
    }

    /// The character that this press types; Enter and Tab type theirs too, since a paste without brackets sends them.
    pub(crate) fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl => Some(c),
            KeyCode::Enter => Some('\n'),
            KeyCode::Tab => Some('\t'),
            _ => None,
        }
    }

    /// True for a visible character.
    pub(crate) fn is_printable(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && !self.ctrl
    }

    /// What it does inside a text field.
    pub(crate) fn stroke(self) -> Option<Stroke> {
        let stroke = match (self.code, self.ctrl) {
            (KeyCode::Char('u'), true) => Stroke::Clear,
            (KeyCode::Char('a'), true) | (KeyCode::Home, _) => Stroke::Head,
            (KeyCode::Char('e'), true) | (KeyCode::End, _) => Stroke::End,
            (KeyCode::Char(c), false) => Stroke::Insert(c),
            (KeyCode::Enter, _) => Stroke::Break,
            (KeyCode::Backspace | KeyCode::Char('w'), true) => Stroke::DeleteWord,
            (KeyCode::Backspace, false) => Stroke::Backspace,
            (KeyCode::Delete, _) => Stroke::Delete,
            (KeyCode::Left, _) => Stroke::Left,
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
            KeyCode::Char('u' | 'w' | 'a' | 'e') => false,
            KeyCode::Char(_) => self.ctrl,
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
