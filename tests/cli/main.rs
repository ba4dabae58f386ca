//! The program as a command: flags, input and output, exit codes.
#![cfg(test)]

#[path = "../support/listener.rs"]
mod listener;
#[path = "../support/servers.rs"]
mod servers;

mod args;
mod carried;
mod check;
mod doctor;
mod ends;
mod export;
mod manual;
mod methods;
mod repeated;
mod serve;
mod targets;
mod token;
