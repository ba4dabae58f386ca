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

/// What people take for the issuer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenFor {
    /// The address of its metadata, which is made from it (RFC 8414 3, OpenID Connect Discovery 4).
    Metadata,
    /// Its token endpoint, which the metadata name.
    TokenEndpoint,
}

/// What this address is instead of an issuer, by its path: no server has an issuer that ends so.
pub fn taken_for_issuer(text: &str) -> Option<TakenFor> {
    let url = Url::parse(text).ok()?;
    let path = url.path();
    if path.contains("/.well-known/") {
        return Some(TakenFor::Metadata);
    }
    path.ends_with("/token").then_some(TakenFor::TokenEndpoint)
}

/// True for an absolute URI without a fragment (RFC 8707 2).
pub fn is_resource(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| url.fragment().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_issuer_is_known_by_its_path() {
        for (text, what) in [
            (
                "https://mine.okta.com/oauth2/default/.well-known/openid-configuration",
                Some(TakenFor::Metadata),
            ),
            (
                "https://as.example/.well-known/oauth-authorization-server/tenant",
                Some(TakenFor::Metadata),
            ),
            (
                "https://mine.eu.auth0.com/oauth/token",
                Some(TakenFor::TokenEndpoint),
            ),
            (
                "https://mine.okta.com/oauth2/v1/token",
                Some(TakenFor::TokenEndpoint),
            ),
            ("https://mine.eu.auth0.com/", None),
            ("https://token.example", None),
            ("https://as.example/tokens", None),
            ("no address", None),
        ] {
            assert_eq!(taken_for_issuer(text), what, "{text}");
        }
    }
}
