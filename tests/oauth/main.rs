//! The protocol: requests, replies, tokens, the checker and its words, held against tables, vectors and what people paste.
#![cfg(test)]

mod cases;
mod check;
mod client_assertion;
mod client_keys;
mod client_wire;
mod definitions;
mod exported;
mod forged;
mod found;
mod jwt;
mod kinds;
mod limits;
mod paste;
mod peers;
mod reader;
mod reports;
mod said;
mod vectors;
mod wire;
