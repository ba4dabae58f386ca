//! Checking a pasted token response: each layer finds what it can, and all findings are reported at once.

pub mod paste;
