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
    /// So much of it is on the screen.
    drawn: usize,
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
            drawn: 0,
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

impl State {
    /// Draws what came, but for a frame that has not come whole: a terminal shows it at once (mode 2026), and so does this one. Its bytes
    /// come in as many pieces as the kernel likes.
    fn draw(&mut self) {
        const BEGINS: &[u8] = b"\x1b[?2026h";
        const ENDS: &[u8] = b"\x1b[?2026l";
        // A sign that began in what is drawn already may end in what came.
        let from = self.drawn.saturating_sub(BEGINS.len());
        let new = &self.raw[from..];
        let last = |sign: &[u8]| new.windows(sign.len()).rposition(|window| window == sign);
        let open = last(BEGINS).filter(|at| last(ENDS).is_none_or(|end| end < *at));
        let whole = match open.filter(|_| !self.closed) {
            Some(at) => (from + at).max(self.drawn),
            None => self.raw.len(),
        };
        self.parser.process(&self.raw[self.drawn..whole]);
        self.drawn = whole;
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
            state.closed = length == 0;
            state.draw();
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
