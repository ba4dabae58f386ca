//! What a request is made of, for whoever points at it: its fields, and the parameters of a body.

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
    /// How the client proves who it is, and what it sends for that beside id and secret.
    Credentials,
    /// The proof of possession.
    Possession,
    /// `audience`.
    Audience,
    /// `scope`.
    Scope,
    /// `resource` (RFC 8707 2).
    Resource,
    /// Auth0's `organization`.
    Organization,
    /// A further parameter or a header without a lesson of its own.
    Other,
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
