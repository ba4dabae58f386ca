//! What stands at the front of the bytes: a key, something that is no key, or the beginning of either.

use std::ops::ControlFlow;

use super::number::{Modifiers, key, numbered, pressed};
use crate::tui::keys::{Deed, Mouse, Press};

pub(super) const ESC: u8 = 0x1b;

/// What ends a sequence that is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Passing {
    /// A byte from `@` to `~`.
    Control,
    /// The string terminator.
    Text,
}

/// What stands at the front, and how many bytes it takes.
pub(super) enum Found {
    /// Not whole yet; what would end it, should it become too long.
    More(Passing),
    /// Nothing that means a key.
    Nothing(usize),
    /// A key.
    Press(Press, usize),
    /// The beginning of a paste.
    Paste(usize),
}

const BELL: u8 = 0x07;

/// Finds it. `is_all`: nothing more is coming, so a beginning is what it is by itself.
pub(super) fn find(bytes: &[u8], is_all: bool) -> Found {
    match bytes {
        [ESC, rest @ ..] => escaped(rest, is_all),
        // The same introducers as single characters (ECMA-48 C1), as bytes or in UTF-8.
        [0xc2, c1 @ 0x80..=0x9f, rest @ ..] => eight_bit(*c1, rest, 2, is_all),
        [c1 @ 0x80..=0x9f, rest @ ..] => eight_bit(*c1, rest, 1, is_all),
        _ => character(bytes, is_all),
    }
}

/// True when bytes that came after a beginning that had acted as keys are its rest, by all appearances: nobody types so much in one read.
pub(super) fn goes_on(acted: &[u8], bytes: &[u8]) -> bool {
    let whole = match acted {
        [ESC] => bytes.to_vec(),
        [ESC, introducer] if bytes.len() > 1 => [&[*introducer], bytes].concat(),
        _ => return false,
    };
    match whole.as_slice() {
        [b'[', next, ..] => {
            matches!(next, b'0'..=b'9' | b'?' | b'<'..=b'>' | b'A'..=b'H' | b'Z' | b'I' | b'O' | b'M')
        }
        [b'O', b'A'..=b'D' | b'F' | b'H' | b'P'..=b'S'] => true,
        [kind @ (b']' | b'P' | b'_'), next, ..] => begins_text(*kind, *next),
        _ => false,
    }
}

/// Where a sequence that is passed over ends.
pub(super) fn passed(passing: Passing, bytes: &[u8]) -> Option<usize> {
    match passing {
        Passing::Control => {
            let at = bytes.iter().position(|byte| !(0x20..0x40).contains(byte))?;
            let ends = bytes
                .get(at)
                .is_some_and(|byte| (0x40..0x7f).contains(byte));
            Some(at + usize::from(ends))
        }
        Passing::Text => match text_end(bytes) {
            ControlFlow::Break(end) => Some(end),
            ControlFlow::Continue(()) => None,
        },
    }
}

/// Behind an Esc.
fn escaped(rest: &[u8], is_all: bool) -> Found {
    let esc = |length| Found::Press(Press::escape(), length);
    match rest {
        [] if is_all => esc(1),
        [] => Found::More(Passing::Control),
        [b'[', ..] => control(rest, 1, is_all),
        [b'O', ..] => keypad(rest, 1, is_all),
        [ESC, ..] => twice_escaped(rest, is_all),
        [kind @ (b']' | b'P' | b'_'), next, ..] if begins_text(*kind, *next) => {
            text(rest.get(1..).unwrap_or_default(), 2, is_all)
        }
        [b']' | b'P' | b'_'] if !is_all => Found::More(Passing::Text),
        _ => match character(rest, is_all) {
            Found::Press(press, length) => Found::Press(press.with_alt(), length + 1),
            Found::Nothing(length) => Found::Nothing(length + 1),
            other @ (Found::More(_) | Found::Paste(_)) => other,
        },
    }
}

/// Esc, Esc: Alt with an arrow, as some terminals send it; anything else is an Esc and what follows it.
fn twice_escaped(rest: &[u8], is_all: bool) -> Found {
    let esc = Found::Press(Press::escape(), 1);
    match rest {
        [_] | [_, b'[' | b'O'] if !is_all => Found::More(Passing::Control),
        [_, b'[' | b'O', _, ..] => match escaped(rest.get(1..).unwrap_or_default(), is_all) {
            Found::Press(press, length) if press.is_named() && press != Press::escape() => {
                Found::Press(press.with_alt(), length + 1)
            }
            more @ Found::More(_) => more,
            Found::Press(..) | Found::Nothing(_) | Found::Paste(_) => esc,
        },
        _ => esc,
    }
}

