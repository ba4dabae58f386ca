//! Okta's words for refusals, from its catalogue of OAuth error codes.

use serde_json::{Value, json};

use super::super::Said;
use crate::practice::proof::dpop::Fault as Proof;
use crate::practice::token::assertion;
use crate::practice::token::refusal::{Place, Refusal, ScopeFault, Who, Written};

/// The grants an app can be configured with, as the catalogue's placeholder is filled.
const CONFIGURED: &str =
    "[authorization_code, client_credentials, implicit, password, refresh_token]";

/// Okta's own error object, which is not the one of RFC 6749 5.2.
pub(in crate::practice) fn error_object(code: &str, summary: &str, id: &str) -> Value {
    json!({
        "errorCode": code,
        "errorSummary": summary,
        "errorLink": code,
        "errorId": format!("oae{id}"),
        "errorCauses": [],
    })
}

fn object(status: u16, code: &'static str, summary: &str, id: &str) -> Said {
    Said {
        body: error_object(code, summary, id),
        ..Said::error(status, code, "")
    }
}

/// The words of a refusal.
pub(super) fn refuse(refusal: &Refusal, id: &str) -> Said {
    use Refusal as R;
    let invalid = |text: &str| Said::error(400, "invalid_request", text);
    match refusal {
        R::Written(fault) => written(fault, id),
        R::Who(fault) => who(fault, id),
        R::NoGrantType { .. } => invalid(&format!(
            "The token request must specify a 'grant_type'. Valid values: {CONFIGURED}"
        )),
        R::UnknownGrantType { .. } => Said::error(
            400,
            "unsupported_grant_type",
            format!(
                "The authorization grant type is not supported by the authorization server. Configured grant types: {CONFIGURED}."
            ),
        ),
        R::OtherServer => invalid("The authorization server id is invalid."),
        R::GrantNotEnabled { configured, .. } => Said::error(
            400,
            "unauthorized_client",
            format!(
                "The client is not authorized to use the provided grant type. Configured grant types: [{}].",
                configured.join(", ")
            ),
        ),
        R::Place(place) => placed(*place),
        R::Scope(fault) => scope(fault),
        R::Dpop(Proof::Nonce) => Said::error(400, "use_dpop_nonce", proof_words(Proof::Nonce)),
        R::Dpop(fault) => Said::error(400, "invalid_dpop_proof", proof_words(*fault)),
        // Okta's inline hook has one way to say no.
        R::Denied { reason, .. } => Said::error(400, "server_error", reason.as_str()),
        R::Hook => Said::error(
            400,
            "server_error",
            "The callback service returned an error.",
        ),
        R::TooMany | R::Policy | R::Quota(_) => object(429, "E0000047", LIMITED, id),
        R::Fault { .. } => Said::error(
            500,
            "server_error",
            "The authorization server encountered an unexpected condition that prevented it from fulfilling the request.",
        ),
        // Not in Okta's steps.
        R::NoAudience
        | R::UnknownAudience { .. }
        | R::Target { .. }
        | R::NotAuthorised { .. }
        | R::Organization(_)
        | R::ScopeNotGranted { .. } => Said::error(400, "access_denied", REJECTED).invented(),
    }
}

/// The words of E0000047.
pub(in crate::practice) const LIMITED: &str =
    "API call exceeded rate limit due to too many requests.";
/// The words of E0000022.
pub(in crate::practice) const METHOD: &str =
    "The endpoint does not support the provided HTTP method";
/// Two blanks, as Okta writes it.
const EDGE: &str =
    "Bad request.  Accept and/or Content-Type headers likely do not match supported values.";
const REJECTED: &str = "Policy evaluation succeeded, but all the requested scopes were rejected.";

