//! Reports of `check` and `decode`: for programs (`json`) and for people (`human`). Both print the same findings.

mod changes;
mod claims;
pub mod excerpt;
mod finding;
pub mod human;
mod lines;
pub mod times;

pub use crate::oauth::check::report::json;
