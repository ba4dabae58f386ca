//! The two ends of a terminal's cable: a thread that reads what the program writes, and one that types.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};

use super::pty_screen::Answers;

/// What the reader has taken from the program so far.
pub(crate) struct Seen {
    pub(crate) state: Mutex<State>,
    pub(crate) changed: Condvar,
}

pub(crate) struct State {
    pub(crate) parser: vt100::Parser<Answers>,
    pub(crate) raw: Vec<u8>,
    pub(crate) closed: bool,
    /// The terminal takes nothing, as one whose window is stuck.
    pub(crate) frozen: bool,
}

impl Seen {
    pub(crate) fn new(columns: u16, rows: u16) -> Self {
        let (rows, columns) = (at_least_one(rows), at_least_one(columns));
        let parser = vt100::Parser::new_with_callbacks(rows, columns, 0, Answers::default());
        let state = Mutex::new(State {
            parser,
            raw: Vec::new(),
            closed: false,
            frozen: false,
        });
        Self {
            state,
            changed: Condvar::new(),
        }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no holder of the lock panics")
    }
}

pub(crate) fn at_least_one(length: u16) -> NonZeroU16 {
    NonZeroU16::new(length).unwrap_or(NonZeroU16::MIN)
}

/// What goes to the keyboard.
pub(crate) enum Typed {
    /// Bytes for the terminal.
    Bytes(Vec<u8>),
    /// Tells when everything before it was written.
    Done(Sender<()>),
}

/// Writes from its own thread: a program that does not read must not stop the test that waits for it.
#[expect(
    clippy::disallowed_methods,
    reason = "a test's thread; it ends with the terminal"
)]
pub(crate) fn keyboard(mut writer: Box<dyn Write + Send>) -> Sender<Typed> {
    let (sender, typed) = mpsc::channel::<Typed>();
    std::thread::spawn(move || {
        for typed in typed {
            let bytes = match typed {
                Typed::Bytes(bytes) => bytes,
                Typed::Done(told) => {
                    // Whoever asked may have given up.
                    let _ = told.send(());
                    continue;
                }
            };
            if writer
                .write_all(&bytes)
                .and_then(|()| writer.flush())
                .is_err()
            {
                break;
            }
        }
    });
    sender
}

/// Reads until the terminal closes, and answers what the program asks of a terminal.
#[expect(
    clippy::disallowed_methods,
    reason = "a test's thread; it ends with the terminal"
)]
pub(crate) fn watch(
    mut reader: Box<dyn Read + Send>,
    mut copy: Box<dyn Write + Send>,
    seen: Arc<Seen>,
    keyboard: Sender<Typed>,
) {
    std::thread::spawn(move || {
        let mut chunk = [0; 16384];
        loop {
            let length = reader.read(&mut chunk).unwrap_or(0);
            // Whoever looks at the copy may look away; the test goes on.
            let _ = copy.write_all(&chunk[..length]).and_then(|()| copy.flush());
            let mut state = seen.lock();
            state.raw.extend_from_slice(&chunk[..length]);
            state.parser.process(&chunk[..length]);
            state.closed = length == 0;
            for answer in state.parser.callbacks_mut().pending.drain(..) {
                let _ = keyboard.send(Typed::Bytes(answer));
            }
            seen.changed.notify_all();
            if state.closed {
                return;
            }
            while state.frozen {
                state = seen
                    .changed
                    .wait(state)
                    .expect("no holder of the lock panics");
            }
        }
    });
}