fn written(fault: &Written, id: &str) -> Said {
    use Written as R;
    let invalid = |text: &str| Said::error(400, "invalid_request", text);
    match fault {
        R::Method { .. } => object(405, "E0000022", METHOD, id),
        R::BodyType | R::Accept => object(400, "E0000021", EDGE, id),
        R::BodyTooLarge => {
            object(413, "E0000003", "The request body was too large.", id).invented()
        }
        R::BodyTooSlow => object(408, "E0000003", "The request timed out.", id).invented(),
        R::BodyBroken | R::Unreadable(_) | R::NotText { .. } => {
            object(400, "E0000003", "The request body was not well-formed.", id).invented()
        }
        // The catalogue has two texts and does not say when which is used. The first fits one name, the second lists names.
        R::Repeated { names } if names.len() > 1 => invalid(&format!(
            "Duplicate parameter provided in request. Duplicated parameters: [{}].",
            names.join(", ")
        ))
        .invented(),
        R::Repeated { .. } => {
            invalid("The request contained multiple parameters with the same name.")
        }
        R::Missing { name } => invalid(&format!("The required parameter '{name}' is missing.")),
    }
}

fn who(fault: &Who, id: &str) -> Said {
    let invalid = |text: &str| Said::error(401, "invalid_client", text);
    let wrong = |text: &str| Said::error(400, "invalid_request", text);
    match fault {
        Who::CredentialsInUrl => {
            wrong("Client credentials cannot be supplied via query parameters.")
        }
        Who::AssertionType => wrong("The client_assertion_type is invalid."),
        // 401, where the RFC has 400.
        Who::SeveralCredentials => Said::error(
            401,
            "invalid_request",
            "Cannot supply multiple client credentials. Use one of the following: credentials in the Authorization header, credentials in the post body, or a client_assertion in the post body.",
        ),
        Who::BadBasic => {
            invalid("Found Authentication header but was not valid client credentials.")
        }
        // A foreign shape, and sources differ over the status: 401 in the catalogue, 400 in the OpenAPI examples.
        Who::UnknownClient => object(
            401,
            "invalid_client",
            "Invalid value for 'client_id' parameter.",
            id,
        ),
        Who::NoClientId | Who::NoSecret => invalid("No client credentials found."),
        Who::WrongSecret { .. } => {
            invalid("The client secret supplied for a confidential client is invalid.")
        }
        Who::Assertion(fault) => invalid(assertion_words(*fault)),
        Who::OtherMethod { .. } => invalid(
            "Client authentication failed. Either the client or the client credentials are invalid.",
        ),
    }
}

fn placed(place: Place) -> Said {
    let invalid = |text: &str| Said::error(401, "invalid_client", text);
    match place {
        Place::KeyOnly => invalid(
            "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.",
        ),
        Place::IntegrationKeyOrBasic => invalid(
            "OAuth Integration Client Credentials requests to the Org Authorization Server must use either private_key_jwt or client_secret_basic as the token_endpoint_auth_method.",
        ),
        Place::ServiceOnly => invalid(
            "Only clients with 'application_type' of 'service' may use the client_credentials 'grant_type' with the Org Authorization Server.",
        ),
        Place::OrgOnly => Said::error(
            400,
            "unauthorized_client",
            "This client cannot use a custom authorization server.",
        ),
        Place::CustomOnly => Said::error(
            400,
            "unsupported_grant_type",
            "'client_credentials' grant type can only be used with a custom authorization server.",
        ),
        Place::Zone => Said::error(
            403,
            "access_denied",
            "The request is made from outside the client's permitted network zones.",
        ),
    }
}

