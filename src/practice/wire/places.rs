//! The places for connections. When all are taken and one more comes, the connection that has been silent longest gives up its own.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// All of them.
pub(super) struct Places {
    free: Arc<Semaphore>,
    silent: Mutex<Silent>,
}

/// Who has nothing under way: the longest silent first.
#[derive(Default)]
struct Silent {
    next: u64,
    by_age: BTreeMap<u64, Arc<Notify>>,
}

impl Places {
    /// So many.
    pub(super) fn new(many: usize) -> Arc<Self> {
        Arc::new(Self {
            free: Arc::new(Semaphore::new(many)),
            silent: Mutex::default(),
        })
    }

    /// A place for somebody who waits at the door; `None` when there are no places any more.
    pub(super) async fn take(self: &Arc<Self>) -> Option<Place> {
        let free = Arc::clone(&self.free);
        let permit = if let Ok(permit) = Arc::clone(&free).try_acquire_owned() {
            permit
        } else {
            if let Some((_, longest)) = self.silent().by_age.pop_first() {
                longest.notify_one();
            }
            free.acquire_owned().await.ok()?
        };
        let place = Place {
            all: Arc::clone(self),
            wanted: Arc::default(),
            age: Mutex::default(),
            _permit: permit,
        };
        place.rests();
        Some(place)
    }

    fn silent(&self) -> MutexGuard<'_, Silent> {
        // Each is put in and taken out in one step, so a panic elsewhere leaves them whole.
        self.silent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The place of one connection; free again when this is dropped.
pub(super) struct Place {
    all: Arc<Places>,
    wanted: Arc<Notify>,
    /// Its number among the silent.
    age: Mutex<Option<u64>>,
    _permit: OwnedSemaphorePermit,
}

impl Place {
    /// Nothing is under way.
    pub(super) fn rests(&self) {
        let mut silent = self.all.silent();
        let age = silent.next;
        silent.next += 1;
        silent.by_age.insert(age, Arc::clone(&self.wanted));
        *self.age() = Some(age);
    }

    /// A request came.
    pub(super) fn works(&self) {
        if let Some(age) = self.age().take() {
            self.all.silent().by_age.remove(&age);
        }
    }

    /// Done when somebody else needs the place.
    pub(super) async fn wanted(&self) {
        self.wanted.notified().await;
    }

    fn age(&self) -> MutexGuard<'_, Option<u64>> {
        self.age.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.works();
    }
}
