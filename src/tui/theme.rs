//! Stub.
use ratatui::style::Style;
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role { Text, Dim, Title, Focus, Border, BorderDim, Key, KeyLabel, Accent, Pass, Fail, Warn, Note, Header, Payload, Signature, Selection, Chip, Masked, Method }
pub(crate) struct Marks { pub pass: &'static str, pub fail: &'static str, pub warn: &'static str, pub note: &'static str, pub arrow_right: &'static str, pub arrow_left: &'static str }
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Size { Small, Medium, Normal, Large }
pub(crate) struct Look<'a> { pub marks: &'a Marks, pub unicode: bool, pub size: Size, pub revealed: bool, pub motion: bool }
impl Look<'_> { pub(crate) fn style(&self, _role: Role) -> Style { Style::default() } }
