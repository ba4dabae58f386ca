//! Finding the token endpoint in an issuer's metadata (RFC 8414 3, then OpenID Connect Discovery 4).

use serde::Deserialize;
use serde_json::Value;
use thiserror::Error;
use url::Url;

use crate::net::{Limits, Sender, is_elsewhere};
use crate::oauth::carrier::{carries_secret, is_telling_address};
use crate::oauth::reply::SendError;
use crate::oauth::request::AuthMethod;
use crate::oauth::vendor::endpoint::{Vendor, vendor_of};

/// Why no token endpoint was found.
#[derive(Debug, Error)]
pub enum NoEndpoint {
    /// No connection, or no whole reply.
    #[error(transparent)]
    Network(#[from] SendError),
    /// The endpoint that the metadata names cannot be asked: plain http, say.
    #[error("the metadata names an endpoint that is not asked: {0}")]
    Unsendable(SendError),
    /// Neither place has a JSON document with `issuer` and `token_endpoint`.
    #[error(
        "{issuer} publishes no metadata with a token endpoint (its last answer was {status}); check how the issuer is spelled. oauth-tutor token takes the endpoint itself by --token-url"
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
pub struct Found {
    /// The token endpoint.
    pub endpoint: Url,
    /// The same as written there: servers compare the audience of an assertion with it character by character.
    pub text: String,
    /// How a client may prove who it is, where that is listed.
    pub methods: Option<Vec<String>>,
    /// Where the keys of its tokens are.
    pub jwks_uri: Option<String>,
    /// The date of the reply that it came in (RFC 9110 6.6.1), as it stood there.
    pub date: Option<String>,
}

/// Whether the endpoint of a metadata document is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is where the issuer is.
    Here,
    /// It carries a secret or a token, which would stand in logs: neither is it asked nor printed.
    Telling,
    /// On another host, or in plain http in place of https: what proves who the client is would go where nobody named.
    Elsewhere,
}

impl Found {
    /// How the endpoint stands to the address that a person named.
    pub fn standing(&self, issuer: &Url) -> Standing {
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
pub async fn find(
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

/// Where the metadata may be: RFC 8414 3.1 puts the well-known part before the path, OpenID discovery 4 behind it.
pub fn places(issuer: &Url) -> [Url; 2] {
    let path = issuer.path().trim_end_matches('/').to_owned();
    let at = |path: String| {
        let mut place = issuer.clone();
        place.set_path(&path);
        place.set_query(None);
        place.set_fragment(None);
        place
    };
    [
        at(format!("/.well-known/oauth-authorization-server{path}")),
        at(format!("{path}/.well-known/openid-configuration")),
    ]
}

/// The method of a client with a secret at this token endpoint, of those that are listed for it.
pub fn secret_method(methods: &[String], endpoint: &Url) -> Option<AuthMethod> {
    let (basic, post) = (AuthMethod::ClientSecretBasic, AuthMethod::ClientSecretPost);
    // An app of Auth0 is made for post, although the metadata list Basic first.
    let order = match vendor_of(endpoint) {
        Some(Vendor::Auth0) => [post, basic, AuthMethod::ClientSecretJwt],
        Some(Vendor::Okta) | None => [basic, post, AuthMethod::ClientSecretJwt],
    };
    let listed = |auth: &AuthMethod| methods.iter().any(|method| method == auth.name());
    order.into_iter().find(listed)
}
