//! The journal: one record per request while it is answered, and a bounded ring of finished entries.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::request::Parts;

use crate::oauth::journal::{Check, Door, Entry, Outcome};
use crate::oauth::time::UnixTime;
use crate::practice::clock::Clock;
use crate::practice::record::mask;

/// Called with each journal entry as soon as it is written, before the answer leaves. Must be quick and must not block.
pub type OnEntry = Box<dyn Fn(&Entry) + Send + Sync>;

/// Parameters noted of one request; the rest are only counted.
const MOST_RECEIVED: usize = 32;

/// The finished entries of a tenant.
pub(in crate::practice) struct Journal {
    ring: Mutex<VecDeque<Arc<Entry>>>,
    most: usize,
    on_entry: Option<OnEntry>,
    /// The tenant's own half of every request id.
    prefix: String,
    count: AtomicU32,
}

impl Journal {
    /// An empty journal that keeps at most `most` entries; `prefix` begins every request id.
    pub(in crate::practice) fn new(most: usize, on_entry: Option<OnEntry>, prefix: String) -> Self {
        Self {
            ring: Mutex::new(VecDeque::new()),
            most,
            on_entry,
            prefix,
            count: AtomicU32::new(0),
        }
    }

    /// A request id of 20 hexadecimal digits, as long as Auth0's. Unique without a draw or a lock per request.
    pub(in crate::practice) fn fresh_id(&self) -> String {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        format!("{}{count:08x}", self.prefix)
    }

    /// Adds an entry and tells the listener, who must find it in the journal already.
    pub(in crate::practice) fn push(&self, entry: Entry) {
        let entry = Arc::new(entry);
        let mut ring = self.ring();
        if ring.len() >= self.most {
            ring.pop_front();
        }
        ring.push_back(Arc::clone(&entry));
        drop(ring);
        if let Some(told) = &self.on_entry {
            told(&entry);
        }
    }

    /// The entry with this id.
    pub(in crate::practice) fn entry(&self, id: &str) -> Option<Entry> {
        let found = self
            .ring()
            .iter()
            .rev()
            .find(|entry| entry.id == id)
            .cloned();
        found.map(Arc::unwrap_or_clone)
    }

    /// All entries, oldest first.
    pub(in crate::practice) fn entries(&self) -> Vec<Entry> {
        let kept: Vec<_> = self.ring().iter().cloned().collect();
        kept.into_iter().map(Arc::unwrap_or_clone).collect()
    }

    fn ring(&self) -> MutexGuard<'_, VecDeque<Arc<Entry>>> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The entry of a request that is being answered.
pub(in crate::practice) struct Record {
    entry: Entry,
    arrived: u64,
    clock: Arc<dyn Clock>,
}

impl Record {
    /// Begins a record. Time counts from here until [`Record::arrived`] sets it anew.
    pub(in crate::practice) fn begin(
        id: String,
        door: Door,
        head: &Parts,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let target = mask::target(head.uri.path(), head.uri.query());
        let entry = Entry {
            id,
            at: clock.now(),
            door,
            request_line: format!("{} {target}", mask::text(head.method.as_str())),
            received: Vec::new(),
            checks: Vec::new(),
            status: 0,
            answered: String::new(),
            took_us: 0,
        };
        Self {
            entry,
            arrived: clock.micros(),
            clock,
        }
    }

    /// The last byte of the request is here: durations count from now.
    pub(in crate::practice) fn arrived(&mut self) {
        self.arrived = self.clock.micros();
    }

    /// The date by the tenant's own clock, which a learner may have set wrong.
    pub(in crate::practice) fn at(&mut self, now: UnixTime) {
        self.entry.at = now;
    }

    /// The request's id.
    pub(in crate::practice) fn id(&self) -> &str {
        &self.entry.id
    }

    /// Notes something that arrived. The value must be masked already.
    pub(in crate::practice) fn received(&mut self, name: &str, masked: String) {
        if self.entry.received.len() < MOST_RECEIVED {
            self.entry.received.push((mask::text(name), masked));
        }
    }

    /// Notes a check. The time is filled in here.
    pub(in crate::practice) fn check(
        &mut self,
        seen: Seen,
        id: &'static str,
        source: &'static str,
    ) {
        let check = Check {
            id,
            what: seen.what,
            outcome: seen.outcome,
            source,
            at_us: self.elapsed(),
            emulated: seen.emulated,
        };
        self.entry.checks.push(check);
    }

    /// Ends the record.
    pub(in crate::practice) fn finish(mut self, status: u16, answered: String) -> Entry {
        self.entry.status = status;
        self.entry.answered = answered;
        self.entry.took_us = self.elapsed();
        self.entry
    }

    fn elapsed(&self) -> u64 {
        self.clock.micros().saturating_sub(self.arrived)
    }
}

/// What a check saw.
pub(in crate::practice) struct Seen {
    what: String,
    outcome: Outcome,
    emulated: bool,
}

impl Seen {
    /// It held.
    pub(in crate::practice) fn passed(what: impl Into<String>) -> Self {
        Self::new(what, Outcome::Passed)
    }

    /// It did not hold.
    pub(in crate::practice) fn failed(what: impl Into<String>) -> Self {
        Self::new(what, Outcome::Failed)
    }

    /// A fact, neither good nor bad.
    pub(in crate::practice) fn noted(what: impl Into<String>) -> Self {
        Self::new(what, Outcome::Noted)
    }

    /// As it is, and invented in the vendor's manner when `emulated`.
    pub(in crate::practice) fn emulated(mut self, emulated: bool) -> Self {
        self.emulated = emulated;
        self
    }

    fn new(what: impl Into<String>, outcome: Outcome) -> Self {
        Self {
            what: what.into(),
            outcome,
            emulated: false,
        }
    }
}
