//! Points in time as the protocol writes them: whole seconds since 1970 (RFC 7519 NumericDate), and the words for them.

use jiff::Timestamp;

/// Seconds since 1970-01-01T00:00:00Z, leap seconds ignored (RFC 7519 section 2, `NumericDate`). May be negative or absurd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct UnixTime(pub i64);

impl UnixTime {
    /// RFC 3339 in whole seconds with `Z`; `None` when the year has more than four digits.
    pub fn rfc3339(self) -> Option<String> {
        Timestamp::from_second(self.0).ok().map(|at| at.to_string())
    }
}

/// Milliseconds since 1970-01-01T00:00:00Z, as the shell's clock gives them: for countdowns, reveals and "4 s ago".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct UnixMillis(pub i64);

impl UnixMillis {
    /// The whole second that this lies in.
    pub fn seconds(self) -> UnixTime {
        UnixTime(self.0.div_euclid(1000))
    }

    /// `millis` later.
    #[must_use]
    pub fn plus(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }
}
