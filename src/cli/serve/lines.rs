//! Lines for standard error, written by a thread of their own: a reader that does not read holds up nobody. What has no room is dropped and
//! counted, and the count stands where the lines would have stood.

use std::collections::VecDeque;
use std::io::{self, Write as _};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// So many lines may wait. One is a few hundred bytes long.
const MOST: usize = 2000;

/// The way to standard error. Clones share it.
#[derive(Clone)]
pub(super) struct Lines(Arc<Queue>);

struct Queue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<String>,
    writing: bool,
    dropped: u64,
}

impl Lines {
    /// Starts the thread. It is not waited for at the end: it may be stuck for good.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub(super) fn begin() -> io::Result<Self> {
        let lines = Self(Arc::new(Queue {
            state: Mutex::default(),
            changed: Condvar::new(),
        }));
        let writer = lines.clone();
        thread::Builder::new()
            .name("lines".into())
            .spawn(move || writer.write_all())?;
        Ok(lines)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves whole values behind.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a line, some time soon. Never waits.
    pub(super) fn say(&self, line: &str) {
        let mut state = self.state();
        if state.waiting.len() >= MOST {
            state.dropped += 1;
            return;
        }
        let dropped = std::mem::take(&mut state.dropped);
        if dropped > 0 {
            state.waiting.push_back(left_out(dropped));
        }
        state.waiting.push_back(format!("{line}\n"));
        drop(state);
        self.0.changed.notify_all();
    }

    /// Waits until all is written, for at most `patience`.
    pub(super) fn flush(&self, patience: Duration) {
        let busy = |state: &mut State| state.writing || !state.waiting.is_empty();
        let waited = self
            .0
            .changed
            .wait_timeout_while(self.state(), patience, busy);
        // Whoever does not read now will not miss the rest.
        drop(waited);
    }

    fn write_all(&self) {
        let mut state = self.state();
        loop {
            while state.waiting.is_empty() {
                let waited = self.0.changed.wait(state);
                state = waited.unwrap_or_else(PoisonError::into_inner);
            }
            let mut text: String = state.waiting.drain(..).collect();
            let dropped = std::mem::take(&mut state.dropped);
            if dropped > 0 {
                text.push_str(&left_out(dropped));
            }
            state.writing = true;
            drop(state);
            // When nobody listens any more, serving goes on.
            drop(io::stderr().write_all(text.as_bytes()));
            state = self.state();
            state.writing = false;
            self.0.changed.notify_all();
        }
    }
}

fn left_out(lines: u64) -> String {
    let word = if lines == 1 { "line was" } else { "lines were" };
    format!("{lines} {word} left out here, since nobody read them.\n")
}
