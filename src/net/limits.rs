//! How long an exchange may take and how large its reply may be.

use std::time::Duration;

/// How long and how large a reply may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// From the start of the request to the last byte of the reply.
    pub timeout: Duration,
    /// Bytes of the body.
    pub max_bytes: usize,
}

impl Default for Limits {
    /// Ten seconds and one mebibyte.
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            max_bytes: 1024 * 1024,
        }
    }
}
