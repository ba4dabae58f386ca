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

/// An instant in the machine's own zone, with its offset; `None` for one that no calendar has.
pub fn local(instant: UnixTime) -> Option<String> {
    let at = jiff::Timestamp::from_second(instant.0).ok()?;
    let zoned = at.to_zoned(jiff::tz::TimeZone::system());
    Some(zoned.strftime("%Y-%m-%d %H:%M:%S %:z").to_string())
}
