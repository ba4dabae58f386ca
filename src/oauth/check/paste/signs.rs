//! What is left to say of a document after its repairs: where it was cut, what was never filled in, and the first fault that neither explains.

use crate::oauth::check::paste::marks;
use crate::oauth::json::{Document, Fault, FaultKind};

/// What was found: offsets in the document's text, and what stands there.
#[derive(Default)]
pub(super) struct Signs {
    pub(super) cut: Option<(usize, String)>,
    /// The member whose value was cut, where it was one.
    pub(super) cut_member: Option<String>,
    pub(super) placeholder: Option<(usize, String)>,
    pub(super) syntax: Option<Fault>,
}

/// Looks at the faults and at the values of the members at the top.
pub(super) fn of(document: &Document) -> Signs {
    let mut signs = Signs::default();
    signs.faults(document);
    signs.values(document);
    signs
}

impl Signs {
    fn faults(&mut self, document: &Document) {
        for &fault in document.faults() {
            if matches!(fault.kind, FaultKind::Truncated | FaultKind::Ellipsis) {
                let seen = document
                    .text()
                    .get(fault.offset..fault.end)
                    .unwrap_or_default();
                self.cut
                    .get_or_insert_with(|| (fault.offset, marks::shortened(seen)));
            } else if let Some(word) = placeholder(document.text(), fault) {
                // What follows an unfilled place is its consequence.
                self.placeholder = Some((fault.offset, marks::shortened(word)));
                return;
            } else {
                self.syntax = Some(fault);
                return;
            }
        }
    }

    fn values(&mut self, document: &Document) {
        let Some(root) = document.root() else {
            return;
        };
        for member in document.members(root) {
            let Some(value) = document.string(member.value) else {
                continue;
            };
            let found = || (document.offset(member.value), marks::shortened(value));
            if marks::is_placeholder(member.name, value) {
                self.placeholder.get_or_insert_with(found);
            } else if marks::is_cut(member.name, value)
                && (self.cut.is_none() || member.name == "access_token")
            {
                // The token is what matters, whatever else was cut.
                self.cut = Some(found());
                self.cut_member = Some(marks::shortened(member.name));
            }
        }
    }
}

/// The word at a fault, when it is a placeholder that stands there without quotes: `{YOUR_CLIENT_ID}`, `<token>`.
fn placeholder(text: &str, fault: Fault) -> Option<&str> {
    if !matches!(fault.kind, FaultKind::UnquotedKey | FaultKind::BadLiteral) {
        return None;
    }
    let word = text.get(fault.offset..fault.end)?;
    let braced =
        text.get(..fault.offset)?.ends_with('{') && text.get(fault.end..)?.starts_with('}');
    let bracketed = word
        .strip_prefix('<')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    (braced || bracketed || marks::is_placeholder("access_token", word)).then_some(word)
}
