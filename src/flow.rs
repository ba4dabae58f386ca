//! Flows as rows of cards, after Okta Workflows: what a card takes, what it gives, how it fails, and a session that runs them one by
//! one. A card that asks a server yields its request; the shell sends it and the reply is handed back.

pub mod card;
pub mod fault;
mod http;
mod jwt;
pub mod model;
pub mod read;
pub mod session;
pub mod value;

pub use fault::{Fault, FaultName};
pub use model::{Card, Flow, Input, Kind, Place, Type};
pub use session::{Outcome, Session};
pub use value::Value;
