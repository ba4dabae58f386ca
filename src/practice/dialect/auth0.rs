//! The Auth0 dialect: paths, order of checks, texts, headers and member orders of an Auth0 tenant.

use http::HeaderName;
use serde_json::{Map, Value, json};

use super::{
    AuthServer, BodyType, Dialect, DialectName, Issue, Paths, Reading, ScopeGrammar, Slashes,
};
use crate::oauth::method::AuthMethod;
use crate::practice::api::apis::{self, Api};
use crate::practice::chance;
use crate::practice::proof::dpop::{self, NonceRule};
use crate::practice::tenant::pace::Pace;
use crate::practice::tenant::setup::{AppSetup, TokenProfile};
use crate::practice::tenant::signing_key::{Signing, Wanted};
use crate::practice::token::assertion::{self, AudienceRule, Jti};
use crate::practice::token::step::Step;

mod denials;
mod words;

/// Auth0.
pub(in crate::practice) static AUTH0: Dialect = Dialect {
    name: DialectName::Auth0,
    servers: &[&SERVER],
    request_id_header: "X-Auth0-RequestId",
    request_id_name: "x-auth0-requestid",
    spelled: &[
        "X-Auth0-RequestId",
        "Auth0-Client-Quota-Limit",
        "Auth0-Organization-Quota-Limit",
        "Auth0-RateLimit",
        "X-RateLimit-Limit",
        "X-RateLimit-Remaining",
        "X-RateLimit-Reset",
        "WWW-Authenticate",
        "DPoP-Nonce",
    ],
    apis: |base| {
        vec![
            Api::reports(denials::auth0_sdk),
            Api::users(denials::auth0_sdk),
            management(base),
        ]
    },
    fresh_id: |random| chance::text(random, chance::ALPHANUMERIC, 32),
    fresh_secret: |random| chance::text(random, chance::URL_SAFE, 64),
    usual: |kind| {
        AppSetup::of(if kind.is_confidential() {
            AuthMethod::ClientSecretPost
        } else {
            AuthMethod::Public
        })
    },
    other_servers: None,
    signings: &[Signing::Rs256, Signing::Ps256],
    not_found: |_, _| json!({ "statusCode": 404, "error": "Not Found", "message": "Not Found" }),
};

static SERVER: AuthServer = AuthServer {
    place: "",
    paths: Paths {
        token: "/oauth/token",
        jwks: "/.well-known/jwks.json",
        metadata: &[
            "/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server",
        ],
        introspection: None,
        // For refresh tokens at Auth0, of which there are none here: 200 whatever comes.
        revocation: Some("/oauth/revoke"),
        registration: None,
    },
    keys: Wanted::Certified,
    bodies: &[BodyType::Form, BodyType::Json],
    grant_types: &[
        "client_credentials",
        "authorization_code",
        "refresh_token",
        "password",
        "http://auth0.com/oauth/grant-type/password-realm",
        "urn:ietf:params:oauth:grant-type:device_code",
    ],
    methods: &[
        AuthMethod::ClientSecretPost,
        AuthMethod::ClientSecretBasic,
        AuthMethod::PrivateKeyJwt,
    ],
    reading: Reading::Lenient,
    scope_grammar: ScopeGrammar::Unchecked,
    assertion: assertion::Rules {
        audience: AudienceRule::Issuer,
        ahead: 300 + 10,
        life: Some(300),
        skew: 10,
        jti: Jti::Required,
        algorithms: &["RS256", "RS384", "PS256"],
        longest: 2048,
    },
    dpop: dpop::Rules {
        algorithms: &["ES256", "RS256"],
        // Only public clients are challenged, and they cannot use this grant.
        nonce: NonceRule::Free,
    },
    // Client authentication before anything about the API, so that a stranger learns nothing about it.
    steps: &[
        (Step::Method, "RFC 6749 3.2"),
        (Step::ContentType, "RFC 6749 4.4.2; Auth0: JSON too"),
        (Step::Parameters, "RFC 6749 3.2"),
        (Step::Rate, "Auth0: Rate Limit Policy"),
        (Step::GrantType, "RFC 6749 4.4.2"),
        (Step::Client, "RFC 6749 2.2"),
        (Step::Secret, "RFC 6749 2.3.1"),
        (Step::Grant, "Auth0: Application Grant Types"),
        (Step::Audience, "Auth0: API Settings, Identifier"),
        (
            Step::ClientGrant,
            "Auth0: Application Access to APIs: Client Grants",
        ),
        (
            Step::Organization,
            "Auth0: Organizations for M2M Applications",
        ),
        (Step::Scope, "RFC 6749 3.3"),
        (Step::Quota, "Auth0: Fine-grained M2M Token Quotas"),
        (Step::Rules, "Auth0: Actions, credentials-exchange"),
        (Step::Dpop, "RFC 9449 4.3"),
    ],
    client_steps: &[
        (Step::Method, "RFC 7009 2.1"),
        (Step::ContentType, "RFC 7009 2.1"),
        (Step::Parameters, "RFC 6749 3.2"),
        (Step::Client, "RFC 6749 2.2"),
        (Step::Secret, "RFC 6749 2.3.1"),
    ],
    issuer: |base| format!("{base}/"),
    metadata,
    uncached: &[("cache-control", "no-store"), ("pragma", "no-cache")],
    token_headers,
    policy_headers,
    // None was ever seen at Auth0, although RFC 6749 5.2 demands one where the header was used.
    challenge: |_, _| None,
    slashes: Slashes::Plain,
    token,
    reply,
    refuse: words::refuse,
};

