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
            Piece::Written(start, end) => text.get(start.get()..end.get()).unwrap_or_default(),
            Piece::Decoded(start, end) => {
                self.decoded.get(start.get()..end.get()).unwrap_or_default()
            }
        }
    }
}

/// A byte offset in half the room: a text of a megabyte can hold a million nodes, and memory is what reading them costs. Beyond 4 GiB it
/// stays at the last place it can name, which then reads as an empty text.
#[derive(Clone, Copy)]
pub(super) struct At(u32);

impl At {
    pub(super) fn new(offset: usize) -> Self {
        Self(u32::try_from(offset).unwrap_or(u32::MAX))
    }

    pub(super) fn get(self) -> usize {
        self.0 as usize
    }
}

/// Where the text of a string lies: in the source, or in the buffer of decoded text.
#[derive(Clone, Copy)]
pub(super) enum Piece {
    Written(At, At),
    Decoded(At, At),
}

impl Piece {
    pub(super) fn written(start: usize, end: usize) -> Self {
        Self::Written(At::new(start), At::new(end))
    }

    pub(super) fn decoded(start: usize, end: usize) -> Self {
        Self::Decoded(At::new(start), At::new(end))
    }
}

#[derive(Clone)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) start: At,
    pub(super) end: At,
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
    pub(super) start: At,
    pub(super) end: At,
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
