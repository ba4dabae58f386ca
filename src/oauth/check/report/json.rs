//! Reports as JSON, in the shape of the contract.
//!
//! Written by hand for two reasons: header and payload are embedded as the token holds them, digits and order included, and
//! characters that a terminal would obey are escaped, which `serde_json` leaves as they are.

use std::fmt::Write as _;

use crate::oauth::check::report::part_word;
use crate::oauth::check::{Report, TokenReport};
use crate::oauth::dictionary::{Side, tell, unknown_claim, until};
use crate::oauth::finding::{Finding, Place};
use crate::oauth::json::Document;
use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::claims::{Moment, moment};
use crate::oauth::jwt::sd_jwt::Disclosure;
use crate::oauth::text::is_hidden;
use crate::oauth::time::UnixTime;

/// The report of `check`, on one line.
pub fn check(report: &Report) -> String {
    let mut out = Object::new();
    out.raw("schema", "1");
    out.text("verdict", report.verdict().word());
    out.text("kind", report.kind().word());
    out.text("profile", report.profile.word());
    out.text("trust", report.trust.word());
    out.text("form", report.form.word());
    out.text("token_kind", report.identity.kind.word());
    out.text("family", report.identity.family.word());
    out.raw("compared", &names(&report.compared));
    let repairs = report.prepared.repairs.iter().map(|repair| {
        let mut one = Object::new();
        one.text("id", repair.rule);
        one.text("what", &repair.what);
        one.close()
    });
    out.raw("repairs", &array(repairs));
    out.raw("findings", &array(report.findings.iter().map(finding)));
    if let Some(jwt) = report.jwt.as_ref().filter(|jwt| jwt.header.is_some()) {
        let mut token = Object::new();
        token.raw("header", &decoded(jwt.header.as_ref()));
        token.raw("payload", &decoded(jwt.payload.as_ref()));
        out.raw("token", &token.close());
    }
    out.close()
}

/// The report of `decode`, on one line, its times told as of `at`.
pub fn decode(report: &TokenReport, at: UnixTime) -> String {
    decode_with(report, at, &|_| None)
}

/// As [`decode`], with each instant in another writing beside it, such as that of the machine's own zone.
pub fn decode_with(
    report: &TokenReport,
    at: UnixTime,
    local: &dyn Fn(UnixTime) -> Option<String>,
) -> String {
    let jwt = &report.jwt;
    let mut out = Object::new();
    out.raw("schema", "1");
    out.text("token_kind", report.identity.kind.word());
    out.text("family", report.identity.family.word());
    out.text("form", jwt.form.word());
    out.raw("header", &decoded(jwt.header.as_ref()));
    out.raw("payload", &decoded(jwt.payload.as_ref()));
    out.raw("times", &times(jwt, at, local));
    out.raw(
        "explained",
        &explained(report, jwt.payload.as_ref(), Side::Claims),
    );
    out.raw(
        "explained_header",
        &explained(report, jwt.header.as_ref(), Side::Header),
    );
    if let Some(inner) = &jwt.inner {
        let mut one = Object::new();
        one.raw("header", &decoded(inner.header.as_ref()));
        one.raw("payload", &decoded(inner.payload.as_ref()));
        one.raw("times", &times(inner, at, local));
        one.raw(
            "explained",
            &explained(report, inner.payload.as_ref(), Side::Claims),
        );
        out.raw("inner", &one.close());
    }
    if let Some(disclosed) = &jwt.disclosed {
        out.raw(
            "disclosures",
            &array(disclosed.disclosures.iter().map(disclosure)),
        );
    }
    out.text("trust", report.trust.word());
    out.raw("compared", &names(&report.compared));
    out.raw("findings", &array(report.findings.iter().map(finding)));
    out.close()
}

fn names(names: &[&str]) -> String {
    array(names.iter().map(|name| quoted(name)))
}

/// What each member says; of one that nobody here knows, that.
fn explained(report: &TokenReport, document: Option<&Document>, side: Side) -> String {
    let mut out = Object::new();
    let told = document.map(|document| tell(document, report.identity.family, side));
    for one in told.into_iter().flatten() {
        // A member that is explained as a whole needs no word for each part of it.
        let words = match (&one.words, one.depth) {
            (Some(words), _) => words.as_str(),
            (None, 0) => unknown_claim(),
            (None, _) => continue,
        };
        out.named(&one.name, words);
    }
    out.close()
}

