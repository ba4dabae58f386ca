//! The claim layer, times: `exp`, `iat` and `nbf` against the time of judging.

use crate::oauth::check::claim_needed::grade;
use crate::oauth::check::json::kind_word;
use crate::oauth::check::token::{member, place};
use crate::oauth::check::{Expectation, Subject};
use crate::oauth::finding::{Finding, Part, shorten};
use crate::oauth::json::Document;
use crate::oauth::jwt::claims::{Moment, distance, moment};
use crate::oauth::rules::{Rule, words};
use crate::oauth::time::UnixTime;

/// What there is to say about the token's times.
pub(super) fn findings(payload: &Document, subject: &Subject<'_>) -> Vec<Finding> {
    let wanted = subject.wanted;
    let later = |name, rule| {
        let moment = moment(payload, name);
        // RFC 7519 4.1.5: a few seconds may be granted for clocks that differ.
        let latest = wanted.at.0.saturating_add(wanted.leeway);
        let instant = moment.instant().filter(|instant| instant.0 > latest)?;
        let finding = told(payload, name, rule, instant, wanted);
        Some(if moment.is_milliseconds() {
            finding.case("milliseconds")
        } else {
            finding
        })
    };
    let mut findings: Vec<Finding> = exp(payload, subject).into_iter().collect();
    for (name, future, wrong) in [
        ("iat", Rule::IatFuture, Rule::IatType),
        ("nbf", Rule::NbfFuture, Rule::NbfType),
    ] {
        findings.extend(later(name, future));
        if let Moment::NotNumber(kind) = moment(payload, name) {
            let finding = at(payload, name, wrong);
            findings.push(finding.with("found", words::phrase(kind_word(kind))));
        }
    }
    findings
}

fn exp(payload: &Document, subject: &Subject<'_>) -> Option<Finding> {
    let wanted = subject.wanted;
    let moment = moment(payload, "exp");
    let Some(instant) = moment.instant() else {
        return match moment {
            Moment::NotNumber(kind) => {
                let finding = at(payload, "exp", Rule::ExpType);
                Some(finding.with("found", words::phrase(kind_word(kind))))
            }
            Moment::Absent | Moment::At(_) | Moment::Huge { .. } => {
                let severity = grade(Rule::ExpMissing, subject)?;
                let finding = Finding::new(Rule::ExpMissing).graded(severity);
                let finding = finding.at(place(payload, None, Part::Payload));
                Some(if subject.is_for_an_api() {
                    finding
                } else {
                    finding.case("other")
                })
            }
        };
    };
    if moment.is_milliseconds() {
        // 31,556,952 s is the mean Gregorian year.
        let year = 1970 + instant.0 / 31_556_952;
        let finding = at(payload, "exp", Rule::ExpMilliseconds);
        return Some(finding.with("year", year.to_string()));
    }
    // RFC 7519 4.1.4: "on or after" is expired, so the very second counts as over.
    let rule = if wanted.at.0 >= instant.0.saturating_add(wanted.leeway) {
        Rule::ExpExpired
    } else {
        Rule::ExpHeld
    };
    let finding = told(payload, "exp", rule, instant, wanted);
    Some(if rule == Rule::ExpExpired && !subject.is_for_an_api() {
        finding.case("other")
    } else {
        finding
    })
}

/// A finding of `rule` at the claim `name`, with what stands there.
fn at(payload: &Document, name: &str, rule: Rule) -> Finding {
    let value = member(payload, name);
    let raw = value.map_or("", |value| payload.raw(value));
    Finding::new(rule)
        .at(place(payload, value, Part::Payload))
        .seen(raw)
        .with("value", shorten(raw))
}

fn told(
    payload: &Document,
    name: &str,
    rule: Rule,
    instant: UnixTime,
    wanted: &Expectation,
) -> Finding {
    let utc = instant
        .rfc3339()
        .unwrap_or_else(|| words::phrase("time.beyond").to_owned());
    at(payload, name, rule)
        .with("utc", utc)
        .with("distance", distance(instant, wanted.at))
}
