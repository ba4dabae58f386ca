//! Putting values into the arena, and opening and closing what holds them.

use super::{Expect, Open, Scanner};
use crate::oauth::json::tree::{At, Name, Node, Piece};
use crate::oauth::json::{FaultKind, Kind, NodeId};

impl Scanner<'_> {
    pub(super) fn open(&mut self, kind: Kind) {
        let start = self.at;
        self.at += 1;
        self.push(kind, start, self.at, Piece::written(start, start));
        self.descend(kind == Kind::Object, false);
    }

    pub(super) fn descend(&mut self, object: bool, implicit: bool) {
        let node = NodeId::new(self.tree.nodes.len() - 1);
        self.open_objects += usize::from(object);
        self.open.push(Open {
            node,
            last: None,
            count: 0,
            object,
            implicit,
        });
        self.expect = if object {
            Expect::Name { first: true }
        } else {
            Expect::Value { first: true }
        };
    }

    /// Closes what `c` closes, and what stands open inside that. A closer for which nothing is open is passed over.
    pub(super) fn close(&mut self, c: char) {
        let object = c == '}';
        let from = self.at;
        self.at += 1;
        let fits = self.open.last().is_some_and(|open| open.object == object);
        let open_arrays = self.open.len() - self.open_objects;
        let somewhere = if object {
            self.open_objects > 0
        } else {
            open_arrays > 0
        };
        if !fits {
            self.fault(FaultKind::WrongCloser, from, self.at);
        }
        if !somewhere {
            self.expect = Expect::CommaOrEnd;
            return;
        }
        while let Some(open) = self.open.pop() {
            self.open_objects -= usize::from(open.object);
            let found = open.object == object;
            self.set_end(open.node, if found { self.at } else { from });
            if found {
                break;
            }
        }
        self.after_value();
    }

    /// Ends members that stand without braces: behind the last of them, a trailing comma not counted.
    pub(super) fn end_implicit(&mut self) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let last = open
            .last
            .map_or(self.at, |last| self.tree.nodes[last.index()].end.get());
        let elided = self.tree.faults.last().filter(|_| self.elided);
        let end = elided.map_or(last, |ellipsis| ellipsis.end.max(last));
        self.at = end;
        if matches!(self.expect, Expect::Name { .. }) {
            self.at = self.comma.map_or(end, |comma| comma + 1);
            self.trailing_comma();
        }
        self.fault(FaultKind::MissingCloseBrace, end, end);
        self.set_end(open.node, end);
        self.expect = Expect::Done;
    }

    pub(super) fn after_value(&mut self) {
        self.expect = if self.open.is_empty() {
            Expect::Done
        } else {
            Expect::CommaOrEnd
        };
    }

    pub(super) fn set_end(&mut self, n: NodeId, end: usize) {
        self.tree.nodes[n.index()].end = At::new(end);
    }

    pub(super) fn set_name(&mut self, start: usize, end: usize, piece: Piece) {
        let (start, end) = (At::new(start), At::new(end));
        self.name = Some(NodeId::new(self.tree.names.len()));
        self.tree.names.push(Name { start, end, piece });
        self.expect = Expect::Colon;
    }

    pub(super) fn push(&mut self, kind: Kind, start: usize, end: usize, piece: Piece) {
        let id = NodeId::new(self.tree.nodes.len());
        let mut node = Node {
            kind,
            start: At::new(start),
            end: At::new(end),
            piece,
            parent: None,
            next: None,
            first: None,
            name: self.name.take(),
            index: 0,
        };
        if let Some(open) = self.open.last_mut() {
            node.parent = Some(open.node);
            node.index = open.count;
            open.count += 1;
            match open.last.replace(id) {
                Some(last) => self.tree.nodes[last.index()].next = Some(id),
                None => self.tree.nodes[open.node.index()].first = Some(id),
            }
        }
        self.tree.root = self.tree.root.or(Some(id));
        self.tree.nodes.push(node);
    }
}
