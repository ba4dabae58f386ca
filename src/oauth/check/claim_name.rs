//! The claim layer, names: `iss` and `aud` against what was expected.

use crate::oauth::check::claim_needed::grade;
use crate::oauth::check::token::{found, member, place};
use crate::oauth::check::{Expectation, Subject};
use crate::oauth::finding::{Finding, Part, Severity, shorten};
use crate::oauth::json::{Document, NodeId};
use crate::oauth::jwt::claims::audiences;
use crate::oauth::rules::Rule;

/// What there is to say about who made the token and for whom.
pub(super) fn findings(payload: &Document, subject: &Subject<'_>) -> Vec<Finding> {
    let wanted = subject.wanted;
    let missing = |rule| {
        let finding = Finding::new(rule).at(place(payload, None, Part::Payload));
        grade(rule, subject).map(|severity| finding.graded(severity))
    };
    let mut findings = Vec::new();
    if let Some(value) = member(payload, "iss") {
        findings.push(iss(payload, value, wanted));
    } else if wanted.issuer.is_some() {
        findings.push(Finding::new(Rule::IssMissing).at(place(payload, None, Part::Payload)));
    } else {
        findings.extend(missing(Rule::IssMissing));
    }
    if let Some(value) = member(payload, "aud") {
        findings.push(aud(payload, value, wanted));
    } else if wanted.audiences.is_empty() {
        findings.extend(missing(Rule::AudMissing));
    } else {
        // Whoever says which API is meant cannot be content with a token for nobody.
        let finding = Finding::new(Rule::AudMissing).at(place(payload, None, Part::Payload));
        findings.push(finding.graded(Severity::Fail));
    }
    findings
}

fn iss(payload: &Document, value: NodeId, wanted: &Expectation) -> Finding {
    let at = |rule| Finding::new(rule).at(place(payload, Some(value), Part::Payload));
    let Some(text) = payload.string(value) else {
        return at(Rule::IssType).with("found", found(payload, value));
    };
    let expected = wanted.issuer.as_deref();
    let rule = match expected {
        Some(expected) if expected == text => Rule::IssHeld,
        Some(expected) if same_but_slash(expected, text) => Rule::IssSlash,
        Some(_) => Rule::IssMismatch,
        None => Rule::IssHeld,
    };
    at(rule)
        .seen(text)
        .with("value", shorten(text))
        .with("expected", shorten(expected.unwrap_or_default()))
}

fn aud(payload: &Document, value: NodeId, wanted: &Expectation) -> Finding {
    let at = |rule| Finding::new(rule).at(place(payload, Some(value), Part::Payload));
    let Some(names) = audiences(payload) else {
        return at(Rule::AudType).with("found", found(payload, value));
    };
    let any = |same: fn(&str, &str) -> bool| {
        let wanted = wanted.audiences.iter();
        wanted
            .into_iter()
            .any(|one| names.iter().any(|name| same(one, name)))
    };
    let rule = if wanted.audiences.is_empty() || any(|one, name| one == name) {
        Rule::AudHeld
    } else if any(same_but_slash) {
        Rule::AudSlash
    } else {
        Rule::AudMismatch
    };
    let shown = shorten(&names.join(" "));
    at(rule)
        .seen(&names.join(" "))
        .with("value", shown)
        .with("expected", shorten(&wanted.audiences.join(" ")))
}

/// True when the two differ by one slash at the end of one of them.
fn same_but_slash(one: &str, other: &str) -> bool {
    one.strip_suffix('/') == Some(other) || other.strip_suffix('/') == Some(one)
}
