//! The time, read in this one place of `cli` and handed down.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::oauth::time::UnixTime;

/// The system clock in whole seconds, negative before 1970.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place of cli where the clock is read; everything below gets a `UnixTime`"
)]
pub fn now() -> UnixTime {
    let seconds = |since: Duration| i64::try_from(since.as_secs()).unwrap_or(i64::MAX);
    match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => UnixTime(seconds(since)),
        Err(before) => UnixTime(seconds(before.duration()).saturating_neg()),
    }
}
