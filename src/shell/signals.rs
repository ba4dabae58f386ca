//! The signals that end, stop or resize the program: one thread takes them for every skin. Where the skin does not answer in time, because
//! its terminal is frozen or a computation does not end, the program is ended from here.

use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use nix::sys::signal::{SigSet, Signal as Number, raise};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::iterator::{Handle, Signals as Iterator};

use crate::shell::{manners, secluded};

/// What the operating system says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// The program is to end.
    End(Ended),
    /// Ctrl+Z: the program is to stop until somebody resumes it.
    Suspend,
    /// It was resumed.
    Continue,
    /// The window has another size.
    Resized,
}

/// By which signal a program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// SIGINT, Ctrl+C.
    Interrupted,
    /// SIGQUIT, Ctrl+\.
    Quit,
    /// SIGHUP: the terminal is gone.
    HungUp,
    /// SIGTERM.
    Terminated,
}

impl Ended {
    /// The status of a program that ended by it, as shells count: 128 and the number of the signal.
    pub fn status(self) -> u8 {
        match self {
            Self::Interrupted => 130,
            Self::Quit => 131,
            Self::HungUp => 129,
            Self::Terminated => 143,
        }
    }

    fn of(number: i32) -> Option<Self> {
        match number {
            SIGINT => Some(Self::Interrupted),
            SIGQUIT => Some(Self::Quit),
            SIGHUP => Some(Self::HungUp),
            SIGTERM => Some(Self::Terminated),
            _ => None,
        }
    }
}

/// Where a signal went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Went {
    /// To the skin, which answers it.
    ToSkin,
    /// Nowhere: it is meant for another program, which has the terminal now.
    Elsewhere,
    /// The skin has ended.
    Gone,
}

/// What is done when the skin does not answer.
#[derive(Clone, Copy)]
pub struct LastResort {
    /// How long the skin may take.
    pub patience: Duration,
    /// Gives the terminal back. Must not wait for long.
    pub restore: fn(),
}

/// How long a skin may take to end.
pub const PATIENCE: Duration = Duration::from_millis(850);

/// Listens as long as it lives.
pub struct Signals {
    handle: Handle,
    pulse: Arc<Pulse>,
}

/// How many signals the skin has taken, and whether it has ended.
#[derive(Default)]
struct Pulse {
    state: Mutex<Heard>,
    changed: Condvar,
}

#[derive(Default)]
struct Heard {
    taken: u64,
    ended: bool,
}

impl Pulse {
    fn state(&self) -> MutexGuard<'_, Heard> {
        // Each field is set in one step, so a panic elsewhere leaves them whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Signals {
    /// The skin has taken a signal and answers it.
    pub fn heard(&self) {
        self.pulse.state().taken += 1;
        self.pulse.changed.notify_all();
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        self.pulse.state().ended = true;
        self.pulse.changed.notify_all();
        self.handle.close();
    }
}

/// Starts listening; `deliver` is called on a thread of its own.
///
/// # Errors
/// When the operating system refuses a handler or a thread.
pub fn listen(
    last: LastResort,
    deliver: impl Fn(Signal) -> Went + Send + 'static,
) -> io::Result<Signals> {
    let numbers = [SIGINT, SIGQUIT, SIGHUP, SIGTERM, SIGCONT, SIGWINCH];
    let mut signals = Iterator::new(numbers)?;
    let handle = signals.handle();
    let pulse = Arc::new(Pulse::default());
    let watched = Arc::clone(&pulse);
    let forward = move || {
        for number in signals.forever() {
            let signal = match (Ended::of(number), number) {
                (Some(ended), _) => Signal::End(ended),
                (None, SIGWINCH) => Signal::Resized,
                (None, _) => Signal::Continue,
            };
            let taken = watched.state().taken;
            match (deliver(signal), signal) {
                (Went::Gone, _) => return,
                (Went::ToSkin, Signal::End(ended)) => wait_for(&watched, taken, ended, last),
                (Went::ToSkin | Went::Elsewhere, _) => {}
            }
        }
    };
    thread::Builder::new()
        .name("signals".into())
        .spawn(forward)?;
    Ok(Signals { handle, pulse })
}

