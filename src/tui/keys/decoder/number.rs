//! Which key a number or a letter at the end of a sequence is: xterm's, rxvt's, the Linux console's, fixterms' and kitty's forms.

use crossterm::event::KeyCode;

use crate::tui::keys::Press;

/// Shift, Alt, Ctrl and the rest, as the sequences number them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Modifiers(u32);

impl Modifiers {
    pub(super) const NONE: Self = Self(0);
    const SHIFT: u32 = 1;
    const ALT: u32 = 2;
    const CTRL: u32 = 4;
    /// Super and Hyper: such a key is the desktop's.
    const FOREIGN: u32 = 8 | 16;
    const META: u32 = 32;
    const CAPS: u32 = 64;

    /// From the number in a sequence, which is one more than the sum.
    pub(super) fn of(digits: &[u8]) -> Self {
        Self(decimal(digits).unwrap_or(1).saturating_sub(1))
    }

    fn has(self, bits: u32) -> bool {
        self.0 & bits != 0
    }

    fn on(self, code: KeyCode) -> Press {
        let press = Press::of(code, self.has(Self::CTRL));
        if self.has(Self::ALT | Self::META) {
            press.with_alt()
        } else {
            press
        }
    }

    fn with(self, bit: u32) -> Self {
        Self(self.0 | bit)
    }
}

/// The key of a control sequence: what stands between `[` and its last byte, and that byte. `None` for what is no key.
pub(super) fn numbered(inner: &[u8], last: u8) -> Option<Press> {
    // A private marker, or a character before the end: a reply, a mouse report, a mode.
    if inner.iter().any(|byte| !matches!(byte, b'0'..=b';')) {
        return None;
    }
    let mut fields = inner.split(|byte| *byte == b';');
    let first = fields.next().unwrap_or_default();
    let second = fields.next().unwrap_or_default();
    let (modifiers, event) = two(second);
    // Kitty's third kind of event is the release of a key.
    if event == Some(3) {
        return None;
    }
    let modifiers = Modifiers(modifiers.unwrap_or(1).saturating_sub(1));
    if modifiers.has(Modifiers::FOREIGN) {
        return None;
    }
    let third = fields.next();
    match last {
        b'~' => match (two(first).0?, third) {
            (27, Some(code)) => Some(key(decimal(code)?, modifiers)),
            (number, _) => tilde(number, modifiers),
        },
        // rxvt's keys with Ctrl, and with Ctrl and Shift.
        b'^' | b'@' => tilde(decimal(first)?, modifiers.with(Modifiers::CTRL)),
        b'u' => unicode(first, modifiers),
        b'Z' => Some(Press::of(KeyCode::BackTab, false)),
        // Where the cursor is, which looks like F3 with a modifier.
        b'R' if !inner.is_empty() => None,
        b'P'..=b'S' if third.is_none() && matches!(decimal(first), None | Some(1)) => {
            pressed(last, modifiers)
        }
        b'A'..=b'D' | b'F' | b'H' | b'a'..=b'd' if third.is_none() => pressed(last, modifiers),
        _ => None,
    }
}

/// The keys that both kinds of sequences name by a letter.
pub(super) fn pressed(last: u8, modifiers: Modifiers) -> Option<Press> {
    let code = match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        // rxvt's, with Shift behind `[` and with Ctrl behind `O`.
        b'a' => return Some(modifiers.with(Modifiers::CTRL).on(KeyCode::Up)),
        b'b' => return Some(modifiers.with(Modifiers::CTRL).on(KeyCode::Down)),
        b'c' => return Some(modifiers.with(Modifiers::CTRL).on(KeyCode::Right)),
        b'd' => return Some(modifiers.with(Modifiers::CTRL).on(KeyCode::Left)),
        // The keypad in application mode (VT100, "Alternate Keypad Mode").
        b'M' => KeyCode::Enter,
        b'I' => KeyCode::Tab,
        b' ' => KeyCode::Char(' '),
        b'X' => KeyCode::Char('='),
        b'j'..=b'y' => KeyCode::Char(char::from(last - b'j' + b'*')),
        _ => return None,
    };
    Some(modifiers.on(code))
}

