//! How Auth0's Management API denies, and a customer's API behind Auth0's SDK.

use http::StatusCode;
use serde_json::json;

use crate::practice::api::challenge::{Asked, Challenge, kind, scheme, told};
use crate::practice::api::denial::Denial;
use crate::practice::proof::dpop;

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
