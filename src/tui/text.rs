//! Stub.
pub(crate) fn wrap(text: &str, _width: usize) -> Vec<String> { vec![text.to_owned()] }
pub(crate) fn width(text: &str) -> usize { unicode_width::UnicodeWidthStr::width(text) }
pub(crate) fn middle(text: &str, _width: usize) -> String { text.to_owned() }
