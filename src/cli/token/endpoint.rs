//! Finding the token endpoint in an issuer's metadata (RFC 8414 3, then OpenID Connect Discovery 4).

use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;
use url::Url;

use crate::cli::discover::places;
use crate::net::{Limits, Sender, is_elsewhere};
use crate::oauth::carrier::{carries_secret, is_telling_address};
use crate::oauth::reply::SendError;

/// Why no token endpoint was found.
#[derive(Debug, Error)]
pub(in crate::cli) enum NoEndpoint {
    /// No connection, or no whole reply.
    #[error(transparent)]
    Network(#[from] SendError),
    /// The endpoint that the metadata names cannot be asked: plain http, say.
    #[error("the metadata names an endpoint that is not asked: {0}")]
    Unsendable(SendError),
    /// Neither place has a JSON document with `issuer` and `token_endpoint`.
    #[error(
        "{issuer} publishes no metadata with a token endpoint (its last answer was {status}); name it with --token-url"
    )]
    NoMetadata {
        /// The issuer as given.
        issuer: String,
        /// The status at the last place.
        status: u16,
    },
    /// RFC 8414 3.3: the two must be identical, else the document must not be used.
    #[error(
        "the metadata is for {found}, not for {wanted}; the two must be the same, character by character"
    )]
    OtherIssuer {
        /// The issuer as given.
        wanted: String,
        /// The one in the metadata.
        found: String,
    },
    /// The endpoint is not an address.
    #[error(
        "the metadata names a token endpoint that is no http or https URL, or one with a user name or a fragment (RFC 6749 3.2)"
    )]
    NotUrl,
}

/// The members that are needed here (RFC 8414 2).
#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    token_endpoint: String,
    token_endpoint_auth_methods_supported: Option<Value>,
    jwks_uri: Option<Value>,
}

/// What the metadata says that matters here.
pub(in crate::cli) struct Found {
    /// The token endpoint.
    pub(in crate::cli) endpoint: Url,
    /// The same as written there: servers compare the audience of an assertion with it character by character.
    pub(in crate::cli) text: String,
    /// How a client may prove who it is, where that is listed.
    pub(in crate::cli) methods: Option<Vec<String>>,
    /// Where the keys of its tokens are.
    pub(in crate::cli) jwks_uri: Option<String>,
    /// The date of the reply that it came in (RFC 9110 6.6.1), as it stood there.
    pub(in crate::cli) date: Option<String>,
}

/// Whether the endpoint of a metadata document is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Standing {
    /// It is where the issuer is.
    Here,
    /// It carries a secret or a token, which would stand in logs: neither is it asked nor printed.
    Telling,
    /// On another host, or in plain http in place of https: what proves who the client is would go where nobody named.
    Elsewhere,
}

impl Found {
    /// How the endpoint stands to the address that a person named.
    pub(in crate::cli) fn standing(&self, issuer: &Url) -> Standing {
        if carries_secret(&self.endpoint) {
            Standing::Telling
        } else if is_elsewhere(issuer, &self.endpoint) {
            Standing::Elsewhere
        } else {
            Standing::Here
        }
    }
}

/// Asks for the metadata of `issuer`, whose text is compared byte for byte with the one in the document.
///
/// # Errors
/// [`NoEndpoint`].
pub(in crate::cli) async fn find(
    issuer: &str,
    url: &Url,
    sender: &Sender,
    limits: Limits,
) -> Result<Found, NoEndpoint> {
    let mut status = 0;
    for place in places(url) {
        let reply = sender.fetch(&place, limits).await?;
        status = reply.status;
        let document = (reply.status == 200).then(|| serde_json::from_slice(&reply.body));
        let Some(Ok(Metadata {
            issuer: found,
            token_endpoint,
            token_endpoint_auth_methods_supported: methods,
            jwks_uri,
        })) = document
        else {
            continue;
        };
        if found != issuer {
            let found = if is_telling_address(&found) {
                "an address with a secret or a token in it".to_owned()
            } else {
                found
            };
            return Err(NoEndpoint::OtherIssuer {
                wanted: issuer.to_owned(),
                found,
            });
        }
        let endpoint = Url::parse(&token_endpoint).map_err(|_| NoEndpoint::NotUrl)?;
        sender
            .check_channel(&endpoint)
            .map_err(NoEndpoint::Unsendable)?;
        let is_web = matches!(endpoint.scheme(), "http" | "https") && endpoint.host().is_some();
        let has_user = !endpoint.username().is_empty() || endpoint.password().is_some();
        if !is_web || has_user || endpoint.fragment().is_some() {
            return Err(NoEndpoint::NotUrl);
        }
        return Ok(Found {
            endpoint,
            text: token_endpoint,
            methods: methods.as_ref().and_then(words),
            // One that is no text names no place; the endpoint stands beside it all the same.
            jwks_uri: jwks_uri.and_then(|uri| uri.as_str().map(str::to_owned)),
            date: reply.header("date").map(str::to_owned),
        });
    }
    Err(NoEndpoint::NoMetadata {
        issuer: issuer.to_owned(),
        status,
    })
}

/// The texts of a list; `None` for what is no list.
fn words(list: &Value) -> Option<Vec<String>> {
    let texts = list.as_array()?.iter().filter_map(Value::as_str);
    Some(texts.map(str::to_owned).collect())
}
