//! Groups of processes, and the children of one.
#![cfg(unix)]

use std::fs::File;
use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command};

use rustix::event::{Timespec, poll};
use rustix::io::Errno;
use rustix::process::{
    Pid, Signal, WaitId, WaitIdOptions, getpgrp, kill_process, kill_process_group, waitid,
};
use rustix::termios::tcgetpgrp;

use super::place::Family;

/// True where this program is in the foreground of a terminal.
pub(super) fn is_at_terminal() -> bool {
    let terminal = File::open("/dev/tty");
    terminal.is_ok_and(|terminal| tcgetpgrp(terminal).is_ok_and(|group| group == getpgrp()))
}

/// A command that runs.
pub(super) struct Running {
    family: Family,
    pid: Pid,
}

/// So many looks, so far apart, it has to end by itself and put the terminal back.
const LOOKS: usize = 20;
const BETWEEN: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 10_000_000,
};

impl Running {
    /// Has the command start there.
    ///
    /// # Errors
    /// Those of the operating system.
    pub(super) fn spawn(family: Family, command: &mut Command) -> io::Result<Child> {
        match family {
            Family::Ours => command,
            Family::Own => command.process_group(0),
        }
        .spawn()
    }

    /// Waits for its end, and leaves it to be waited for.
    pub(super) fn wait_unreaped(child: &Child) {
        let pid = Pid::from_child(child);
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        // An interruption is no end; whatever else goes wrong, the waiting that follows says it.
        while matches!(waitid(WaitId::Pid(pid), options), Err(Errno::INTR)) {}
    }

    /// Its number.
    pub(super) fn id(&self) -> u32 {
        self.pid.as_raw_nonzero().get().unsigned_abs()
    }

    pub(super) fn of(family: Family, child: &Child) -> Self {
        let pid = Pid::from_child(child);
        Self { family, pid }
    }

    /// Asks it to end, and ends it. Its leader was not waited for yet, so the numbers are still theirs.
    pub(super) fn stop(&self) {
        let mut others = Vec::new();
        self.halt(&mut others);
        self.send(Signal::TERM, &others);
        // One that was stopped hears nothing before it goes on.
        self.send(Signal::CONT, &others);
        for _ in 0..LOOKS {
            if self.has_ended() {
                break;
            }
            // Nothing is waited for but time.
            let _ = poll(&mut [], Some(&BETWEEN));
        }
        self.halt(&mut others);
        self.send(Signal::KILL, &others);
    }

    /// Stops all of them where they are, so that none starts another one while they are counted. Of a group of its own one may have left.
    fn halt(&self, others: &mut Vec<Descendant>) {
        self.send(Signal::STOP, others);
        loop {
            let mut new = descendants(self.pid, others);
            new.retain(|one| others.iter().all(|known| known.pid != one.pid));
            if new.is_empty() {
                return;
            }
            others.extend(new);
            self.send(Signal::STOP, others);
        }
    }

    /// Whoever has ended meanwhile needs no signal.
    fn send(&self, signal: Signal, others: &[Descendant]) {
        let _ = match self.family {
            Family::Ours => kill_process(self.pid, signal),
            Family::Own => kill_process_group(self.pid, signal),
        };
        for other in others.iter().filter(|other| other.is_there()) {
            let _ = kill_process(other.pid, signal);
        }
    }

    fn has_ended(&self) -> bool {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
        !matches!(waitid(WaitId::Pid(self.pid), options), Ok(None))
    }
}

/// Something that the command started, by its number and the moment it began: a number may be given anew.
struct Descendant {
    pid: Pid,
    began: String,
}

#[cfg(target_os = "linux")]
impl Descendant {
    fn is_there(&self) -> bool {
        let now = stat(&self.pid.as_raw_nonzero().to_string());
        now.is_some_and(|(_, began)| began == self.began)
    }
}

/// Parent and beginning of a process (proc(5), stat, members 4 and 22). Its name may hold blanks and brackets.
#[cfg(target_os = "linux")]
fn stat(pid: &str) -> Option<(i32, String)> {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, rest) = text.rsplit_once(") ")?;
    let mut members = rest.split(' ');
    let parent = members.nth(1)?.parse().ok()?;
    Some((parent, members.nth(17)?.to_owned()))
}

/// All that the process and these others started, and what that started.
#[cfg(target_os = "linux")]
fn descendants(of: Pid, others: &[Descendant]) -> Vec<Descendant> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let all: Vec<(i32, i32, String)> = entries
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let (parent, began) = stat(&name)?;
            Some((name.parse().ok()?, parent, began))
        })
        .collect();
    let family = others.iter().filter(|other| other.is_there());
    let family = family.map(|other| other.pid).chain([of]);
    let mut family: Vec<i32> = family.map(|pid| pid.as_raw_nonzero().get()).collect();
    let mut found = Vec::new();
    while let Some(parent) = family.pop() {
        for (pid, _, began) in all.iter().filter(|(_, of, _)| *of == parent) {
            family.push(*pid);
            let began = began.clone();
            found.extend(Pid::from_raw(*pid).map(|pid| Descendant { pid, began }));
        }
    }
    found
}

/// Where the system does not tell, the command alone is stopped; what it started loses its pipe.
#[cfg(not(target_os = "linux"))]
fn descendants(_of: Pid, _others: &[Descendant]) -> Vec<Descendant> {
    Vec::new()
}

#[cfg(not(target_os = "linux"))]
impl Descendant {
    fn is_there(&self) -> bool {
        !self.began.is_empty()
    }
}
