//! Stub.
mod reply;
mod sequence;
mod wire;
mod jwt;
mod claims;
mod findings;
mod paste;
