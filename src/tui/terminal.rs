//! The terminal: entered once, restored once, whichever way the program ends. Each step of both is tried on its own.

use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::queue;
use crossterm::style::ResetColor;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen};
use ratatui::Frame;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};

/// The modes to go back to; `Some` exactly while the terminal is entered.
static ENTERED: Mutex<Option<Termios>> = Mutex::new(None);

fn entered() -> MutexGuard<'static, Option<Termios>> {
    // A panic between two steps leaves nothing half-written here: the value is replaced as a whole.
    ENTERED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The terminal of this process, entered. Restores it when dropped.
pub(crate) struct Terminal {
    inner: ratatui::Terminal<CrosstermBackend<Paper>>,
}

impl Terminal {
    /// Takes the terminal over.
    ///
    /// # Errors
    /// When standard output is no terminal; what was done by then is undone.
    pub(crate) fn enter() -> io::Result<Self> {
        enter()?;
        match ratatui::Terminal::new(CrosstermBackend::new(Paper::default())) {
            Ok(inner) => Ok(Self { inner }),
            Err(error) => {
                restore();
                Err(error)
            }
        }
    }

    /// Takes it over again, after the program was stopped, and forgets what was on it.
    ///
    /// # Errors
    /// As [`Terminal::enter`].
    pub(crate) fn enter_again(&mut self) -> io::Result<()> {
        enter()?;
        self.forget()
    }

    /// Draws one frame in one write.
    ///
    /// # Errors
    /// When the terminal takes nothing more.
    pub(crate) fn draw(&mut self, picture: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.inner.draw(picture).map(|_| ())
    }

    /// Forgets what is on the screen, so that the next frame is drawn whole.
    ///
    /// # Errors
    /// As [`Terminal::draw`].
    pub(crate) fn forget(&mut self) -> io::Result<()> {
        // Not `clear`: that asks the terminal where its cursor is, and the answer would go to the thread that reads keys.
        let area = self.area()?;
        self.inner.resize(area)
    }

    /// How large it is.
    ///
    /// # Errors
    /// When the operating system does not say.
    pub(crate) fn area(&self) -> io::Result<Rect> {
        self.inner
            .size()
            .map(|size| Rect::from((ratatui::layout::Position::ORIGIN, size)))
    }

    /// Hands an escape sequence to the terminal, past the picture.
    ///
    /// # Errors
    /// As [`Terminal::draw`].
    pub(crate) fn send(&mut self, sequence: &str) -> io::Result<()> {
        let paper = self.inner.backend_mut();
        paper.write_all(sequence.as_bytes())?;
        Write::flush(paper)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

/// What a frame is written on: it goes out in one piece, and not at all once the terminal is left,
/// so that a frame that was under way cannot draw over the words of a panic.
#[derive(Default)]
pub(crate) struct Paper {
    bytes: Vec<u8>,
}

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let entered = entered();
        if entered.is_none() || self.bytes.is_empty() {
            self.bytes.clear();
            return Ok(());
        }
        let mut stdout = io::stdout().lock();
        let written = stdout.write_all(&self.bytes);
        self.bytes.clear();
        written.and_then(|()| stdout.flush())
    }
}

/// The modes are those of standard output, since standard input may be a pipe that brought a paste; keys then come from the
/// controlling terminal.
///
/// Raw mode, but with signals kept: Ctrl+C and Ctrl+Z must work even while the input parser waits
/// for the end of a paste that never comes (DESIGN.md section 6).
fn enter() -> io::Result<()> {
    let mut entered = entered();
    let before = match entered.take() {
        Some(before) => before,
        None => tcgetattr(io::stdout())?,
    };
    let mut modes = before.clone();
    modes.make_raw();
    modes.local_modes |= LocalModes::ISIG;
    // Ctrl+\ would end the program with a core dump; nobody means that here.
    modes.special_codes[SpecialCodeIndex::VQUIT] = DISABLED;
    *entered = Some(before);
    drop(entered);
    let set = tcsetattr(io::stdout(), OptionalActions::Now, &modes).map_err(io::Error::from);
    let written = set.and_then(|()| {
        let mut stdout = io::stdout().lock();
        queue!(stdout, EnterAlternateScreen, EnableBracketedPaste)?;
        stdout.flush()
    });
    if written.is_err() {
        restore();
    }
    written
}

/// `_POSIX_VDISABLE`, the code that no key sends.
const DISABLED: u8 = if cfg!(target_os = "linux") { 0 } else { 0xff };

/// Gives the terminal back as it was; does nothing when it is not entered. Safe to call from a panic hook.
pub(crate) fn restore() {
    let Some(before) = entered().take() else {
        return;
    };
    let mut stdout = io::stdout().lock();
    // A step that fails must not keep the others from being tried, and nobody is left to be told.
    let _ = queue!(stdout, DisableBracketedPaste);
    let _ = queue!(stdout, ResetColor);
    let _ = queue!(stdout, LeaveAlternateScreen);
    let _ = queue!(stdout, Show);
    let _ = stdout.flush();
    let _ = tcsetattr(io::stdout(), OptionalActions::Now, &before);
}

/// Gives the terminal back and stops the process, as Ctrl+Z does elsewhere. Returns when the shell brings it back;
/// the terminal is entered again on the signal that says so.
pub(crate) fn stop_process() {
    restore();
    // Only a kernel without job control refuses, and then there is nothing to stop for.
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGSTOP);
}
