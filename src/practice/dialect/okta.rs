//! The Okta dialect: an org with a custom authorization server, the org's own one, Okta's API and Workflows.

use http::HeaderName;
use serde_json::{Map, Value, json};

use super::{
    AuthServer, BodyType, Challenged, Dialect, DialectName, Issue, Paths, Reading, ScopeGrammar,
    Slashes, Tried, rfc,
};
use crate::oauth::method::AuthMethod;
use crate::practice::api::apis::{self, Admission, Api, OtherServers, TokenPlaces, Verbs};
use crate::practice::chance;
use crate::practice::proof::dpop::{self, NonceRule};
use crate::practice::tenant::pace::Pace;
use crate::practice::tenant::setup::{AppSetup, Binding};
use crate::practice::tenant::signing_key::{Signing, Wanted};
use crate::practice::token::assertion::{self, AudienceRule, Jti};
use crate::practice::token::step::Step;

mod denials;
mod words;

pub(in crate::practice) use words::{LIMITED, METHOD, error_object, proof_words};

/// Okta.
pub(in crate::practice) static OKTA: Dialect = Dialect {
    name: DialectName::Okta,
    servers: &[&CUSTOM, &ORG],
    request_id_header: "X-Okta-Request-Id",
    request_id_name: "x-okta-request-id",
    spelled: &["WWW-Authenticate", "dpop-nonce"],
    apis: |base| {
        vec![
            reports(),
            users(base),
            invoke(base),
            flow("/api/flo/stock-alert/invoke", Admission::ClientToken),
            flow("/api/flo/status-page/invoke", Admission::Public),
        ]
    },
    fresh_id: |random| format!("0oa{}", chance::text(random, chance::ALPHANUMERIC, 17)),
    fresh_secret: |random| chance::text(random, chance::URL_SAFE, 64),
    usual: |kind| {
        let mut setup = AppSetup::of(if kind.is_confidential() {
            AuthMethod::ClientSecretBasic
        } else {
            AuthMethod::Public
        });
        // New service apps have "Require Demonstrating Proof of Possession" on, which is what learners stumble over.
        if kind == crate::practice::AppType::MachineToMachine {
            setup.binding = Binding::Demanded;
        }
        setup
    },
    other_servers: Some("/oauth2/{server}/v1/token"),
    signings: &[Signing::Rs256],
    not_found: |path, id| {
        let summary = format!("Not found: Resource not found: {path} (Resource)");
        words::error_object("E0000007", &summary, id)
    },
};

const ALGORITHMS: &[&str] = &["RS256", "RS384", "RS512", "ES256", "ES384", "ES512"];

/// The custom server, whose settings the org's own server shares but for those named below.
const USUAL: AuthServer = AuthServer {
    place: "default",
    paths: Paths {
        token: "/oauth2/default/v1/token",
        jwks: "/oauth2/default/v1/keys",
        metadata: &[
            "/oauth2/default/.well-known/oauth-authorization-server",
            "/oauth2/default/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server/oauth2/default",
        ],
        introspection: Some("/oauth2/default/v1/introspect"),
        revocation: Some("/oauth2/default/v1/revoke"),
        registration: None,
    },
    keys: Wanted::Bare,
    bodies: &[BodyType::Form],
    grant_types: &[
        "client_credentials",
        "authorization_code",
        "refresh_token",
        "password",
        "implicit",
    ],
    methods: &[
        AuthMethod::ClientSecretBasic,
        AuthMethod::ClientSecretPost,
        AuthMethod::ClientSecretJwt,
        AuthMethod::PrivateKeyJwt,
    ],
    reading: Reading::Strict,
    scope_grammar: ScopeGrammar::Checked,
    assertion: assertion::Rules {
        audience: AudienceRule::Endpoint,
        ahead: 3600,
        life: None,
        skew: 0,
        jti: Jti::Optional,
        algorithms: ALGORITHMS,
        longest: 16_384,
    },
    dpop: dpop::Rules {
        algorithms: ALGORITHMS,
        nonce: NonceRule::Demanded,
    },
    // Client authentication before scopes is known; the rest of the order is not.
    steps: &[
        (Step::Method, "RFC 6749 3.2"),
        (Step::ContentType, "RFC 6749 4.4.2"),
        (Step::Accept, "RFC 9110 12.5.1"),
        (Step::Parameters, "RFC 6749 3.2"),
        (Step::Rate, "Okta: rate limits"),
        (Step::Client, "RFC 6749 2.3"),
        (Step::Place, "Okta: authorization servers"),
        (Step::Secret, "RFC 6749 2.3"),
        (Step::GrantType, "RFC 6749 4.4.2"),
        (Step::Grant, "Okta: app integration, grant type"),
        (Step::OwnAudience, "Okta: authorization server, audience"),
        (Step::Dpop, "RFC 9449 4.3"),
        (Step::CustomScope, "Okta: access policies"),
        (Step::Rules, "Okta: token inline hook"),
    ],
    client_steps: CLIENT_STEPS,
    issuer: |base| format!("{base}/oauth2/default"),
    metadata: |base| metadata(base, &CUSTOM),
    uncached: UNCACHED,
    token_headers,
    policy_headers: Vec::new,
    challenge: basic,
    slashes: Slashes::Plain,
    token: custom_token,
    reply,
    refuse: words::refuse,
};

