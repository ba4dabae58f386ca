//! What comes to the loop from beside it: signals, Ctrl+Z, panics of other threads.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;

use crate::shell::panics;
use crate::shell::signals::{self, Ended, LastResort, PATIENCE, Signal, Signals, Suspending, Went};
use crate::tui::run::gate::Gate;
use crate::tui::run::{Event, Fault};
use crate::tui::terminal;

/// Restores the terminal before a panic prints its report, and ends the loop when the panic is not its own.
pub(super) fn report_panics(queue: Sender<Event>) {
    panics::watch(terminal::restore, move || {
        // When nobody listens any more the program is ending anyway.
        let _ = queue.send(Event::Panicked);
    });
}

/// Puts signals into the queue.
///
/// # Errors
/// When the operating system refuses a handler or a thread.
pub(super) fn listen_to_signals(queue: Sender<Event>, gate: Gate) -> io::Result<Signals> {
    let last = LastResort {
        patience: PATIENCE,
        restore: terminal::restore,
    };
    signals::listen(last, move |signal| {
        // The terminal sends these to all that run on it, and another program has it.
        if gate.is_closed() && !ends_alone(signal) {
            return Went::Elsewhere;
        }
        went(queue.send(Event::Signal(signal)).is_ok())
    })
}

/// Puts Ctrl+Z into the queue. While another program has the terminal, to stop is to stop together: otherwise the shell would not come back.
///
/// # Errors
/// As [`listen_to_signals`].
pub(super) fn listen_to_suspend(queue: Sender<Event>, gate: Gate) -> io::Result<Suspending> {
    Suspending::begin(move || {
        if gate.is_closed() {
            return Went::Elsewhere;
        }
        went(queue.send(Event::Signal(Signal::Suspend)).is_ok())
    })
}

fn went(taken: bool) -> Went {
    if taken { Went::ToSkin } else { Went::Gone }
}

/// True for signals that somebody sends to this program and not to the terminal's job.
fn ends_alone(signal: Signal) -> bool {
    match signal {
        Signal::End(Ended::HungUp | Ended::Terminated) => true,
        Signal::End(Ended::Interrupted | Ended::Quit)
        | Signal::Suspend
        | Signal::Continue
        | Signal::Resized => false,
    }
}

/// Panics here, or in a thread of its own.
pub(super) fn fail(fault: Option<Fault>) {
    match fault {
        Some(Fault::InThread) => {
            // A thread that cannot be started panics nowhere, and the test that asked for it says so.
            let _ = thread::Builder::new()
                .name("fault".into())
                .spawn(panic_on_purpose);
        }
        Some(Fault::OnKey | Fault::AtOnce) | None => panic_on_purpose(),
    }
}

/// What the hidden switches of debug builds do.
pub(super) fn panic_on_purpose() {
    panic!("a panic on purpose");
}
