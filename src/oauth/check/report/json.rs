//! Reports as JSON, in the shape of the contract.
//!
//! Written by hand for two reasons: header and payload are embedded as the token holds them, digits and order included, and
//! characters that a terminal would obey are escaped, which `serde_json` leaves as they are.

use std::fmt::Write as _;

use crate::oauth::check::report::part_word;
use crate::oauth::check::{Report, TokenReport};
use crate::oauth::finding::{Finding, Place};
use crate::oauth::json::Document;
use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::claims::{Moment, moment};
use crate::oauth::text::is_hidden;

/// The report of `check`, on one line.
pub fn check(report: &Report) -> String {
    let mut out = Object::new();
    out.raw("schema", "1");
    out.text("verdict", report.verdict().word());
    out.text("kind", report.kind().word());
    out.text("profile", report.profile.word());
    out.text("trust", report.trust.word());
    out.text("form", report.form.word());
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

/// The report of `decode`, on one line.
pub fn decode(report: &TokenReport) -> String {
    let mut out = Object::new();
    out.raw("schema", "1");
    out.text("form", report.jwt.form.word());
    out.raw("header", &decoded(report.jwt.header.as_ref()));
    out.raw("payload", &decoded(report.jwt.payload.as_ref()));
    out.raw("times", &times(&report.jwt));
    out.text("trust", report.trust.word());
    out.raw("findings", &array(report.findings.iter().map(finding)));
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

fn times(jwt: &Jwt) -> String {
    let mut out = Object::new();
    let Some(payload) = &jwt.payload else {
        return out.close();
    };
    for name in ["iat", "nbf", "exp"] {
        let Moment::At(at) = moment(payload, name) else {
            continue;
        };
        let mut time = Object::new();
        time.raw("unix", &at.0.to_string());
        if let Some(utc) = at.rfc3339() {
            time.text("utc", &utc);
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
