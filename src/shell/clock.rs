//! The clock of this machine: the one place that asks the operating system for the time.

use std::sync::{Mutex, PoisonError};
use std::time::{Instant, SystemTime};

use rustix::time::{ClockId, clock_gettime};

use crate::oauth::time::{UnixMillis, UnixTime};
use crate::practice::Clock;

/// The date when the steady clock was looked at, and what that said, both in milliseconds.
static ANCHOR: Mutex<Option<(i64, i64)>> = Mutex::new(None);

/// The date, in milliseconds, for the tutor's messages. It goes on steadily when somebody sets the system's clock, until
/// [`follow`]: ten seconds of a revealed secret are ten seconds.
pub fn now() -> UnixMillis {
    let mut anchor = ANCHOR.lock().unwrap_or_else(PoisonError::into_inner);
    UnixMillis(steadily(&mut anchor, wall, steady()))
}

/// The date at `steady`. The system's clock is asked once, and its jumps after that change nothing.
fn steadily(anchor: &mut Option<(i64, i64)>, wall: impl FnOnce() -> i64, steady: i64) -> i64 {
    let (date, then) = *anchor.get_or_insert_with(|| (wall(), steady));
    date.saturating_add(steady.saturating_sub(then))
}

/// Takes the date from the system's clock again.
pub fn follow() {
    let mut anchor = ANCHOR.lock().unwrap_or_else(PoisonError::into_inner);
    *anchor = Some((wall(), steady()));
}

/// An instant in the zone of this machine, with its offset; `None` for one that no calendar has, and where the zone is UTC.
pub fn local(instant: UnixTime) -> Option<String> {
    let at = jiff::Timestamp::from_second(instant.0).ok()?;
    let zoned = at.to_zoned(jiff::tz::TimeZone::system());
    (!zoned.offset().is_zero()).then(|| zoned.strftime("%Y-%m-%d %H:%M:%S %:z").to_string())
}

/// The system's clock. Before 1970 it is negative.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the place that hands time down"
)]
fn wall() -> i64 {
    match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |ms| -ms),
    }
}

/// Milliseconds since some fixed moment, those that the machine slept counted where the system counts them.
fn steady() -> i64 {
    #[cfg(target_os = "linux")]
    let clock = ClockId::Boottime;
    #[cfg(not(target_os = "linux"))]
    let clock = ClockId::Monotonic;
    let time = clock_gettime(clock);
    time.tv_sec
        .saturating_mul(1000)
        .saturating_add(time.tv_nsec / 1_000_000)
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
        UnixMillis(wall()).seconds()
    }

    fn micros(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::{steadily, steady};

    #[test]
    fn a_clock_that_is_set_makes_ten_seconds_neither_longer_nor_shorter() {
        let mut anchor = None;
        let began = steadily(&mut anchor, || 1_763_722_800_000, 50);
        for set_to in [0, 1_763_722_700_000, 4_000_000_000_000] {
            let now = steadily(&mut anchor, || set_to, 10_050);
            assert_eq!(now - began, 10_000, "set to {set_to}");
        }
        let earlier = steady();
        assert!(steady() >= earlier);
    }
}
