//! The RFC dialect: what the clauses say and nothing else, in the order in which they are best learned.

use serde_json::{Map, Value, json};

use super::{
    AuthServer, BodyType, Challenged, Dialect, DialectName, Issue, Paths, Reading, Said,
    ScopeGrammar, Slashes,
};
use crate::oauth::method::AuthMethod;
use crate::practice::api::apis::{Api, TokenPlaces};
use crate::practice::api::challenge::{Asked, Challenge, scheme, usual};
use crate::practice::api::denial::Denial;
use crate::practice::chance;
use crate::practice::proof::dpop::{self, NonceRule};
use crate::practice::proof::jws::ASYMMETRIC;
use crate::practice::tenant::setup::{AppSetup, TokenProfile};
use crate::practice::tenant::signing_key::{Signing, Wanted};
use crate::practice::token::assertion::{self, AudienceRule, Jti};
use crate::practice::token::refusal::{Place, Refusal, Who, Written};
use crate::practice::token::step::Step;

/// The RFCs.
pub(in crate::practice) static RFC: Dialect = Dialect {
    name: DialectName::Rfc,
    servers: &[&SERVER],
    request_id_header: "X-Request-Id",
    request_id_name: "x-request-id",
    spelled: &["WWW-Authenticate", "DPoP-Nonce"],
    apis: |_| {
        let reports = Api {
            lifetime: 3600,
            places: TokenPlaces::HeaderOnly,
            ..Api::reports(denial)
        };
        let users = Api {
            lifetime: 3600,
            places: TokenPlaces::HeaderOnly,
            ..Api::users(denial)
        };
        vec![reports, users]
    },
    fresh_id: |random| chance::text(random, chance::ALPHANUMERIC, 20),
    fresh_secret: |random| chance::text(random, chance::URL_SAFE, 48),
    usual: |_| AppSetup::of(AuthMethod::ClientSecretBasic),
    other_servers: None,
    signings: &[Signing::Rs256, Signing::Ps256, Signing::Es256],
    not_found: |_, _| json!({ "error": "not_found" }),
};

static SERVER: AuthServer = AuthServer {
    place: "",
    paths: Paths {
        token: "/token",
        jwks: "/jwks",
        metadata: &[
            "/.well-known/oauth-authorization-server",
            "/.well-known/openid-configuration",
        ],
        introspection: Some("/introspect"),
        revocation: Some("/revoke"),
        registration: Some("/register"),
    },
    keys: Wanted::Bare,
    bodies: &[BodyType::Form],
    grant_types: &["client_credentials"],
    methods: &[
        AuthMethod::ClientSecretBasic,
        AuthMethod::ClientSecretPost,
        AuthMethod::ClientSecretJwt,
        AuthMethod::PrivateKeyJwt,
    ],
    reading: Reading::Strict,
    scope_grammar: ScopeGrammar::Checked,
    assertion: assertion::Rules {
        // RFC 7523 3 lets a server take either; its successor will have the issuer alone.
        audience: AudienceRule::Either,
        ahead: 3600,
        life: None,
        skew: 10,
        jti: Jti::Optional,
        algorithms: ASYMMETRIC,
        longest: 16_384,
    },
    dpop: dpop::Rules {
        algorithms: ASYMMETRIC,
        nonce: NonceRule::Free,
    },
    steps: &[
        (Step::Method, "RFC 6749 3.2"),
        (Step::ContentType, "RFC 6749 4.4.2"),
        (Step::Parameters, "RFC 6749 3.2"),
        (Step::Rate, "RFC 6585 4"),
        (Step::Client, "RFC 6749 3.2.1"),
        (Step::Secret, "RFC 6749 2.3"),
        (Step::GrantType, "RFC 6749 4.4.2"),
        (Step::Grant, "RFC 6749 5.2"),
        (Step::Resource, "RFC 8707 2"),
        (Step::ClientGrant, "RFC 8707 2"),
        (Step::Scope, "RFC 6749 3.3"),
        (Step::Rules, "set by hand"),
        (Step::Dpop, "RFC 9449 4.3"),
    ],
    client_steps: &[
        (Step::Method, "RFC 7662 2.1"),
        (Step::ContentType, "RFC 7662 2.1"),
        (Step::Parameters, "RFC 6749 3.2"),
        (Step::Client, "RFC 7662 2.1"),
        (Step::Secret, "RFC 6749 2.3"),
    ],
    issuer: str::to_owned,
    metadata,
    uncached: &[("cache-control", "no-store"), ("pragma", "no-cache")],
    token_headers: |_| Vec::new(),
    policy_headers: Vec::new,
    // RFC 6749 5.2 demands it where the header was used; RFC 9110 11.6.1 with every 401.
    challenge: |_, issuer| Some(basic(issuer)),
    slashes: Slashes::Plain,
    token,
    reply,
    refuse,
};

fn basic(issuer: &str) -> Challenged {
    Challenged {
        value: format!("Basic realm=\"{issuer}\", charset=\"UTF-8\""),
        emulated: false,
    }
}