static CUSTOM: AuthServer = USUAL;

static ORG: AuthServer = AuthServer {
    place: "org",
    paths: Paths {
        token: "/oauth2/v1/token",
        jwks: "/oauth2/v1/keys",
        metadata: &[
            "/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server",
        ],
        introspection: Some("/oauth2/v1/introspect"),
        revocation: Some("/oauth2/v1/revoke"),
        registration: None,
    },
    methods: &[AuthMethod::PrivateKeyJwt],
    steps: &[
        (Step::Method, "RFC 6749 3.2"),
        (Step::ContentType, "RFC 6749 4.4.2"),
        (Step::Accept, "RFC 9110 12.5.1"),
        (Step::Parameters, "RFC 6749 3.2"),
        (Step::Rate, "Okta: rate limits"),
        (Step::Client, "RFC 6749 2.3"),
        (Step::Place, "Okta: OAuth for service apps"),
        (Step::Secret, "RFC 7523 3"),
        (Step::GrantType, "RFC 6749 4.4.2"),
        (Step::Grant, "Okta: app integration, grant type"),
        (Step::OwnAudience, "Okta: org authorization server"),
        (Step::Dpop, "RFC 9449 4.3"),
        (Step::OrgScope, "Okta: app integration, Okta API scopes"),
    ],
    issuer: str::to_owned,
    metadata: |base| metadata(base, &ORG),
    slashes: Slashes::Escaped,
    token: org_token,
    ..USUAL
};

const CLIENT_STEPS: &[(Step, &str)] = &[
    (Step::Method, "RFC 7662 2.1"),
    (Step::ContentType, "RFC 7662 2.1"),
    (Step::Parameters, "RFC 6749 3.2"),
    (Step::Client, "RFC 6749 2.3"),
    (Step::Secret, "RFC 6749 2.3"),
];

const UNCACHED: &[(&str, &str)] = &[
    ("cache-control", "no-cache, no-store"),
    ("pragma", "no-cache"),
    ("expires", "0"),
];

/// The customer's API behind the custom authorization server. Scopes are the server's, not the API's.
fn reports() -> Api {
    Api {
        identifier: "api://default".into(),
        scopes: &[
            ("customScope", "Read the reports"),
            ("write:reports", "Write new reports"),
            ("profile:photo", "Read somebody's photo"),
        ],
        consent_only: &["profile:photo"],
        needs: "customScope",
        lifetime: 3600,
        places: TokenPlaces::HeaderOnly,
        ..Api::reports(rfc::denial)
    }
}

/// Okta's own API.
fn users(base: &str) -> Api {
    Api {
        name: "Okta API",
        identifier: base.to_owned().into(),
        path: "/api/v1/users",
        scopes: ORG_SCOPES,
        needs: "okta.users.read",
        lifetime: 3600,
        server: 1,
        others: OtherServers::Known,
        places: TokenPlaces::HeaderOnly,
        content: apis::users,
        ..Api::reports(denials::okta_api)
    }
}

/// Okta Workflows: a flow that wants an access token of the org server.
fn invoke(base: &str) -> Api {
    Api {
        name: "Okta Workflows",
        path: "/api/flo/nightly-report/invoke",
        needs: "okta.workflows.invoke.manage",
        admission: Admission::Listed,
        verbs: Verbs::ReadAndPost,
        content: || json!({ "message": "The flow ran", "reports": 3 }),
        deny: denials::workflows,
        ..users(base)
    }
}

