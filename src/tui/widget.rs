//! Stub.
mod reply;
mod sequence;
mod wire;
