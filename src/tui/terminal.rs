//! The terminal: entered once, restored once, whichever way the program ends. Nothing here waits for a terminal that takes nothing.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Position, Rect, Size};
use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetwinsize, tcsetattr,
};

mod links;
mod modes;
mod outlet;
mod paper;

use links::Links;
pub(crate) use outlet::Notify;
use outlet::{opened, outlet};
use paper::{Bytes, Paper};

/// How long a terminal may take to take what gives it back.
const LAST_WORDS: Duration = Duration::from_millis(300);

/// What is known of the terminal before it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Columns and rows where the operating system knows none (`COLUMNS`, `LINES`).
    pub size: (u16, u16),
    /// The console of Linux, which prints sequences that it does not know.
    pub is_console: bool,
    /// Clicks and the wheel are wanted.
    pub mouse: bool,
    /// It is known to show links (OSC 8).
    pub links: bool,
}

/// What to go back to; `Some` exactly while the terminal is entered.
static ENTERED: Mutex<Option<Entered>> = Mutex::new(None);

struct Entered {
    before: Termios,
    is_console: bool,
}

fn entered() -> MutexGuard<'static, Option<Entered>> {
    // A panic between two steps leaves nothing half-written here: the value is replaced as a whole.
    ENTERED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The terminal of this process, entered. Restores it when dropped.
pub(crate) struct Terminal {
    inner: ratatui::Terminal<Paper>,
    bytes: Bytes,
    links: Links,
    known: Known,
}

