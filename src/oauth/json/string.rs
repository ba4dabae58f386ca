//! Strings of JSON (RFC 8259 section 7) and of what people paste for them: single and curly quotes, raw line breaks.

use crate::oauth::json::FaultKind;
use crate::oauth::json::scan::Scanner;
use crate::oauth::json::tree::Piece;

/// Which marks hold a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quote {
    Straight,
    Single,
    CurlyDouble,
    CurlySingle,
}

/// The quote that `c` opens.
pub(super) fn quote(c: char) -> Option<Quote> {
    match c {
        '"' => Some(Quote::Straight),
        '\'' => Some(Quote::Single),
        '\u{201c}'..='\u{201f}' => Some(Quote::CurlyDouble),
        '\u{2018}'..='\u{201b}' => Some(Quote::CurlySingle),
        _ => None,
    }
}

/// A string that was read.
pub(super) struct Lexed {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) piece: Piece,
}

/// Reads the string whose opening mark stands at the scanner.
pub(super) fn lex(scanner: &mut Scanner<'_>, quote: Quote) -> Lexed {
    let start = scanner.at;
    scanner.at += scanner.peek().map_or(0, char::len_utf8);
    let mut reading = Reading {
        from: scanner.at,
        copied: None,
    };
    let inner_end = loop {
        let Some(c) = next_special(scanner) else {
            scanner.at = scanner.text.len();
            scanner.fault(FaultKind::Truncated, scanner.at, scanner.at);
            break scanner.at;
        };
        if closes(scanner, quote, c) {
            let inner_end = scanner.at;
            scanner.at += c.len_utf8();
            break inner_end;
        }
        match c {
            '\\' => reading.escape(scanner, quote),
            '\n' | '\r' => {
                let from = scanner.at;
                let crlf = scanner.rest().starts_with("\r\n");
                scanner.at += if crlf { 2 } else { 1 };
                scanner.fault(FaultKind::RawLineBreak, from, scanner.at);
            }
            c => {
                let from = scanner.at;
                scanner.at += c.len_utf8();
                control(scanner, c, from);
            }
        }
    };
    mark(scanner, quote, start);
    let piece = reading.finish(scanner, inner_end);
    Lexed {
        start,
        end: scanner.at,
        piece,
    }
}

fn control(scanner: &mut Scanner<'_>, c: char, from: usize) {
    match c {
        '\0' => scanner.fault(FaultKind::Nul, from, from + 1),
        '\u{1}'..='\u{1f}' => scanner.fault(FaultKind::RawControl, from, from + 1),
        _ => {}
    }
}

fn mark(scanner: &mut Scanner<'_>, quote: Quote, start: usize) {
    let end = scanner.at;
    match quote {
        Quote::Straight => {}
        Quote::Single => scanner.fault(FaultKind::SingleQuotes, start, end),
        Quote::CurlyDouble | Quote::CurlySingle => {
            scanner.fault(FaultKind::SmartQuotes, start, end);
        }
    }
}

/// Moves to the next character that may matter inside a string: a quote of any kind, a backslash, a control character.
fn next_special(scanner: &mut Scanner<'_>) -> Option<char> {
    let bytes = scanner.text.as_bytes().get(scanner.at..)?;
    // 0xe2 begins the curly quotes in UTF-8; it is a first byte, so the place is a character's beginning.
    let skipped = bytes
        .iter()
        .position(|&byte| matches!(byte, 0..0x20 | b'"' | b'\'' | b'\\' | 0xe2))?;
    scanner.at += skipped;
    scanner.peek()
}

