//! What the reader makes: nodes and names in flat arenas, linked by their numbers.

use crate::oauth::json::{Fault, Kind, NodeId};

/// What was read.
#[derive(Clone, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    pub(super) names: Vec<Name>,
    pub(super) decoded: String,
    pub(super) faults: Vec<Fault>,
    pub(super) root: Option<NodeId>,
}

impl Tree {
    /// The text of a string or name.
    pub(super) fn piece<'a>(&'a self, text: &'a str, piece: Piece) -> &'a str {
        match piece {
            Piece::Written(start, end) => text.get(start..end).unwrap_or_default(),
            Piece::Decoded(start, end) => self.decoded.get(start..end).unwrap_or_default(),
        }
    }
}

/// Where the text of a string lies: in the source, or in the buffer of decoded text.
#[derive(Clone, Copy)]
pub(super) enum Piece {
    Written(usize, usize),
    Decoded(usize, usize),
}

#[derive(Clone)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) piece: Piece,
    pub(super) parent: Option<NodeId>,
    pub(super) next: Option<NodeId>,
    pub(super) first: Option<NodeId>,
    /// Index of the member's name, counted as nodes are.
    pub(super) name: Option<NodeId>,
    /// Position among its siblings.
    pub(super) index: u32,
}

#[derive(Clone)]
pub(super) struct Name {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) piece: Piece,
}

/// One value in a longer text: how far it reaches, and the names of its members.
pub(in crate::oauth) struct Extent {
    /// Behind its last byte.
    pub(in crate::oauth) end: usize,
    pub(super) tree: Tree,
}

impl Extent {
    /// The decoded names of the members at the top.
    pub(in crate::oauth) fn names<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a str> {
        let root = self.tree.root;
        let members = self
            .tree
            .nodes
            .iter()
            .filter(move |node| node.parent == root);
        let names = members.filter_map(|node| self.tree.names.get(node.name?.index()));
        names.map(|name| self.tree.piece(text, name.piece))
    }

    /// True when it has neither members nor items.
    pub(in crate::oauth) fn is_empty(&self) -> bool {
        self.tree.nodes.len() < 2
    }
}