fn metadata(base: &str) -> Value {
    let methods: Vec<_> = SERVER.methods.iter().map(|method| method.name()).collect();
    let algorithms: Vec<_> = ["HS256", "HS384", "HS512"]
        .iter()
        .chain(ASYMMETRIC)
        .collect();
    // OpenID's required members are here although this tenant has no users, because libraries refuse a document without them.
    json!({
        "issuer": base,
        "authorization_endpoint": format!("{base}/authorize"),
        "token_endpoint": format!("{base}/token"),
        "jwks_uri": format!("{base}/jwks"),
        "registration_endpoint": format!("{base}/register"),
        "introspection_endpoint": format!("{base}/introspect"),
        "revocation_endpoint": format!("{base}/revoke"),
        "scopes_supported": ["read:reports", "write:reports", "read:users"],
        "response_types_supported": ["code"],
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": methods,
        "token_endpoint_auth_signing_alg_values_supported": algorithms,
        "introspection_endpoint_auth_methods_supported": methods,
        "introspection_endpoint_auth_signing_alg_values_supported": algorithms,
        "revocation_endpoint_auth_methods_supported": methods,
        "revocation_endpoint_auth_signing_alg_values_supported": algorithms,
        "dpop_signing_alg_values_supported": ASYMMETRIC,
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    })
}

/// RFC 9068: every member that 2.2 demands.
fn token(issue: &Issue<'_>) -> (Value, Value) {
    let header = json!({ "typ": "at+jwt", "alg": issue.alg, "kid": issue.kid });
    let mut payload = Map::new();
    let mut put = |name: &str, value: Value| payload.insert(name.to_owned(), value);
    put("iss", issue.issuer.into());
    put("exp", issue.exp().into());
    put("aud", issue.audience.into());
    put("sub", issue.client_id.into());
    put("client_id", issue.client_id.into());
    put("iat", issue.now.0.into());
    put("jti", issue.id.into());
    if let Some(scope) = issue.scope() {
        put("scope", scope.into());
    }
    if issue.profile == TokenProfile::Permissions {
        put("permissions", json!(issue.scopes));
    }
    (header, issue.finish(payload))
}

fn reply(issue: &Issue<'_>, token: &str) -> Value {
    let mut reply = Map::new();
    reply.insert("access_token".into(), token.into());
    reply.insert("token_type".into(), issue.token_type().into());
    reply.insert("expires_in".into(), issue.lifetime.into());
    if let Some(scope) = issue.scope() {
        reply.insert("scope".into(), scope.into());
    }
    reply.into()
}

/// RFC 6749 5.2 fixes the codes and leaves the words to the server, so the words say what was seen.
fn refuse(refusal: &Refusal, _: &str) -> Said {
    use Refusal as R;
    let (status, error) = match refusal {
        R::Written(fault) => (written(fault), "invalid_request"),
        R::NoGrantType { .. } | R::Organization(_) => (400, "invalid_request"),
        R::UnknownGrantType { .. } => (400, "unsupported_grant_type"),
        R::Who(fault) => match who(fault) {
            Some(told) => told,
            None => return unknown(),
        },
        R::OtherServer => (404, "invalid_request"),
        R::Place(Place::Zone) => (403, "access_denied"),
        R::Place(_) | R::GrantNotEnabled { .. } => (400, "unauthorized_client"),
        // RFC 8707 2.
        R::NoAudience | R::UnknownAudience { .. } | R::Target { .. } | R::NotAuthorised { .. } => {
            (400, "invalid_target")
        }
        R::ScopeNotGranted { .. } | R::Scope(_) => (400, "invalid_scope"),
        R::Denied { code, reason } => {
            let status = if code.name() == "server_error" {
                500
            } else {
                400
            };
            return Said::error(status, code.name(), printable(reason));
        }
        // RFC 9449 8 and 5.
        R::Dpop(dpop::Fault::Nonce) => (400, "use_dpop_nonce"),
        R::Dpop(_) => (400, "invalid_dpop_proof"),
        R::Quota(_) | R::TooMany | R::Policy => (429, "temporarily_unavailable"),
        R::Fault { .. } | R::Hook => (500, "server_error"),
    };
    Said::error(status, error, printable(&refusal.seen()))
}

fn written(fault: &Written) -> u16 {
    match fault {
        Written::Method { .. } => 405,
        Written::BodyTooLarge => 413,
        Written::BodyTooSlow => 408,
        Written::BodyType => 415,
        Written::BodyBroken
        | Written::Unreadable(_)
        | Written::Accept
        | Written::Repeated { .. }
        | Written::NotText { .. }
        | Written::Missing { .. } => 400,
    }
}

/// Status and code; `None` where the words must not tell which of several things is wrong.
fn who(fault: &Who) -> Option<(u16, &'static str)> {
    match fault {
        Who::CredentialsInUrl | Who::SeveralCredentials | Who::AssertionType => {
            Some((400, "invalid_request"))
        }
        // RFC 7521 4.2.1 lets the server tell what is wrong with an assertion; that it does not know the app it still keeps to itself.
        Who::Assertion(_) => Some((401, "invalid_client")),
        Who::BadBasic
        | Who::NoClientId
        | Who::UnknownClient
        | Who::NoSecret
        | Who::OtherMethod { .. }
        | Who::WrongSecret { .. } => None,
    }
}

/// One text for whoever does not prove who it is: nobody learns from it whether an app exists (RFC 6749 5.2).
fn unknown() -> Said {
    Said::error(401, "invalid_client", "client authentication failed")
}

/// RFC 6749 5.2: no quotation mark, no backslash, ASCII only.
fn printable(text: &str) -> String {
    let fits = |c: char| matches!(c, ' '..='!' | '#'..='[' | ']'..='~');
    text.chars()
        .map(|c| if fits(c) { c } else { '?' })
        .collect()
}

/// An API that goes by the RFCs alone; the words are this program's own, as the clause leaves them to the server.
pub(super) fn denial(denial: &Denial, asked: &Asked<'_>) -> Challenge {
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