/// The keys that are a number before `~`.
fn tilde(number: u32, modifiers: Modifiers) -> Option<Press> {
    let code = match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        // DEC's numbering leaves gaps.
        11..=15 => function(number - 10),
        17..=21 => function(number - 11),
        23..=26 => function(number - 12),
        28..=29 => function(number - 13),
        31..=34 => function(number - 14),
        _ => return None,
    };
    Some(modifiers.on(code))
}

fn function(number: u32) -> KeyCode {
    KeyCode::F(u8::try_from(number).unwrap_or_default())
}

/// `CSI code:shifted:base u`, of fixterms and kitty.
fn unicode(field: &[u8], modifiers: Modifiers) -> Option<Press> {
    let (code, shifted) = two(field);
    let code = code?;
    let code = match shifted {
        Some(shifted) if modifiers.has(Modifiers::SHIFT) => shifted,
        Some(_) | None => code,
    };
    match code {
        // Kitty's numbers for the keypad, and for keys that are no character.
        57_399..=57_408 => {
            let digit = char::from_digit(code - 57_399, 10)?;
            Some(modifiers.on(KeyCode::Char(digit)))
        }
        57_409..=57_427 => keypad(code).map(|code| modifiers.on(code)),
        57_344..=63_743 => None,
        code => Some(key(code, modifiers)),
    }
}

fn keypad(code: u32) -> Option<KeyCode> {
    const CODES: [KeyCode; 18] = [
        KeyCode::Char('.'),
        KeyCode::Char('/'),
        KeyCode::Char('*'),
        KeyCode::Char('-'),
        KeyCode::Char('+'),
        KeyCode::Enter,
        KeyCode::Char('='),
        KeyCode::Char(','),
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::PageUp,
        KeyCode::PageDown,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::Insert,
        KeyCode::Delete,
    ];
    let index = usize::try_from(code.checked_sub(57_409)?).ok()?;
    CODES.get(index).copied()
}

/// The key of a character, controls included.
pub(super) fn key(code: u32, modifiers: Modifiers) -> Press {
    let control = |letter: u32| char::from_u32(letter).map(KeyCode::Char);
    let code = match code {
        0 => return modifiers.with(Modifiers::CTRL).on(KeyCode::Char(' ')),
        8 | 0x7f => KeyCode::Backspace,
        9 if modifiers.has(Modifiers::SHIFT) => return Press::of(KeyCode::BackTab, false),
        9 => KeyCode::Tab,
        10 | 13 => KeyCode::Enter,
        27 => KeyCode::Esc,
        1..=26 => {
            let letter = control(code + 0x60).unwrap_or(KeyCode::Null);
            return modifiers.with(Modifiers::CTRL).on(letter);
        }
        28..=31 => {
            let digit = control(code - 28 + u32::from(b'4')).unwrap_or(KeyCode::Null);
            return modifiers.with(Modifiers::CTRL).on(digit);
        }
        code => char::from_u32(code).map_or(KeyCode::Null, |c| KeyCode::Char(cased(c, modifiers))),
    };
    modifiers.on(code)
}

/// Kitty names the key, and Shift and Caps Lock beside it.
fn cased(c: char, modifiers: Modifiers) -> char {
    let capital = modifiers.has(Modifiers::SHIFT) != modifiers.has(Modifiers::CAPS);
    let mut upper = c.to_uppercase();
    match (capital, upper.next(), upper.next()) {
        (true, Some(upper), None) => upper,
        _ => c,
    }
}

/// `5:3`: a number and the one behind a colon.
fn two(field: &[u8]) -> (Option<u32>, Option<u32>) {
    let mut parts = field.split(|byte| *byte == b':');
    let first = parts.next().and_then(decimal);
    (first, parts.next().and_then(decimal))
}

fn decimal(digits: &[u8]) -> Option<u32> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}
