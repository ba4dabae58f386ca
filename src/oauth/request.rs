//! The token request as a value (RFC 6749 4.4.2): what the learner fills in, right or wrong.

use url::Url;

pub use crate::oauth::field::Field;
use crate::oauth::field::Parameter;
use crate::oauth::jwt::signed::SignedJwt;
pub use crate::oauth::method::AuthMethod;
use crate::oauth::names::ClientSecret;
use crate::oauth::wire::{self, Piece, WireRequest, basic, form, json};

/// `client_assertion_type` of a JWT (RFC 7523 2.2).
pub const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A token request as filled in. Members may be missing or wrong on purpose; nothing here corrects them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRequest {
    /// Where it goes.
    pub endpoint: Url,
    /// How the client proves who it is.
    pub auth: AuthMethod,
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
    /// The services that the token is for (RFC 8707 2), each an absolute URI.
    pub resources: Vec<String>,
    /// Auth0's `organization`.
    pub organization: Option<String>,
    /// The JWT by which the client proves who it is, with the methods that know one. Signed for this one request.
    pub assertion: Option<SignedJwt>,
    /// The proof of possession in the `DPoP` header (RFC 9449 4). Signed for this one request.
    pub proof: Option<SignedJwt>,
    /// Further parameters in order.
    pub extra: Vec<(String, String)>,
    /// What is done wrong on purpose.
    pub misuse: Misuse,
}

/// What an experiment does wrong with a request whose values may all be right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Misuse {
    /// Id and secret go into the Basic header as they are, without form-encoding (against RFC 6749 2.3.1).
    pub raw_basic: bool,
    /// Beside the header, id and secret stand in the body too (RFC 6749 2.3 allows one method in a request).
    pub also_in_body: bool,
    /// What stands in the URL, where logs and histories keep it (against RFC 6749 2.3.1 and 3.2).
    pub in_url: InUrl,
}

/// What of a request stands in its URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum InUrl {
    /// Nothing.
    #[default]
    Nothing,
    /// The client secret; all else stands in the body.
    Secret,
    /// Everything: the request is a GET and has no body.
    Everything,
}

/// How the body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyFormat {
    /// `application/x-www-form-urlencoded` (RFC 6749 4.4.2, appendix B).
    Form,
    /// `application/json` (Auth0's extension).
    Json,
}

impl TokenRequest {
    /// A request for `grant_type=client_credentials` to `endpoint`, everything else left open.
    pub fn new(endpoint: Url) -> Self {
        Self {
            endpoint,
            auth: AuthMethod::ClientSecretPost,
            format: BodyFormat::Form,
            grant_type: Some("client_credentials".to_owned()),
            client_id: None,
            client_secret: None,
            audience: None,
            scope: None,
            resources: Vec::new(),
            organization: None,
            assertion: None,
            proof: None,
            extra: Vec::new(),
            misuse: Misuse::default(),
        }
    }

    /// The request as it goes over the wire. A parameter that is missing or empty is left out: RFC 6749 3.2 has a server treat
    /// the two alike.
    pub fn to_wire(&self) -> WireRequest {
        let (in_url, in_body) = self.by_place();
        if in_body.is_empty() && self.misuse.in_url == InUrl::Everything {
            return self.as_get(form::body(&in_url));
        }
        let body = match self.format {
            BodyFormat::Form => form::body(&in_body),
            BodyFormat::Json => json::body(&in_body),
        };
        let length: usize = body.iter().map(|piece| piece.text.len()).sum();
        let content_type = match self.format {
            BodyFormat::Form => "application/x-www-form-urlencoded",
            BodyFormat::Json => "application/json",
        };
        let mut headers = vec![
            wire::host(&self.endpoint),
            header("Content-Type", content_type, Field::ContentType),
            header("Accept", "application/json", Field::Other),
        ];
        headers.extend(self.authorization());
        headers.extend(self.proof.as_ref().map(wire::proof));
        let length = length.to_string();
        headers.push(header("Content-Length", &length, Field::Other));
        WireRequest {
            method: "POST".to_owned(),
            headers,
            url: self.endpoint.clone(),
            query: form::body(&in_url),
            body,
        }
    }

