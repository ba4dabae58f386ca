//! Finding the keys of an issuer: metadata by RFC 8414, then OpenID discovery, then the document at `jwks_uri`.

use serde::Deserialize;
use thiserror::Error;
use url::Url;

use crate::cli::shown;
pub use crate::net::metadata::places;
use crate::net::{is_elsewhere, is_loopback};
use crate::oauth::jwt::keys::{Keys, NoKeys};
use crate::oauth::reply::{Reply, SendError};

/// Gets a document. A function, so that tests need no socket.
pub type Fetch<'a> = dyn FnMut(&Url) -> Result<Reply, SendError> + 'a;

/// Why no keys were found.
#[derive(Debug, Error)]
pub enum DiscoverError {
    /// What should be an address is none.
    #[error("{0} is not an http or https URL")]
    NotUrl(String),
    /// Neither https nor loopback.
    #[error("{0} is neither https nor on this machine, so nothing is asked there")]
    Scheme(Url),
    /// No connection, or no whole reply.
    #[error(transparent)]
    Network(#[from] SendError),
    /// Neither place of the metadata has a JSON document with `issuer` and `jwks_uri`.
    #[error("{0} publishes no metadata")]
    NoMetadata(String),
    /// The metadata names another issuer (RFC 8414 3.3: they must be identical).
    #[error(
        "the metadata is for {found}, not for {wanted}; the two must be the same, character by character"
    )]
    OtherIssuer {
        /// The issuer that was asked for.
        wanted: String,
        /// The one in the metadata.
        found: String,
    },
    /// The address of the keys does not answer with keys.
    #[error("{url} answered {status}, not with keys")]
    Status {
        /// The address.
        url: Url,
        /// The status code.
        status: u16,
    },
    /// The document there holds no keys.
    #[error("{url}: {why}")]
    NoKeys {
        /// The address.
        url: Url,
        /// What is wrong.
        why: NoKeys,
    },
}

/// The members of the metadata that are needed here (RFC 8414 2).
#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    jwks_uri: String,
}

/// The keys that `issuer` publishes. The issuer in the metadata is compared byte for byte. `elsewhere` is told of an address of keys that is
/// not where the issuer is, before it is asked.
///
/// # Errors
/// [`DiscoverError`].
pub fn keys_of(
    issuer: &str,
    fetch: &mut Fetch<'_>,
    elsewhere: &mut dyn FnMut(&Url),
) -> Result<Keys, DiscoverError> {
    let url = address(issuer)?;
    for place in places(&url) {
        let reply = fetch(&place)?;
        let Some(metadata) = metadata(&reply) else {
            continue;
        };
        if metadata.issuer != issuer {
            return Err(DiscoverError::OtherIssuer {
                wanted: issuer.to_owned(),
                found: metadata.issuer,
            });
        }
        let keys = address(&metadata.jwks_uri)?;
        if is_elsewhere(&url, &keys) {
            elsewhere(&keys);
        }
        return keys_at(&keys, fetch);
    }
    Err(DiscoverError::NoMetadata(issuer.to_owned()))
}

/// The keys at an address.
///
/// # Errors
/// [`DiscoverError`].
pub fn keys_at(url: &Url, fetch: &mut Fetch<'_>) -> Result<Keys, DiscoverError> {
    if url.scheme() != "https" && !is_loopback(url) {
        return Err(DiscoverError::Scheme(url.clone()));
    }
    let reply = fetch(url)?;
    if reply.status != 200 {
        return Err(DiscoverError::Status {
            url: url.clone(),
            status: reply.status,
        });
    }
    Keys::parse(&reply.text()).map_err(|why| DiscoverError::NoKeys {
        url: url.clone(),
        why,
    })
}

/// `text` as an address that may be asked: https, or this machine.
///
/// # Errors
/// When it is no URL, or one that would be asked in the open.
pub fn address(text: &str) -> Result<Url, DiscoverError> {
    let url = Url::parse(text).map_err(|_| DiscoverError::NotUrl(shown::value(text)))?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.host().is_some();
    if !is_web {
        return Err(DiscoverError::NotUrl(shown::value(text)));
    }
    if url.scheme() == "https" || is_loopback(&url) {
        Ok(url)
    } else {
        Err(DiscoverError::Scheme(url))
    }
}

fn metadata(reply: &Reply) -> Option<Metadata> {
    (reply.status == 200)
        .then(|| serde_json::from_slice(&reply.body).ok())
        .flatten()
}
