//! The thread that reads the terminal: it sleeps until bytes come, until what is half-said has waited long enough, or until it is called to
//! the gate. A terminal that is gone is an end, never a spin.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::{Errno, read};
use rustix::termios::isatty;

use crate::shell::clock;
use crate::tui::keys::decoder::{Decoder, Token};
use crate::tui::run::gate::Gate;
use crate::tui::run::{Batch, Event};

/// Where keys come from: standard input where that is a terminal; else it brought a paste, and the controlling terminal has the keys.
///
/// # Errors
/// When there is no terminal to read from.
pub fn terminal() -> io::Result<OwnedFd> {
    if isatty(rustix::stdio::stdin()) {
        return rustix::stdio::stdin().try_clone_to_owned();
    }
    Ok(open(
        "/dev/tty",
        OFlags::RDONLY | OFlags::CLOEXEC,
        Mode::empty(),
    )?)
}

/// Starts reading. The thread is not waited for at the end: it holds nothing that needs care.
///
/// # Errors
/// When the operating system gives no thread, or no pipe to wake it.
pub(super) fn listen(terminal: OwnedFd, queue: Sender<Event>, gate: Gate) -> io::Result<()> {
    let (bell, called) = UnixStream::pair()?;
    bell.set_nonblocking(true)?;
    called.set_nonblocking(true)?;
    gate.ring_with(bell);
    let mut keyboard = Keyboard {
        terminal,
        called,
        decoder: Decoder::default(),
    };
    let forward = move || {
        loop {
            gate.pass();
            let event = match keyboard.batch() {
                Ok(Some(batch)) => Event::Input(batch),
                Ok(None) => continue,
                Err(_) => Event::Deaf,
            };
            let last = matches!(event, Event::Deaf);
            if queue.send(event).is_err() || last {
                break;
            }
        }
    };
    thread::Builder::new().name("input".into()).spawn(forward)?;
    Ok(())
}

struct Keyboard {
    terminal: OwnedFd,
    called: UnixStream,
    decoder: Decoder,
}

impl Keyboard {
    /// Waits for something, and takes all that is there; `None` when it was called, or nothing came of it.
    fn batch(&mut self) -> io::Result<Option<Batch>> {
        let woken = self.wait(self.decoder.patience())?;
        let at = clock::now();
        let mut read = match woken {
            Woken::Bytes => self.bytes()?,
            Woken::Called => return Ok(None),
            Woken::Late => self.decoder.rest(),
        };
        while let Woken::Bytes = self.wait(Some(Duration::ZERO))? {
            read.extend(self.bytes()?);
        }
        Ok((!read.is_empty()).then_some(Batch { at, read }))
    }

    fn wait(&self, patience: Option<Duration>) -> io::Result<Woken> {
        let timeout = patience.and_then(|patience| Timespec::try_from(patience).ok());
        let mut polled = [
            PollFd::new(&self.terminal, PollFlags::IN),
            PollFd::new(&self.called, PollFlags::IN),
        ];
        match poll(&mut polled, timeout.as_ref()) {
            Ok(0) => return Ok(Woken::Late),
            Ok(_) => {}
            // A signal, which others take care of. The wait begins anew.
            Err(Errno::INTR) => return Ok(Woken::Called),
            Err(error) => return Err(error.into()),
        }
        if polled[1].revents().is_empty() {
            // Gone or broken shows in the read.
            return Ok(Woken::Bytes);
        }
        let mut dropped = [0; 16];
        // There may be nothing in it any more.
        let _ = read(&self.called, &mut dropped);
        Ok(Woken::Called)
    }

    /// What there is, up to a chunk. Nothing where something was announced is the end of the terminal.
    fn bytes(&mut self) -> io::Result<Vec<Token>> {
        let mut chunk = [0; 16 * 1024];
        match read(self.terminal.as_fd(), &mut chunk) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(length) => Ok(self.decoder.feed(chunk.get(..length).unwrap_or_default())),
            Err(Errno::INTR | Errno::AGAIN) => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }
}

enum Woken {
    /// There are bytes, or the terminal is gone.
    Bytes,
    /// Somebody calls to the gate.
    Called,
    /// Nothing came in time.
    Late,
}
