//! Counting: requests of a second for the rate-limit headers, and tokens of an hour or day for quotas.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::oauth::time::UnixTime;
use crate::practice::tenant::setup::Quota;

/// How many token requests this second has seen, for the rate-limit headers.
#[derive(Clone, Copy)]
pub(in crate::practice) struct Pace {
    /// Requests in this second, this one included.
    pub(in crate::practice) count: u64,
    /// When the count begins anew.
    pub(in crate::practice) reset: UnixTime,
}

/// The counter behind [`Pace`]: seconds in the upper 44 bits, the count in the lower 20. It counts; nothing is refused.
#[derive(Default)]
pub(in crate::practice) struct PaceCounter(AtomicU64);

impl PaceCounter {
    const COUNT: u64 = (1 << 20) - 1;

    /// Counts a request.
    pub(in crate::practice) fn count(&self, now: UnixTime) -> Pace {
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
pub(in crate::practice) struct Bucket {
    /// `per_hour` or `per_day`.
    pub(in crate::practice) name: &'static str,
    pub(in crate::practice) quota: u64,
    pub(in crate::practice) remaining: u64,
    /// Seconds until it is full again.
    pub(in crate::practice) reset: i64,
}

/// The buckets of a request, after a token was taken or was not to be had.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(in crate::practice) struct Spent {
    /// The app's own.
    pub(in crate::practice) client: Vec<Bucket>,
    /// Those of the organization that it names.
    pub(in crate::practice) organization: Vec<Bucket>,
}

impl Spent {
    /// All buckets.
    pub(in crate::practice) fn all(&self) -> impl Iterator<Item = &Bucket> {
        self.client.iter().chain(&self.organization)
    }

    /// What was seen where one of them is empty.
    pub(in crate::practice) fn seen(&self) -> &'static str {
        if self.client.iter().any(|bucket| bucket.remaining == 0) {
            "this app has had all the tokens of its quota"
        } else {
            "the organization has had all the tokens of its quota"
        }
    }
}

/// The tokens that apps and organizations with a quota have had.
#[derive(Default)]
pub(in crate::practice) struct Quotas(Mutex<HashMap<String, [Count; 2]>>);

/// Tokens in one period.
#[derive(Clone, Copy, Default)]
struct Count {
    period: i64,
    tokens: u64,
}

const PERIODS: [(&str, i64); 2] = [("per_hour", 3600), ("per_day", 86_400)];

impl Quotas {
    /// Takes a token of an app, and of the organization that it names, where every bucket has one left.
    ///
    /// # Errors
    /// The buckets when one of them is empty; nothing is taken then.
    pub(in crate::practice) fn take(
        &self,
        (client, own): (&str, Quota),
        organization: Option<(&str, Quota)>,
        now: i64,
    ) -> Result<Spent, Spent> {
        let (whole, theirs) = organization.unwrap_or_default();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut both = [(client, own), (whole, theirs)].map(|(name, quota)| {
            let limits = [quota.per_hour, quota.per_day];
            let counts = all.get(name).copied().unwrap_or_default();
            (name, limits, current(counts, now))
        });
        let is_full =
            |(limit, count): (Option<u64>, Count)| limit.is_some_and(|limit| count.tokens >= limit);
        let mut each = both.iter();
        let full = each.any(|(_, limits, counts)| {
            let mut pairs = limits.iter().copied().zip(*counts);
            pairs.any(is_full)
        });
        if !full {
            for (name, limits, counts) in &mut both {
                for count in counts.iter_mut() {
                    count.tokens = count.tokens.saturating_add(1);
                }
                // Who has no quota is not counted.
                if *limits != [None, None] {
                    all.insert((*name).to_owned(), *counts);
                }
            }
        }
        let [client, organization] = both.map(|(_, limits, counts)| buckets(limits, counts, now));
        let spent = Spent {
            client,
            organization,
        };
        if full { Err(spent) } else { Ok(spent) }
    }
}

impl Quotas {
    /// Gives a token back that was taken and then not issued: a quota counts tokens, not requests.
    pub(in crate::practice) fn give_back(&self, names: [Option<&str>; 2]) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for name in names.into_iter().flatten() {
            for count in all.get_mut(name).into_iter().flatten() {
                count.tokens = count.tokens.saturating_sub(1);
            }
        }
    }
}

/// The counts as of now: a period that is over counts nothing.
fn current(mut counts: [Count; 2], now: i64) -> [Count; 2] {
    for (count, (_, seconds)) in counts.iter_mut().zip(PERIODS) {
        let period = now.div_euclid(seconds);
        if count.period != period {
            *count = Count { period, tokens: 0 };
        }
    }
    counts
}

fn buckets(limits: [Option<u64>; 2], counts: [Count; 2], now: i64) -> Vec<Bucket> {
    let buckets = counts.iter().zip(limits).zip(PERIODS);
    let buckets = buckets.filter_map(|((count, limit), (name, seconds))| {
        Some(Bucket {
            name,
            quota: limit?,
            remaining: limit?.saturating_sub(count.tokens),
            reset: seconds - now.rem_euclid(seconds),
        })
    });
    buckets.collect()
}
