//! The token layer: the shape of the token and its header.

use crate::oauth::check::Subject;
use crate::oauth::check::json::{duplicates, kind_word};
use crate::oauth::check::reply::name_character;
use crate::oauth::check::token_kind::is_other_content;
use crate::oauth::finding::{Finding, Part, Place, Severity, shorten};
use crate::oauth::json::{Document, Kind, NodeId};
use crate::oauth::jwt::algorithm::Algorithm;
use crate::oauth::jwt::paseto::is_paseto;
use crate::oauth::jwt::signature::has_crit;
use crate::oauth::jwt::{Form, Jwt, PartName, TokenFault};
use crate::oauth::kind::TokenKind;
use crate::oauth::rules::{Rule, words};
use crate::oauth::vendor::{Profile, okta};

/// Types that say "this is no access token", without `application/` and in lower case:
/// IANA's media types ending in `+jwt`, as far as they are tokens of another kind.
const OTHER_TYPES: [&str; 11] = [
    "client-authentication+jwt",
    "dpop+jwt",
    "entity-statement+jwt",
    "id+jwt",
    "id_token+jwt",
    "logout+jwt",
    "oauth-id-jag+jwt",
    "oauth-authz-req+jwt",
    "rt+jwt",
    "secevent+jwt",
    "token-introspection+jwt",
];

/// What there is to say about the token itself.
pub(super) fn findings(subject: &Subject<'_>) -> Vec<Finding> {
    let jwt = subject.jwt;
    let told = |fault: &&TokenFault| !is_told_elsewhere(fault, subject);
    let faults = jwt.faults.iter().filter(told);
    let mut findings: Vec<Finding> = faults.map(|fault| broken(fault, jwt)).collect();
    findings.extend(shape(jwt, subject.profile));
    if let Some(header) = &jwt.header {
        // A JWE's alg says how the key is wrapped, not how anything is signed, so only its presence is judged.
        findings.extend(algorithm(header, subject));
        findings.extend(crit(header, jwt));
        findings.extend(kid(header, subject));
        findings.extend(suspicious_kid(header));
        findings.extend(typ(header, subject));
        findings.extend(key_from_header(header, subject));
        findings.extend(duplicates(header, Part::Header, |_| Place::default()));
    }
    if let Some(payload) = &jwt.payload {
        findings.extend(duplicates(payload, Part::Payload, |_| Place::default()));
    }
    findings
}

/// True for a payload that is no claims object and was never meant as one: outside of a response its bytes are shown instead.
fn is_told_elsewhere(fault: &TokenFault, subject: &Subject<'_>) -> bool {
    let payload = matches!(
        fault,
        TokenFault::NotText(PartName::Payload)
            | TokenFault::NotJson(PartName::Payload)
            | TokenFault::NotObject(PartName::Payload, _)
    );
    let jwt = subject.jwt;
    payload
        && !subject.wanted.client_credentials
        && jwt
            .content()
            .is_some_and(|bytes| is_other_content(jwt, bytes))
}

/// The place of a member of header or payload; of the object itself when `value` is `None`.
pub(super) fn place(document: &Document, value: Option<NodeId>, part: Part) -> Place {
    Place {
        pointer: Some(value.map_or_else(String::new, |value| document.pointer(value))),
        part: Some(part),
        ..Place::default()
    }
}

/// A member of the object at the root.
pub(super) fn member(document: &Document, name: &str) -> Option<NodeId> {
    document.member(document.root()?, name)
}

fn shape(jwt: &Jwt, profile: Profile) -> Option<Finding> {
    if jwt.form == Form::Jwe && jwt.header_text("alg") == Some("dir") && profile != Profile::Auth0 {
        return Some(Finding::new(Rule::TokenJwe).case("dir"));
    }
    let (rule, note, fix) = match (jwt.form, profile) {
        (Form::Jwe, Profile::Auth0) => (Rule::TokenJwe, "jwe.auth0.note", "jwe.auth0.fix"),
        (Form::Jwe, Profile::Generic | Profile::Okta | Profile::OktaOrg) => {
            (Rule::TokenJwe, "jwe.generic.note", "jwe.generic.fix")
        }
        (Form::Opaque, _) if jwt.is_jwt() || is_paseto(jwt.text()) => return None,
        (Form::Opaque, Profile::Auth0) => {
            (Rule::TokenOpaque, "opaque.auth0.note", "opaque.auth0.fix")
        }
        (Form::Opaque, Profile::Generic | Profile::Okta | Profile::OktaOrg) => (
            Rule::TokenOpaque,
            "opaque.generic.note",
            "opaque.generic.fix",
        ),
        (Form::Jws | Form::None, _) => return None,
    };
    let finding = Finding::new(rule)
        .with("profile_note", words::phrase(note))
        .with("profile_fix", words::phrase(fix));
    // At Auth0 an opaque token means that the audience was forgotten, and encryption is a setting that learners hit by chance.
    Some(if profile == Profile::Auth0 {
        finding.graded(Severity::Fail)
    } else {
        finding
    })
}

