//! The full-screen skin: pictures and keys over `app`. Only `run` sees the shell; everything else reads `App` and returns messages.

pub mod burst;
pub mod clipboard;
pub mod keys;
pub mod layout;
pub mod run;
pub mod theme;
pub mod ui;

pub(crate) mod canvas;
pub(crate) mod chrome;
pub(crate) mod motion;
mod overlay;
pub(crate) mod screen;
pub(crate) mod terminal;
pub(crate) mod text;
pub(crate) mod widget;
