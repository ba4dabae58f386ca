//! A reply that stands inside other JSON: in a member at any depth, in a list, in the text of a member, in a browser's recording.

use crate::oauth::check::paste::find::{Class, Values, class_of};
use crate::oauth::json::{self, Document, Kind, NodeId};

/// How many values are looked at, so that a hostile text costs no more than a usual one.
const MOST: usize = 20_000;

/// A reply further in.
pub(super) struct Inside {
    /// The value: an object, or a text that holds one.
    pub(super) node: NodeId,
    /// True for a text.
    pub(super) is_text: bool,
}

/// The most telling reply in `document`, the last of its class, as among values that stand side by side.
pub(super) fn of(document: &Document) -> Option<Inside> {
    let root = document.root()?;
    let mut waiting: Vec<NodeId> = vec![root];
    let mut best: Option<(Class, Inside)> = None;
    let mut seen = 0;
    while let Some(node) = waiting.pop() {
        seen += 1;
        if seen > MOST {
            break;
        }
        let (class, is_text) = match document.kind(node) {
            Kind::Object => (class_of(document, node), false),
            Kind::String => (of_text(document.string(node).unwrap_or_default()), true),
            Kind::Array | Kind::Number | Kind::True | Kind::False | Kind::Null => {
                (Class::Other, false)
            }
        };
        let telling = matches!(class, Class::Token | Class::Error);
        if node != root && telling && best.as_ref().is_none_or(|(most, _)| class > *most) {
            best = Some((class, Inside { node, is_text }));
        }
        // From the last to the first, so that the last of equals is met first.
        waiting.extend(document.members(node).map(|member| member.value));
        waiting.extend(document.items(node));
    }
    best.map(|(_, inside)| inside)
}

fn of_text(text: &str) -> Class {
    let plain = text.trim_start();
    if !(text.contains("access_token") || text.contains("error")) {
        return Class::Other;
    }
    if !plain.starts_with(['{', '[']) {
        // A line of a log, its own words before the object.
        let best = Values::of(text).best().map(|found| found.class);
        return best
            .filter(|class| *class == Class::Token)
            .unwrap_or(Class::Other);
    }
    let document = json::read(plain);
    let Some(root) = document.root() else {
        return Class::Other;
    };
    match class_of(&document, root) {
        Class::Other if of(&document).is_some() => Class::Token,
        class => class,
    }
}
