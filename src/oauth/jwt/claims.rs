//! Claims: their times read without trusting them, the names of audience, client and scope, and lengths of time in words.

use crate::oauth::json::{Document, Integer, Kind};
use crate::oauth::time::UnixTime;
use crate::oauth::vendor::auth0::CLIENT_SUFFIX;

/// A NumericDate (RFC 7519 2) as found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The claim is not there.
    Absent,
    /// A number of seconds. A fraction is dropped, as if the second had only begun.
    At(UnixTime),
    /// A whole number that no clock reaches, with its sign.
    Huge {
        /// True for one before 1970.
        negative: bool,
    },
    /// Something else than a number.
    NotNumber(Kind),
}

impl Moment {
    /// The instant, if there is one that can be compared. Huge ones are moved to the end of time on their side.
    pub fn instant(&self) -> Option<UnixTime> {
        match self {
            Self::At(at) => Some(*at),
            Self::Huge { negative: true } => Some(UnixTime(i64::MIN)),
            Self::Huge { negative: false } => Some(UnixTime(i64::MAX)),
            Self::Absent | Self::NotNumber(_) => None,
        }
    }

    /// True for an instant of 13 digits: milliseconds where seconds belong.
    pub fn is_milliseconds(&self) -> bool {
        matches!(self, Self::At(UnixTime(at)) if (1_000_000_000_000..10_000_000_000_000).contains(at))
    }
}

/// The time that the claim `name` of `payload` holds.
pub fn moment(payload: &Document, name: &str) -> Moment {
    let Some(value) = payload.root().and_then(|root| payload.member(root, name)) else {
        return Moment::Absent;
    };
    match (payload.kind(value), payload.integer(value)) {
        (Kind::Number, Some(Integer::Fits(seconds))) => Moment::At(UnixTime(seconds)),
        (Kind::Number, Some(Integer::Huge { negative, .. })) => Moment::Huge { negative },
        // RFC 7519 2 allows fractions. The cast saturates, and an unreadable number cannot be later than a readable one.
        (Kind::Number, None) => Moment::At(UnixTime(whole_seconds(payload.raw(value)))),
        (kind, _) => Moment::NotNumber(kind),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a cast from float to integer saturates, which is what is wanted of absurd instants"
)]
fn whole_seconds(raw: &str) -> i64 {
    raw.parse::<f64>()
        .map_or(0, |seconds| seconds.floor() as i64)
}

/// The audiences: one string, or a list of nothing but strings (RFC 7519 4.1.3).
pub fn audiences(payload: &Document) -> Option<Vec<&str>> {
    let value = payload.member(payload.root()?, "aud")?;
    match payload.kind(value) {
        Kind::String => payload.string(value).map(|one| vec![one]),
        Kind::Array => payload
            .items(value)
            .map(|item| payload.string(item))
            .collect(),
        Kind::Object | Kind::Number | Kind::True | Kind::False | Kind::Null => None,
    }
}

/// What the claims call the client, with the claim that says so: RFC 9068's `client_id`, Auth0's `azp`, Entra's `appid`, Okta's
/// `cid`, and what stands before `@clients` in Auth0's `sub`.
pub fn client_names(payload: &Document) -> Vec<(&'static str, &str)> {
    let text = |name| payload.string(payload.member(payload.root()?, name)?);
    let mut names: Vec<(&'static str, &str)> = ["client_id", "azp", "appid", "cid"]
        .into_iter()
        .filter_map(|name| Some((name, text(name)?)))
        .collect();
    let front = text("sub").and_then(|sub| sub.strip_suffix(CLIENT_SUFFIX));
    names.extend(front.map(|front| ("sub", front)));
    names
}

/// The thumbprint of the key that the token is bound to (RFC 9449 6.1); `None` for one that is good without a proof.
pub fn bound_to(payload: &Document) -> Option<&str> {
    let cnf = payload.member(payload.root()?, "cnf")?;
    payload.string(payload.member(cnf, "jkt")?)
}

/// The scopes in the claim `name`: one string with blanks between (RFC 8693 4.2), or a list of strings as Okta's `scp` has it.
pub fn scope_names<'a>(payload: &'a Document, name: &str) -> Option<Vec<&'a str>> {
    let value = payload.member(payload.root()?, name)?;
    match payload.kind(value) {
        Kind::String => Some(payload.string(value)?.split_whitespace().collect()),
        Kind::Array => payload
            .items(value)
            .map(|item| payload.string(item))
            .collect(),
        Kind::Object | Kind::Number | Kind::True | Kind::False | Kind::Null => None,
    }
}

/// How far `instant` is from `at`, in the largest unit that keeps it readable: `12 minutes ago`, `3 days from now`, `now`.
pub fn distance(instant: UnixTime, at: UnixTime) -> String {
    let seconds = instant.0.abs_diff(at.0);
    if seconds == 0 {
        return "now".to_owned();
    }
    let direction = if instant < at { "ago" } else { "from now" };
    format!("{} {direction}", duration(seconds))
}

/// A length of time in words, rounded down: `45 seconds`, `24 hours`, `30 days`.
pub fn duration(seconds: u64) -> String {
    const UNITS: [(u64, &str); 5] = [
        (2 * 31_556_952, "year"),
        (2 * 86_400, "day"),
        (2 * 3600, "hour"),
        (2 * 60, "minute"),
        (0, "second"),
    ];
    for (least, unit) in UNITS {
        if seconds >= least {
            let count = seconds / (least / 2).max(1);
            let plural = if count == 1 { "" } else { "s" };
            return format!("{count} {unit}{plural}");
        }
    }
    "0 seconds".to_owned()
}