fn disclosure(one: &Disclosure) -> String {
    let mut out = Object::new();
    if let Some(name) = one.name() {
        out.text("name", name);
    }
    if let Some(value) = one.value() {
        out.text("value", value);
    }
    out.raw("fits", if one.fits { "true" } else { "false" });
    out.close()
}

fn finding(finding: &Finding) -> String {
    let mut out = Object::new();
    out.text("id", finding.rule.id());
    out.text("severity", finding.severity.word());
    out.text("layer", finding.rule.layer().word());
    out.raw("place", &place(&finding.place));
    out.text("seen", finding.seen.as_deref().unwrap_or_default());
    out.text("what", &finding.what());
    out.text("why", &finding.why());
    out.text("fix", &finding.fix());
    out.text("spec", finding.rule.spec());
    let lesson = finding.rule.words().lesson;
    out.text("lesson", lesson.unwrap_or_default());
    out.close()
}

fn place(place: &Place) -> String {
    let mut out = Object::new();
    if let Some(line) = place.line {
        out.raw("line", &line.to_string());
    }
    if let Some(column) = place.column {
        out.raw("column", &column.to_string());
    }
    if let Some(pointer) = &place.pointer {
        out.text("pointer", pointer);
    }
    if let Some(part) = place.part {
        out.text("part", part_word(part));
    }
    out.close()
}

fn times(jwt: &Jwt, at: UnixTime, local: &dyn Fn(UnixTime) -> Option<String>) -> String {
    let mut out = Object::new();
    let Some(payload) = &jwt.payload else {
        return out.close();
    };
    for name in ["iat", "nbf", "exp", "auth_time"] {
        let Moment::At(instant) = moment(payload, name) else {
            continue;
        };
        let mut time = Object::new();
        time.raw("unix", &instant.0.to_string());
        if let Some(utc) = instant.rfc3339() {
            time.text("utc", &utc);
        }
        if let Some(local) = local(instant) {
            time.text("local", &local);
        }
        if let Some(until) = until(payload, name, at) {
            time.text("in", &until);
        }
        out.raw(name, &time.close());
    }
    out.close()
}

/// A decoded part as the token holds it, without blanks; `null` where there is none.
pub(crate) fn decoded(document: Option<&Document>) -> String {
    let Some((document, root)) = document.and_then(|d| Some((d, d.root()?))) else {
        return "null".to_owned();
    };
    let mut compact = String::new();
    document.write_compact(root, &mut compact);
    // Outside of strings valid JSON has only ASCII, so every hidden character stands in a string, where an escape means the same.
    let mut out = String::with_capacity(compact.len());
    compact.chars().for_each(|c| push(c, &mut out));
    out
}

fn array(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    format!("[{}]", items.join(","))
}

/// An object being written.
pub(crate) struct Object {
    out: String,
}

impl Object {
    /// One without members.
    pub(crate) fn new() -> Self {
        Self { out: String::new() }
    }

    /// A member whose value is JSON already.
    pub(crate) fn raw(&mut self, name: &str, json: &str) {
        self.out.push(if self.out.is_empty() { '{' } else { ',' });
        self.out.push('"');
        self.out.push_str(name);
        self.out.push_str("\":");
        self.out.push_str(json);
    }

    /// A member whose name comes from outside, and whose value is text.
    pub(crate) fn named(&mut self, name: &str, text: &str) {
        self.out.push(if self.out.is_empty() { '{' } else { ',' });
        self.out.push_str(&quoted(name));
        self.out.push(':');
        self.out.push_str(&quoted(text));
    }

    /// A member whose value is text.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.raw(name, &quoted(text));
    }

    /// The whole object.
    pub(crate) fn close(mut self) -> String {
        if self.out.is_empty() {
            self.out.push('{');
        }
        self.out.push('}');
        self.out
    }
}

/// `text` as a JSON string in which nothing is hidden.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        push(c, &mut out);
    }
    out.push('"');
    out
}

/// Writes `c`, as `\uXXXX` where a terminal would obey or hide it.
fn push(c: char, out: &mut String) {
    if !is_hidden(c) {
        out.push(c);
        return;
    }
    let mut units = [0; 2];
    for unit in c.encode_utf16(&mut units) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}
