//! Time as the servers see it: handed in, so that a tenant's clock can be set and tests need no sleep.

use crate::oauth::time::UnixTime;

/// A clock of two faces: the date for claims, and a steady count for durations.
pub trait Clock: Send + Sync {
    /// The date.
    fn now(&self) -> UnixTime;
    /// Microseconds since some fixed moment; never goes back.
    fn micros(&self) -> u64;
}
