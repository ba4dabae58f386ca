//! The claim layer, the subject: whether the token is an app's own, as it is with client credentials, or a person's.

use crate::oauth::check::claim_needed::grade;
use crate::oauth::check::token::{found, member, place};
use crate::oauth::check::{Expectation, Subject};
use crate::oauth::finding::{Finding, Part, shorten};
use crate::oauth::json::{Document, Kind, NodeId};
use crate::oauth::jwt::claims::{client_names, scope_names};
use crate::oauth::kind::{Family, TokenKind};
use crate::oauth::rules::{Rule, words};
use crate::oauth::vendor::Profile;
use crate::oauth::vendor::auth0::CLIENT_SUFFIX;

/// Claims that only a signed-in person has: Okta's `uid`, and those of OpenID Connect Core 2 and 5.1.
const PERSONAL: [&str; 4] = ["uid", "email", "name", AUTH_TIME];
/// `ForgeRock` writes it into an app's token too.
const AUTH_TIME: &str = "auth_time";

/// What there is to say about whom the token is about, and how it was obtained.
pub(super) fn findings(payload: &Document, subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = sub(payload, subject).into_iter().collect();
    if subject.wanted.client_credentials {
        findings.extend(gty(payload));
    }
    findings.extend(scope(payload, subject));
    findings
}

/// Which rule tells of a person: where an app's own token is expected it is a fault, in others worth a note, and in a token that
/// is made for a person there is nothing to say.
fn rule_of_person(subject: &Subject<'_>) -> Option<Rule> {
    if subject.wanted.client_credentials {
        return Some(Rule::SubUser);
    }
    match subject.identity.kind {
        TokenKind::AccessToken | TokenKind::Jwt => Some(Rule::SubPerson),
        TokenKind::IdToken
        | TokenKind::RefreshToken
        | TokenKind::LogoutToken
        | TokenKind::ClientAssertion
        | TokenKind::DpopProof
        | TokenKind::SecurityEvent
        | TokenKind::RequestObject
        | TokenKind::Introspection
        | TokenKind::Workload
        | TokenKind::SdJwt
        | TokenKind::Nested
        | TokenKind::Jwe
        | TokenKind::Paseto
        | TokenKind::Opaque
        | TokenKind::NotAToken => None,
    }
}

fn sub(payload: &Document, subject: &Subject<'_>) -> Option<Finding> {
    let wanted = subject.wanted;
    let value = member(payload, "sub");
    let at = |rule, value| Finding::new(rule).at(place(payload, value, Part::Payload));
    let text = value.and_then(|value| payload.string(value));
    if let Some(rule) = rule_of_person(subject)
        && let Some((claim, sign)) = sign_of_person(payload, text, subject)
    {
        let shown = payload.string(claim).unwrap_or(payload.raw(claim));
        let name = payload.pointer(claim);
        return Some(
            at(rule, Some(claim))
                .seen(shown)
                .with("claim", name.trim_start_matches('/'))
                .with("value", shorten(shown))
                .with("sign", words::phrase(sign)),
        );
    }
    Some(match (value, text) {
        (None, _) => {
            let severity = grade(Rule::SubMissing, subject)?;
            at(Rule::SubMissing, None).graded(severity)
        }
        (Some(value), None) => at(Rule::SubType, Some(value)).with("found", found(payload, value)),
        (Some(_), Some(text)) => {
            let note = if is_client(payload, text, wanted) {
                "sub.client"
            } else {
                "sub.untold"
            };
            at(Rule::SubHeld, value)
                .seen(text)
                .with("value", shorten(text))
                .with("sub_note", words::phrase(note))
        }
    })
}

/// The claim that speaks of a person, and why. A subject that merely differs from the client id is no sign: Keycloak gives each
/// app an account of its own, Entra an object.
fn sign_of_person(
    payload: &Document,
    sub: Option<&str>,
    subject: &Subject<'_>,
) -> Option<(NodeId, &'static str)> {
    let wanted = subject.wanted;
    let there =
        |name: &str| member(payload, name).filter(|value| payload.kind(*value) != Kind::Null);
    // Okta gives a `uid` to people alone, whatever else the token tells.
    if let (Profile::Okta | Profile::OktaOrg, Some(value)) = (subject.profile, there("uid")) {
        return Some((value, "person.claim"));
    }
    // RFC 9068 2.2: with no user the subject is the client, so such a token is the app's whatever else it tells.
    if sub.is_some_and(|sub| is_client(payload, sub, wanted)) {
        return None;
    }
    let grant = member(payload, "grant_type").and_then(|value| payload.string(value));
    let names = client_names(payload);
    let own = |id: &str| names.iter().any(|(_, name)| *name == id);
    let app = grant == Some("client_credentials") || wanted.client_id.as_deref().is_some_and(own);
    let personal = PERSONAL
        .iter()
        .filter(|name| !(app && **name == AUTH_TIME))
        // Zoom writes the account's owner there, in an app's token too.
        .filter(|name| !(subject.identity.family == Family::Zoom && **name == "uid"))
        .find_map(|name| there(name));
    if let Some(value) = personal {
        return Some((value, "person.claim"));
    }
    let value = member(payload, "sub")?;
    let sub = sub?;
    if is_login(sub) {
        return Some((value, "person.login"));
    }
    if is_address(sub) {
        return Some((value, "person.address"));
    }
    let cid = member(payload, "cid").and_then(|value| payload.string(value));
    cid.is_some_and(|cid| cid != sub)
        .then_some((value, "person.cid"))
}

fn is_client(payload: &Document, sub: &str, wanted: &Expectation) -> bool {
    sub.ends_with(CLIENT_SUFFIX)
        || wanted.client_id.as_deref() == Some(sub)
        || client_names(payload).iter().any(|(_, name)| *name == sub)
}

/// `auth0|5f7c8ec7`, `google-oauth2|1234`: how Auth0 writes users, by the connection that they came through.
fn is_login(sub: &str) -> bool {
    sub.split_once('|').is_some_and(|(connection, id)| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !connection.is_empty() && !id.is_empty() && connection.chars().all(plain)
    })
}

/// Something before and behind one `@`, and no address of the web. `mailto:` is whom to write to about a program (RFC 8292 2.1).
fn is_address(sub: &str) -> bool {
    !sub.starts_with("mailto:")
        && sub.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty() && !domain.is_empty() && !sub.contains("://") && !domain.contains('@')
        })
}

/// Auth0's `gty` says which grant the token came by.
fn gty(payload: &Document) -> Option<Finding> {
    let value = member(payload, "gty")?;
    if payload.string(value) == Some("client-credentials") {
        return None;
    }
    let shown = payload.string(value).unwrap_or(payload.raw(value));
    let finding = Finding::new(Rule::Gty).at(place(payload, Some(value), Part::Payload));
    Some(finding.seen(shown).with("value", shorten(shown)))
}

fn scope(payload: &Document, subject: &Subject<'_>) -> Option<Finding> {
    // What an API reads is an access token; elsewhere the claim may mean anything.
    if !subject.wanted.client_credentials && subject.identity.kind != TokenKind::AccessToken {
        return None;
    }
    let value = member(payload, "scope")?;
    if payload.kind(value) == Kind::String {
        return None;
    }
    let shown = scope_names(payload, "scope").map_or_else(
        || found(payload, value).to_owned(),
        |names| shorten(&names.join(" ")),
    );
    let finding = Finding::new(Rule::ScopeClaimType).at(place(payload, Some(value), Part::Payload));
    Some(
        finding
            .with("found", found(payload, value))
            .with("value", shown),
    )
}
