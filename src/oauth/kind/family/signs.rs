//! What each maker's tokens are known by: members that nobody else writes, two that go together, the shape of a value.

use crate::oauth::json::{Document, Kind};
use crate::oauth::jwt::claims::audiences;
use crate::oauth::kind::own_made::is_for_apple_push;
use crate::oauth::kind::{Family, has, text};
use crate::oauth::rules::words;
use crate::oauth::vendor::auth0::CLIENT_SUFFIX;

/// Header and payload of one token.
pub(super) struct Claims<'a> {
    pub(super) header: Option<&'a Document>,
    pub(super) payload: &'a Document,
}

impl Claims<'_> {
    fn has(&self, name: &str) -> bool {
        has(self.payload, name)
    }

    fn text(&self, name: &str) -> &str {
        text(self.payload, name).unwrap_or_default()
    }

    fn in_header(&self, name: &str) -> bool {
        self.header.is_some_and(|header| has(header, name))
    }

    /// The first name with this beginning.
    fn starting(&self, prefix: &str) -> Option<String> {
        let root = self.payload.root()?;
        let mut members = self.payload.members(root);
        members
            .find(|member| member.name.starts_with(prefix))
            .map(|member| member.name.to_owned())
    }

    /// `told`, where all of these are there.
    fn all(&self, names: &[&str]) -> Option<String> {
        let found = names.iter().all(|name| self.has(name));
        found.then(|| names.join(", "))
    }

    /// The first of these that is there.
    fn any(&self, names: &[&str]) -> Option<String> {
        let found = names.iter().find(|name| self.has(name));
        found.map(|name| (*name).to_owned())
    }

    fn is_list(&self, name: &str) -> bool {
        let payload = self.payload;
        let value = payload.root().and_then(|root| payload.member(root, name));
        value.is_some_and(|value| payload.kind(value) == Kind::Array)
    }

    fn audience(&self, test: impl Fn(&str) -> bool) -> bool {
        audiences(self.payload).is_some_and(|names| names.into_iter().any(test))
    }
}

