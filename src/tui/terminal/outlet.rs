//! The way out to the terminal: one thread writes, so that a terminal that takes nothing holds up nobody else.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

/// Called when the terminal has taken everything, or takes nothing more.
pub(crate) type Notify = Box<dyn Fn() + Send>;

/// The one way out. It lives as long as the process: the writing thread may be stuck in the kernel for good.
static OUTLET: OnceLock<Arc<Outlet>> = OnceLock::new();

pub(super) struct Outlet {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    waiting: Vec<u8>,
    writing: bool,
    /// Somebody was turned away and wants to know when there is room again.
    wanted: bool,
    /// The operating system's number for why it takes nothing more.
    broken: Option<i32>,
    notify: Option<Notify>,
}

/// The way out, its thread started when first asked for.
///
/// # Errors
/// When the operating system gives no thread.
pub(super) fn outlet() -> io::Result<&'static Outlet> {
    if let Some(outlet) = OUTLET.get() {
        return Ok(outlet);
    }
    let outlet = OUTLET.get_or_init(|| {
        Arc::new(Outlet {
            state: Mutex::default(),
            changed: Condvar::new(),
        })
    });
    let writer = Arc::clone(outlet);
    thread::Builder::new()
        .name("terminal".into())
        .spawn(move || writer.write_all())?;
    Ok(outlet)
}

/// The way out, where it was opened.
pub(super) fn opened() -> Option<&'static Outlet> {
    OUTLET.get().map(Arc::as_ref)
}

impl Outlet {
    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves whole values behind.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who is told when there is room again.
    pub(super) fn tell(&self, notify: Notify) {
        self.state().notify = Some(notify);
    }

    /// True when the terminal has taken all there was. Otherwise whoever asked is told later.
    ///
    /// # Errors
    /// When the terminal takes nothing more.
    pub(super) fn is_free(&self) -> io::Result<bool> {
        let mut state = self.state();
        if let Some(number) = state.broken {
            return Err(io::Error::from_raw_os_error(number));
        }
        let is_free = !state.writing && state.waiting.is_empty();
        state.wanted |= !is_free;
        Ok(is_free)
    }

    /// Puts `bytes` behind what is still to be written.
    pub(super) fn put(&self, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        self.state().waiting.extend_from_slice(bytes);
        self.changed.notify_all();
    }

    /// Waits until everything is written, for at most `patience`; whether it is.
    pub(super) fn flush(&self, patience: Duration) -> bool {
        let busy = |state: &mut State| {
            state.broken.is_none() && (state.writing || !state.waiting.is_empty())
        };
        let waited = self
            .changed
            .wait_timeout_while(self.state(), patience, busy);
        let (state, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        !waited.timed_out() && state.broken.is_none()
    }

    fn write_all(&self) {
        let mut state = self.state();
        loop {
            while state.waiting.is_empty() {
                let waited = self.changed.wait(state);
                state = waited.unwrap_or_else(PoisonError::into_inner);
            }
            let bytes = std::mem::take(&mut state.waiting);
            state.writing = true;
            drop(state);
            let written = write(&bytes);
            state = self.state();
            state.writing = false;
            if let Err(error) = written {
                state.broken = Some(error.raw_os_error());
                state.waiting.clear();
            }
            let is_done = state.waiting.is_empty();
            if is_done && (state.wanted || state.broken.is_some()) {
                state.wanted = false;
                if let Some(notify) = &state.notify {
                    notify();
                }
            }
            self.changed.notify_all();
        }
    }
}

/// Not through the library's own buffer: whoever waited in there would hold its lock, and the words of a panic could not pass.
fn write(mut bytes: &[u8]) -> Result<(), Errno> {
    while !bytes.is_empty() {
        match rustix::io::write(rustix::stdio::stdout(), bytes) {
            Ok(0) => return Err(Errno::IO),
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => wait_for_room()?,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Somebody else has set the terminal to refuse rather than to wait.
fn wait_for_room() -> Result<(), Errno> {
    let out = rustix::stdio::stdout();
    match poll(&mut [PollFd::new(&out, PollFlags::OUT)], None) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error),
    }
}
