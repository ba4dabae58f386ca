//! Writing a document again, compact or indented, by a loop along the links of the arena.

use crate::oauth::json::{Document, Kind, NodeId};

const DEEPEST_INDENT: usize = 32;

/// Without blanks.
pub(super) fn compact(document: &Document, root: NodeId, out: &mut String) {
    write(document, root, out, None);
}

/// With line breaks.
pub(super) fn pretty(document: &Document, root: NodeId, indent: usize, out: &mut String) {
    write(document, root, out, Some(indent));
}

fn write(document: &Document, root: NodeId, out: &mut String, indent: Option<usize>) {
    let mut depth = 0;
    let mut at = root;
    loop {
        name(document, at, root, indent, out);
        if let Some(child) = open(document, at, out) {
            depth += 1;
            line(indent, depth, out);
            at = child;
            continue;
        }
        // Up until something follows; the root has no sibling that would be ours to write.
        loop {
            if at == root {
                return;
            }
            if let Some(next) = document.node(at).next {
                out.push(',');
                line(indent, depth, out);
                at = next;
                break;
            }
            let Some(parent) = document.node(at).parent else {
                return;
            };
            depth -= 1;
            line(indent, depth, out);
            out.push(if document.kind(parent) == Kind::Object {
                '}'
            } else {
                ']'
            });
            at = parent;
        }
    }
}

/// Writes a value without children whole; of one with children the opener, and gives the first child.
fn open(document: &Document, n: NodeId, out: &mut String) -> Option<NodeId> {
    let first = document.node(n).first;
    match (document.kind(n), first) {
        (Kind::Object, Some(_)) => out.push('{'),
        (Kind::Array, Some(_)) => out.push('['),
        (Kind::Object, None) => out.push_str("{}"),
        (Kind::Array, None) => out.push_str("[]"),
        (Kind::String | Kind::Number | Kind::True | Kind::False | Kind::Null, _) => {
            out.push_str(document.raw(n));
        }
    }
    first
}

fn name(document: &Document, n: NodeId, root: NodeId, indent: Option<usize>, out: &mut String) {
    if n == root {
        return;
    }
    if let Some(name) = document.name(n) {
        out.push_str(document.name_raw(name));
        out.push_str(if indent.is_some() { ": " } else { ":" });
    }
}

fn line(indent: Option<usize>, depth: usize, out: &mut String) {
    if let Some(indent) = indent {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', indent * depth.min(DEEPEST_INDENT)));
    }
}
