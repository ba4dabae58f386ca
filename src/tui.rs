//! Stub.
pub mod keys;
pub mod layout;
pub mod theme;

pub(crate) mod overlay;
pub(crate) mod screen;
pub(crate) mod text;
pub(crate) mod widget;