/// A C1 control: those that begin a sequence begin one, the others are nothing.
fn eight_bit(c1: u8, rest: &[u8], taken: usize, is_all: bool) -> Found {
    // As Esc and the character 0x40 below (ECMA-48 5.3). `control` and `keypad` count the introducer as one byte.
    let found = match c1 {
        0x9b => control(&[b"[", rest].concat(), taken - 1, is_all),
        0x8f => keypad(&[b"O", rest].concat(), taken - 1, is_all),
        0x90 | 0x9d | 0x9f => text(rest, taken, is_all),
        _ => return Found::Nothing(taken),
    };
    match found {
        // What would be an Esc and a character, had it begun with one, is nothing here.
        Found::Press(_, 1) if taken > 1 || rest.is_empty() => Found::Nothing(taken),
        Found::Press(press, 1) if press == Press::escape() => Found::Nothing(taken),
        Found::Press(..) | Found::Nothing(_) | Found::Paste(_) | Found::More(_) => found,
    }
}

/// A control sequence (ECMA-48 5.4). `rest` begins with its `[`, `before` bytes stand before that.
fn control(rest: &[u8], before: usize, is_all: bool) -> Found {
    let body = rest.get(1..).unwrap_or_default();
    let start = before + 1;
    match body {
        // The Linux console's F1 to F5.
        [b'[', letter @ b'A'..=b'E', ..] => {
            let number = letter - b'A' + 1;
            return Found::Press(Press::function(number), start + 2);
        }
        [b'['] if !is_all => return Found::More(Passing::Control),
        [b'M', ..] => return mouse(body, start, is_all),
        _ => {}
    }
    let end = body.iter().position(|byte| !(0x20..0x40).contains(byte));
    let Some(end) = end else {
        return unended(body, start, is_all);
    };
    let (inner, last) = (body.get(..end).unwrap_or_default(), body[end]);
    if !(0x40..0x7f).contains(&last) {
        // Something else began in the middle of it. An empty one was two keys.
        return match inner {
            [] => Found::Press(Press::escape(), 1),
            _ => shifted(inner, start).unwrap_or(Found::Nothing(start + end)),
        };
    }
    let length = start + end + 1;
    if (inner, last) == (b"200".as_slice(), b'~') {
        return Found::Paste(length);
    }
    let ends_in_dollar = inner.ends_with(b"$") && last != b'y';
    if let (true, Some(found)) = (ends_in_dollar, shifted(inner, start)) {
        return found;
    }
    numbered(inner, last).map_or(Found::Nothing(length), |press| Found::Press(press, length))
}

/// A control sequence without an end.
fn unended(body: &[u8], start: usize, is_all: bool) -> Found {
    if !is_all {
        return Found::More(Passing::Control);
    }
    match body {
        [] => Found::Press(Press::escape(), 1),
        _ => shifted(body, start).unwrap_or(Found::Nothing(start + body.len())),
    }
}

/// rxvt's keys with Shift end in `$`, which in every other sequence stands before the end.
fn shifted(inner: &[u8], start: usize) -> Option<Found> {
    let digits = inner.strip_suffix(b"$")?;
    let is_number = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let press = is_number.then(|| numbered(digits, b'~')).flatten()?;
    Some(Found::Press(press, start + inner.len()))
}

/// The old mouse report: three characters behind `M`, each a byte or two bytes of UTF-8.
fn mouse(body: &[u8], start: usize, is_all: bool) -> Found {
    let mut length = 1;
    for _ in 0..3 {
        match body.get(length) {
            Some(0xc2..=0xdf) if body.get(length + 1).is_some_and(|byte| byte & 0xc0 == 0x80) => {
                length += 2;
            }
            Some(_) => length += 1,
            None if is_all => break,
            None => return Found::More(Passing::Control),
        }
    }
    Found::Nothing(start + length)
}

/// SS3: arrows and function keys, and the keypad in application mode. `rest` begins with its `O`.
fn keypad(rest: &[u8], before: usize, is_all: bool) -> Found {
    let body = rest.get(1..).unwrap_or_default();
    let start = before + 1;
    let digits = body.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, rest) = body.split_at(digits);
    let Some(last) = rest.first() else {
        return if is_all {
            Found::Press(Press::escape(), 1)
        } else {
            Found::More(Passing::Control)
        };
    };
    let modifiers = Modifiers::of(number);
    match pressed(*last, modifiers) {
        Some(press) => Found::Press(press, start + digits + 1),
        None if *last == b'E' => Found::Nothing(start + digits + 1),
        // No key of that kind, so it was Esc and an O.
        None => Found::Press(Press::escape(), 1),
    }
}

