//! The token request as a value (RFC 6749 4.4.2): what the learner fills in, right or wrong.

use url::Url;

use crate::oauth::names::ClientSecret;
use crate::oauth::wire::{self, Piece, WireRequest, form, json};

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

impl TokenRequest {
    /// A request for `grant_type=client_credentials` to `endpoint`, everything else left open.
    pub fn new(endpoint: Url) -> Self {
        Self {
            endpoint,
            auth: ClientAuth::Post,
            format: BodyFormat::Form,
            grant_type: Some("client_credentials".to_owned()),
            client_id: None,
            client_secret: None,
            audience: None,
            scope: None,
            extra: Vec::new(),
        }
    }

    /// The request as it goes over the wire. A parameter that is missing or empty is left out: RFC 6749 3.2 has a server treat
    /// the two alike.
    pub fn to_wire(&self) -> WireRequest {
        let body = match self.format {
            BodyFormat::Form => form::body(&self.parameters()),
            BodyFormat::Json => json::body(&self.parameters()),
        };
        let length: usize = body.iter().map(|piece| piece.text.len()).sum();
        let content_type = match self.format {
            BodyFormat::Form => "application/x-www-form-urlencoded",
            BodyFormat::Json => "application/json",
        };
        WireRequest {
            method: "POST".to_owned(),
            headers: vec![
                wire::host(&self.endpoint),
                header("Content-Type", content_type, Field::ContentType),
                header("Accept", "application/json", Field::Other),
                header("Content-Length", &length.to_string(), Field::Other),
            ],
            url: self.endpoint.clone(),
            body,
        }
    }

    /// The parameters that are sent, in order.
    fn parameters(&self) -> Vec<Parameter<'_>> {
        let credentials = match self.auth {
            ClientAuth::Post => [
                (Field::ClientId, "client_id", self.client_id.as_deref()),
                (
                    Field::ClientSecret,
                    "client_secret",
                    self.client_secret.as_ref().map(ClientSecret::expose),
                ),
            ],
        };
        let first = (Field::GrantType, "grant_type", self.grant_type.as_deref());
        let last = [
            (Field::Audience, "audience", self.audience.as_deref()),
            (Field::Scope, "scope", self.scope.as_deref()),
        ];
        let known = std::iter::once(first).chain(credentials).chain(last);
        let extra = self
            .extra
            .iter()
            .map(|(name, value)| (Field::Other, name.as_str(), Some(value.as_str())));
        known
            .chain(extra)
            .filter_map(|(field, name, value)| {
                let value = value.filter(|value| !value.is_empty())?;
                Some(Parameter { field, name, value })
            })
            .collect()
    }
}

fn header(name: &str, value: &str, field: Field) -> (String, Vec<Piece>) {
    (name.to_owned(), vec![Piece::open(value, Some(field))])
}

/// One parameter of a body, not encoded yet.
#[derive(Clone, Copy)]
pub(crate) struct Parameter<'a> {
    /// What it is.
    pub(crate) field: Field,
    /// Its name.
    pub(crate) name: &'a str,
    /// Its value, never empty.
    pub(crate) value: &'a str,
}

impl Parameter<'_> {
    /// True where the value must not be shown, wherever the parameter came from.
    pub(crate) fn is_secret(&self) -> bool {
        self.field == Field::ClientSecret
            || matches!(self.name, "client_secret" | "client_assertion")
    }
}
