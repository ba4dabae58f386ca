//! Whether an address that a person gives is fit for a request that carries a secret or a token.

use url::Url;

use crate::oauth::carrier::is_telling_address;
use crate::oauth::wire::is_loopback;

/// Why nothing is to be sent there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAddress {
    /// It carries a secret or a token itself, which then stands in the logs of servers and proxies.
    Telling,
    /// It is no address at all, for this reason.
    NoUrl(url::ParseError),
    /// It is none of http or https with a host.
    NotWeb,
}

/// An address that can be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// It.
    pub url: Url,
    /// It is plain http to another machine, where everybody on the way can read along (RFC 6749 3.2 demands TLS).
    pub is_open: bool,
}

/// The address that this text is.
///
/// # Errors
/// Why it is none, or none to send to.
pub fn address(text: &str) -> Result<Address, NoAddress> {
    if is_telling_address(text) {
        return Err(NoAddress::Telling);
    }
    let url = Url::parse(text).map_err(NoAddress::NoUrl)?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(NoAddress::NotWeb);
    }
    let is_open = url.scheme() == "http" && !is_loopback(&url);
    Ok(Address { url, is_open })
}

/// True for an absolute URI without a fragment (RFC 8707 2).
pub fn is_resource(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| url.fragment().is_none())
}
