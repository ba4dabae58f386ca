//! The sockets: connections and their limits, for whom a request is, which door a path is, and how an answer leaves.

pub(super) mod answer;
pub(super) mod cut;
pub(super) mod entry;
pub(super) mod host;
pub(super) mod routes;
pub(super) mod server;
pub(super) mod spelling;
pub(super) mod tls;
