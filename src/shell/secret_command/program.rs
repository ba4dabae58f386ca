//! Whether the program of a command for the secret is there, looked up as the system would look it up and not run.

use std::path::Path;

/// The id of why the program of this command would not start, as far as that can be seen without starting it. `path` is the variable of that name; where
/// it is not set, the system chooses folders of its own, so nothing is said.
pub fn fault(words: &[String], path: Option<&str>) -> Option<&'static str> {
    let program = words.first()?;
    if program.contains('/') {
        return match runnable(Path::new(program)) {
            Some(true) => None,
            Some(false) => Some("own.target.program.unrunnable"),
            None => Some("own.target.program.nowhere"),
        };
    }
    let mut folders = std::env::split_paths(path?);
    // What may not be run is passed over, as the system does (POSIX, "Command Search and Execution").
    if folders.any(|folder| runnable(&folder.join(program)) == Some(true)) {
        return None;
    }
    Some(if program.contains(char::is_whitespace) {
        "own.target.program.line"
    } else {
        "own.target.program.unfound"
    })
}

/// The id of why this command cannot even be kept: its first word names no program.
pub fn none(words: &[String]) -> Option<&'static str> {
    let program = words.first()?;
    program
        .trim()
        .is_empty()
        .then_some("own.target.program.none")
}

/// Whether this file may be run by this user; `None` where there is none.
#[cfg(unix)]
fn runnable(file: &Path) -> Option<bool> {
    use rustix::fs::{Access, access};
    use rustix::io::Errno;
    match access(file, Access::EXEC_OK) {
        Ok(()) => file.is_file().then_some(true),
        Err(Errno::NOENT | Errno::NOTDIR) => None,
        Err(_) => Some(false),
    }
}

/// Elsewhere names are completed by rules of the system's own, so none is called missing.
#[cfg(not(unix))]
fn runnable(_file: &Path) -> Option<bool> {
    Some(true)
}
