//! The Auth0 dialect: paths, order of checks, texts, headers and member orders of an Auth0 tenant.

use http::{HeaderName, StatusCode};
use serde_json::{Map, Value, json};

use super::{BodyType, Challenge, Dialect, Issue, Pace, Said};
use crate::practice::bearer::Denial;
use crate::practice::refusal::Refusal;
use crate::practice::steps::Step;

/// Auth0.
pub(in crate::practice) static AUTH0: Dialect = Dialect {
    name: "auth0",
    token_path: "/oauth/token",
    jwks_path: "/.well-known/jwks.json",
    metadata_paths: &[
        "/.well-known/openid-configuration",
        "/.well-known/oauth-authorization-server",
    ],
    request_id_header: "X-Auth0-RequestId",
    request_id_name: "x-auth0-requestid",
    spelled: &[
        "X-Auth0-RequestId",
        "X-RateLimit-Limit",
        "X-RateLimit-Remaining",
        "X-RateLimit-Reset",
        "WWW-Authenticate",
    ],
    bodies: &[BodyType::Form, BodyType::Json],
    grant_types: &[
        "client_credentials",
        "authorization_code",
        "refresh_token",
        "password",
        "http://auth0.com/oauth/grant-type/password-realm",
        "urn:ietf:params:oauth:grant-type:device_code",
    ],
    // Client authentication before anything about the API, so that a stranger learns nothing about it.
    steps: &[
        Step::Method,
        Step::ContentType,
        Step::Parameters,
        Step::GrantType,
        Step::Client,
        Step::Secret,
        Step::Grant,
        Step::Audience,
        Step::ClientGrant,
        Step::Scope,
    ],
    source,
    issuer: |base| format!("{base}/"),
    metadata,
    token_headers,
    token,
    reply,
    refuse,
    deny,
    not_found: || json!({ "statusCode": 404, "error": "Not Found", "message": "Not Found" }),
};

/// Token requests in one window, as in the one public capture that shows these headers.
const RATE_LIMIT: u64 = 30;

fn source(step: Step) -> &'static str {
    match step {
        Step::Method | Step::Parameters => "RFC 6749 3.2",
        Step::ContentType => "RFC 6749 4.4.2; Auth0: JSON too",
        Step::GrantType => "RFC 6749 4.4.2",
        Step::Client => "RFC 6749 2.2",
        Step::Secret => "RFC 6749 2.3.1",
        Step::Grant => "Auth0: Application Grant Types",
        Step::Audience => "Auth0: API Settings, Identifier",
        Step::ClientGrant => "Auth0: Application Access to APIs: Client Grants",
        Step::Scope => "RFC 6749 3.3",
    }
}