/// Straight and single quotes close at their like. Curly ones close at any double (or single) mark behind which a value may end, since word
/// processors turn every mark in a text, also those inside strings.
fn closes(scanner: &Scanner<'_>, opened: Quote, c: char) -> bool {
    let Some(found) = quote(c) else {
        return false;
    };
    match (opened, found) {
        (Quote::Straight, Quote::Straight) | (Quote::Single, Quote::Single) => true,
        (Quote::CurlyDouble, Quote::Straight | Quote::CurlyDouble)
        | (Quote::CurlySingle, Quote::Single | Quote::CurlySingle) => {
            let rest = scanner
                .text
                .get(scanner.at + c.len_utf8()..)
                .unwrap_or_default();
            let next = rest.bytes().find(|byte| !byte.is_ascii_whitespace());
            next.is_none_or(|byte| b":,}]".contains(&byte))
        }
        (Quote::Straight | Quote::Single | Quote::CurlyDouble | Quote::CurlySingle, _) => false,
    }
}

/// The decoded text so far: nothing is copied before the first escape.
struct Reading {
    from: usize,
    copied: Option<usize>,
}

impl Reading {
    fn escape(&mut self, scanner: &mut Scanner<'_>, quote: Quote) {
        let start = scanner.at;
        self.copy(scanner, start);
        scanner.at += 1;
        let Some(letter) = scanner.peek() else {
            scanner.at = start + 1;
            scanner.tree.decoded.push('\\');
            self.from = scanner.at;
            return;
        };
        scanner.at += letter.len_utf8();
        let plain = match letter {
            '"' | '\\' | '/' => Some(letter),
            '\'' if quote != Quote::Straight => Some(letter),
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            'u' => unicode(scanner),
            _ => None,
        };
        match plain {
            Some(c) => scanner.tree.decoded.push(c),
            None => keep(scanner, start, letter),
        }
        self.from = scanner.at;
    }

    fn copy(&mut self, scanner: &mut Scanner<'_>, to: usize) {
        if self.copied.is_none() {
            self.copied = Some(scanner.tree.decoded.len());
        }
        let text = scanner.text.get(self.from..to).unwrap_or_default();
        scanner.tree.decoded.push_str(text);
        self.from = to;
    }

    fn finish(mut self, scanner: &mut Scanner<'_>, inner_end: usize) -> Piece {
        let Some(start) = self.copied else {
            return Piece::written(self.from, inner_end);
        };
        self.copy(scanner, inner_end);
        Piece::decoded(start, scanner.tree.decoded.len())
    }
}

/// An escape without a character is kept as written: a lone surrogate, which the grammar allows, or a bad one.
fn keep(scanner: &mut Scanner<'_>, start: usize, letter: char) {
    let surrogate = letter == 'u' && scanner.at == start + 6;
    if !surrogate && scanner.at < scanner.text.len() {
        // A line break behind a backslash is a line break still; the next round reports it.
        if matches!(letter, '\n' | '\r') {
            scanner.at = start + 1;
        }
        scanner.fault(FaultKind::BadEscape, start, scanner.at);
    }
    let written = scanner.text.get(start..scanner.at).unwrap_or_default();
    scanner.tree.decoded.push_str(written);
}

/// Reads the digits of `\uXXXX`, and the second half of a pair. `None` leaves the scanner behind a lone surrogate or what there is of digits.
fn unicode(scanner: &mut Scanner<'_>) -> Option<char> {
    let first = hex(scanner)?;
    if let Some(c) = char::from_u32(first) {
        return Some(c);
    }
    let behind = scanner.at;
    if first < 0xdc00 && scanner.rest().starts_with("\\u") {
        scanner.at += 2;
        if let Some(second @ 0xdc00..=0xdfff) = hex(scanner) {
            return char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00));
        }
    }
    scanner.at = behind;
    None
}

fn hex(scanner: &mut Scanner<'_>) -> Option<u32> {
    let digits = scanner.rest().bytes().take(4);
    let count = digits.take_while(u8::is_ascii_hexdigit).count();
    let text = scanner.text.get(scanner.at..scanner.at + count)?;
    scanner.at += count;
    (count == 4)
        .then(|| u32::from_str_radix(text, 16).ok())
        .flatten()
}
