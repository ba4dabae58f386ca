//! Counting: requests of a second for the rate-limit headers, and tokens of an hour or day for quotas.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use super::setup::Quota;
use crate::oauth::time::UnixTime;

/// How many token requests this second has seen, for the rate-limit headers.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    /// Requests in this second, this one included.
    pub(super) count: u64,
    /// When the count begins anew.
    pub(super) reset: UnixTime,
}

/// The counter behind [`Pace`]: seconds in the upper 44 bits, the count in the lower 20. It counts; nothing is refused.
#[derive(Default)]
pub(super) struct PaceCounter(AtomicU64);

impl PaceCounter {
    const COUNT: u64 = (1 << 20) - 1;

    /// Counts a request.
    pub(super) fn count(&self, now: UnixTime) -> Pace {
        let second = now.0.cast_unsigned() << 20;
        let next = |kept: u64| {
            let same = kept & !Self::COUNT == second;
            let count = if same { kept & Self::COUNT } else { 0 };
            second | (count + 1).min(Self::COUNT)
        };
        let mut kept = self.0.load(Ordering::Relaxed);
        while let Err(changed) =
            self.0
                .compare_exchange_weak(kept, next(kept), Ordering::Relaxed, Ordering::Relaxed)
        {
            kept = changed;
        }
        Pace {
            count: next(kept) & Self::COUNT,
            reset: UnixTime(now.0.saturating_add(1)),
        }
    }
}

/// One bucket of a quota, after a token was taken from it or was not to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bucket {
    /// `per_hour` or `per_day`.
    pub(super) name: &'static str,
    pub(super) quota: u64,
    pub(super) remaining: u64,
    /// Seconds until it is full again.
    pub(super) reset: i64,
}

/// The tokens that apps with a quota have had.
#[derive(Default)]
pub(super) struct Quotas(Mutex<HashMap<String, [Count; 2]>>);

/// Tokens in one period.
#[derive(Clone, Copy, Default)]
struct Count {
    period: i64,
    tokens: u64,
}

const PERIODS: [(&str, i64); 2] = [("per_hour", 3600), ("per_day", 86_400)];

impl Quotas {
    /// Takes a token, where every bucket has one left.
    ///
    /// # Errors
    /// The buckets when one of them is empty; nothing is taken then.
    pub(super) fn take(
        &self,
        client: &str,
        quota: Quota,
        now: i64,
    ) -> Result<Vec<Bucket>, Vec<Bucket>> {
        let limits = [quota.per_hour, quota.per_day];
        if limits == [None, None] {
            return Ok(Vec::new());
        }
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = all.entry(client.to_owned()).or_default();
        let mut full = false;
        for ((count, limit), (_, seconds)) in counts.iter_mut().zip(limits).zip(PERIODS) {
            let period = now.div_euclid(seconds);
            if count.period != period {
                *count = Count { period, tokens: 0 };
            }
            full |= limit.is_some_and(|limit| count.tokens >= limit);
        }
        if !full {
            for count in counts.iter_mut() {
                count.tokens = count.tokens.saturating_add(1);
            }
        }
        let buckets = counts.iter().zip(limits).zip(PERIODS);
        let buckets = buckets.filter_map(|((count, limit), (name, seconds))| {
            Some(Bucket {
                name,
                quota: limit?,
                remaining: limit?.saturating_sub(count.tokens),
                reset: seconds - now.rem_euclid(seconds),
            })
        });
        let buckets = buckets.collect();
        if full { Err(buckets) } else { Ok(buckets) }
    }
}
