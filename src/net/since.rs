//! How much time has gone since an exchange began.

use tokio::time::Instant;

/// In microseconds.
pub(super) fn micros_since(started: Instant) -> u64 {
    u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX)
}
