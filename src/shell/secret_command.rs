//! A command of the learner's own that prints a client secret: `pass show auth0/m2m`. It runs without a shell; what it prints is shown to
//! nobody.

use std::io::Read as _;
use std::process::{Command, Stdio};

use secrecy::zeroize::Zeroizing;

/// The variable that holds a client secret (CONTRACT.md section 1): no child inherits it.
const SECRET: &str = "OAUTH_TUTOR_CLIENT_SECRET";

/// Runs the command and gives what it printed, at most `limit` bytes. It may ask its person for a passphrase: terminal and errors are its own.
///
/// # Errors
/// In words; nothing of what it printed is in them.
pub fn run(words: &[String], limit: usize) -> Result<Zeroizing<Vec<u8>>, String> {
    let (program, rest) = words.split_first().ok_or("it names no program")?;
    let mut child = Command::new(program)
        .args(rest)
        .env_remove(SECRET)
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|why| {
            let hint = if program.contains(' ') {
                ". Its words stand apart, without quotes around all of them"
            } else {
                ""
            };
            format!("{program} cannot be started: {why}{hint}")
        })?;
    let mut printed = Zeroizing::new(Vec::with_capacity(limit + 1));
    let read = match child.stdout.take() {
        Some(out) => out.take(limit as u64 + 1).read_to_end(&mut printed),
        None => Ok(0),
    };
    let status = child.wait().map_err(|why| format!("{program}: {why}"))?;
    read.map_err(|why| format!("{program}: {why}"))?;
    if !status.success() {
        return Err(format!("{program} ended with {status}"));
    }
    Ok(printed)
}
