//! The one door that text from outside passes before it reaches a terminal: control, escape and bidi characters are shown, not obeyed.

use unicode_width::UnicodeWidthChar as _;

pub mod wrap;

/// So many characters that take no cell may stand on one that does. No script stacks more; without an end, a screen full of them would
/// hold a whole book, and every frame would have to read it.
const STACK: usize = 8;

/// A sentence that may have begun with a value, from its first letter on.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// `text` with every control, escape, bidi and zero-width character replaced by a visible escape such as `\u{1b}`. Line feeds are kept,
/// and so are marks on a letter, as many as a script may need.
pub fn visible(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut door = Door::default();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\n' {
            door = Door::default();
            out.push(c);
        } else {
            door.pass(c, &mut out);
        }
    }
    out
}

/// The door, character by character: for those who stop before the end of a text.
#[derive(Debug, Default)]
pub struct Door {
    stacked: usize,
}

impl Door {
    /// Puts what is shown of `c` behind `out`, and gives how many cells it takes.
    pub fn pass(&mut self, c: char, out: &mut String) -> usize {
        let wide = if is_hidden(c) { None } else { c.width() };
        self.stacked = if wide == Some(0) { self.stacked + 1 } else { 0 };
        match wide {
            Some(wide) if self.stacked <= STACK => {
                out.push(c);
                wide
            }
            Some(_) | None => {
                let before = out.len();
                out.extend(c.escape_unicode());
                out.len() - before
            }
        }
    }
}

/// True when all is printable ASCII or a line feed, as nearly all text is: then there is nothing that could hide.
pub fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'\n' | b' '..=b'~'))
}

/// As [`visible`], on one line: line feeds are escaped too.
pub fn visible_line(text: &str) -> String {
    let visible = visible(text);
    if visible.contains('\n') {
        visible.replace('\n', "\\n")
    } else {
        visible
    }
}

/// True for characters that a terminal would obey or hide: C0, DEL, C1, bidi controls, zero-width characters, line and paragraph separators, tags, BOM.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::{Door, visible};

    #[test]
    fn marks_stand_on_letters_and_not_on_each_other_without_end() {
        assert_eq!(visible("e\u{301}\u{302}"), "e\u{301}\u{302}");
        let flood = format!("e{}x", "\u{301}".repeat(1000));
        let shown = visible(&flood);
        assert!(shown.ends_with("\\u{301}x"), "{shown}");
        // What a screen can hold is bounded: so many characters make so many cells.
        let mut door = Door::default();
        let mut out = String::new();
        let cells: usize = flood.chars().map(|c| door.pass(c, &mut out)).sum();
        assert!(cells * 9 >= flood.chars().count() && out == shown);
    }
}