/// The Management API, under the tenant's own address.
fn management(base: &str) -> Api {
    Api {
        name: "Auth0 Management API",
        identifier: format!("{base}/api/v2/").into(),
        path: "/api/v2/users",
        scopes: &[
            ("read:users", "Read users"),
            ("update:users", "Update users"),
            ("create:users", "Create users"),
            ("read:clients", "Read clients"),
        ],
        needs: "read:users",
        content: || json!({ "start": 0, "limit": 50, "length": 2, "users": apis::users(), "total": 2 }),
        ..Api::reports(denials::management)
    }
}

/// Token requests in one window, as in the one public capture that shows these headers.
const RATE_LIMIT: u64 = 30;

fn metadata(base: &str) -> Value {
    // OpenID's required members are here although this tenant has no users, because libraries refuse a document without them.
    // Algorithms are told as this tenant takes them: Auth0 itself lists three more than an app can be set to.
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
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": SERVER.assertion.algorithms,
        "dpop_signing_alg_values_supported": SERVER.dpop.algorithms,
        "revocation_endpoint": format!("{base}/oauth/revoke"),
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

/// The header of a custom rate limit policy; its numbers are those of Auth0's own example, used up.
fn policy_headers() -> Vec<(HeaderName, String)> {
    let name = HeaderName::from_static("auth0-ratelimit");
    vec![(name, "client;q=10;t=1;r=0".to_owned())]
}

fn token(issue: &Issue<'_>) -> (Value, Value) {
    let standard = matches!(
        issue.profile,
        TokenProfile::Rfc9068 | TokenProfile::Rfc9068Permissions
    );
    let typ = if standard { "at+jwt" } else { "JWT" };
    let header = json!({ "alg": issue.alg, "typ": typ, "kid": issue.kid });
    let mut payload = Map::new();
    let mut put = |name: &str, value: Value| payload.insert(name.to_owned(), value);
    put("iss", issue.issuer.into());
    put("sub", format!("{}@clients", issue.client_id).into());
    put("aud", issue.audience.into());
    put("iat", issue.now.0.into());
    put("exp", issue.exp().into());
    if let Some(scope) = issue.scope() {
        put("scope", scope.into());
    }
    if let Some(organization) = issue.organization {
        put("org_id", organization.id.as_str().into());
        put("org_name", organization.name.as_str().into());
    }
    if standard {
        put("jti", issue.id.into());
        put("client_id", issue.client_id.into());
    } else {
        // A hyphen here, an underscore in the request's grant_type: Auth0's own spelling.
        put("gty", "client-credentials".into());
        put("azp", issue.client_id.into());
    }
    if matches!(
        issue.profile,
        TokenProfile::Permissions | TokenProfile::Rfc9068Permissions
    ) {
        put("permissions", json!(issue.scopes));
    }
    (header, issue.finish(payload))
}

fn reply(issue: &Issue<'_>, token: &str) -> Value {
    let mut reply = Map::new();
    reply.insert("access_token".into(), token.into());
    if let Some(scope) = issue.scope() {
        reply.insert("scope".into(), scope.into());
    }
    reply.insert("expires_in".into(), issue.lifetime.into());
    reply.insert("token_type".into(), issue.token_type().into());
    reply.into()
}
