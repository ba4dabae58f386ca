//! The token layer, kind: what a token is and whose, by which evidence, and what is unusual about its shape.

use crate::oauth::check::Subject;
use crate::oauth::check::token::part_place;
use crate::oauth::finding::{Finding, Part, Place, Severity, abridge, shorten};
use crate::oauth::jwt::{Form, Jwt, PartName, TokenFault};
use crate::oauth::kind::{Family, TokenKind};
use crate::oauth::rules::{Rule, words};

/// How much of a payload that is no claims object is shown, and of the names of disclosures.
const LONGEST: usize = 160;
/// How many disclosures that fit nothing are told one by one.
const MOST_STRANGE: usize = 8;

/// What there is to say about what it is.
pub(super) fn findings(subject: &Subject<'_>) -> Vec<Finding> {
    let jwt = subject.jwt;
    let mut findings = vec![];
    findings.extend(kind(subject));
    findings.extend(family(subject));
    findings.extend(shape(jwt));
    findings.extend(disclosures(jwt));
    findings.extend(content(subject));
    findings
}

fn kind(subject: &Subject<'_>) -> Option<Finding> {
    let identity = subject.identity;
    let (kind, form) = (identity.kind, subject.jwt.form);
    // A broken token is told as such, and an opaque one that nothing tells more of by its own rule.
    let unknown = kind == TokenKind::Opaque && identity.kind_sign.is_empty();
    if form == Form::None || kind == TokenKind::NotAToken || unknown {
        return None;
    }
    let [name, purpose, not] = kind.words();
    let finding = Finding::new(Rule::TokenKind)
        .with("kind", name)
        .with("sign", shorten(&identity.kind_sign))
        .with("purpose", purpose)
        .with("not", not);
    let typ = subject.jwt.header_text("typ").unwrap_or_default();
    let finding = if typ.eq_ignore_ascii_case("oauth-id-jag+jwt") {
        finding.case("id-jag")
    } else if identity.kind_sign.is_empty() && typ.to_ascii_lowercase().ends_with("+jwt") {
        finding.case("typed").with("typ", shorten(typ))
    } else if identity.kind_sign.is_empty() {
        finding.case("unknown")
    } else {
        finding
    };
    let severity = if kind == TokenKind::AccessToken {
        Severity::Pass
    } else if subject.wanted.client_credentials && kind.is_another_token() {
        // Its typ says so itself, and that is told by the rule for it.
        if says_by_type(subject.jwt) {
            return None;
        }
        return Some(finding.case("another").graded(Severity::Fail));
    } else {
        Severity::Note
    };
    Some(finding.graded(severity))
}

/// True where the header's type alone tells that this is no access token.
fn says_by_type(jwt: &Jwt) -> bool {
    jwt.header_text("typ")
        .is_some_and(super::token::is_other_type)
}

fn family(subject: &Subject<'_>) -> Option<Finding> {
    let identity = subject.identity;
    if identity.family == Family::Generic {
        return None;
    }
    Some(
        Finding::new(Rule::TokenFamily)
            .with("family", identity.family.name())
            .with("sign", shorten(&identity.family_sign)),
    )
}

fn shape(jwt: &Jwt) -> Option<Finding> {
    if jwt.is_detached() {
        let finding = Finding::new(Rule::TokenDetached).at(part_place(PartName::Payload));
        return Some(if jwt.is_unencoded() {
            finding.case("both")
        } else {
            finding
        });
    }
    if jwt.is_unencoded() {
        return Some(Finding::new(Rule::TokenDetached).case("unencoded"));
    }
    if let Some(inner) = &jwt.inner {
        let alg = shorten(inner.header_text("alg").unwrap_or_default());
        return Some(Finding::new(Rule::TokenNested).with("alg", alg));
    }
    let (version, purpose) = crate::oauth::jwt::paseto::purpose(jwt.text())?;
    let finding = Finding::new(Rule::TokenPaseto)
        .with("version", version)
        .with("purpose", purpose);
    Some(if purpose == "public" {
        finding.case("public")
    } else {
        finding
    })
}

/// RFC 9901 7.1: a disclosure whose digest stands nowhere makes the whole token worthless.
fn disclosures(jwt: &Jwt) -> Vec<Finding> {
    let Some(disclosed) = &jwt.disclosed else {
        return Vec::new();
    };
    let names: Vec<&str> = disclosed
        .disclosures
        .iter()
        .filter_map(|one| one.name())
        .collect();
    let names = if names.is_empty() {
        words::phrase("sd-jwt.none").to_owned()
    } else {
        abridge(&names.join(", "), LONGEST)
    };
    let mut findings = vec![
        Finding::new(Rule::TokenSdJwt)
            .with("count", disclosed.disclosures.len().to_string())
            .with("names", names)
            .with("kept", disclosed.kept_back.to_string()),
    ];
    // The first ones say enough, and a hostile text can hold 100,000.
    let strange = disclosed
        .disclosures
        .iter()
        .filter(|one| !one.fits)
        .take(MOST_STRANGE);
    findings.extend(strange.map(|one| {
        let name = one.name().unwrap_or(words::phrase("sd-jwt.item"));
        Finding::new(Rule::TokenSdJwt)
            .case("strange")
            .seen(name)
            .with("name", shorten(name))
            .graded(Severity::Fail)
    }));
    findings
}

/// A payload that is no claims object. What begins as one and is damaged is told as that, by the rule for it.
fn content(subject: &Subject<'_>) -> Option<Finding> {
    let jwt = subject.jwt;
    let bytes = jwt.content().filter(|bytes| is_other_content(jwt, bytes))?;
    let finding = Finding::new(Rule::TokenPayload).at(place_of_payload());
    let length = bytes.len().to_string();
    Some(match std::str::from_utf8(bytes) {
        Ok(text)
            if !text
                .chars()
                .any(|c| c.is_control() && !c.is_whitespace() || c == '\u{fffd}') =>
        {
            let shown = abridge(text, LONGEST);
            finding.with("text", shown).with("length", length)
        }
        Ok(_) | Err(_) => {
            let hex: Vec<String> = bytes
                .iter()
                .take(48)
                .map(|byte| format!("{byte:02x}"))
                .collect();
            let more = if bytes.len() > 48 { " ..." } else { "" };
            let shown = format!("{}{more}", hex.join(" "));
            finding
                .case("hex")
                .with("text", shown)
                .with("length", length)
        }
    })
}

fn place_of_payload() -> Place {
    Place {
        part: Some(Part::Payload),
        pointer: Some(String::new()),
        ..Place::default()
    }
}

/// True for bytes that were never meant as claims: those begin with a brace, whatever is wrong behind it.
pub(super) fn is_other_content(jwt: &Jwt, bytes: &[u8]) -> bool {
    let start = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let broken = jwt.faults.iter().any(|fault| {
        matches!(
            fault,
            TokenFault::Alphabet(PartName::Payload, _) | TokenFault::Length(PartName::Payload)
        )
    });
    start != Some(&b'{') && !broken
}
