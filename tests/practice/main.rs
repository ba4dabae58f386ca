//! The practice tenant over real sockets: every answer byte for byte, hostile bytes, the journal, the handle.
//!
//! Where a vendor's mistake is played: Auth0's token endpoint in `token_errors`, `auth0_rows` and `quotas`; Okta's in `okta_rows` and `okta_edges`, its
//! assertions in `okta_assertions`, its proofs in `okta_proofs`; the RFC's in `rfc`, `rfc_faults` and `registration`; the APIs in `api`, `apis`, `vendor_apis`
//! and, for proofs, `api_proofs`; keys, clocks and faults in `tuned`; hostile bytes in `hostile`, `forged` and `parsers`.
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
