//! Members by name: built when a name is first asked for, so that an object of a hundred thousand members is read through once.

use std::cmp::Ordering;

use crate::oauth::json::{Document, NodeId};

/// All members of a document, sorted by the hash of parent and name, those of one hash by place.
///
/// The hash only brings likely ones together; what is equal is decided by the names themselves, so that names made to
/// collide cost comparisons and nothing else.
#[derive(Clone, Default)]
pub(super) struct Index(Vec<(u32, NodeId)>);

impl Index {
    /// Reads all members of `document` once.
    pub(super) fn of(document: &Document) -> Self {
        let members = (0..document.tree.nodes.len()).map(NodeId::new);
        let hashed = members.filter_map(|node| {
            let (parent, name) = document.parent_and_name(node)?;
            Some((hash(parent, name), node))
        });
        let mut sorted: Vec<_> = hashed.collect();
        sorted.sort_unstable();
        Self(sorted)
    }

    /// The last member of `parent` called `name`.
    pub(super) fn last(&self, document: &Document, parent: NodeId, name: &str) -> Option<NodeId> {
        let wanted = hash(parent, name);
        let start = self.0.partition_point(|(hash, _)| *hash < wanted);
        let likely = self.0.get(start..)?;
        let likely = likely.iter().take_while(|(hash, _)| *hash == wanted);
        let nodes = likely.map(|(_, node)| *node);
        nodes
            .filter(|node| document.parent_and_name(*node) == Some((parent, name)))
            .last()
    }

    /// Every member that has an earlier one of its name beside it, in order of place.
    pub(super) fn repeated(&self, document: &Document) -> Vec<NodeId> {
        let mut found = Vec::new();
        for likely in self.0.chunk_by(|one, other| one.0 == other.0) {
            if likely.len() < 2 {
                continue;
            }
            let mut nodes: Vec<NodeId> = likely.iter().map(|(_, node)| *node).collect();
            // Stable, so that within one name the order of place stays.
            nodes.sort_by(|one, other| by_name(document, *one, *other));
            for same in nodes.chunk_by(|one, other| by_name(document, *one, *other).is_eq()) {
                found.extend(same.iter().skip(1));
            }
        }
        found.sort_unstable();
        found
    }
}

fn by_name(document: &Document, one: NodeId, other: NodeId) -> Ordering {
    document
        .parent_and_name(one)
        .cmp(&document.parent_and_name(other))
}

/// FNV-1a, whose quality is enough to tell the names of one paste apart.
fn hash(parent: NodeId, name: &str) -> u32 {
    let start = 0x811c_9dc5 ^ parent.0.get();
    name.bytes().fold(start, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
