//! How APIs deny, each in the words of the software it stands for (RFC 6750 3, RFC 9449 7.1).

use http::StatusCode;
use serde_json::{Value, json};

use super::bearer::{Denial, Scheme};
use super::dialect::okta;
use super::dpop;
use super::jws::ASYMMETRIC;

/// An API's denial.
pub(super) struct Challenge {
    pub(super) status: StatusCode,
    pub(super) www_authenticate: Option<String>,
    pub(super) body: Value,
    /// The error code alone, or what stands for it, for the journal.
    pub(super) word: &'static str,
    /// True where the software's own words are not known.
    pub(super) emulated: bool,
}

/// The call that is denied.
pub(super) struct Asked<'a> {
    /// The tenant's address without a final slash.
    pub(super) base: &'a str,
    pub(super) path: &'a str,
    /// The scope that the call needs.
    pub(super) needs: &'a str,
    /// The API's identifier.
    pub(super) audience: &'a str,
    pub(super) scheme: Scheme,
    /// The request's id.
    pub(super) id: &'a str,
}

/// Status and error code of a denial (RFC 6750 3.1); no code where nothing was presented.
fn kind(denial: &Denial) -> (StatusCode, Option<&'static str>) {
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
fn bare(denial: &Denial) -> Challenge {
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
fn usual(denial: &Denial, scheme: &str, description: &str) -> Challenge {
    told(kind(denial), denial, scheme, description)
}

/// As [`usual`], with a status and a code of the API's own.
fn told(
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

/// A customer's API with Auth0's SDK for Node.
pub(super) fn auth0_sdk(denial: &Denial, asked: &Asked<'_>) -> Challenge {
    use Denial as D;
    // The first group is in the SDK's source; of the second only the manner is known.
    let (description, known) = match denial {
        // Limits and methods are for what stands before the SDK, and that is the customer's own.
        D::NoToken | D::OtherScheme | D::ClientToken | D::TooMany | D::Method => ("", true),
        D::TwoTokens | D::InUrl => ("More than one method used for authentication", true),
        D::Audience => ("Unexpected 'aud' value", true),
        D::Scope { .. } | D::Caller => ("Insufficient Scope", true),
        D::BoundAsBearer => (
            "DPoP proof requires the DPoP authentication scheme, not Bearer",
            true,
        ),
        D::Proof(fault) => (sdk_proof(*fault), true),
        D::NotAJwt => ("Invalid Compact JWS", false),
        D::Algorithm => ("Unsupported 'alg' value for a JSON Web Key Set", false),
        D::UnknownKey => ("no applicable key found in the JSON Web Key Set", false),
        D::Signature => ("signature verification failed", false),
        D::Expired => ("'exp' claim timestamp check failed", false),
        D::NotYet => ("'nbf' claim timestamp check failed", false),
        D::NoExpiry => ("Unexpected 'exp' value", false),
        D::Issuer => ("Unexpected 'iss' value", false),
        D::Revoked => ("token revoked", false),
        D::NotBound => ("JWT Access Token has no jkt confirmation claim", true),
        D::MustBeBound => ("DPoP bound access token required", false),
    };
    let mut kind = kind(denial);
    if let D::Proof(fault) = denial {
        kind = if *fault == dpop::Fault::OtherKey {
            // The SDK blames the token here, not the proof.
            (StatusCode::UNAUTHORIZED, Some("invalid_token"))
        } else {
            (StatusCode::BAD_REQUEST, kind.1)
        };
    }
    Challenge {
        emulated: !known,
        ..told(kind, denial, scheme(denial, asked), description)
    }
}

fn sdk_proof(fault: dpop::Fault) -> &'static str {
    match fault {
        dpop::Fault::Method => "DPoP Proof htm mismatch",
        dpop::Fault::Target => "DPoP Proof htu mismatch",
        // The SDK writes its quotation marks as apostrophes in the header.
        dpop::Fault::Token => "DPoP Proof 'ath' mismatch",
        dpop::Fault::OtherKey => "JWT Access Token confirmation mismatch",
        dpop::Fault::NoTime => "Missing 'iat' claim in DPoP proof",
        dpop::Fault::NoJti => "Missing 'jti' in DPoP proof",
        dpop::Fault::Early | dpop::Fault::Old => "DPoP proof 'iat' is outside the acceptable range",
        // The SDK's last resort; for some of these it has the words of the library below it.
        dpop::Fault::Missing
        | dpop::Fault::Several
        | dpop::Fault::Typ
        | dpop::Fault::Algorithm
        | dpop::Fault::Parse
        | dpop::Fault::Key
        | dpop::Fault::Signature
        | dpop::Fault::Expired
        | dpop::Fault::Replayed
        | dpop::Fault::Nonce => "Failed to verify DPoP proof",
    }
}

/// The scheme to challenge with: the one that came, or the one that was wanted.
fn scheme(denial: &Denial, asked: &Asked<'_>) -> &'static str {
    match (denial, asked.scheme) {
        (Denial::BoundAsBearer | Denial::MustBeBound | Denial::Proof(_), _) | (_, Scheme::Dpop) => {
            "DPoP"
        }
        (_, Scheme::Bearer) => "Bearer",
    }
}

/// An API that goes by the RFCs alone; the words are this program's own, as the clause leaves them to the server.
pub(super) fn rfc(denial: &Denial, asked: &Asked<'_>) -> Challenge {
    let scheme = scheme(denial, asked);
    let mut challenge = usual(denial, scheme, &denial.seen());
    if scheme == "DPoP"
        && let Some(value) = &mut challenge.www_authenticate
    {
        // RFC 9449 7.1: which algorithms a proof may use.
        *value = format!("{value}, algs=\"{}\"", ASYMMETRIC.join(" "));
    }
    challenge
}

/// Auth0's Management API.
pub(super) fn management(denial: &Denial, asked: &Asked<'_>) -> Challenge {
    use Denial as D;
    let unauthorized = |message: &str| json!({ "statusCode": 401, "error": "Unauthorized", "message": message, "attributes": { "error": message } });
    let (mut status, mut word) = kind(denial);
    if let D::OtherScheme = denial {
        (status, word) = (StatusCode::BAD_REQUEST, Some("invalid_request"));
    }
    let body = match denial {
        D::NoToken | D::ClientToken => unauthorized("Missing authentication"),
        D::TooMany => {
            json!({ "statusCode": 429, "error": "Too Many Requests", "message": "Global limit has been reached", "errorCode": "too_many_requests" })
        }
        D::OtherScheme | D::TwoTokens | D::InUrl => {
            json!({ "statusCode": 400, "error": "Bad Request", "message": "Bad HTTP authentication header format", "errorCode": "Bearer" })
        }
        D::Method => {
            json!({ "statusCode": 405, "error": "Method Not Allowed", "message": "Method Not Allowed" })
        }
        D::Signature => unauthorized("Invalid signature received for JSON Web Token validation"),
        D::Expired => unauthorized("Expired token received for JSON Web Token validation"),
        D::Audience => unauthorized(&format!("Bad audience: {}", asked.audience)),
        D::Scope { needed } => {
            json!({ "statusCode": 403, "error": "Forbidden", "message": format!("Insufficient scope, expected any of: {needed}"), "errorCode": "insufficient_scope" })
        }
        D::NotAJwt
        | D::Algorithm
        | D::UnknownKey
        | D::NotYet
        | D::NoExpiry
        | D::Issuer
        | D::Revoked
        | D::Caller
        | D::BoundAsBearer
        | D::NotBound
        | D::MustBeBound
        | D::Proof(_) => unauthorized("Invalid token"),
    };
    Challenge {
        status,
        www_authenticate: None,
        body,
        word: word.unwrap_or("no token"),
        emulated: *denial == D::Method,
    }
}

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
