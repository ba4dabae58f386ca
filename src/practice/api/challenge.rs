//! How APIs deny (RFC 6750 3, RFC 9449 7.1); the words of the software that each stands for are in `dialect`.

use http::StatusCode;
use serde_json::{Value, json};

use crate::practice::api::denial::{Denial, Scheme};
use crate::practice::proof::dpop;

/// An API's denial.
pub(in crate::practice) struct Challenge {
    pub(in crate::practice) status: StatusCode,
    pub(in crate::practice) www_authenticate: Option<String>,
    pub(in crate::practice) body: Value,
    /// The error code alone, or what stands for it, for the journal.
    pub(in crate::practice) word: &'static str,
    /// True where the software's own words are not known.
    pub(in crate::practice) emulated: bool,
}

/// The call that is denied.
pub(in crate::practice) struct Asked<'a> {
    /// The tenant's address without a final slash.
    pub(in crate::practice) base: &'a str,
    pub(in crate::practice) path: &'a str,
    /// The scope that the call needs.
    pub(in crate::practice) needs: &'a str,
    /// The API's identifier.
    pub(in crate::practice) audience: &'a str,
    pub(in crate::practice) scheme: Scheme,
    /// The request's id.
    pub(in crate::practice) id: &'a str,
}

/// Status and error code of a denial (RFC 6750 3.1); no code where nothing was presented.
pub(in crate::practice) fn kind(denial: &Denial) -> (StatusCode, Option<&'static str>) {
    use Denial as D;
    match denial {
        D::NoToken | D::OtherScheme | D::ClientToken => (StatusCode::UNAUTHORIZED, None),
        D::TooMany => (StatusCode::TOO_MANY_REQUESTS, Some("too_many_requests")),
        D::Method => (StatusCode::METHOD_NOT_ALLOWED, Some("method_not_allowed")),
        D::TwoTokens | D::InUrl => (StatusCode::BAD_REQUEST, Some("invalid_request")),
        D::Scope { .. } | D::Caller => (StatusCode::FORBIDDEN, Some("insufficient_scope")),
        // RFC 9449 9 and 7.1.
        D::Proof(dpop::Fault::Nonce) => (StatusCode::UNAUTHORIZED, Some("use_dpop_nonce")),
        D::Proof(_) => (StatusCode::UNAUTHORIZED, Some("invalid_dpop_proof")),
        D::NotAJwt
        | D::Algorithm
        | D::UnknownKey
        | D::Signature
        | D::Expired
        | D::NotYet
        | D::NoExpiry
        | D::Issuer
        | D::Audience
        | D::Revoked
        | D::BoundAsBearer
        | D::NotBound
        | D::MustBeBound => (StatusCode::UNAUTHORIZED, Some("invalid_token")),
    }
}

/// A refusal that has nothing to do with tokens: no challenge.
pub(in crate::practice) fn bare(denial: &Denial) -> Challenge {
    let (status, error) = kind(denial);
    let reason = status.canonical_reason().unwrap_or_default();
    Challenge {
        status,
        www_authenticate: None,
        body: json!({ "message": reason }),
        word: error.unwrap_or_default(),
        emulated: false,
    }
}

/// A challenge with realm, error and words, and the same as a body.
pub(in crate::practice) fn usual(denial: &Denial, scheme: &str, description: &str) -> Challenge {
    told(kind(denial), denial, scheme, description)
}

/// As [`usual`], with a status and a code of the API's own.
pub(in crate::practice) fn told(
    (status, error): (StatusCode, Option<&'static str>),
    denial: &Denial,
    scheme: &str,
    description: &str,
) -> Challenge {
    if let Denial::TooMany | Denial::Method = denial {
        return bare(denial);
    }
    let Some(error) = error else {
        return Challenge {
            status,
            www_authenticate: Some(format!("{scheme} realm=\"api\"")),
            body: json!({ "message": "Unauthorized" }),
            word: "no token",
            emulated: false,
        };
    };
    let mut value =
        format!("{scheme} realm=\"api\", error=\"{error}\", error_description=\"{description}\"");
    if let Denial::Scope { needed } = denial {
        value.push_str(", scope=\"");
        value.push_str(needed);
        value.push('"');
    }
    Challenge {
        status,
        www_authenticate: Some(value),
        body: json!({ "error": error, "error_description": description }),
        word: error,
        emulated: false,
    }
}

/// The scheme to challenge with: the one that came, or the one that was wanted.
pub(in crate::practice) fn scheme(denial: &Denial, asked: &Asked<'_>) -> &'static str {
    match (denial, asked.scheme) {
        (Denial::BoundAsBearer | Denial::MustBeBound | Denial::Proof(_), _) | (_, Scheme::Dpop) => {
            "DPoP"
        }
        (_, Scheme::Bearer) => "Bearer",
    }
}
