//! What kind a signed token is: its `typ` first, then its claims, then the name under which it came.

use crate::oauth::json::{Document, Kind};
use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::claims::{audiences, moment};
use crate::oauth::kind::{Family, TokenKind, has, text};
use crate::oauth::rules::words;

pub(in crate::oauth) mod own_made;

/// IANA's media types ending in `+jwt`, as far as they are tokens of one kind, without `application/` and in lower case.
const TYPES: [(&str, TokenKind); 17] = [
    ("at+jwt", TokenKind::AccessToken),
    ("okta-internal-at+jwt", TokenKind::AccessToken),
    ("id+jwt", TokenKind::IdToken),
    ("id_token+jwt", TokenKind::IdToken),
    ("rt+jwt", TokenKind::RefreshToken),
    ("logout+jwt", TokenKind::LogoutToken),
    ("client-authentication+jwt", TokenKind::ClientAssertion),
    ("dpop+jwt", TokenKind::DpopProof),
    ("secevent+jwt", TokenKind::SecurityEvent),
    ("oauth-authz-req+jwt", TokenKind::RequestObject),
    ("token-introspection+jwt", TokenKind::Introspection),
    ("dc+sd-jwt", TokenKind::SdJwt),
    ("vc+sd-jwt", TokenKind::SdJwt),
    ("sd-jwt", TokenKind::SdJwt),
    ("kb+jwt", TokenKind::SdJwt),
    ("jwt+at", TokenKind::AccessToken),
    ("wimse-id+jwt", TokenKind::Workload),
];

/// The name of the event in a logout token (OpenID Connect Back-Channel Logout 2.4).
const LOGOUT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What `jwt` is, and what says so.
pub(super) fn of(jwt: &Jwt, family: Family, name: Option<&str>) -> (TokenKind, String) {
    if jwt.disclosed.is_some() {
        return (TokenKind::SdJwt, words::phrase("sign.tildes").to_owned());
    }
    if jwt.inner.is_some() {
        return (TokenKind::Nested, words::phrase("sign.inner").to_owned());
    }
    let typ = jwt.header_text("typ").unwrap_or_default();
    if let Some(kind) = by_type(typ) {
        return (kind, format!("typ {typ}"));
    }
    if typ.eq_ignore_ascii_case("oauth-id-jag+jwt") {
        return (TokenKind::Jwt, format!("typ {typ}"));
    }
    let known = jwt
        .payload
        .as_ref()
        .and_then(|payload| by_claims(payload, jwt, family));
    known
        .or_else(|| by_name(name?))
        .unwrap_or_else(|| (TokenKind::Jwt, String::new()))
}

fn by_type(typ: &str) -> Option<TokenKind> {
    let lower = typ.to_ascii_lowercase();
    // RFC 7515 4.1.9: `application/` may be left out.
    let name = lower.strip_prefix("application/").unwrap_or(&lower);
    let found = TYPES.iter().find(|(known, _)| *known == name);
    found.map(|(_, kind)| *kind)
}

/// One way to look at a token: the kind that it shows, and what says so.
type Sign = fn(&Look<'_>) -> Option<(TokenKind, String)>;

fn by_claims(payload: &Document, jwt: &Jwt, family: Family) -> Option<(TokenKind, String)> {
    let looks: [Sign; 9] = [
        events,
        small_kinds,
        own_made::of,
        by_word,
        workload,
        assertion,
        own_made::userinfo,
        id_token,
        access_token,
    ];
    let look = Look {
        payload,
        jwt,
        family,
    };
    looks.into_iter().find_map(|one| one(&look))
}

pub(super) struct Look<'a> {
    payload: &'a Document,
    jwt: &'a Jwt,
    family: Family,
}