fn broken(fault: &TokenFault, jwt: &Jwt) -> Finding {
    let told = |rule, part, problem: String| {
        Finding::new(rule)
            .at(part_place(part))
            .with("part", part_word(part))
            .with("problem", problem)
    };
    let phrase = |id| words::phrase(id).to_owned();
    match *fault {
        TokenFault::Parts(1) => Finding::new(Rule::TokenParts).case("one"),
        TokenFault::Parts(count) => Finding::new(Rule::TokenParts).with("count", count.to_string()),
        TokenFault::Alphabet(part, at) => {
            let stray = jwt.text().get(at..).and_then(|rest| rest.chars().next());
            let values = [("character", stray.map_or_else(String::new, name_character))];
            let problem = words::fill(words::phrase("base64.alphabet"), &values);
            told(Rule::TokenBase64, part, problem)
        }
        TokenFault::Length(part) => told(Rule::TokenBase64, part, phrase("base64.length")),
        TokenFault::Padding(part) => told(Rule::TokenPadding, part, phrase("padding.padding")),
        TokenFault::StandardAlphabet(part) => {
            told(Rule::TokenPadding, part, phrase("padding.alphabet"))
        }
        TokenFault::NotText(part) => told(Rule::TokenJson, part, phrase("json.text")),
        TokenFault::NotJson(part) => told(Rule::TokenJson, part, phrase("json.syntax")),
        TokenFault::NotObject(part, kind) => {
            let values = [("found", phrase(kind_word(kind)))];
            let problem = words::fill(words::phrase("json.kind"), &values);
            told(Rule::TokenJson, part, problem)
        }
    }
}

pub(super) fn part_place(part: PartName) -> Place {
    let part = match part {
        PartName::Header => Some(Part::Header),
        PartName::Payload => Some(Part::Payload),
        PartName::Signature | PartName::Sealed(_) => None,
    };
    Place {
        part,
        ..Place::default()
    }
}

fn part_word(part: PartName) -> String {
    match part {
        PartName::Header => words::phrase("part.header").to_owned(),
        PartName::Payload => words::phrase("part.payload").to_owned(),
        PartName::Signature => words::phrase("part.signature").to_owned(),
        PartName::Sealed(number) => words::fill(
            words::phrase("part.sealed"),
            &[("number", number.to_string())],
        ),
    }
}

fn algorithm(header: &Document, subject: &Subject<'_>) -> Option<Finding> {
    let jwt = subject.jwt;
    let value = member(header, "alg");
    let at = |rule| Finding::new(rule).at(place(header, value, Part::Header));
    let Some(name) = value.and_then(|value| header.string(value)) else {
        let as_text = match value {
            Some(_) => words::phrase("alg.not-text"),
            None => "",
        };
        return Some(at(Rule::TokenAlgMissing).with("as_text", as_text));
    };
    if jwt.form != Form::Jws {
        return None;
    }
    let rule = match Algorithm::from_name(name) {
        // Only `none` itself is registered, but readers that compare without case are how the attack goes.
        None if name.eq_ignore_ascii_case("none") => Rule::TokenAlgNone,
        None => Rule::TokenAlgUnknown,
        Some(algorithm) if algorithm.is_symmetric() => Rule::TokenAlgHmac,
        Some(_) => Rule::TokenAlgHeld,
    };
    let finding = at(rule).seen(name).with("value", shorten(name));
    Some(if rule == Rule::TokenAlgHmac && !subject.is_for_an_api() {
        // Whoever made it may be the only one that reads it.
        finding.case("other").graded(Severity::Note)
    } else {
        finding
    })
}

/// RFC 7515 4.1.11: whoever does not understand every name in `crit` must refuse the token. This program understands `b64` alone.
fn crit(header: &Document, jwt: &Jwt) -> Option<Finding> {
    let value = member(header, "crit").filter(|_| has_crit(jwt))?;
    let names: Vec<&str> = header
        .items(value)
        .filter_map(|item| header.string(item))
        .collect();
    let shown = if names.is_empty() {
        words::phrase("crit.malformed").to_owned()
    } else {
        shorten(&names.join(" "))
    };
    let finding = Finding::new(Rule::TokenCrit).at(place(header, Some(value), Part::Header));
    Some(finding.seen(header.raw(value)).with("value", shown))
}