fn metadata(base: &str) -> Value {
    // OpenID's required members are here although this tenant has no users, because libraries refuse a document without them.
    // What this tenant does with apps is told as it is: Auth0 itself lists two more ways to authenticate.
    json!({
        "issuer": format!("{base}/"),
        "authorization_endpoint": format!("{base}/authorize"),
        "token_endpoint": format!("{base}/oauth/token"),
        "jwks_uri": format!("{base}/.well-known/jwks.json"),
        "scopes_supported": ["openid", "profile", "offline_access", "name", "email"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["client_credentials"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["HS256", "RS256", "PS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
        "claims_supported": ["aud", "exp", "iat", "iss", "sub"],
        "code_challenge_methods_supported": ["S256", "plain"],
        "request_uri_parameter_supported": false,
        "request_parameter_supported": false,
    })
}

fn token_headers(pace: Pace) -> Vec<(HeaderName, String)> {
    let header = |name, value: String| (HeaderName::from_static(name), value);
    vec![
        header("x-ratelimit-limit", RATE_LIMIT.to_string()),
        header(
            "x-ratelimit-remaining",
            RATE_LIMIT.saturating_sub(pace.count).to_string(),
        ),
        header("x-ratelimit-reset", pace.reset.0.to_string()),
    ]
}

fn token(issue: &Issue<'_>) -> (Value, Value) {
    let header = json!({ "alg": "RS256", "typ": "JWT", "kid": issue.kid });
    let mut payload = Map::new();
    payload.insert("iss".into(), issue.issuer.into());
    payload.insert("sub".into(), format!("{}@clients", issue.client_id).into());
    payload.insert("aud".into(), issue.audience.into());
    payload.insert("iat".into(), issue.now.0.into());
    payload.insert(
        "exp".into(),
        issue.now.0.saturating_add(issue.lifetime).into(),
    );
    if let Some(scope) = &issue.scope {
        payload.insert("scope".into(), scope.as_str().into());
    }
    // A hyphen here, an underscore in the request's grant_type: Auth0's own spelling.
    payload.insert("gty".into(), "client-credentials".into());
    payload.insert("azp".into(), issue.client_id.into());
    (header, payload.into())
}

fn reply(issue: &Issue<'_>, token: String) -> Value {
    let mut reply = Map::new();
    reply.insert("access_token".into(), token.into());
    if let Some(scope) = &issue.scope {
        reply.insert("scope".into(), scope.as_str().into());
    }
    reply.insert("expires_in".into(), issue.lifetime.into());
    reply.insert("token_type".into(), "Bearer".into());
    reply.into()
}

fn refuse(refusal: &Refusal) -> Said {
    match refusal {
        Refusal::Method { .. } => said(404, "not_found", "Not Found").invented(),
        Refusal::BodyTooLarge => said(413, "invalid_request", "Request body too large").invented(),
        Refusal::BodyTooSlow => said(408, "invalid_request", "Request timed out").invented(),
        Refusal::BodyBroken => said(400, "invalid_request", "Request aborted").invented(),
        Refusal::Unreadable(_) => said(400, "invalid_request", "Invalid request body").invented(),
        Refusal::Repeated { name } => said(
            400,
            "invalid_request",
            format!("Duplicate parameter: {name}"),
        )
        .invented(),
        Refusal::NotText { name } => said(
            400,
            "invalid_request",
            format!("Parameter must be a string: {name}"),
        )
        .invented(),
        Refusal::NoGrantType { unread } => {
            let missing = "Missing required parameter: grant_type";
            said(400, "invalid_request", missing).invented_if(*unread)
        }
        Refusal::UnknownGrantType { .. } => {
            said(400, "unsupported_grant_type", "Grant type not supported")
        }
        Refusal::NoClientId => said(401, "invalid_client", "Missing client_id"),
        // One text for all of them: nobody learns from it whether an app exists.
        Refusal::UnknownClient | Refusal::NoSecret | Refusal::WrongSecret { .. } => {
            said(401, "access_denied", "Unauthorized")
        }
        Refusal::OtherMethod { .. } => said(401, "access_denied", "Unauthorized").invented(),
        Refusal::GrantNotEnabled { grant_type } => grant_not_enabled(grant_type),
        Refusal::NoAudience => said(
            403,
            "access_denied",
            "Non-global clients are not allowed access to APIv1",
        ),
        Refusal::UnknownAudience { given } => {
            said(403, "access_denied", format!("Service not found: {given}"))
        }
        Refusal::NotAuthorised { audience } => said(403, "access_denied", not_authorised(audience)),
        Refusal::ScopeNotGranted { missing } => {
            // How Auth0 joins several is not known.
            let text = format!("Client has not been granted scopes: {}", missing.join(", "));
            said(403, "access_denied", text).invented_if(missing.len() > 1)
        }
        Refusal::Fault { .. } => said(500, "server_error", "Internal Server Error").invented(),
    }
}

fn grant_not_enabled(grant_type: &str) -> Said {
    let text = format!("Grant type '{grant_type}' not allowed for the client.");
    let mut said = said(403, "unauthorized_client", text);
    let page = "https://auth0.com/docs/clients/client-grant-types";
    if let Value::Object(members) = &mut said.body {
        members.insert("error_uri".into(), page.into());
    }
    said
}

fn not_authorised(audience: &str) -> String {
    // The quotes break the character set of RFC 6749 5.2; Auth0 sends them all the same.
    format!(
        "Client is not authorized to access \"{audience}\". You need to create a \"client-grant\" associated to this API. \
         See: https://auth0.com/docs/api/management/v2/client-grants/post-client-grants"
    )
}

fn said(status: u16, error: &'static str, description: impl Into<String>) -> Said {
    Said {
        status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
        body: json!({ "error": error, "error_description": description.into() }),
        word: error,
        emulated: false,
    }
}

impl Said {
    /// Auth0's own words are not known.
    fn invented(self) -> Self {
        self.invented_if(true)
    }

    fn invented_if(mut self, invented: bool) -> Self {
        self.emulated = invented;
        self
    }
}

/// A customer's API with Auth0's SDK for Node.
fn deny(denial: &Denial) -> Challenge {
    let bad = |description| challenge(StatusCode::UNAUTHORIZED, "invalid_token", description);
    match denial {
        // No error code at all where nothing was presented (RFC 6750 3.1).
        Denial::NoToken => Challenge {
            status: StatusCode::UNAUTHORIZED,
            www_authenticate: "Bearer realm=\"api\"".into(),
            body: json!({ "message": "Unauthorized" }),
            word: "no token",
        },
        Denial::TwoTokens => {
            let description = "More than one method used for authentication";
            challenge(StatusCode::BAD_REQUEST, "invalid_request", description)
        }
        Denial::NotAJwt => bad("Invalid Compact JWS"),
        Denial::Algorithm => bad("Unsupported 'alg' value for a JSON Web Key Set"),
        Denial::UnknownKey => bad("no applicable key found in the JSON Web Key Set"),
        Denial::Signature => bad("signature verification failed"),
        Denial::Expired => bad("'exp' claim timestamp check failed"),
        Denial::NotYet => bad("'nbf' claim timestamp check failed"),
        Denial::NoExpiry => bad("Unexpected 'exp' value"),
        Denial::Issuer => bad("Unexpected 'iss' value"),
        Denial::Audience => bad("Unexpected 'aud' value"),
        Denial::Scope { needed } => {
            let word = "insufficient_scope";
            let mut denied = challenge(StatusCode::FORBIDDEN, word, "Insufficient Scope");
            let scope = format!(", scope=\"{needed}\"");
            denied.www_authenticate.push_str(&scope);
            denied
        }
    }
}

fn challenge(status: StatusCode, error: &'static str, description: &'static str) -> Challenge {
    Challenge {
        status,
        www_authenticate: format!(
            "Bearer realm=\"api\", error=\"{error}\", error_description=\"{description}\""
        ),
        body: json!({ "error": error, "error_description": description }),
        word: error,
    }
}
