//! The program as a command: flags, input and output, exit codes.
#![cfg(test)]

#[path = "../support/listener.rs"]
mod listener;
#[path = "../support/servers.rs"]
mod servers;

mod args;
mod check;
mod ends;
mod export;
mod methods;
mod serve;
mod targets;
mod token;
