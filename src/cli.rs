//! Commands, flags, exit codes and printing. One file a command; `args` puts them together.

use std::process::ExitCode;

pub mod address;
pub mod args;
mod bare;
pub mod check;
pub mod clock;
pub mod command;
pub mod completions;
mod course;
pub mod crash;
pub mod decode;
pub mod diff;
pub mod discover;
pub mod doctor;
pub mod environment;
pub mod exit;
pub mod export;
mod fault;
pub mod flags;
mod guard;
pub mod help;
pub mod input;
pub mod keys;
pub mod learn;
pub mod lessons;
pub mod man;
pub mod print;
pub mod report;
pub mod secret;
pub mod serve;
mod shown;
pub mod sign;
pub mod style;
pub mod targets;
pub mod token;

/// Runs the program with the arguments of this process.
pub fn run() -> ExitCode {
    args::run()
}