    /// The parameters that stand in the URL, and those of the body.
    fn by_place(&self) -> (Vec<Parameter<'_>>, Vec<Parameter<'_>>) {
        let all = self.parameters().into_iter();
        all.partition(|parameter| match self.misuse.in_url {
            InUrl::Nothing => false,
            InUrl::Secret => parameter.field == Field::ClientSecret,
            InUrl::Everything => true,
        })
    }

    /// Everything in the URL of a GET, which RFC 6749 3.2 forbids.
    fn as_get(&self, query: Vec<Piece>) -> WireRequest {
        let mut request = WireRequest::get(&self.endpoint);
        request.headers.extend(self.authorization());
        request.headers.extend(self.proof.as_ref().map(wire::proof));
        request.query = query;
        request
    }

    /// The `Authorization` header, with the method that has one.
    fn authorization(&self) -> Option<(String, Vec<Piece>)> {
        match self.auth {
            AuthMethod::ClientSecretBasic => {
                let id = self.client_id.as_deref().unwrap_or_default();
                let secret = self.client_secret.as_ref();
                let secret = secret.map(ClientSecret::expose);
                Some(if self.misuse.raw_basic {
                    basic::raw_header(id, secret)
                } else {
                    basic::header(id, secret)
                })
            }
            AuthMethod::ClientSecretPost
            | AuthMethod::PrivateKeyJwt
            | AuthMethod::ClientSecretJwt
            | AuthMethod::Public => None,
        }
    }

    /// The parameters that are sent, in order.
    fn parameters(&self) -> Vec<Parameter<'_>> {
        let first = (Field::GrantType, "grant_type", self.grant_type.as_deref());
        let api = [
            (Field::Audience, "audience", self.audience.as_deref()),
            (Field::Scope, "scope", self.scope.as_deref()),
        ];
        let resources = self.resources.iter();
        let resources = resources.map(|value| (Field::Resource, "resource", Some(value.as_str())));
        let organization = self.organization.as_deref();
        let extra = self.extra.iter();
        std::iter::once(first)
            .chain(self.credentials())
            .chain(api)
            .chain(resources)
            .chain([(Field::Organization, "organization", organization)])
            .chain(extra.map(|(name, value)| (Field::Other, name.as_str(), Some(value.as_str()))))
            .filter_map(|(field, name, value)| {
                let value = value.filter(|value| !value.is_empty())?;
                Some(Parameter { field, name, value })
            })
            .collect()
    }

    /// What says who the client is, in the body. RFC 6749 2.3 allows one method in a request.
    fn credentials(&self) -> Vec<(Field, &'static str, Option<&str>)> {
        let id = (Field::ClientId, "client_id", self.client_id.as_deref());
        match self.auth {
            AuthMethod::ClientSecretPost => {
                let secret = self.client_secret.as_ref().map(ClientSecret::expose);
                vec![id, (Field::ClientSecret, "client_secret", secret)]
            }
            AuthMethod::ClientSecretBasic if self.misuse.also_in_body => {
                let secret = self.client_secret.as_ref().map(ClientSecret::expose);
                vec![id, (Field::ClientSecret, "client_secret", secret)]
            }
            AuthMethod::ClientSecretBasic => Vec::new(),
            AuthMethod::Public => vec![id],
            // RFC 7521 4.2: `client_id` is optional beside an assertion, and most servers find the client by it.
            AuthMethod::PrivateKeyJwt | AuthMethod::ClientSecretJwt => {
                let assertion = self.assertion.as_ref().map(SignedJwt::expose);
                let kind = assertion.map(|_| ASSERTION_TYPE);
                vec![
                    id,
                    (Field::Credentials, "client_assertion_type", kind),
                    (Field::Credentials, "client_assertion", assertion),
                ]
            }
        }
    }
}

fn header(name: &str, value: &str, field: Field) -> (String, Vec<Piece>) {
    (name.to_owned(), vec![Piece::open(value, Some(field))])
}
