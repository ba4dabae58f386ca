//! A forgiving JSON reader (RFC 8259): it never fails, keeps places, duplicates, order, numbers and escapes as written, and has no depth limit.
//!
//! Nodes lie in one flat arena, so that reading, dropping and printing are loops and a text of 100,000 levels is as harmless as any other.

mod fault;
mod index;
mod number;
pub mod place;
mod print;
mod scan;
mod string;
mod tree;

use std::fmt;
use std::num::NonZeroU32;
use std::sync::OnceLock;

pub use fault::{Fault, FaultKind};
use index::Index;
pub(in crate::oauth) use number::is_number;
pub(in crate::oauth) use scan::{is_invisible, value_at};
use tree::Tree;

/// A value in a [`Document`]. Means something only to the document that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(NonZeroU32);

impl NodeId {
    fn new(index: usize) -> Self {
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        Self(NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN))
    }

    fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// The seven kinds of JSON value (RFC 8259 section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `{...}`
    Object,
    /// `[...]`
    Array,
    /// `"..."`; a word without quotes is read as a string too, with a [`FaultKind::BadLiteral`].
    String,
    /// `12`, `-1.5e3`
    Number,
    /// `true`
    True,
    /// `false`
    False,
    /// `null`
    Null,
}

/// A number without a fraction, whatever its spelling (`3600`, `3600.0`, `36e2`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integer {
    /// It fits 64 bits.
    Fits(i64),
    /// It does not.
    Huge {
        /// True below zero.
        negative: bool,
        /// How many decimal digits it has.
        digits: usize,
    },
}

/// A member name that stands in its object a second time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// The decoded name.
    pub name: String,
    /// Byte offset of the later name, at its quote.
    pub offset: usize,
    /// The later member's value. [`Document::pointer`] gives its pointer; it is not kept here, since with deep nesting that text is long.
    pub node: NodeId,
}

/// One member of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member<'a> {
    /// The decoded name; lone surrogates are shown as their escape.
    pub name: &'a str,
    /// Byte offset of the name, at its quote.
    pub name_offset: usize,
    /// Its value.
    pub value: NodeId,
}

/// A string or a name as it stands in the text, quotes included.
pub(in crate::oauth) struct Written<'a> {
    pub(in crate::oauth) start: usize,
    pub(in crate::oauth) end: usize,
    /// The name of the member that it is the value of.
    pub(in crate::oauth) name: Option<&'a str>,
}

/// A text read as JSON: the first value in it, however damaged, and what is wrong with it.
#[derive(Clone, Default)]
pub struct Document {
    text: String,
    tree: Tree,
    /// Made when it is first asked for: a paste is read several times before it is judged.
    index: OnceLock<Index>,
}

/// Reads `text`. Never fails: what is wrong is in [`Document::faults`].
pub fn read(text: &str) -> Document {
    Document::new(text.to_owned())
}

impl Document {
    /// Reads a text that it keeps.
    pub fn new(text: String) -> Self {
        let tree = scan::whole(&text);
        Self {
            text,
            tree,
            index: OnceLock::new(),
        }
    }

    /// The text that was read.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first value, possibly incomplete; `None` when there is none.
    pub fn root(&self) -> Option<NodeId> {
        self.tree.root
    }

    /// What kind of value `n` is.
    pub fn kind(&self, n: NodeId) -> Kind {
        self.node(n).kind
    }

