//! From offsets in the repaired text to places in the text as pasted.

use crate::oauth::check::paste::{Pasted, Prepared};
use crate::oauth::finding::{Part, Place};
use crate::oauth::json::place::Lines;
use crate::oauth::json::{Document, NodeId};

/// Knows where things stand in the text as pasted.
pub(super) struct Locator<'a> {
    lines: Lines<'a>,
    prepared: &'a Prepared,
}

impl<'a> Locator<'a> {
    /// For one paste.
    pub(super) fn new(pasted: &'a Pasted, prepared: &'a Prepared) -> Self {
        Self {
            lines: Lines::new(&pasted.text),
            prepared,
        }
    }

    /// The place of a byte of the text as pasted.
    pub(super) fn pasted(&self, offset: usize) -> Place {
        let (line, column) = self.lines.at(offset);
        Place {
            line: Some(line),
            column: Some(column),
            ..Place::default()
        }
    }

    /// The place of a byte of the repaired document.
    pub(super) fn offset(&self, repaired: usize) -> Place {
        self.pasted(self.prepared.original_offset(repaired))
    }

    /// The place of a value of the reply.
    pub(super) fn value(&self, document: &Document, node: NodeId) -> Place {
        let pointer = document.pointer(node);
        Place {
            pointer: Some(pointer),
            part: Some(Part::Reply),
            ..self.offset(document.offset(node))
        }
    }

    /// Where the token begins.
    pub(super) fn token(&self) -> Place {
        let value = self.prepared.document.as_ref().and_then(|document| {
            let value = document.member(document.root()?, "access_token")?;
            Some(self.value(document, value))
        });
        value.unwrap_or_else(|| self.offset(0))
    }

    /// True when the paste layer found that the stretch from `start` to `end` of the repaired text was cut, or is a placeholder.
    pub(super) fn is_cut(&self, start: usize, end: usize) -> bool {
        let from = self.prepared.original_offset(start);
        let to = self.prepared.original_offset(end);
        self.prepared.notes.iter().any(|note| {
            matches!(note.id, "paste.truncated" | "paste.placeholder")
                && note
                    .offset
                    .is_some_and(|at| (from..to.max(from + 1)).contains(&at))
        })
    }
}
