//! An address that a person gives for a request with a secret or a token in it.

use url::Url;

use crate::cli::{secret, shown};
use crate::oauth::address::{Address, NoAddress, address};

/// The address in `flag`, refused where a secret stands in it, or where one would travel in the open.
///
/// # Errors
/// What to say.
pub fn checked((flag, text): (&str, &str), plain: Plain) -> Result<Url, String> {
    let wrong = |why: &str| format!("{flag} {}: {why}", shown::value(text));
    let Address { url, is_open } = address(text).map_err(|why| match why {
        NoAddress::Telling => format!("{flag}: {}", secret::IN_URL),
        NoAddress::NoUrl(error) => wrong(&format!("{error}.")),
        NoAddress::NotWeb => wrong("this is not an http or https URL."),
    })?;
    match plain {
        Plain::Refused if is_open => Err(wrong(OPEN)),
        Plain::ByFlag if is_open => {
            let way = OPEN.trim_end_matches('.');
            Err(wrong(&format!("{way}, or --allow-http if you mean it.")))
        }
        Plain::Refused | Plain::ByFlag | Plain::Allowed => Ok(url),
    }
}

const OPEN: &str = "plain http shows the secret and the token to everyone on the way (RFC 6749 3.2 demands TLS). Use https.";

/// Whether plain http to another machine is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plain {
    /// Never.
    Refused,
    /// With `--allow-http`, which was not given.
    ByFlag,
    /// It was given.
    Allowed,
}