fn scope(fault: &ScopeFault) -> Said {
    let invalid = |text: &str| Said::error(400, "invalid_scope", text);
    let list = |scopes: &[String]| format!("[{}]", scopes.join(", "));
    match fault {
        ScopeFault::OpenId => invalid("Cannot request 'openid' scopes using client credentials."),
        ScopeFault::MissingCustom => invalid(
            "The authorization server resource does not have any configured default scopes, 'scope' must be provided.",
        ),
        ScopeFault::MissingOrg => invalid("No scopes were requested."),
        ScopeFault::Unknown => {
            invalid("One or more scopes are not configured for the authorization server resource.")
        }
        ScopeFault::Malformed => invalid(
            "The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.",
        ),
        ScopeFault::NoneGranted => Said::error(
            400,
            "consent_required",
            "You are not allowed any of the requested scopes.",
        ),
        ScopeFault::ConsentOnly(scopes) => Said::error(
            400,
            "consent_required",
            format!(
                "The following scopes require user consent and cannot be granted for the client credentials grant type: {}.",
                list(scopes)
            ),
        ),
        ScopeFault::OwnOnly => Said::error(
            400,
            "client_credentials_self_scope_requested",
            "The 'client_credentials' grant type may not request .self scopes.",
        ),
        ScopeFault::NoPolicy => Said::error(
            401,
            "access_denied",
            "Policy evaluation failed for this request, please check the policy configurations.",
        ),
        ScopeFault::AllRejected => Said::error(400, "access_denied", REJECTED),
        ScopeFault::SomeRejected(scopes) => Said::error(
            400,
            "access_denied",
            format!(
                "Some of the requested scopes were denied by the policy. Denied scopes: {}.",
                list(scopes)
            ),
        ),
    }
}

fn assertion_words(fault: assertion::Fault) -> &'static str {
    use assertion::Fault as F;
    match fault {
        F::Parse => "The parsing of the client_assertion failed.",
        F::Issuer => "The issuer claim for client_assertion is not a valid client_id.",
        F::Subject => "The subject claim for client_assertion is not a valid client_id.",
        F::Audience => {
            "The audience claim for client_assertion must be the endpoint invoked for the request."
        }
        F::NoExpiry => "The client_assertion must contain the 'exp' claim as seconds since epoch.",
        F::Expired => "The client_assertion token is expired.",
        F::TooFar | F::TooLong => {
            "The client_assertion token has an expiration too far into the future."
        }
        F::Early => "The client_assertion token must be issued before the current time.",
        F::Replayed | F::NoJti => "The client_assertion token has already been used.",
        F::Signature => "The client_assertion signature is invalid.",
        F::Kid => "The client_assertion JWT kid is invalid.",
        F::Algorithm => "The client_assertion JWT signature algorithm is invalid.",
        F::KeyUse => "The client_assertion JWT needs to be signed using a signing key.",
        F::NoKeys => {
            "The client does not have a JWKSet configured, but the client_assertion requires one."
        }
        F::NoSecret => {
            "The issuer and subject claim for client_assertion is invalid because the client does not have a client secret."
        }
        F::ShortSecret => "The client secret is too short to verify a JWT HMAC.",
        F::BrokenKeys => "The client JWKSet is invalid.",
    }
}

/// The words for a bad proof of possession.
pub(in crate::practice) fn proof_words(fault: Proof) -> &'static str {
    match fault {
        Proof::Nonce => "Authorization server requires nonce in DPoP proof.",
        Proof::Missing => "The DPoP proof JWT header is missing.",
        Proof::Several => "Multiple DPoP proof JWT headers are not allowed.",
        Proof::Typ => "'typ' must be 'dpop+jwt' in the DPoP proof JWT.",
        Proof::Algorithm => "The DPoP proof JWT signature algorithm is invalid.",
        Proof::Parse => "The DPoP proof JWT cannot be parsed.",
        Proof::Key => "The DPoP proof JWT is invalid.",
        Proof::Signature => "The DPoP proof JWT signature is invalid.",
        Proof::Method => "'htm' claim in the DPoP proof JWT is invalid.",
        Proof::Target => "'htu' claim in the DPoP proof JWT is invalid.",
        Proof::NoTime => "'iat' claim in the DPoP proof JWT is invalid.",
        Proof::NoJti => "'jti' claim in the DPoP proof JWT is invalid.",
        Proof::Early => "The DPoP proof JWT is issued in the future.",
        Proof::Old => "The DPoP proof JWT is issued more than five minutes in the past.",
        Proof::Expired => "The DPoP proof JWT is expired.",
        Proof::Replayed => "The DPoP proof JWT has already been used.",
        Proof::Token => "'ath' claim in the DPoP proof does not match the presented access_token.",
        Proof::OtherKey => "The access_token is not bound to the provided DPoP proof.",
    }
}
