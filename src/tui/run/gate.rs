//! The gate before the terminal: while another program has it, the thread that reads keys waits here, and signals are not ours.

use std::io::Write as _;
use std::os::unix::net::UnixStream;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long the reading thread may take to come to the gate. It is awake at once; this is for a machine that is out of breath.
const PATIENCE: Duration = Duration::from_secs(2);

/// Shared by the loop and its threads.
#[derive(Clone, Debug, Default)]
pub(super) struct Gate(Arc<(Mutex<State>, Condvar)>);

#[derive(Debug, Default)]
struct State {
    closed: bool,
    waiting: bool,
    /// What wakes the reading thread out of its sleep.
    bell: Option<UnixStream>,
}

impl Gate {
    fn state(&self) -> MutexGuard<'_, State> {
        // Each field is set in one step, so a panic elsewhere leaves them whole.
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on the reading thread is woken by this.
    pub(super) fn ring_with(&self, bell: UnixStream) {
        self.state().bell = Some(bell);
    }

    /// Closes it, and waits until the reading thread stands before it. False when that takes too long: with another program reading the
    /// same terminal the thread would take every second key away from it.
    pub(super) fn close(&self) -> bool {
        let mut state = self.state();
        state.closed = true;
        if let Some(bell) = &mut state.bell {
            // A bell that is full has been rung already.
            let _ = bell.write(&[1]);
        }
        let waited = self
            .0
            .1
            .wait_timeout_while(state, PATIENCE, |state| !state.waiting);
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