    /// The members of an object in order; nothing for other kinds.
    pub fn members(&self, n: NodeId) -> impl Iterator<Item = Member<'_>> {
        self.children(n).filter_map(|child| {
            let name = self.name(child)?;
            Some(Member {
                name: self.name_text(name),
                name_offset: name.start.get(),
                value: child,
            })
        })
    }

    /// The items of an array in order; nothing for other kinds.
    pub fn items(&self, n: NodeId) -> impl Iterator<Item = NodeId> {
        let array = self.node(n).kind == Kind::Array;
        self.children(n).filter(move |_| array)
    }

    /// The value of the last member called `name`.
    pub fn member(&self, n: NodeId, name: &str) -> Option<NodeId> {
        self.index().last(self, n, name)
    }

    /// A string's decoded text; a lone surrogate is shown as its escape, `\udXXX`. `None` for other kinds.
    pub fn string(&self, n: NodeId) -> Option<&str> {
        let node = self.node(n);
        (node.kind == Kind::String).then(|| self.tree.piece(&self.text, node.piece))
    }

    /// The value as written, quotes and escapes included; for an object or array its whole range.
    pub fn raw(&self, n: NodeId) -> &str {
        let node = self.node(n);
        self.text
            .get(node.start.get()..node.end.get())
            .unwrap_or_default()
    }

    /// Where the value begins, in bytes.
    pub fn offset(&self, n: NodeId) -> usize {
        self.node(n).start.get()
    }

    /// The byte offset behind the value.
    pub fn end(&self, n: NodeId) -> usize {
        self.node(n).end.get()
    }

    /// An exact whole number, in any spelling that JSON allows. `None` for a fraction, a bad number and every other kind.
    pub fn integer(&self, n: NodeId) -> Option<Integer> {
        let number = self.node(n).kind == Kind::Number;
        number.then(|| number::integer(self.raw(n))).flatten()
    }

    /// What is wrong with the text as JSON, in order of place. A lone surrogate escape is no fault (RFC 8259 8.2).
    pub fn faults(&self) -> &[Fault] {
        &self.tree.faults
    }

    /// Member names that stand twice in one object, in order of the later one.
    pub fn duplicates(&self) -> Vec<Duplicate> {
        let repeated = self.index().repeated(self).into_iter();
        let told = repeated.filter_map(|node| {
            let name = self.name(node)?;
            Some(Duplicate {
                name: self.name_text(name).to_owned(),
                offset: name.start.get(),
                node,
            })
        });
        told.collect()
    }

    /// The JSON pointer of `n` (RFC 6901); empty for the root.
    pub fn pointer(&self, n: NodeId) -> String {
        let mut way = Vec::new();
        let mut at = n;
        while let Some(parent) = self.node(at).parent {
            way.push(at);
            at = parent;
        }
        let mut pointer = String::new();
        for step in way.into_iter().rev() {
            pointer.push('/');
            match self.name(step) {
                Some(name) => {
                    pointer.push_str(&self.name_text(name).replace('~', "~0").replace('/', "~1"));
                }
                None => pointer.push_str(&self.node(step).index.to_string()),
            }
        }
        pointer
    }

    /// Writes `n` without blanks, names, strings and numbers as written.
    pub fn write_compact(&self, n: NodeId, out: &mut String) {
        print::compact(self, n, out);
    }

    /// Writes `n` over several lines, `indent` blanks a level, names, strings and numbers as written. Beyond
    /// 32 levels lines are not indented further, so that the output stays linear in the input.
    pub fn write_pretty(&self, n: NodeId, indent: usize, out: &mut String) {
        print::pretty(self, n, indent, out);
    }

    /// Every string and every name, in order of place: for repairs of how strings are written.
    pub(in crate::oauth) fn strings(&self) -> Vec<Written<'_>> {
        let nodes = self
            .tree
            .nodes
            .iter()
            .filter(|node| node.kind == Kind::String);
        let values = nodes.map(|node| {
            let name = node.name.and_then(|name| self.tree.names.get(name.index()));
            let name = name.map(|name| self.name_text(name));
            Written {
                start: node.start.get(),
                end: node.end.get(),
                name,
            }
        });
        let names = self.tree.names.iter().map(|name| Written {
            start: name.start.get(),
            end: name.end.get(),
            name: None,
        });
        let mut strings: Vec<_> = values.chain(names).collect();
        strings.sort_by_key(|string| string.start);
        strings
    }

    fn node(&self, n: NodeId) -> &tree::Node {
        &self.tree.nodes[n.index()]
    }

    fn children(&self, n: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.node(n).first, |&at| self.node(at).next)
    }

    fn name(&self, n: NodeId) -> Option<&tree::Name> {
        let name = self.node(n).name?;
        self.tree.names.get(name.index())
    }

    fn name_text(&self, name: &tree::Name) -> &str {
        self.tree.piece(&self.text, name.piece)
    }

    fn name_raw(&self, name: &tree::Name) -> &str {
        self.text
            .get(name.start.get()..name.end.get())
            .unwrap_or_default()
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(self))
    }

    /// What a member is known by; `None` for what is no member.
    fn parent_and_name(&self, n: NodeId) -> Option<(NodeId, &str)> {
        let name = self.name(n)?;
        Some((self.node(n).parent?, self.name_text(name)))
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The text may hold a token, so a debug print gives sizes only.
        let (bytes, faults) = (self.text.len(), self.tree.faults.len());
        write!(f, "Document({bytes} bytes, {faults} faults)")
    }
}
