//! The clock of this machine: the one place that asks the operating system for the time.

use std::time::{Instant, SystemTime};

use crate::oauth::time::UnixTime;
use crate::practice::Clock;

/// The operating system's clock.
pub struct SystemClock {
    began: Instant,
}

impl SystemClock {
    /// A clock whose microseconds count from now.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the place that hands time down"
    )]
    pub fn new() -> Self {
        Self {
            began: Instant::now(),
        }
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the place that hands time down"
    )]
    fn now(&self) -> UnixTime {
        let seconds = match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_secs()).map_or(i64::MIN, |s| -s),
        };
        UnixTime(seconds)
    }

    fn micros(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}
