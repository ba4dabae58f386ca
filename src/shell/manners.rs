//! The manners of the terminal on standard input: no echo while a secret is typed, no line limit while something is pasted. Changed in one
//! place, so that whoever ends the program can put them back.

use std::sync::{Mutex, MutexGuard, PoisonError};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::stdio::stdin;
use rustix::termios::{
    LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush, tcgetattr,
    tcsetattr,
};

/// How the terminal was before its manners were changed, and how it is now; `Some` exactly while they are.
static CHANGED: Mutex<Option<(Termios, Termios)>> = Mutex::new(None);

fn changed() -> MutexGuard<'static, Option<(Termios, Termios)>> {
    // The value is replaced as a whole, so a panic elsewhere leaves it whole.
    CHANGED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts the terminal back to how it was when dropped.
pub struct Manners(());

impl Drop for Manners {
    fn drop(&mut self) {
        restore();
    }
}

/// Puts the terminal back to how it was; does nothing when it is.
pub fn restore() {
    if let Some((before, _)) = changed().take() {
        // A terminal that is gone needs no putting back.
        let _ = tcsetattr(stdin(), OptionalActions::Now, &before);
    }
}

/// Changes them again, after the program was stopped: the shell has given the terminal its own meanwhile.
pub fn change_again() {
    if let Some((_, now)) = &*changed() {
        // A terminal that is gone hides nothing and shows nothing.
        let _ = tcsetattr(stdin(), OptionalActions::Now, now);
    }
}

/// Lines are edited by the terminal, unseen, but for the line end.
pub fn hide_lines() -> Option<Manners> {
    change(|modes| {
        modes.local_modes.remove(LocalModes::ECHO);
        modes.local_modes.insert(LocalModes::ECHONL);
    })
}

/// Lines may be of any length: a terminal that edits lines itself loses what is beyond 4095 bytes of one.
pub fn take_long_lines() -> Option<Manners> {
    change(|modes| modes.local_modes.remove(LocalModes::ICANON))
}

/// Keys come one by one, unseen. Signals stay signals.
pub fn hide_keys() -> Option<Manners> {
    change(|modes| {
        let off = LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON | LocalModes::IEXTEN;
        modes.local_modes.remove(off);
        modes.special_codes[SpecialCodeIndex::VMIN] = 1;
        modes.special_codes[SpecialCodeIndex::VTIME] = 0;
    })
}

/// `None` where standard input is no terminal.
fn change(change: impl FnOnce(&mut Termios)) -> Option<Manners> {
    let before = tcgetattr(stdin()).ok()?;
    let mut now = before.clone();
    change(&mut now);
    tcsetattr(stdin(), OptionalActions::Now, &now).ok()?;
    *changed() = Some((before, now));
    Some(Manners(()))
}

/// So many pauses of so many milliseconds the rest of a paste may take to come.
const PAUSES: u32 = 40;
const PAUSE: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 50_000_000,
};

/// Drops what was typed ahead, until nothing more comes: the rest of a paste would else be commands for the shell.
pub fn drop_the_rest() {
    for _ in 0..PAUSES {
        // A terminal that is gone has no rest.
        if tcflush(stdin(), QueueSelector::IFlush).is_err() {
            return;
        }
        let stdin = stdin();
        let come = poll(&mut [PollFd::new(&stdin, PollFlags::IN)], Some(&PAUSE));
        if !come.is_ok_and(|ready| ready > 0) {
            return;
        }
    }
}
