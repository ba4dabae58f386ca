//! The one way to break text into lines: at blanks, and a word that is wider than a line between what a reader takes for characters.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// What becomes of a word that is wider than a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Long {
    /// It is broken too: on a screen nothing may stand out.
    Broken,
    /// It is left whole, so that it can be copied; the terminal breaks it.
    Whole,
}

/// The lines of `paragraph`, which holds no line feed. The first line may have fewer cells than the others, where something stands before it.
pub fn wrap(paragraph: &str, [first, others]: [usize; 2], long: Long) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    for word in paragraph.split_inclusive(' ') {
        let room = |lines: &[String]| if lines.is_empty() { first } else { others };
        let bare = cells(word.trim_end_matches(' '));
        if used > 0 && used + bare > room(&lines) {
            lines.push(line.trim_end().to_owned());
            line.clear();
            used = 0;
        }
        if bare <= room(&lines) || long == Long::Whole {
            line.push_str(word);
            used += cells(word);
            continue;
        }
        for (_, piece) in graphemes(word) {
            let wide = cells(piece);
            if used > 0 && used + wide > room(&lines) {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push_str(piece);
            used += wide;
        }
    }
    lines.push(line);
    lines
}

/// What a reader takes for characters, each with its place: a letter and its marks, a flag, a family of faces (UAX 29).
pub fn graphemes(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    text.grapheme_indices(true).inspect(|_| count())
}

/// Nothing, outside of tests: there the graphemes that are looked at are counted, since no frame may look at a whole paste.
#[cfg(not(test))]
fn count() {}

#[cfg(test)]
fn count() {
    LOOKED_AT.with(|count| count.set(count.get() + 1));
}

#[cfg(test)]
thread_local! {
    /// How many graphemes this thread has looked at.
    pub(crate) static LOOKED_AT: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// How many cells `text` takes.
pub fn cells(text: &str) -> usize {
    #[cfg(test)]
    LOOKED_AT.with(|count| count.set(count.get() + text.len() as u64));
    if text.is_ascii() {
        text.len()
    } else {
        text.width()
    }
}

#[cfg(test)]
mod tests {
    use super::{Long, wrap};

    #[test]
    fn what_is_one_character_to_a_reader_is_never_broken() {
        let marked = "e\u{301}\u{302}".repeat(7);
        let lines = wrap(&marked, [3, 3], Long::Broken);
        assert_eq!(
            lines,
            [
                "e\u{301}\u{302}".repeat(3),
                "e\u{301}\u{302}".repeat(3),
                "e\u{301}\u{302}".to_owned()
            ]
        );
        let family = "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}";
        let lines = wrap(&family.repeat(3), [4, 4], Long::Broken);
        assert_eq!(lines, [family.repeat(2), family.to_owned()]);
        assert_eq!(
            wrap("\u{6f22}\u{5b57}", [1, 1], Long::Broken),
            ["\u{6f22}", "\u{5b57}"]
        );
    }

    #[test]
    fn a_line_is_broken_at_blanks_and_a_long_word_as_is_asked() {
        assert_eq!(
            wrap("one two three", [7, 9], Long::Broken),
            ["one two", "three"]
        );
        assert_eq!(
            wrap("a 0123456789 b", [4, 4], Long::Whole),
            ["a", "0123456789", "b"]
        );
        assert_eq!(
            wrap("  a 0123456789", [4, 4], Long::Broken),
            ["  a", "0123", "4567", "89"]
        );
        assert_eq!(wrap("", [4, 4], Long::Whole), [""]);
    }
}
