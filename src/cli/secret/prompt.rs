//! The hidden prompt: what is typed is not echoed, and the terminal is as it was afterwards.

use crate::cli::exit::Exit;
use crate::oauth::names::ClientSecret;

/// Asks for the secret, where a person sits at a terminal; `None` where nobody does, or nothing was typed.
///
/// # Errors
/// [`Exit::Interrupted`] on Ctrl+C, [`Exit::Terminated`] on SIGTERM and SIGHUP.
pub(super) fn ask() -> Result<Option<ClientSecret>, Exit> {
    #[cfg(unix)]
    return unix::ask();
    #[cfg(not(unix))]
    return Ok(None);
}

#[cfg(unix)]
mod unix {
    use std::io::{self, IsTerminal, Write};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use rustix::termios::{
        LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
    };
    use secrecy::zeroize::Zeroizing;
    use signal_hook::consts::{SIGHUP, SIGTERM};

    use crate::cli::exit::Exit;
    use crate::oauth::names::ClientSecret;

    const INTERRUPT: u8 = 0x03;
    const END: u8 = 0x04;
    const ERASE_LINE: u8 = 0x15;
    const BACKSPACE: [u8; 2] = [0x08, 0x7f];

    /// A longer line is no secret. It also keeps the buffer from moving, which would leave copies behind.
    const LONGEST: usize = 64 * 1024;

    /// Puts the terminal back when dropped.
    struct Hidden {
        before: Termios,
    }

    impl Hidden {
        /// Bytes come one by one, unseen, and signals as bytes, so that no signal leaves the terminal changed.
        fn enter() -> rustix::io::Result<Self> {
            let before = tcgetattr(io::stdin())?;
            let mut hidden = before.clone();
            let off = LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG | LocalModes::IEXTEN;
            hidden.local_modes.remove(off);
            // A read returns after 0.2 s with nothing, so that a signal to stop is seen.
            hidden.special_codes[SpecialCodeIndex::VMIN] = 0;
            hidden.special_codes[SpecialCodeIndex::VTIME] = 2;
            tcsetattr(io::stdin(), OptionalActions::Now, &hidden)?;
            Ok(Self { before })
        }
    }

    impl Drop for Hidden {
        fn drop(&mut self) {
            // Nothing is left to try when this fails.
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.before);
        }
    }

    pub(super) fn ask() -> Result<Option<ClientSecret>, Exit> {
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return Ok(None);
        }
        let stop = Arc::new(AtomicBool::new(false));
        let signals = [SIGTERM, SIGHUP].map(|s| signal_hook::flag::register(s, Arc::clone(&stop)));
        let Ok(hidden) = Hidden::enter() else {
            return Ok(None);
        };
        let mut stderr = io::stderr();
        let _ = write!(stderr, "Client secret (not shown while you type): ");
        let _ = stderr.flush();
        let typed = read_line(&stop);
        drop(hidden);
        let _ = writeln!(stderr);
        for id in signals.into_iter().flatten() {
            signal_hook::low_level::unregister(id);
        }
        typed
    }

    fn read_line(stop: &AtomicBool) -> Result<Option<ClientSecret>, Exit> {
        let mut line = Zeroizing::new(Vec::with_capacity(LONGEST));
        while line.len() < LONGEST {
            if stop.load(Ordering::Relaxed) {
                return Err(Exit::Terminated);
            }
            let mut byte = [0];
            match rustix::io::read(io::stdin(), &mut byte) {
                Ok(0) | Err(rustix::io::Errno::INTR) => {}
                Ok(_) => match byte[0] {
                    b'\n' | b'\r' => return Ok(text(&line)),
                    INTERRUPT => return Err(Exit::Interrupted),
                    END if line.is_empty() => return Ok(None),
                    ERASE_LINE => line.clear(),
                    key if BACKSPACE.contains(&key) => erase(&mut line),
                    other => line.push(other),
                },
                Err(_) => return Ok(None),
            }
        }
        Ok(None)
    }

    fn text(line: &[u8]) -> Option<ClientSecret> {
        std::str::from_utf8(line).ok().map(ClientSecret::new)
    }

    /// Removes the last character, which may be several bytes.
    fn erase(line: &mut Vec<u8>) {
        while line
            .pop()
            .is_some_and(|byte| byte & 0b1100_0000 == 0b1000_0000)
        {}
    }
}
