//! Lines of prose on a terminal: wrapped, indented, with nothing hidden in them.

use crate::oauth::text::visible;
use crate::oauth::text::wrap::{Long, wrap};

/// Cells of a line of prose.
pub(super) const WIDTH: usize = 88;

/// `text` in lines of at most [`WIDTH`] cells; all but the first, of which `used` cells are taken already, are indented.
pub(super) fn wrapped(text: &str, used: usize, indent: usize) -> String {
    let text = visible(text);
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let room = [WIDTH.saturating_sub(used), WIDTH - indent];
    let lines = wrap(&words.join(" "), room, Long::Whole);
    lines.join(&format!("\n{}", " ".repeat(indent)))
}
