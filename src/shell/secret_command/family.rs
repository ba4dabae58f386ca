//! The command with whatever it starts: where it runs, and how all of it is stopped.
//!
//! At a terminal it has to stay in the group that the terminal listens to, or it could not ask for a passphrase there, and Ctrl+C and Ctrl+Z
//! would miss it. That group holds this program too, and others of the same pipeline, so it is stopped one by one. Elsewhere the command
//! has a group of its own.

use std::io;
use std::process::{Child, Command, ExitStatus};
use std::sync::{Mutex, MutexGuard, PoisonError};

#[cfg(unix)]
mod group;
#[cfg(not(unix))]
mod lone;
mod place;

#[cfg(unix)]
use group::Running;
#[cfg(not(unix))]
use lone::Running;
pub(super) use place::Family;

/// What runs and was not waited for to its end yet.
static RUNNING: Mutex<Vec<Running>> = Mutex::new(Vec::new());

fn running() -> MutexGuard<'static, Vec<Running>> {
    // Each is put in and taken out in one step, so a panic elsewhere leaves them whole.
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Family {
    /// The one that fits where this program runs.
    pub(super) fn fitting() -> Self {
        #[cfg(unix)]
        if group::is_at_terminal() {
            return Self::Ours;
        }
        Self::Own
    }

    /// Starts it.
    ///
    /// # Errors
    /// Those of the operating system.
    pub(super) fn spawn(self, command: &mut Command) -> io::Result<Child> {
        // Held until it is noted: a signal in between waits, and finds it.
        let mut running = running();
        let child = Running::spawn(self, command)?;
        running.push(Running::of(self, &child));
        Ok(child)
    }
}

/// Waits for the end of it. Its number is nobody else's until nothing can be stopped by it any more.
///
/// # Errors
/// Those of the operating system.
pub(super) fn wait(child: &mut Child) -> io::Result<ExitStatus> {
    Running::wait_unreaped(child);
    let mut running = running();
    running.retain(|one| one.id() != child.id());
    child.wait()
}

/// Stops the command of this number, with whatever it started.
pub(super) fn stop(id: u32) {
    let running = running();
    let one = running.iter().find(|one| one.id() == id);
    if let Some(one) = one {
        one.stop();
    }
}

/// Stops every command that runs, with whatever it started.
pub fn stop_all() {
    running().iter().for_each(Running::stop);
}
