//! What differs between vendors, as data and small functions: one file a vendor, no forks in the code that uses them.

use std::sync::atomic::{AtomicU64, Ordering};

use http::{HeaderName, StatusCode};
use serde_json::Value;

use super::bearer::Denial;
use super::refusal::Refusal;
use super::steps::Step;
use crate::oauth::time::UnixTime;

pub(super) mod auth0;

/// A vendor's way of speaking.
pub(super) struct Dialect {
    /// The name in the contract.
    pub(super) name: &'static str,
    /// The path of the token endpoint.
    pub(super) token_path: &'static str,
    /// The path of the public keys.
    pub(super) jwks_path: &'static str,
    /// The paths of the metadata, all with the same document.
    pub(super) metadata_paths: &'static [&'static str],
    /// The header that carries the request's id, as the vendor spells it.
    pub(super) request_id_header: &'static str,
    /// The same in the lower case that the HTTP library wants.
    pub(super) request_id_name: &'static str,
    /// Header names that are not in title case, as the vendor spells them.
    pub(super) spelled: &'static [&'static str],
    /// The body types that the token endpoint reads.
    pub(super) bodies: &'static [BodyType],
    /// The grant types that the vendor knows, whether this tenant can perform them or not.
    pub(super) grant_types: &'static [&'static str],
    /// The checks of the token endpoint in order.
    pub(super) steps: &'static [Step],
    /// The clause or vendor page behind a check.
    pub(super) source: fn(Step) -> &'static str,
    /// The issuer identifier for a base URL without final slash.
    pub(super) issuer: fn(&str) -> String,
    /// The metadata document for a base URL.
    pub(super) metadata: fn(&str) -> Value,
    /// Headers of the token endpoint beyond the usual ones.
    pub(super) token_headers: fn(Pace) -> Vec<(HeaderName, String)>,
    /// A token's header and payload.
    pub(super) token: fn(&Issue<'_>) -> (Value, Value),
    /// The reply around a token.
    pub(super) reply: fn(&Issue<'_>, String) -> Value,
    /// The words of a refusal.
    pub(super) refuse: fn(&Refusal) -> Said,
    /// The words of an API's denial.
    pub(super) deny: fn(&Denial) -> Challenge,
    /// The body for a path that does not exist.
    pub(super) not_found: fn() -> Value,
}

/// A body type of the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyType {
    /// `application/x-www-form-urlencoded` (RFC 6749 4.4.2).
    Form,
    /// `application/json` (Auth0 only).
    Json,
}

impl BodyType {
    /// The media type without parameters.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Form => "application/x-www-form-urlencoded",
            Self::Json => "application/json",
        }
    }
}

/// All that a token and its reply are made from.
pub(super) struct Issue<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) audience: &'a str,
    /// `None` when no scope was granted.
    pub(super) scope: Option<String>,
    pub(super) now: UnixTime,
    /// In seconds.
    pub(super) lifetime: i64,
    pub(super) kid: &'a str,
}

/// A refusal in a vendor's words.
pub(super) struct Said {
    pub(super) status: StatusCode,
    pub(super) body: Value,
    /// The error code alone, for the journal.
    pub(super) word: &'static str,
    /// True where the vendor's text is not known and this one is invented in its manner.
    pub(super) emulated: bool,
}

/// An API's denial: RFC 6750 3.
pub(super) struct Challenge {
    pub(super) status: StatusCode,
    pub(super) www_authenticate: String,
    pub(super) body: Value,
    /// The error code alone, or what stands for it, for the journal.
    pub(super) word: &'static str,
}

/// How many token requests this second has seen, for the rate-limit headers. They count; nothing is refused.
#[derive(Clone, Copy)]
pub(super) struct Pace {
    /// Requests in this second, this one included.
    pub(super) count: u64,
    /// When the count begins anew.
    pub(super) reset: UnixTime,
}

/// The counter behind [`Pace`]: seconds in the upper 44 bits, the count in the lower 20.
#[derive(Default)]
pub(super) struct PaceCounter(AtomicU64);

impl PaceCounter {
    const COUNT: u64 = (1 << 20) - 1;

    /// Counts a request.
    pub(super) fn count(&self, now: UnixTime) -> Pace {
        let second = now.0.cast_unsigned() << 20;
        let next = |kept: u64| {
            let same = kept & !Self::COUNT == second;
            let count = if same { kept & Self::COUNT } else { 0 };
            second | (count + 1).min(Self::COUNT)
        };
        let mut kept = self.0.load(Ordering::Relaxed);
        while let Err(changed) =
            self.0
                .compare_exchange_weak(kept, next(kept), Ordering::Relaxed, Ordering::Relaxed)
        {
            kept = changed;
        }
        Pace {
            count: next(kept) & Self::COUNT,
            reset: UnixTime(now.0.saturating_add(1)),
        }
    }
}
