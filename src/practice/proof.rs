//! What is signed or sealed: JWTs as a server reads them, proofs of possession, tokens that only some can read, and what was used once.

pub(super) mod dpop;
pub(super) mod jws;
pub(super) mod once;
pub(super) mod sealed;
