//! Stub.
/// O.
#[derive(Debug)]
pub(crate) enum Overlay { Copy(Vec<crate::app::message::CopyWhat>) }
