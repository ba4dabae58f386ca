//! The time, read in this one place of `cli` and handed down.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::oauth::time::UnixTime;

/// The system clock in whole seconds. A clock before 1970 reads as its beginning.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place of cli where the clock is read; everything below gets a `UnixTime`"
)]
pub fn now() -> UnixTime {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    UnixTime(since.map_or(0, |since| {
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    }))
}

/// An instant in the machine's own zone, with its offset; `None` for one that no calendar has.
pub fn local(instant: UnixTime) -> Option<String> {
    let at = jiff::Timestamp::from_second(instant.0).ok()?;
    let zoned = at.to_zoned(jiff::tz::TimeZone::system());
    Some(zoned.strftime("%Y-%m-%d %H:%M:%S %:z").to_string())
}
