//! Stub.
mod text;
mod theme;
mod widget;
