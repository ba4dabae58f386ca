//! How Okta's own API denies, and Okta Workflows.

use http::StatusCode;
use serde_json::json;

use crate::practice::api::challenge::{Asked, Challenge, bare, kind, scheme};
use crate::practice::api::denial::Denial;
use crate::practice::dialect::okta;
use crate::practice::proof::dpop;

/// Okta's own API: the reason stands in the header, the body is Okta's error object.
pub(super) fn okta_api(denial: &Denial, asked: &Asked<'_>) -> Challenge {
    use Denial as D;
    if let D::TooMany | D::Method = denial {
        let limited = *denial == D::TooMany;
        let code = if limited { "E0000047" } else { "E0000022" };
        let summary = okta_words(denial);
        return Challenge {
            body: okta::error_object(code, summary, asked.id),
            word: code,
            ..bare(denial)
        };
    }
    let (mut status, mut error) = kind(denial);
    if let D::BoundAsBearer | D::Proof(_) = denial {
        status = StatusCode::BAD_REQUEST;
    }
    // Okta's catalogue has a code for a missing token too, which RFC 6750 3.1 advises against.
    if let D::NoToken | D::OtherScheme | D::BoundAsBearer | D::Proof(dpop::Fault::Missing) = denial
    {
        error = Some("invalid_request");
    }
    let description = okta_words(denial);
    let scheme = scheme(denial, asked);
    let Asked {
        base, path, needs, ..
    } = asked;
    let algorithms = if scheme == "DPoP" {
        "algs=\"RS256 RS384 RS512 ES256 ES384 ES512\", "
    } else {
        ""
    };
    let mut value = format!(
        "{scheme} {algorithms}authorization_uri=\"{base}/oauth2/v1/authorize\", realm=\"{base}\", scope=\"{needs}\""
    );
    if let Some(error) = error {
        value = format!(
            "{value}, error=\"{error}\", error_description=\"{description}\", resource=\"{path}\""
        );
    }
    let (code, summary) = if status == StatusCode::FORBIDDEN {
        (
            "E0000006",
            "You do not have permission to perform the requested action",
        )
    } else {
        ("E0000011", "Invalid token provided")
    };
    Challenge {
        status,
        www_authenticate: Some(value),
        body: okta::error_object(code, summary, asked.id),
        word: error.unwrap_or("no token"),
        emulated: false,
    }
}

fn okta_words(denial: &Denial) -> &'static str {
    use Denial as D;
    match denial {
        D::NoToken | D::OtherScheme | D::ClientToken => "The access token is missing.",
        D::TooMany => okta::LIMITED,
        D::Method => okta::METHOD,
        D::TwoTokens => {
            "The access token cannot be specified in both the Authorization header and the request-body."
        }
        D::InUrl => "The access token cannot be presented in a query string.",
        D::NotAJwt | D::Algorithm | D::NoExpiry | D::NotYet => "The token is invalid.",
        D::UnknownKey | D::Signature | D::MustBeBound => "The access token is invalid.",
        D::Expired => "The token has expired.",
        D::Issuer => "The access token provided has an invalid issuer.",
        D::Audience => "The access token provided is not intended for Okta.",
        D::Revoked => "The access token has been revoked.",
        D::Scope { .. } | D::Caller => {
            "The access token provided does not contain the required scopes."
        }
        D::BoundAsBearer => {
            "The resource request must use the DPoP authentication scheme when using a DPoP bound token."
        }
        D::NotBound => "The presented access_token is not DPoP bound.",
        D::Proof(dpop::Fault::Missing) => "The resource request requires a DPoP proof.",
        D::Proof(fault) => okta::proof_words(*fault),
    }
}

/// Okta Workflows, of which no answer is known: the manner of RFC 6750.
pub(super) fn workflows(denial: &Denial, asked: &Asked<'_>) -> Challenge {
    let (status, error) = kind(denial);
    let scheme = scheme(denial, asked);
    if let Denial::TooMany | Denial::Method = denial {
        return Challenge {
            emulated: true,
            ..bare(denial)
        };
    }
    let description = if *denial == Denial::Caller {
        "The app is not allowed to invoke this flow"
    } else if status == StatusCode::FORBIDDEN {
        "The access token does not contain the required scope"
    } else if *denial == Denial::ClientToken {
        "The client token is missing or invalid"
    } else {
        "The access token is missing or invalid"
    };
    let value = error.map_or_else(
        || scheme.to_owned(),
        |error| format!("{scheme} error=\"{error}\", error_description=\"{description}\""),
    );
    Challenge {
        status,
        www_authenticate: Some(value),
        body: json!({ "error": error.unwrap_or("unauthorized"), "error_description": description }),
        word: error.unwrap_or("no token"),
        emulated: true,
    }
}
