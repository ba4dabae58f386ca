//! The forgiving JSON reader.

/// A value's number in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NodeId(u32);

/// A text read as JSON.
#[derive(Clone, Debug, Default)]
pub struct Document {}

/// Reads a text.
pub fn read(_text: &str) -> Document {
    Document {}
}

impl Document {
    /// The first value.
    pub fn root(&self) -> Option<NodeId> {
        None
    }
    /// The last member of that name.
    pub fn member(&self, _node: NodeId, _name: &str) -> Option<NodeId> {
        None
    }
    /// The text of a string.
    pub fn string(&self, _node: NodeId) -> Option<&str> {
        None
    }
}
