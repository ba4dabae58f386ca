//! Stub.
mod layout;
mod text;
pub mod theme;
mod widget;
