//! Lines of prose on a terminal: wrapped, indented, with nothing hidden in them.

use unicode_width::UnicodeWidthStr;

use crate::oauth::text::visible;

/// Cells of a line of prose.
pub(super) const WIDTH: usize = 88;

/// `text` in lines of at most [`WIDTH`] cells; all but the first, of which `used` cells are taken already, are indented.
pub(super) fn wrapped(text: &str, used: usize, indent: usize) -> String {
    let text = visible(text);
    let mut out = String::new();
    let mut cells = used;
    for (index, word) in text.split_ascii_whitespace().enumerate() {
        let width = if word.is_ascii() {
            word.len()
        } else {
            word.width()
        };
        if index > 0 && cells + 1 + width > WIDTH {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            cells = indent;
        } else if index > 0 {
            out.push(' ');
            cells += 1;
        }
        out.push_str(word);
        cells += width;
    }
    out
}