/// Has any of the signals end the program at once, `restore` called first, as long as the result lives: for commands that have nothing
/// to save.
///
/// # Errors
/// As [`listen`].
pub fn end_at_once(restore: fn()) -> io::Result<Signals> {
    let last = LastResort {
        patience: Duration::ZERO,
        restore,
    };
    listen(last, |signal| {
        if signal == Signal::Continue {
            manners::change_again();
        }
        Went::ToSkin
    })
}

/// Ends the program when the skin does not. An interrupt may mean less than the end, so it is enough that the skin has taken it.
fn wait_for(pulse: &Arc<Pulse>, taken: u64, ended: Ended, last: LastResort) {
    let pulse = Arc::clone(pulse);
    let wait = move || {
        let answered = |heard: &mut Heard| match ended {
            Ended::Interrupted => heard.taken > taken,
            Ended::Quit | Ended::HungUp | Ended::Terminated => false,
        };
        let waits = |heard: &mut Heard| !(heard.ended || answered(heard));
        let (mut heard, _) = pulse
            .changed
            .wait_timeout_while(pulse.state(), last.patience, waits)
            .unwrap_or_else(PoisonError::into_inner);
        if !answered(&mut heard) {
            drop(heard);
            end(ended, last, pulse.state().ended);
        }
    };
    // Without a thread there is no last resort, and the skin ends as it can.
    let _ = thread::Builder::new()
        .name("last resort".into())
        .spawn(wait);
}

/// The end without the skin. One that has come to its end by itself says its own status.
#[expect(
    clippy::disallowed_methods,
    clippy::exit,
    reason = "nobody is left who could return a status; what destructors would do is done here"
)]
fn end(ended: Ended, last: LastResort, by_itself: bool) {
    if by_itself {
        return;
    }
    (last.restore)();
    secluded::remove_all();
    std::process::exit(i32::from(ended.status()));
}

/// Holds back Ctrl+Z, so that the terminal can be given back before the program stops. Made before any thread is, since threads
/// inherit what is held back.
pub struct Suspending {
    held: SigSet,
}

impl Suspending {
    /// Begins; `deliver` is called on a thread of its own, and is the one to call [`suspend`].
    ///
    /// # Errors
    /// When the operating system refuses.
    pub fn begin(deliver: impl Fn() -> Went + Send + 'static) -> io::Result<Self> {
        let held = held();
        held.thread_block()?;
        let wait = move || {
            while held.wait().is_ok() {
                match deliver() {
                    Went::ToSkin => {}
                    Went::Elsewhere => suspend(),
                    Went::Gone => return,
                }
            }
        };
        thread::Builder::new().name("suspend".into()).spawn(wait)?;
        Ok(Self { held })
    }
}

impl Drop for Suspending {
    fn drop(&mut self) {
        // What is still held back now is nobody's any more.
        let _ = self.held.thread_unblock();
    }
}

fn held() -> SigSet {
    SigSet::from(Number::SIGTSTP)
}

/// Stops the program by SIGTSTP, as it would have stopped had nobody held the signal back: the kernel stops nothing that nobody could
/// resume. Returns when it is resumed, or at once where it was not stopped.
pub fn suspend() {
    let held = held();
    // Each of these fails only for a signal that does not exist.
    let _ = held.thread_unblock();
    let _ = raise(Number::SIGTSTP);
    let _ = held.thread_block();
}

/// Asks the whole job to stop, as Ctrl+Z on a plain terminal does.
pub fn suspend_job() {
    // Refused only where there is no job to stop.
    let _ = nix::sys::signal::kill(nix::unistd::Pid::from_raw(0), Number::SIGTSTP);
}
