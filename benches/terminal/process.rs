//! What a process has used so far, read from `/proc`.

use std::collections::BTreeMap;
use std::fs;

/// Resources of a process and all its threads.
pub(crate) struct Resources {
    /// User and system time, in clock ticks.
    pub(crate) ticks: u64,
    /// Times each thread, by its number, went to sleep of its own will, and so was woken.
    wakes: BTreeMap<u64, u64>,
    /// Memory in RAM, in MiB.
    pub(crate) resident_mib: f64,
}

impl Resources {
    /// Of the process `pid`; nothing where there is no `/proc`.
    pub(crate) fn of(pid: i32) -> Option<Self> {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The name in parentheses may hold blanks; utime and stime are the 14th and 15th fields of the line.
        let (_, fields) = stat.rsplit_once(')')?;
        let ticks = fields
            .split_whitespace()
            .skip(11)
            .take(2)
            .filter_map(|n| n.parse::<u64>().ok());
        let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let kib: u32 = field(&status, "VmRSS:")?;
        let tasks = fs::read_dir(format!("/proc/{pid}/task")).ok()?;
        let wakes = tasks.flatten().filter_map(|task| {
            let status = fs::read_to_string(task.path().join("status")).ok()?;
            let number = field(&status, "Pid:")?;
            Some((number, field(&status, "voluntary_ctxt_switches:")?))
        });
        Some(Self {
            ticks: ticks.sum(),
            wakes: wakes.collect(),
            resident_mib: f64::from(kib) / 1024.0,
        })
    }

    /// How often a thread was woken since `before`; a thread that ended meanwhile was woken once for that.
    pub(crate) fn wakes_since(&self, before: &Self) -> u64 {
        let more = self.wakes.iter().map(|(number, wakes)| {
            let earlier = before.wakes.get(number).copied().unwrap_or(0);
            wakes.saturating_sub(earlier)
        });
        let ended = before
            .wakes
            .keys()
            .filter(|number| !self.wakes.contains_key(number));
        more.sum::<u64>() + ended.map(|_| 1).sum::<u64>()
    }
}

fn field<T: std::str::FromStr>(status: &str, name: &str) -> Option<T> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}
