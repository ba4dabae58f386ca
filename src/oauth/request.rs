//! The token request as a value (RFC 6749 4.4.2): what the learner fills in, right or wrong.

use url::Url;

use crate::oauth::names::ClientSecret;

/// A token request as filled in. Members may be missing or wrong on purpose; nothing here corrects them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRequest {
    /// Where it goes.
    pub endpoint: Url,
    /// How the client proves who it is.
    pub auth: ClientAuth,
    /// How the body is written. RFC 6749 knows the form only; Auth0 takes JSON too.
    pub format: BodyFormat,
    /// `client_credentials`, unless the learner is trying something else. `None` leaves the parameter out.
    pub grant_type: Option<String>,
    /// The client identifier.
    pub client_id: Option<String>,
    /// The client secret.
    pub client_secret: Option<ClientSecret>,
    /// Auth0's `audience`: the identifier of the API.
    pub audience: Option<String>,
    /// Space-separated scope tokens (RFC 6749 3.3).
    pub scope: Option<String>,
    /// Further parameters in order.
    pub extra: Vec<(String, String)>,
}

/// How the client authenticates at the token endpoint, by registered method name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientAuth {
    /// `client_secret_post`: id and secret in the body (RFC 6749 2.3.1).
    Post,
}

/// How the body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyFormat {
    /// `application/x-www-form-urlencoded` (RFC 6749 4.4.2, appendix B).
    Form,
    /// `application/json` (Auth0's extension).
    Json,
}

/// A part of the request that a person can point at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Method and URL.
    Endpoint,
    /// `Content-Type` and the body's format.
    ContentType,
    /// `grant_type`.
    GrantType,
    /// `client_id`.
    ClientId,
    /// `client_secret`.
    ClientSecret,
    /// `audience`.
    Audience,
    /// `scope`.
    Scope,
    /// A further parameter or a header without a lesson of its own.
    Other,
}
