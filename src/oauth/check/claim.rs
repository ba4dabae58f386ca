//! The claim layer, times: `exp`, `iat` and `nbf` against the time of judging.

use crate::oauth::check::Expectation;
use crate::oauth::check::json::kind_word;
use crate::oauth::check::token::{member, place};
use crate::oauth::finding::{Finding, Part, shorten};
use crate::oauth::json::Document;
use crate::oauth::jwt::claims::{Moment, distance, moment};
use crate::oauth::rules::{Rule, words};
use crate::oauth::time::UnixTime;

/// Ten years, in seconds: no access token is meant to live that long.
const FAR: i64 = 315_576_000;

/// What there is to say about the token's times.
pub(super) fn findings(payload: &Document, wanted: &Expectation) -> Vec<Finding> {
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
    let mut findings = vec![exp(payload, wanted)];
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

fn exp(payload: &Document, wanted: &Expectation) -> Finding {
    let moment = moment(payload, "exp");
    let Some(instant) = moment.instant() else {
        return match moment {
            Moment::NotNumber(kind) => {
                at(payload, "exp", Rule::ExpType).with("found", words::phrase(kind_word(kind)))
            }
            Moment::Absent | Moment::At(_) | Moment::Huge { .. } => {
                Finding::new(Rule::ExpMissing).at(place(payload, None, Part::Payload))
            }
        };
    };
    if moment.is_milliseconds() {
        // 31,556,952 s is the mean Gregorian year.
        let year = 1970 + instant.0 / 31_556_952;
        let finding = at(payload, "exp", Rule::ExpMilliseconds);
        return finding.with("year", year.to_string());
    }
    // RFC 7519 4.1.4: "on or after" is expired, so the very second counts as over.
    let rule = if wanted.at.0 >= instant.0.saturating_add(wanted.leeway) {
        Rule::ExpExpired
    } else if instant.0 > wanted.at.0.saturating_add(FAR) {
        Rule::ExpFar
    } else {
        Rule::ExpHeld
    };
    told(payload, "exp", rule, instant, wanted)
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