pub(super) type Sign = fn(&Claims<'_>) -> Option<String>;

/// What each family is known by, the surest first.
pub(super) const ALL: [(Family, Sign); 22] = [
    (Family::GithubActions, github),
    (Family::GitlabCi, gitlab),
    (Family::Circleci, |claims| {
        claims.starting("oidc.circleci.com/")
    }),
    (Family::Kubernetes, |claims| {
        claims.starting("kubernetes.io")
    }),
    (Family::Firebase, |claims| claims.any(&["firebase"])),
    (Family::Slack, |claims| {
        claims.starting("https://slack.com/")
    }),
    (Family::Cognito, cognito),
    (Family::Auth0, auth0),
    (Family::Entra, entra),
    (Family::Keycloak, keycloak),
    (Family::Okta, okta),
    (Family::Salesforce, salesforce),
    (Family::Zoom, zoom),
    (Family::Sap, sap),
    (Family::Supabase, supabase),
    (Family::Forgerock, forgerock),
    (Family::Ping, ping),
    (Family::Google, google),
    (Family::Apple, apple),
    (Family::Vault, vault),
    (Family::Identityserver, identityserver),
    (Family::Spring, spring),
];

fn github(claims: &Claims<'_>) -> Option<String> {
    let job = claims.any(&[
        "job_workflow_ref",
        "workflow_ref",
        "workflow",
        "runner_environment",
    ]);
    claims
        .any(&["repository"])
        .zip(job)
        .map(|(one, other)| format!("{one}, {other}"))
}

fn gitlab(claims: &Claims<'_>) -> Option<String> {
    let job = claims.any(&["pipeline_id", "job_id", "namespace_path", "ref_protected"]);
    claims
        .any(&["project_path"])
        .zip(job)
        .map(|(one, other)| format!("{one}, {other}"))
}

fn cognito(claims: &Claims<'_>) -> Option<String> {
    claims.starting("cognito:").or_else(|| {
        let other = claims.any(&["event_id", "origin_jti"])?;
        claims
            .has("token_use")
            .then(|| format!("token_use, {other}"))
    })
}

fn auth0(claims: &Claims<'_>) -> Option<String> {
    let subject = claims.text("sub");
    let iss = claims.text("iss");
    let userinfo = format!("{iss}userinfo");
    if claims.has("gty") {
        return Some("gty".to_owned());
    }
    if subject.ends_with(CLIENT_SUFFIX) {
        return Some(format!("sub ...{CLIENT_SUFFIX}"));
    }
    if subject.starts_with("auth0|") {
        return Some("sub auth0|...".to_owned());
    }
    let known = iss.ends_with('/') && claims.audience(|one| one == userinfo);
    known.then(|| "aud .../userinfo".to_owned())
}

fn entra(claims: &Claims<'_>) -> Option<String> {
    let other = claims.any(&["oid", "uti", "aio", "rh", "appid", "azpacr"])?;
    claims.has("tid").then(|| format!("tid, {other}"))
}

fn keycloak(claims: &Claims<'_>) -> Option<String> {
    if let Some(name) = claims.any(&["realm_access", "resource_access"]) {
        return Some(name);
    }
    let typ = claims.text("typ");
    let known = ["Bearer", "Refresh", "ID", "Offline", "Logout"].contains(&typ);
    let other = claims.any(&["azp", "session_state", "sid"]);
    if known && (other.is_some() || claims.text("iss").contains("/realms/")) {
        return Some(format!("typ {typ}"));
    }
    claims
        .text("preferred_username")
        .starts_with("service-account-")
        .then(|| "preferred_username service-account-...".to_owned())
}

/// Okta's ID tokens have no `cid`; the serial number says what they are.
fn okta(claims: &Claims<'_>) -> Option<String> {
    let jti = claims.text("jti");
    let known = jti.starts_with("AT.") || jti.starts_with("ID.");
    (known && claims.has("ver")).then(|| "jti, ver".to_owned())
}

fn salesforce(claims: &Claims<'_>) -> Option<String> {
    if claims.in_header("tnk") {
        return Some("tnk".to_owned());
    }
    claims
        .all(&["sfi", "hsc"])
        .or_else(|| claims.all(&["mty", "sfi"]))
}

fn zoom(claims: &Claims<'_>) -> Option<String> {
    if claims.text("iss").starts_with("zm:cid:") {
        return Some("iss zm:cid:...".to_owned());
    }
    claims
        .all(&["auid", "gno"])
        .or_else(|| claims.all(&["zoid", "gno"]))
}

fn sap(claims: &Claims<'_>) -> Option<String> {
    let xsuaa = claims.any(&[
        "ext_attr",
        "rev_sig",
        "az_attr",
        "xs.system.attributes",
        "ext_cxt",
    ]);
    let xsuaa = claims.any(&["zid"]).zip(xsuaa);
    let ias = || claims.any(&["zone_uuid", "ias_apis", "ias_iss", "app_tid"]);
    xsuaa
        .map(|(one, other)| format!("{one}, {other}"))
        .or_else(ias)
}

fn supabase(claims: &Claims<'_>) -> Option<String> {
    let user = claims.all(&["app_metadata", "user_metadata"]);
    user.or_else(|| {
        let key = ["anon", "service_role"].contains(&claims.text("role"));
        (key && claims.text("iss") == "supabase").then(|| "iss, role".to_owned())
    })
}

fn forgerock(claims: &Claims<'_>) -> Option<String> {
    claims
        .any(&["auditTrackingId", "authGrantId", "subname"])
        .or_else(|| claims.all(&["tokenName", "realm"]))
}

fn ping(claims: &Claims<'_>) -> Option<String> {
    let header = ["pi.atm", "pi.sri"]
        .into_iter()
        .find(|name| claims.in_header(name));
    header
        .map(str::to_owned)
        .or_else(|| claims.starting("pi."))
        .or_else(|| claims.starting("p1."))
        .or_else(|| claims.all(&["grantid", "agid"]))
        .or_else(|| claims.all(&["env", "org", "sid"]))
}

fn google(claims: &Claims<'_>) -> Option<String> {
    const SUFFIX: &str = ".apps.googleusercontent.com";
    if claims.text("azp").ends_with(SUFFIX) || claims.audience(|one| one.ends_with(SUFFIX)) {
        return Some(format!("aud ...{SUFFIX}"));
    }
    if claims.text("iss").ends_with(".gserviceaccount.com") {
        return Some("iss ....gserviceaccount.com".to_owned());
    }
    let google = matches!(
        claims.text("iss"),
        "https://accounts.google.com" | "accounts.google.com"
    );
    let other = claims.any(&["hd", "email_verified", "google"])?;
    google.then(|| format!("iss, {other}"))
}

/// Apple's tokens for an app, and those that an app makes for Apple.
fn apple(claims: &Claims<'_>) -> Option<String> {
    const APPLE: &str = "https://appleid.apple.com";
    if claims.audience(|one| one == APPLE) {
        return Some(format!("aud {APPLE}"));
    }
    if claims.audience(|one| one == "appstoreconnect-v1") {
        return Some("aud appstoreconnect-v1".to_owned());
    }
    if is_for_apple_push(claims.header, claims.payload) {
        return Some("kid, iss".to_owned());
    }
    let other = claims.any(&[
        "nonce_supported",
        "is_private_email",
        "real_user_status",
        "transfer_sub",
        "c_hash",
        "at_hash",
        "email_verified",
        "events",
    ])?;
    (claims.text("iss") == APPLE).then(|| format!("iss, {other}"))
}

fn vault(claims: &Claims<'_>) -> Option<String> {
    let path = claims.text("iss").contains("/v1/identity/oidc")
        || claims.text("iss").contains("/identity/oidc/provider/");
    (path && claims.has("namespace")).then(|| "iss .../identity/oidc, namespace".to_owned())
}

fn identityserver(claims: &Claims<'_>) -> Option<String> {
    if claims.text("idp") == "local" {
        return Some("idp local".to_owned());
    }
    let list = claims.is_list("scope") && claims.has("client_id") && claims.has("nbf");
    list.then(|| "scope, client_id, nbf".to_owned())
}

/// Spring writes the client into both `sub` and `aud`, and the scope as a list.
fn spring(claims: &Claims<'_>) -> Option<String> {
    let sub = claims.text("sub");
    let own = !sub.is_empty() && claims.audience(|one| one == sub);
    let list = claims.is_list("scope") && claims.has("nbf") && !claims.has("client_id");
    (own && list).then(|| words::phrase("sign.spring").to_owned())
}
