//! The clock of this machine: the one place that asks the operating system for the time.

use std::time::{Instant, SystemTime};

use crate::oauth::time::{UnixMillis, UnixTime};
use crate::practice::Clock;

/// The date, in milliseconds, for the tutor's messages.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the place that hands time down"
)]
pub fn now() -> UnixMillis {
    let millis = match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |ms| -ms),
    };
    UnixMillis(millis)
}

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
    fn now(&self) -> UnixTime {
        now().seconds()
    }

    fn micros(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}
