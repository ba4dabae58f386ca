//! What may be used once only: the `jti` of assertions and proofs, and tokens that were revoked. Bounded, whatever is sent.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use aws_lc_rs::digest;

/// Names kept at most. Each costs some 100 bytes, so a flood of them ends at a few megabytes.
const MOST: usize = 16_384;

/// A digest of what was used: names of any length cost the same.
type Mark = [u8; 16];

/// Remembers names until they expire.
#[derive(Default)]
pub(in crate::practice) struct Once(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    until: HashMap<Mark, i64>,
    /// The same by expiry, so that what expires first goes first.
    order: BTreeSet<(i64, Mark)>,
}

impl Once {
    /// Notes `name` of `owner` until `until`. False when it was noted before and has not expired at `now`.
    pub(in crate::practice) fn first(&self, owner: &str, name: &str, until: i64, now: i64) -> bool {
        let mark = mark(owner, name);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.expire(now);
        if kept.until.contains_key(&mark) {
            return false;
        }
        // When the table is full the name that would expire soonest makes room: it is the one that can be replayed for the shortest time.
        if kept.until.len() >= MOST
            && let Some((_, oldest)) = kept.order.pop_first()
        {
            kept.until.remove(&oldest);
        }
        kept.until.insert(mark, until);
        kept.order.insert((until, mark));
        true
    }

    /// True when `name` of `owner` is noted.
    pub(in crate::practice) fn has(&self, owner: &str, name: &str) -> bool {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.until.contains_key(&mark(owner, name))
    }

    /// How many names are kept.
    pub(in crate::practice) fn len(&self) -> usize {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.until.len()
    }
}

impl Kept {
    fn expire(&mut self, now: i64) {
        while let Some(&(until, mark)) = self.order.first() {
            if until > now {
                return;
            }
            self.order.pop_first();
            self.until.remove(&mark);
        }
    }
}

fn mark(owner: &str, name: &str) -> Mark {
    let mut hash = digest::Context::new(&digest::SHA256);
    hash.update(owner.as_bytes());
    hash.update(&[0]);
    hash.update(name.as_bytes());
    let hash = hash.finish();
    let mut mark = [0; 16];
    for (to, from) in mark.iter_mut().zip(hash.as_ref()) {
        *to = *from;
    }
    mark
}

#[cfg(test)]
mod tests {
    use super::MOST;
    use crate::practice::Once;

    #[test]
    fn a_full_table_stays_full_and_loses_what_expires_first() {
        let once = Once::default();
        assert!(once.first("app", "short", 50, 0));
        let flood = (0..2 * MOST).map(|name| name.to_string());
        for name in flood {
            assert!(once.first("app", &name, 100, 0));
        }
        assert_eq!(once.len(), MOST);
        assert!(!once.has("app", "short"), "it made room first");
        assert!(
            once.first("other", "short", 100, 0),
            "names are each app's own"
        );
        assert!(once.first("app", "later", 200, 100));
        assert_eq!(once.len(), 1, "the rest expired");
        assert!(!once.first("app", "later", 200, 199));
    }
}
