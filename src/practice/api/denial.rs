//! Why an API does not answer a call, whatever software it stands for; what is said of it is in `dialect`.

use crate::practice::proof::dpop;

/// Why an API does not answer a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum Denial {
    /// No token came.
    NoToken,
    /// The `Authorization` header is there and says neither `Bearer` nor `DPoP`.
    OtherScheme,
    /// The rate limit of this API is used up.
    TooMany,
    /// A method that this API does not answer.
    Method,
    /// Tokens came in more than one place (RFC 6750 2).
    TwoTokens,
    /// The token came in the URL, where this API does not take it.
    InUrl,
    /// Not three base64url parts with JSON objects in the first two.
    NotAJwt,
    /// An `alg` that no public key can check: `none`, `HS256`, ... (RFC 8725 3.1).
    Algorithm,
    /// No published key fits `kid` and `alg`.
    UnknownKey,
    /// The signature is not that key's.
    Signature,
    /// `exp` is past (RFC 7519 4.1.4).
    Expired,
    /// `nbf` is to come (RFC 7519 4.1.5).
    NotYet,
    /// `exp` is missing or no number.
    NoExpiry,
    /// Another issuer.
    Issuer,
    /// For another API.
    Audience,
    /// The token was revoked.
    Revoked,
    /// The scope for this call is missing.
    Scope { needed: &'static str },
    /// The app is not among those that may start this flow.
    Caller,
    /// A flow's client token is wrong.
    ClientToken,
    /// A bound token came as Bearer (RFC 9449 7.1).
    BoundAsBearer,
    /// A token that is bound to no key came under the `DPoP` scheme.
    NotBound,
    /// This API takes bound tokens only.
    MustBeBound,
    /// The proof is missing or bad.
    Proof(dpop::Fault),
}

impl Denial {
    /// The id of the check that failed.
    pub(in crate::practice) fn id(self) -> &'static str {
        match self {
            Self::NoToken
            | Self::OtherScheme
            | Self::TwoTokens
            | Self::InUrl
            | Self::ClientToken => "token",
            Self::TooMany => "rate",
            Self::Method => "method",
            Self::NotAJwt => "jwt",
            Self::Algorithm | Self::UnknownKey => "key",
            Self::Signature => "signature",
            Self::Expired | Self::NotYet | Self::NoExpiry => "exp",
            Self::Issuer => "iss",
            Self::Audience => "aud",
            Self::Revoked => "revoked",
            Self::Scope { .. } => "scope",
            Self::Caller => "caller",
            Self::BoundAsBearer | Self::NotBound | Self::MustBeBound | Self::Proof(_) => "dpop",
        }
    }

    /// What was seen, for the journal.
    pub(in crate::practice) fn seen(self) -> String {
        match self {
            Self::NoToken => "no token came".into(),
            Self::OtherScheme => "the Authorization header says neither Bearer nor DPoP".into(),
            Self::TooMany => "the rate limit of this API is used up".into(),
            Self::Method => "not a method that is answered".into(),
            Self::TwoTokens => "tokens came in more than one place".into(),
            Self::InUrl => "the token came in the URL: a real log would hold it".into(),
            Self::NotAJwt => "not three base64url parts with JSON in the first two".into(),
            Self::Algorithm => {
                "alg is not among the algorithms that this API checks with a public key".into()
            }
            Self::UnknownKey => "no published key fits kid and alg".into(),
            Self::Signature => "the signature is not that key's".into(),
            Self::Expired => "exp is past".into(),
            Self::NotYet => "nbf is still to come".into(),
            Self::NoExpiry => "exp is missing or no number".into(),
            Self::Issuer => "iss names another issuer".into(),
            Self::Audience => "aud names another API".into(),
            Self::Revoked => "the token was revoked".into(),
            Self::Scope { needed } => format!("{needed} is not among them"),
            Self::Caller => "this app is not among those that may start the flow".into(),
            Self::ClientToken => "the client token of this flow is missing or another".into(),
            Self::BoundAsBearer => "a token that is bound to a key came as Bearer".into(),
            Self::NotBound => "a token that is bound to no key came as DPoP".into(),
            Self::MustBeBound => "this API takes tokens that are bound to a key".into(),
            Self::Proof(fault) => fault.seen().into(),
        }
    }
}

/// The clause behind a check of the API, by the check's id.
pub(in crate::practice) fn source(id: &str) -> &'static str {
    match id {
        "token" => "RFC 6750 2",
        "jwt" => "RFC 7519 7.2",
        "key" => "RFC 8725 3.1",
        "signature" => "RFC 7515 5.2",
        "exp" => "RFC 7519 4.1.4",
        "iss" => "RFC 7519 4.1.1",
        "aud" => "RFC 7519 4.1.3",
        "revoked" => "RFC 7009 2.2",
        "dpop" => "RFC 9449 7.1",
        "caller" => "Okta Workflows: invoke a flow with OAuth 2.0",
        "rate" => "RFC 6585 4",
        "method" => "RFC 9110 15.5.6",
        _ => "RFC 6750 3.1",
    }
}

/// The scheme that a token came under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum Scheme {
    /// RFC 6750.
    Bearer,
    /// RFC 9449.
    Dpop,
}