/// Whether `next` can be the first character of such a string: a reply to a question about colours, titles, versions, settings.
fn begins_text(kind: u8, next: u8) -> bool {
    match kind {
        b']' => next.is_ascii_digit() || matches!(next, b'l' | b'L' | b'I'),
        b'P' => next.is_ascii_digit() || matches!(next, b'>' | b'!' | b'$' | b'+' | b'='),
        _ => next == b'G',
    }
}

/// A string (ECMA-48 5.6): OSC, DCS, APC. It is a reply, and none is waited for.
fn text(body: &[u8], start: usize, is_all: bool) -> Found {
    match text_end(body) {
        ControlFlow::Break(end) => Found::Nothing(start + end),
        ControlFlow::Continue(()) if is_all => Found::Nothing(start + body.len()),
        ControlFlow::Continue(()) => Found::More(Passing::Text),
    }
}

/// Where a string ends: behind its terminator, or before a control character, which stands in none.
fn text_end(body: &[u8]) -> ControlFlow<usize> {
    let Some(at) = body
        .iter()
        .position(|byte| *byte < 0x20 || matches!(*byte, 0x7f | 0x9c))
    else {
        return ControlFlow::Continue(());
    };
    match (body[at], body.get(at + 1)) {
        (BELL | 0x9c, _) => ControlFlow::Break(at + 1),
        (ESC, Some(b'\\')) => ControlFlow::Break(at + 2),
        (ESC, None) => ControlFlow::Continue(()),
        _ => ControlFlow::Break(at),
    }
}

/// The colour in an answer to OSC 11: `11;rgb:1111/2222/3333`, one to four hexadecimal digits each (X11, `XParseColor`).
pub(super) fn ground(taken: &[u8]) -> Option<[u8; 3]> {
    let text = std::str::from_utf8(taken).ok()?;
    let (_, rest) = text.split_once("]11;rgb:")?;
    let colour = rest.trim_end_matches(['\u{7}', '\u{1b}', '\\']);
    let part = |digits: &str| {
        let most = 16_u32.checked_pow(u32::try_from(digits.len()).ok()?)?;
        let value = u32::from_str_radix(digits, 16).ok()?;
        u8::try_from(value * 255 / most.checked_sub(1)?).ok()
    };
    let mut parts = colour
        .split('/')
        .filter(|digits| (1..=4).contains(&digits.len()))
        .map(part);
    let colour = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(colour)
}

/// A press of the left button or a turn of the wheel: `CSI < button ; column ; row M`, counted from 1.
pub(super) fn pointed(taken: &[u8]) -> Option<Mouse> {
    let text = std::str::from_utf8(taken).ok()?;
    let inner = text.strip_prefix("\u{1b}[<")?.strip_suffix('M')?;
    let mut numbers = inner.split(';').map(str::parse::<u16>);
    let what = match numbers.next()?.ok()? {
        0 => Deed::Click,
        64 => Deed::WheelUp,
        65 => Deed::WheelDown,
        _ => return None,
    };
    let column = numbers.next()?.ok()?.checked_sub(1)?;
    let row = numbers.next()?.ok()?.checked_sub(1)?;
    Some(Mouse { what, column, row })
}

/// A character by itself.
fn character(bytes: &[u8], is_all: bool) -> Found {
    let Some(first) = bytes.first() else {
        return Found::Nothing(0);
    };
    let press = match first {
        0..0x20 | 0x7f => return Found::Press(key(u32::from(*first), Modifiers::NONE), 1),
        0x20..0x7f => Press::character(char::from(*first)),
        _ => return wide(bytes, is_all),
    };
    Found::Press(press, 1)
}

/// A character of several bytes. Bytes that are no UTF-8 are no key.
fn wide(bytes: &[u8], is_all: bool) -> Found {
    let length = match bytes.first() {
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        Some(_) | None => return Found::Nothing(1),
    };
    let Some(whole) = bytes.get(..length) else {
        let could_be = bytes.iter().skip(1).all(|byte| byte & 0xc0 == 0x80);
        return if could_be && !is_all {
            Found::More(Passing::Control)
        } else {
            Found::Nothing(1)
        };
    };
    let c = std::str::from_utf8(whole)
        .ok()
        .and_then(|text| text.chars().next());
    match c {
        Some(c) if !c.is_control() => Found::Press(Press::character(c), length),
        Some(_) => Found::Nothing(length),
        None => Found::Nothing(1),
    }
}
