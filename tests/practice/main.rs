//! The practice tenant over real sockets: every answer byte for byte, hostile bytes, the journal, the handle.
#![cfg(test)]

mod api;
mod handle;
mod hostile;
mod journal;
mod stage;
mod success;
mod token_errors;