/// A flow of another security level.
fn flow(path: &'static str, admission: Admission) -> Api {
    Api {
        name: "Okta Workflows",
        identifier: String::new().into(),
        path,
        needs: "",
        admission,
        verbs: Verbs::ReadAndPost,
        content: || json!({ "message": "The flow ran" }),
        deny: denials::workflows,
        server: usize::MAX,
        ..Api::reports(denials::workflows)
    }
}

const ORG_SCOPES: &[(&str, &str)] = &[
    ("okta.users.read", "Read users"),
    ("okta.groups.read", "Read groups"),
    ("okta.workflows.invoke.manage", "Invoke Workflows"),
];

fn basic(tried: Tried, issuer: &str) -> Option<Challenged> {
    match tried {
        Tried::Header => Some(Challenged {
            value: format!("Basic realm=\"{issuer}\""),
            emulated: true,
        }),
        Tried::Other => None,
    }
}

fn metadata(base: &str, server: &AuthServer) -> Value {
    let issuer = (server.issuer)(base);
    let root = format!("{base}{}", server.paths.token.trim_end_matches("/token"));
    let methods = [
        "client_secret_basic",
        "client_secret_post",
        "client_secret_jwt",
        "private_key_jwt",
        "none",
    ];
    let algorithms = [
        "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "ES512",
    ];
    let mut grants = vec![
        "authorization_code",
        "implicit",
        "refresh_token",
        "password",
    ];
    // The org server's document leaves it out although it works there.
    if server.place != "org" {
        grants.push("client_credentials");
    }
    json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{root}/authorize"),
        "token_endpoint": format!("{root}/token"),
        "registration_endpoint": format!("{base}/oauth2/v1/clients"),
        "jwks_uri": format!("{root}/keys"),
        "response_types_supported": ["code", "token", "id_token"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "grant_types_supported": grants,
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "profile", "email", "address", "phone", "offline_access"],
        "token_endpoint_auth_methods_supported": methods,
        "token_endpoint_auth_signing_alg_values_supported": algorithms,
        "claims_supported": ["ver", "jti", "iss", "aud", "iat", "exp", "cid", "uid", "scp", "sub"],
        "code_challenge_methods_supported": ["S256"],
        "introspection_endpoint": format!("{root}/introspect"),
        "introspection_endpoint_auth_methods_supported": methods,
        "revocation_endpoint": format!("{root}/revoke"),
        "revocation_endpoint_auth_methods_supported": methods,
        "request_parameter_supported": true,
        "dpop_signing_alg_values_supported": ALGORITHMS,
    })
}

/// The token endpoint's limit; the number is an example, as Okta's own depend on the org.
const RATE_LIMIT: u64 = 600;

fn token_headers(pace: Pace) -> Vec<(HeaderName, String)> {
    let header = |name, value: String| (HeaderName::from_static(name), value);
    vec![
        header("x-rate-limit-limit", RATE_LIMIT.to_string()),
        header(
            "x-rate-limit-remaining",
            RATE_LIMIT.saturating_sub(pace.count).to_string(),
        ),
        header("x-rate-limit-reset", pace.reset.0.to_string()),
    ]
}

fn custom_token(issue: &Issue<'_>) -> (Value, Value) {
    // No typ, and kid first.
    let header = json!({ "kid": issue.kid, "alg": issue.alg });
    let order = ["iss", "aud", "iat", "exp", "cid", "scp", "sub"];
    (header, payload(issue, &order))
}

fn org_token(issue: &Issue<'_>) -> (Value, Value) {
    let header =
        json!({ "kid": issue.kid, "typ": "application/okta-internal-at+jwt", "alg": issue.alg });
    let order = ["iss", "aud", "sub", "iat", "exp", "cid", "scp"];
    (header, payload(issue, &order))
}

fn payload(issue: &Issue<'_>, order: &[&str]) -> Value {
    let mut payload = Map::new();
    payload.insert("ver".into(), 1.into());
    payload.insert("jti".into(), format!("AT.{}", issue.id).into());
    for name in order {
        let value: Value = match *name {
            "iss" => issue.issuer.into(),
            "aud" => issue.audience.into(),
            "iat" => issue.now.0.into(),
            "exp" => issue.exp().into(),
            "scp" => json!(issue.scopes),
            // The rest is cid and sub, which are both the client's id.
            _ => issue.client_id.into(),
        };
        payload.insert((*name).to_owned(), value);
    }
    issue.finish(payload)
}

fn reply(issue: &Issue<'_>, token: &str) -> Value {
    json!({
        "token_type": issue.token_type(),
        "expires_in": issue.lifetime,
        "access_token": token,
        "scope": issue.scope().unwrap_or_default(),
    })
}
