//! A text that is pasted line by line: it ends with a dot, or with a blank line behind a whole JSON object.

use std::ops::ControlFlow;

use crate::linear::choices;

/// A paste larger than this is cut: the checker reads no more (CONTRACT.md section 2).
const LARGEST: usize = 1024 * 1024;

/// How often the whole text is looked at. A paste of nothing but braces and blank lines would else be read once for each of them.
const LOOKS: usize = 32;

/// The text so far.
#[derive(Default)]
pub(super) struct Paste {
    pub(super) text: String,
    /// Something was left out, since there was too much.
    pub(super) is_cut: bool,
    looks: usize,
}

impl Paste {
    /// Takes the next line in; `Break` when that ends the text.
    pub(super) fn take(&mut self, line: &str) -> ControlFlow<()> {
        if matches!(line, "." | "\u{4}") || (line.trim().is_empty() && self.is_whole()) {
            return ControlFlow::Break(());
        }
        if self.text.len() + line.len() >= LARGEST {
            self.is_cut = true;
        } else if !self.is_cut {
            self.text.push_str(line);
            self.text.push('\n');
        }
        ControlFlow::Continue(())
    }

    fn is_whole(&mut self) -> bool {
        // A blank line behind a blank line tells nothing new.
        let ends = self.text.ends_with("}\n");
        if !ends || self.looks >= LOOKS {
            return false;
        }
        self.looks += 1;
        choices::is_whole_object(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_object_ends_with_a_blank_line_and_braces_alone_are_not_looked_at_for_ever() {
        let mut paste = Paste::default();
        for line in ["HTTP/1.1 200 OK", "", "{\"a\": {", "}", "", "}"] {
            assert!(paste.take(line).is_continue(), "{line}");
        }
        assert!(paste.take("").is_break());
        let mut endless = Paste::default();
        for _ in 0..1000 {
            assert!(endless.take("{ }").is_continue());
            let _ = endless.take("x");
            assert!(endless.take("{ }").is_continue());
            let _ = endless.take("");
        }
        assert!(endless.looks <= LOOKS);
    }
}
