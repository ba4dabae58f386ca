//! The practice tenant over real sockets: every answer byte for byte, hostile bytes, the journal, the handle.
#![cfg(test)]

mod api;
mod api_proofs;
mod apis;
mod auth0_rows;
mod forged;
mod handle;
mod hostile;
mod journal;
mod okta_assertions;
mod okta_edges;
mod okta_proofs;
mod okta_rows;
mod parsers;
mod quotas;
mod registration;
mod rfc;
mod rfc_faults;
mod rows;
mod sign;
mod stage;
mod success;
mod token_errors;
mod tuned;
mod vendor_apis;
