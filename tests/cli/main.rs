//! The program as a command: flags, input and output, exit codes.
#![cfg(test)]

#[path = "../support/listener.rs"]
mod listener;

mod args;
mod check;
mod doctor;
mod ends;
mod manual;
mod methods;
mod serve;
mod token;
