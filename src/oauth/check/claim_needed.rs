//! The claim layer, what each kind must have: the claims without which it is of no use, how long it may live, and how far it reaches.

use crate::oauth::check::Subject;
use crate::oauth::check::token::{member, place};
use crate::oauth::finding::{Finding, Part, Severity, shorten};
use crate::oauth::json::Document;
use crate::oauth::jwt::claims::{duration, moment, scope_names};
use crate::oauth::kind::{Family, TokenKind, life, own_made};
use crate::oauth::rules::Rule;

/// A day, in seconds.
const DAY: i64 = 86_400;
/// What Okta, Auth0 and others allow an assertion to live, in seconds.
const HOUR: i64 = 3_600;

/// What there is to say.
pub(super) fn findings(payload: &Document, subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = missing(payload, subject);
    findings.extend(long_life(payload, subject));
    findings.extend(power(payload, subject));
    findings
}

/// How bad it is that a registered claim is not there; `None` where the kind has no need of it. Of an access token that came by
/// client credentials the rule itself says it.
pub(super) fn grade(rule: Rule, subject: &Subject<'_>) -> Option<Severity> {
    if subject.wanted.client_credentials {
        return Some(rule.severity());
    }
    match (subject.identity.family, rule) {
        // Cognito names the client in its access tokens and no audience; Google's service accounts are their own subject. What an app
        // signs for Apple names itself by iss or by sub.
        (Family::Cognito, Rule::AudMissing) => return Some(Severity::Note),
        (Family::Google, Rule::SubMissing)
        | (Family::Apple, Rule::SubMissing | Rule::IssMissing) => return None,
        _ => {}
    }
    if is_push(subject) {
        return None;
    }
    if rule == Rule::ExpMissing && own_made::told_userinfo(subject.identity) {
        return None;
    }
    if own_made::told_github(subject.identity) {
        return None;
    }
    match subject.identity.kind {
        TokenKind::AccessToken | TokenKind::Nested => Some(rule.severity()),
        TokenKind::IdToken | TokenKind::ClientAssertion => {
            Some(rule.severity().max(Severity::Warn))
        }
        TokenKind::Workload => Some(rule.severity().min(Severity::Warn)),
        // OpenID Connect Back-Channel Logout 2.4 names a session in place of a person, where it likes.
        TokenKind::LogoutToken if rule != Rule::SubMissing => Some(Severity::Warn),
        TokenKind::SecurityEvent | TokenKind::Introspection if rule == Rule::IssMissing => {
            Some(Severity::Warn)
        }
        // RFC 7519 4.1: all claims of a JWT are optional, so this is worth knowing and no more.
        TokenKind::Jwt if rule == Rule::ExpMissing => Some(Severity::Warn),
        TokenKind::RefreshToken
        | TokenKind::LogoutToken
        | TokenKind::DpopProof
        | TokenKind::SecurityEvent
        | TokenKind::RequestObject
        | TokenKind::Introspection
        | TokenKind::SdJwt
        | TokenKind::Jwe
        | TokenKind::Jwt
        | TokenKind::Paseto
        | TokenKind::Opaque
        | TokenKind::NotAToken => None,
    }
}

fn is_push(subject: &Subject<'_>) -> bool {
    let jwt = subject.jwt;
    let payload = jwt.payload.as_ref();
    payload.is_some_and(|payload| own_made::is_for_apple_push(jwt.header.as_ref(), payload))
}

/// The claims without a rule of their own that a kind cannot do without, and the clause that says so.
fn needs(kind: TokenKind) -> (&'static [&'static str], &'static str) {
    match kind {
        TokenKind::DpopProof => (&["jti", "htm", "htu", "iat"], "RFC 9449 4.2"),
        TokenKind::LogoutToken => (
            &["iat", "jti", "events"],
            "OpenID Connect Back-Channel Logout 2.4",
        ),
        TokenKind::SecurityEvent => (&["iat", "jti", "events"], "RFC 8417 2.2"),
        TokenKind::RequestObject => (&["client_id"], "RFC 9101 4"),
        TokenKind::AccessToken
        | TokenKind::IdToken
        | TokenKind::ClientAssertion
        | TokenKind::RefreshToken
        | TokenKind::Introspection
        | TokenKind::Workload
        | TokenKind::SdJwt
        | TokenKind::Nested
        | TokenKind::Jwe
        | TokenKind::Jwt
        | TokenKind::Paseto
        | TokenKind::Opaque
        | TokenKind::NotAToken => (&[], ""),
    }
}

