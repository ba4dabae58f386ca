//! Whose token endpoint it is, by its path: for requests, where no reply has come yet that could tell.

use url::Url;

/// Vendors that are known by the path of their token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vendor {
    /// `/oauth/token`.
    Auth0,
    /// `/oauth2/v1/token`, `/oauth2/ID/v1/token`.
    Okta,
}

/// Whose token endpoint this looks like. A guess by the path, which is said where it decides something.
pub fn vendor_of(endpoint: &Url) -> Option<Vendor> {
    let path = endpoint.path();
    if path.ends_with("/oauth/token") {
        return Some(Vendor::Auth0);
    }
    (path.contains("/oauth2/") && path.ends_with("/v1/token")).then_some(Vendor::Okta)
}
