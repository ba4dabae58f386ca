//! Parts that several screens are made of.

pub(crate) mod claims;
pub(crate) mod field;
pub(crate) mod findings;
pub(crate) mod guide;
pub(crate) mod jwt;
pub(crate) mod list;
pub(crate) mod page;
pub(crate) mod panel;
pub(crate) mod panes;
pub(crate) mod part;
pub(crate) mod paste;
pub(crate) mod question;
pub(crate) mod reply;
pub(crate) mod scroll;
pub(crate) mod sequence;
pub(crate) mod sheet;
pub(crate) mod wire;
