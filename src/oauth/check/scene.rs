//! A reply that is judged: its members, and findings at their places.

use crate::oauth::check::json::kind_word;
use crate::oauth::check::locate::Locator;
use crate::oauth::finding::{Finding, Part, Place};
use crate::oauth::json::{Document, Kind, NodeId};
use crate::oauth::rules::{Rule, words};

/// A reply and what it is judged with.
pub(super) struct Scene<'a> {
    pub(super) document: &'a Document,
    pub(super) root: NodeId,
    pub(super) locator: &'a Locator<'a>,
}

impl Scene<'_> {
    /// A member's value, and a finding of `rule` at it.
    pub(super) fn at(&self, rule: Rule, value: NodeId) -> Finding {
        Finding::new(rule).at(self.locator.value(self.document, value))
    }

    /// A finding of `rule` about a member that is not there: it stands at the object, with the pointer it would have.
    pub(super) fn missing(&self, rule: Rule, pointer: &str) -> Finding {
        Finding::new(rule).at(Place {
            pointer: Some(pointer.to_owned()),
            part: Some(Part::Reply),
            ..self.locator.offset(self.document.offset(self.root))
        })
    }

    pub(super) fn wrong_type(&self, rule: Rule, value: NodeId) -> Finding {
        let kind = self.document.kind(value);
        let finding = self
            .at(rule, value)
            .with("found", words::phrase(kind_word(kind)));
        match kind {
            Kind::Null => finding.case("null"),
            Kind::Object | Kind::Array | Kind::String | Kind::Number | Kind::True | Kind::False => {
                finding
            }
        }
    }

    /// True for what stands in a value's place and is none, such as `undefined` or `=>`: the syntax fault tells it, and what was
    /// read of it says nothing.
    pub(super) fn is_garbled(&self, value: NodeId) -> bool {
        let document = self.document;
        let raw = document.raw(value);
        let quoted = raw.starts_with(['"', '\'']) || raw.starts_with(['\u{2018}', '\u{201c}']);
        document.kind(value) == Kind::String && !quoted
    }

    pub(super) fn member(&self, name: &str) -> Option<NodeId> {
        self.document.member(self.root, name)
    }
}
