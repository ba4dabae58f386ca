//! Commands, flags, exit codes and printing.

use std::process::ExitCode;

/// Runs the program with the arguments of this process.
pub fn run() -> ExitCode {
    ExitCode::SUCCESS
}
