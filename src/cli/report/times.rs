//! As of when times are told, and in which zones.

use crate::oauth::time::UnixTime;

/// How `decode` writes: times as of `at`, and in another zone beside UTC where one is given.
#[derive(Clone, Copy)]
pub struct Times<'a> {
    /// Now.
    pub at: UnixTime,
    /// An instant in the machine's own zone.
    pub local: &'a dyn Fn(UnixTime) -> Option<String>,
}
