//! The threads beside the loop: one reads keys, one takes signals. And the panic hook, which sees to all threads.

use std::io;
use std::panic;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use crossterm::event;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGSTOP, SIGTERM, SIGTSTP};
use signal_hook::iterator::Signals;

use crate::oauth::time::UnixMillis;
use crate::shell::clock;
use crate::tui::run::gate::Gate;
use crate::tui::run::{Event, Fault};
use crate::tui::terminal;

/// Restores the terminal before a panic prints its report, and ends the loop when the panic is not its own.
pub(super) fn report_panics(queue: Sender<Event>) {
    let main = thread::current().id();
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        terminal::restore();
        before(info);
        if thread::current().id() != main {
            // When nobody listens any more the program is ending anyway.
            let _ = queue.send(Event::Panicked);
        }
    }));
}

/// Puts signals into the queue.
///
/// # Errors
/// When the operating system refuses a handler or a thread.
pub(super) fn listen_to_signals(queue: Sender<Event>, gate: Gate) -> io::Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT])?;
    let forward = move || {
        for signal in signals.forever() {
            if gate.is_closed() && !matches!(signal, SIGTERM | SIGHUP) {
                // The terminal sends these to all that run on it, and another program has it. To stop is to stop together:
                // otherwise the shell would not come back.
                if signal == SIGTSTP {
                    // Only a kernel without job control refuses, and then there is nothing to stop for.
                    let _ = signal_hook::low_level::raise(SIGSTOP);
                }
                continue;
            }
            if queue.send(Event::Signal(signal)).is_err() {
                break;
            }
        }
    };
    thread::Builder::new()
        .name("signals".into())
        .spawn(forward)?;
    Ok(())
}

/// Reads the terminal and hands on, in one piece, all that is there at once. The thread sleeps in a blocking read
/// and is not waited for at the end: it holds nothing that needs care.
///
/// # Errors
/// When the operating system gives no thread.
pub(super) fn read_input(queue: Sender<Event>, gate: Gate) -> io::Result<()> {
    let forward = move || {
        loop {
            gate.pass();
            let event = batch().map_or(Event::Deaf, Event::Input);
            let last = matches!(event, Event::Deaf);
            if queue.send(event).is_err() || last {
                break;
            }
        }
    };
    thread::Builder::new().name("input".into()).spawn(forward)?;
    Ok(())
}

/// What the terminal sent, all that was there at once.
#[derive(Debug)]
pub(super) struct Batch {
    /// When the first of it was read. It may wait in the queue for a while, so whoever takes it out cannot know.
    pub(super) at: UnixMillis,
    pub(super) read: Vec<event::Event>,
}

/// One event, and with it what has been read already. crossterm looks at what it has read only while its time is
/// not up, so a time of zero would find nothing; a tenth of a millisecond is no wait.
fn batch() -> io::Result<Batch> {
    let mut read = vec![event::read()?];
    let at = clock::now();
    while event::poll(Duration::from_micros(100))? {
        read.push(event::read()?);
    }
    Ok(Batch { at, read })
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
