//! The gate before the terminal: while another program has it, the thread that reads keys waits here, and signals are not ours.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use signal_hook::consts::SIGWINCH;
use signal_hook::low_level::raise;

/// How long the reading thread may take to come to the gate. It is awake at once; this is for a machine that is out of breath.
const PATIENCE: Duration = Duration::from_secs(2);

/// Shared by the loop and its threads.
#[derive(Clone, Debug, Default)]
pub(super) struct Gate(Arc<(Mutex<State>, Condvar)>);

#[derive(Clone, Copy, Debug, Default)]
struct State {
    closed: bool,
    waiting: bool,
}

impl Gate {
    fn state(&self) -> MutexGuard<'_, State> {
        // Both flags are set in one step, so a panic elsewhere leaves them whole.
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes it, and waits until the reading thread stands before it. False when that takes too long.
    pub(super) fn close(&self) -> bool {
        self.state().closed = true;
        // The thread sleeps in a read. The signal of a changed window wakes it, since its next event is the new size; with
        // another program reading the same terminal it would take every second key away from it.
        if raise(SIGWINCH).is_err() {
            return false;
        }
        let waited = self
            .0
            .1
            .wait_timeout_while(self.state(), PATIENCE, |state| !state.waiting);
        waited.is_ok_and(|(state, _)| state.waiting)
    }

    /// Opens it.
    pub(super) fn open(&self) {
        self.state().closed = false;
        self.0.1.notify_all();
    }

    /// True while another program has the terminal.
    pub(super) fn is_closed(&self) -> bool {
        self.state().closed
    }

    /// Waits while it is closed.
    pub(super) fn pass(&self) {
        let mut state = self.state();
        if !state.closed {
            return;
        }
        state.waiting = true;
        self.0.1.notify_all();
        let waited = self.0.1.wait_while(state, |state| state.closed);
        waited.unwrap_or_else(PoisonError::into_inner).waiting = false;
    }
}