/// Not told of a token that says `none`, since no key signed it, nor where nobody looks a key up by its name: a proof brings its
/// own, and a shared secret is known without one.
fn kid(header: &Document, subject: &Subject<'_>) -> Option<Finding> {
    let alg = subject.jwt.header_text("alg").unwrap_or_default();
    let secret = Algorithm::from_name(alg).is_some_and(Algorithm::is_symmetric);
    let own = subject.identity.kind == TokenKind::DpopProof;
    let unread = alg.eq_ignore_ascii_case("none") || alg == "dir";
    if unread || !subject.wanted.client_credentials && (secret || own) {
        return None;
    }
    let text = member(header, "kid").and_then(|value| header.string(value));
    text.is_none()
        .then(|| Finding::new(Rule::TokenKidMissing).at(place(header, None, Part::Header)))
}

/// RFC 8725 3.10: a key that the token itself brings or points at proves nothing, since whoever forged the token chose it. A proof
/// of possession is about just that key (RFC 9449 4.2).
fn key_from_header(header: &Document, subject: &Subject<'_>) -> Option<Finding> {
    if subject.identity.kind == TokenKind::DpopProof && !subject.wanted.client_credentials {
        return None;
    }
    let name = ["jwk", "jku", "x5u"]
        .into_iter()
        .find(|name| member(header, name).is_some())?;
    let value = member(header, name);
    let finding = Finding::new(Rule::TokenKeyFromHeader).at(place(header, value, Part::Header));
    Some(finding.with("name", name))
}

/// A name that looks like a path, an address or a query: APIs that look the key up by it open what they should not (RFC 8725 3.10).
fn suspicious_kid(header: &Document) -> Option<Finding> {
    let value = member(header, "kid")?;
    let text = header.string(value)?;
    if !is_suspicious(text) {
        return None;
    }
    let finding =
        Finding::new(Rule::TokenKidSuspicious).at(place(header, Some(value), Part::Header));
    Some(finding.seen(text).with("value", shorten(text)))
}

fn is_suspicious(kid: &str) -> bool {
    // Most names are chance in base64url, which writes two hyphens as often as any other pair.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if kid.bytes().all(is_plain) {
        return false;
    }
    let lower = kid.to_ascii_lowercase();
    let path = lower.starts_with(['/', '\\', '~'])
        || lower.contains("..")
        || lower.contains(":\\")
        || lower.contains("://")
        || lower.contains("%2f")
        || lower.contains("%2e%2e")
        || [".pem", ".key", ".crt", ".json", "dev/null", "etc/passwd"]
            .iter()
            .any(|end| lower.ends_with(end));
    let shell = lower.contains(['\'', '"', '`', ';', '|', '$', '<', '>', '\0', '\n']);
    let query = ["--", " or ", " and ", " union ", "select ", "/*"]
        .iter()
        .any(|word| lower.contains(word));
    path || shell || query
}

/// True for a type that says "this is no access token".
pub(super) fn is_other_type(typ: &str) -> bool {
    let lower = typ.to_ascii_lowercase();
    OTHER_TYPES.contains(&lower.strip_prefix("application/").unwrap_or(&lower))
}

fn typ(header: &Document, subject: &Subject<'_>) -> Option<Finding> {
    let jwt = subject.jwt;
    // Outside of a response a token of another kind has a type of its own, and its kind is told.
    if !subject.is_for_an_api() && !subject.wanted.client_credentials {
        return None;
    }
    let value = member(header, "typ")?;
    let text = header.string(value)?;
    let lower = text.to_ascii_lowercase();
    // RFC 7515 4.1.9: `application/` may be left out.
    let name = lower.strip_prefix("application/").unwrap_or(&lower);
    let (note, fix, severity) = match name {
        "at+jwt" => return None,
        _ if okta::is_internal(jwt) => ("typ.internal.note", "typ.internal.fix", Severity::Note),
        "jwt" if !subject.is_for_an_api() => return None,
        "jwt" => ("typ.jwt.note", "typ.jwt.fix", Severity::Note),
        other if OTHER_TYPES.contains(&other) => {
            ("typ.other.note", "typ.other.fix", Severity::Fail)
        }
        _ => ("typ.unknown.note", "typ.unknown.fix", Severity::Note),
    };
    let finding = Finding::new(Rule::TokenTyp)
        .at(place(header, Some(value), Part::Header))
        .graded(severity)
        .seen(text)
        .with("value", shorten(text))
        .with("typ_note", words::phrase(note))
        .with("typ_fix", words::phrase(fix));
    Some(finding)
}

/// The words for what stands at `value`.
pub(super) fn found(document: &Document, value: NodeId) -> &'static str {
    let kind: Kind = document.kind(value);
    words::phrase(kind_word(kind))
}