fn missing(payload: &Document, subject: &Subject<'_>) -> Vec<Finding> {
    let kind = subject.identity.kind;
    if subject.wanted.client_credentials {
        return Vec::new();
    }
    let (names, clause) = needs(kind);
    let told = |name: &&'static str| {
        Finding::new(Rule::ClaimNeeded)
            .at(place(payload, None, Part::Payload))
            .with("name", *name)
            .with("kind", kind.words()[0])
            .with("clause", clause)
    };
    let lacks = |name: &&&'static str| member(payload, name).is_none();
    let mut findings: Vec<Finding> = names.iter().filter(lacks).map(told).collect();
    // A proof without its key proves nothing.
    let keyless = subject
        .jwt
        .header
        .as_ref()
        .is_some_and(|header| member(header, "jwk").is_none());
    if kind == TokenKind::DpopProof && keyless {
        findings.push(told(&"jwk"));
    }
    findings
}

fn long_life(payload: &Document, subject: &Subject<'_>) -> Option<Finding> {
    let kind = subject.identity.kind;
    match kind {
        TokenKind::AccessToken
        | TokenKind::IdToken
        | TokenKind::Workload
        | TokenKind::ClientAssertion
        | TokenKind::Jwt => {}
        // These are kept for long on purpose, or have no life of their own.
        TokenKind::RefreshToken
        | TokenKind::LogoutToken
        | TokenKind::DpopProof
        | TokenKind::SecurityEvent
        | TokenKind::RequestObject
        | TokenKind::Introspection
        | TokenKind::SdJwt
        | TokenKind::Nested
        | TokenKind::Jwe
        | TokenKind::Paseto
        | TokenKind::Opaque
        | TokenKind::NotAToken => return None,
    }
    let exp = moment(payload, "exp");
    let iat = moment(payload, "iat");
    if exp.is_milliseconds() || iat.is_milliseconds() {
        return None;
    }
    let end = exp.instant()?;
    let lives = life(subject.jwt).unwrap_or_else(|| end.0.saturating_sub(subject.wanted.at.0));
    let finding = Finding::new(Rule::LifeLong)
        .at(place(payload, member(payload, "exp"), Part::Payload))
        .with("duration", duration(lives.unsigned_abs()));
    // Apple lets the secrets that an app signs live for half a year.
    if let Some((case, most)) = own_limit(payload, subject) {
        return (lives > most).then(|| finding.case(case).graded(Severity::Warn));
    }
    let assertion = kind == TokenKind::ClientAssertion && subject.identity.family != Family::Apple;
    if assertion && lives > HOUR {
        return Some(finding.case("assertion").graded(Severity::Warn));
    }
    if lives <= DAY {
        return None;
    }
    Some(if lives > 90 * DAY {
        finding.graded(Severity::Warn)
    } else {
        finding
    })
}

/// How long a service lets a token live that an app signs for it, in seconds, and the case that says so. A minute is for its clock.
fn own_limit(payload: &Document, subject: &Subject<'_>) -> Option<(&'static str, i64)> {
    if own_made::told_github(subject.identity) {
        return Some(("github", 11 * 60));
    }
    if !own_made::is_for_app_store(payload) {
        return None;
    }
    // A token for reading alone may live for half a year, and says in scope what it reads.
    let listed = member(payload, "scope").is_some();
    let shop = member(payload, "bid").is_some();
    Some(match (listed, shop) {
        (true, _) => ("app-store-read", 183 * DAY),
        (false, true) => ("app-store", HOUR),
        (false, false) => ("app-store", 20 * 60),
    })
}

/// Permissions that reach over a whole directory or account.
fn power(payload: &Document, subject: &Subject<'_>) -> Option<Finding> {
    if subject.identity.kind != TokenKind::AccessToken {
        return None;
    }
    let names = ["roles", "scp", "scope", "permissions"].into_iter();
    let mut found = names.filter_map(|claim| Some((claim, scope_names(payload, claim)?)));
    let (claim, strong) = found.find_map(|(claim, names)| {
        let strong: Vec<&str> = names.into_iter().filter(|name| is_wide(name)).collect();
        (!strong.is_empty()).then(|| (claim, strong.join(" ")))
    })?;
    let finding =
        Finding::new(Rule::ClaimPower).at(place(payload, member(payload, claim), Part::Payload));
    Some(finding.seen(&strong).with("value", shorten(&strong)))
}

/// `Directory.ReadWrite.All`, `okta.apps.manage`, `cloud-platform`: what lets a stolen token change everything.
fn is_wide(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let ends = [
        ".readwrite.all",
        ".fullcontrol.all",
        ".manage.all",
        "/auth/cloud-platform",
        "full_access_as_app",
        "full_access",
    ];
    lower == "*" || lower == "*:*" || ends.iter().any(|end| lower.ends_with(end))
}