impl Terminal {
    /// Takes the terminal over. `notify` is called when it has taken a frame after one that it had no room for, or takes nothing more.
    ///
    /// # Errors
    /// When standard output is no terminal; what was done by then is undone.
    pub(crate) fn enter(known: Known, notify: Notify) -> io::Result<Self> {
        let outlet = outlet()?;
        outlet.tell(notify);
        enter(known)?;
        let (bytes, links) = (Bytes::default(), Links::default());
        let paper = Paper::new(bytes.clone(), size(known), links.clone());
        match ratatui::Terminal::new(paper) {
            Ok(inner) => Ok(Self {
                inner,
                bytes,
                links,
                known,
            }),
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
        enter(self.known)?;
        self.forget()
    }

    /// The mouse is the program's, or the terminal's.
    pub(crate) fn listen_to_mouse(&mut self, on: bool) {
        self.known.mouse = on;
        put(modes::mouse(on).as_bytes());
    }

    /// True while the mouse is the program's.
    pub(crate) fn has_mouse(&self) -> bool {
        self.known.mouse
    }

    /// Draws one frame in one write; false where the last one is still on its way, and then the caller is notified later.
    ///
    /// # Errors
    /// When the terminal takes nothing more.
    pub(crate) fn draw(
        &mut self,
        picture: impl FnOnce(&mut Frame<'_>) -> Option<Position>,
    ) -> io::Result<bool> {
        let outlet = outlet()?;
        if !outlet.is_free()? {
            return Ok(false);
        }
        let mut stands = None;
        self.inner.draw(|frame| {
            stands = picture(frame);
            if self.known.links {
                self.links.read(frame.buffer_mut());
            }
        })?;
        let mut frame = self.bytes.take();
        if let Some(at) = stands {
            // Hidden, and yet where the eye is: screen readers and magnifiers follow it.
            frame.extend(format!("\x1b[{};{}H", at.y + 1, at.x + 1).bytes());
        }
        if self.known.is_console || frame.is_empty() {
            put(&frame);
        } else {
            put(&modes::at_once(&frame));
        }
        Ok(true)
    }

    /// Forgets what is on the screen, so that the next frame is drawn whole.
    ///
    /// # Errors
    /// As [`Terminal::draw`].
    pub(crate) fn forget(&mut self) -> io::Result<()> {
        // Not `clear`: that asks the terminal where its cursor is, and nobody waits for the answer.
        self.links.forget();
        let size = size(self.known);
        self.inner.backend_mut().set_size(size);
        self.inner.resize(self.area())
    }

    /// How large it is.
    pub(crate) fn area(&self) -> Rect {
        Rect::from((Position::ORIGIN, size(self.known)))
    }
}

/// Hands an escape sequence to the terminal, past the picture.
pub(crate) fn send(sequence: &str) {
    put(sequence.as_bytes());
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

/// What the operating system says, else the environment, else the usual.
fn size(known: Known) -> Size {
    let said = tcgetwinsize(rustix::stdio::stdout()).ok();
    fitting(
        said.map_or((0, 0), |said| (said.ws_col, said.ws_row)),
        known.size,
    )
}

/// What was said, else what is known. A picture takes memory for each cell, and what is larger than any eye reads is no terminal.
fn fitting((width, height): (u16, u16), (columns, rows): (u16, u16)) -> Size {
    let or = |value: u16, other: u16| if value == 0 { other } else { value };
    Size {
        width: or(width, columns).min(MOST.0),
        height: or(height, rows).min(MOST.1),
    }
}

/// More columns and rows than any terminal has.
const MOST: (u16, u16) = (1_000, 500);

/// True when the terminal takes nothing because it is not there any more.
pub(crate) fn is_gone(error: &io::Error) -> bool {
    let number = error.raw_os_error();
    let gone = [
        rustix::io::Errno::IO,
        rustix::io::Errno::NXIO,
        rustix::io::Errno::PIPE,
    ];
    error.kind() == io::ErrorKind::BrokenPipe
        || gone
            .iter()
            .any(|errno| number == Some(errno.raw_os_error()))
}

/// Not once the terminal is left, so that a frame that was under way cannot draw over the words of a panic.
fn put(bytes: &[u8]) {
    let entered = entered();
    if let (Some(outlet), true) = (opened(), entered.is_some()) {
        outlet.put(bytes);
    }
}

/// The modes are those of standard output, since standard input may be a pipe that brought a paste; keys then come from the
/// controlling terminal.
///
/// Raw mode, but with signals kept: Ctrl+C and Ctrl+Z must work even within a paste that never ends (DESIGN.md section 6).
fn enter(known: Known) -> io::Result<()> {
    let stdout = rustix::stdio::stdout();
    let mut entered = entered();
    let before = match entered.take() {
        Some(entered) => entered.before,
        None => tcgetattr(stdout)?,
    };
    let mut modes = before.clone();
    modes.make_raw();
    modes.local_modes |= LocalModes::ISIG;
    // Ctrl+\ would end the program; nobody means that here.
    modes.special_codes[SpecialCodeIndex::VQUIT] = DISABLED;
    *entered = Some(Entered {
        before,
        is_console: known.is_console,
    });
    drop(entered);
    put(modes::entering(known.is_console).as_bytes());
    if known.mouse {
        put(modes::mouse(true).as_bytes());
    }
    tcsetattr(stdout, OptionalActions::Now, &modes).map_err(|error| {
        restore();
        error.into()
    })
}

/// `_POSIX_VDISABLE`, the code that no key sends.
const DISABLED: u8 = if cfg!(target_os = "linux") { 0 } else { 0xff };

/// Gives the terminal back as it was; does nothing when it is not entered. Safe to call from a panic hook, and does not wait long for
/// a terminal that takes nothing.
pub(crate) fn restore() {
    let Some(Entered { before, is_console }) = entered().take() else {
        return;
    };
    if let Some(outlet) = opened() {
        outlet.put(modes::leaving(is_console).as_bytes());
        // What is not taken by then is not taken at all, and nobody is left to be told.
        let _ = outlet.flush(LAST_WORDS);
    }
    let _ = tcsetattr(rustix::stdio::stdout(), OptionalActions::Now, &before);
}

#[cfg(test)]
mod tests {
    use super::{Size, fitting};

    #[test]
    fn an_endless_terminal_is_drawn_for_as_far_as_an_eye_goes() {
        let most = fitting((u16::MAX, u16::MAX), (80, 24));
        assert_eq!((most.width, most.height), (1_000, 500));
        assert_eq!(fitting((0, 0), (80, 24)), Size::new(80, 24));
        assert_eq!(fitting((300, 90), (80, 24)), Size::new(300, 90));
    }
}
