//! Parts that several screens are made of.

pub(crate) mod field;
pub(crate) mod list;
pub(crate) mod page;
pub(crate) mod panel;
pub(crate) mod question;
pub(crate) mod scroll;
