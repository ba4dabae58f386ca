//! Ctrl+C and the requests to end, as events in the one queue.

use std::io;
use std::sync::mpsc::Sender;

use super::run::Event;

/// What the operating system wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// Ctrl+C.
    Interrupt,
    /// Somebody asks this program to end, or its terminal is gone.
    Terminate,
}

/// Listens as long as it lives.
pub(super) struct Listening {
    #[cfg(unix)]
    handle: signal_hook::iterator::Handle,
}

/// Starts listening.
#[cfg(unix)]
pub(super) fn listen(queue: &Sender<Event>) -> io::Result<Listening> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    let handle = signals.handle();
    let queue = queue.clone();
    std::thread::Builder::new()
        .name("signals".into())
        .spawn(move || {
            for number in signals.forever() {
                let signal = if number == SIGINT {
                    Signal::Interrupt
                } else {
                    Signal::Terminate
                };
                if queue.send(signal.into()).is_err() {
                    return;
                }
            }
        })?;
    Ok(Listening { handle })
}

/// Where there are no such signals, nothing comes.
#[cfg(not(unix))]
pub(super) fn listen(_queue: &Sender<Event>) -> io::Result<Listening> {
    Ok(Listening {})
}

impl Drop for Listening {
    fn drop(&mut self) {
        #[cfg(unix)]
        self.handle.close();
    }
}