impl Look<'_> {
    fn has(&self, name: &str) -> bool {
        has(self.payload, name)
    }

    fn text(&self, name: &str) -> &str {
        text(self.payload, name).unwrap_or_default()
    }

    fn any(&self, names: &[&'static str]) -> Option<&'static str> {
        names.iter().find(|name| self.has(name)).copied()
    }
}

fn events(look: &Look<'_>) -> Option<(TokenKind, String)> {
    let payload = look.payload;
    let events = payload.member(payload.root()?, "events")?;
    if payload.kind(events) != Kind::Object {
        return None;
    }
    let kind = if payload.member(events, LOGOUT).is_some() {
        TokenKind::LogoutToken
    } else {
        TokenKind::SecurityEvent
    };
    Some((kind, "events".to_owned()))
}

fn small_kinds(look: &Look<'_>) -> Option<(TokenKind, String)> {
    let told = |kind, sign: &str| Some((kind, sign.to_owned()));
    if look.has("htm") && look.has("htu") {
        return told(TokenKind::DpopProof, "htm, htu");
    }
    if look.has("token_introspection") {
        return told(TokenKind::Introspection, "token_introspection");
    }
    if look.has("_sd") || look.has("vct") && look.has("cnf") {
        return told(
            TokenKind::SdJwt,
            if look.has("_sd") { "_sd" } else { "vct, cnf" },
        );
    }
    if look.has("response_type") && look.has("client_id") {
        return told(TokenKind::RequestObject, "response_type, client_id");
    }
    None
}

/// Claims in which a server writes what the token is.
fn by_word(look: &Look<'_>) -> Option<(TokenKind, String)> {
    let names = [
        "token_use",
        "typ",
        "tok_type",
        "token_type",
        "type",
        "tokenName",
    ];
    names.into_iter().find_map(|name| {
        let said = look.text(name);
        let kind = match said.to_ascii_lowercase().as_str() {
            "access" | "bearer" | "at" | "access_token" | "at+jwt" | "dpop" => {
                TokenKind::AccessToken
            }
            "id" | "it" | "id_token" => TokenKind::IdToken,
            "refresh" | "offline" | "rt" | "refresh_token" => TokenKind::RefreshToken,
            "logout" => TokenKind::LogoutToken,
            _ => return None,
        };
        Some((kind, format!("{name} {said}")))
    })
}

/// Who a job or a machine is: the families whose whole purpose that is, and others by two claims that go together.
fn workload(look: &Look<'_>) -> Option<(TokenKind, String)> {
    const PAIRS: [(&str, &str); 6] = [
        ("pipeline_slug", "build_number"),
        ("pipelineUuid", "repositoryUuid"),
        ("terraform_run_phase", "terraform_workspace_id"),
        ("machine_id", "app_id"),
        ("spaceId", "callerType"),
        ("stepUuid", "workspaceUuid"),
    ];
    let told = |sign: &str| Some((TokenKind::Workload, sign.to_owned()));
    match look.family {
        Family::GithubActions
        | Family::GitlabCi
        | Family::Circleci
        | Family::Kubernetes
        | Family::Vault => return told(look.family.name()),
        Family::Auth0
        | Family::Okta
        | Family::OktaOrg
        | Family::Entra
        | Family::Cognito
        | Family::Keycloak
        | Family::Google
        | Family::Firebase
        | Family::Salesforce
        | Family::Zoom
        | Family::Supabase
        | Family::Apple
        | Family::Forgerock
        | Family::Ping
        | Family::Identityserver
        | Family::Spring
        | Family::Sap
        | Family::Slack
        | Family::Generic => {}
    }
    if look.text("sub").starts_with("spiffe://") {
        return told("sub spiffe://");
    }
    // What Entra takes from the job of another system in place of a secret.
    if audiences(look.payload).is_some_and(|names| names.contains(&"api://AzureADTokenExchange")) {
        return told("aud api://AzureADTokenExchange");
    }
    let pair = PAIRS
        .iter()
        .find(|(one, other)| look.has(one) && look.has(other));
    pair.and_then(|(one, other)| told(&format!("{one}, {other}")))
}

/// RFC 7523 3: the client is issuer and subject in one. Apple and Google have shapes of their own.
fn assertion(look: &Look<'_>) -> Option<(TokenKind, String)> {
    let told = |sign: String| Some((TokenKind::ClientAssertion, sign));
    let (iss, sub) = (look.text("iss"), look.text("sub"));
    let names = audiences(look.payload).unwrap_or_default();
    let service = iss.ends_with(".gserviceaccount.com");
    if service && names.iter().any(|name| name.ends_with("/token")) {
        return told(words::phrase("sign.google-assertion").to_owned());
    }
    if look.family == Family::Apple && iss != "https://appleid.apple.com" && look.has("sub") {
        return told(words::phrase("sign.apple-secret").to_owned());
    }
    let granting = !iss.is_empty() && !iss.contains("://") && look.has("sub");
    if granting && iss != sub && names.iter().any(|name| gives_tokens(name)) {
        return told(words::phrase("sign.grant").to_owned());
    }
    let endpoint = |name: &&str| name.starts_with("http") && !name.is_empty();
    let own = !iss.is_empty() && iss == sub && !look.has("scope") && !look.has("scp");
    let short = life(look.jwt).is_none_or(|life| life <= 366 * 86_400);
    (own && short && names.iter().any(endpoint))
        .then(|| (TokenKind::ClientAssertion, "iss = sub".to_owned()))
}

/// True for an audience that is a server which gives out tokens: its token endpoint, or the login of a maker that wants that in a
/// grant (RFC 7523 2.1). `DocuSign` wants a scope beside it, so a scope alone makes no access token.
fn gives_tokens(audience: &str) -> bool {
    const LOGINS: [&str; 6] = [
        "login.salesforce.com",
        "test.salesforce.com",
        "account.docusign.com",
        "account-d.docusign.com",
        "account.box.com",
        "api.box.com/oauth2/token",
    ];
    let plain = audience
        .trim_start_matches("https://")
        .trim_end_matches('/');
    plain.ends_with("/token") || LOGINS.contains(&plain)
}

/// How long the token lives, by its own `iat` (or `nbf`) and `exp`.
pub fn life(jwt: &Jwt) -> Option<i64> {
    let payload = jwt.payload.as_ref()?;
    let start = moment(payload, "iat")
        .instant()
        .or_else(|| moment(payload, "nbf").instant())?;
    let end = moment(payload, "exp").instant()?;
    Some(end.0.saturating_sub(start.0))
}

fn id_token(look: &Look<'_>) -> Option<(TokenKind, String)> {
    let told = |sign: &str| Some((TokenKind::IdToken, sign.to_owned()));
    if matches!(look.family, Family::Firebase | Family::Slack) {
        return told(look.family.name());
    }
    if let Some(name) = look.any(&["at_hash", "c_hash", "s_hash"]) {
        return told(name);
    }
    let granted = look
        .any(&[
            "scope",
            "scp",
            "gty",
            "permissions",
            "role",
            "appid",
            "azpacr",
        ])
        .is_some();
    if granted {
        return None;
    }
    if look.has("nonce") {
        return told("nonce");
    }
    let azp = look.text("azp");
    let client =
        !azp.is_empty() && audiences(look.payload).is_some_and(|names| names.contains(&azp));
    if client && look.any(&["realm_access", "resource_access"]).is_none() {
        return told("aud = azp");
    }
    let person = look.any(&["email", "name", "given_name", "preferred_username"]);
    let entra = look.family == Family::Entra && !look.has("azp") && look.text("idtyp").is_empty();
    person
        .filter(|_| entra || look.has("auth_time") || look.family == Family::Google)
        .and_then(told)
}

fn access_token(look: &Look<'_>) -> Option<(TokenKind, String)> {
    let names = [
        "scope",
        "scp",
        "gty",
        "permissions",
        "authorization_details",
        "authorities",
        "realm_access",
        "resource_access",
        "idtyp",
        "appidacr",
        "azpacr",
        "cid",
        "cnf",
    ];
    // An identity assertion carries a scope, and is a grant all the same: its typ says so.
    let typ = look
        .jwt
        .header_text("typ")
        .unwrap_or_default()
        .to_ascii_lowercase();
    if typ.ends_with("+jwt") {
        return None;
    }
    if let Some(name) = look.any(&names) {
        return Some((TokenKind::AccessToken, name.to_owned()));
    }
    matches!(
        look.family,
        Family::Zoom | Family::Supabase | Family::Salesforce | Family::Auth0
    )
    .then(|| (TokenKind::AccessToken, look.family.name().to_owned()))
}

fn by_name(name: &str) -> Option<(TokenKind, String)> {
    let kind = match name {
        "access_token" | "accessToken" => TokenKind::AccessToken,
        "id_token" | "idToken" => TokenKind::IdToken,
        "refresh_token" | "refreshToken" => TokenKind::RefreshToken,
        "logout_token" => TokenKind::LogoutToken,
        "client_assertion" => TokenKind::ClientAssertion,
        _ => return None,
    };
    Some((kind, name.to_owned()))
}
