//! The report as Markdown: a file to keep, to mail or to paste into a ticket. It holds no token, and nothing in it acts.

use std::fmt::Write as _;

use crate::oauth::check::Report;
use crate::oauth::check::report::part_word;
use crate::oauth::finding::{Finding, Severity};
use crate::oauth::text::visible_line;
use crate::oauth::time::UnixTime;

/// The report, judged at `at`.
pub fn check(report: &Report, at: UnixTime) -> String {
    let mut out = String::from("# Check of a token response\n\n");
    let when = at.rfc3339().unwrap_or_else(|| at.0.to_string());
    for (name, value) in [
        ("Verdict", report.verdict().word()),
        ("What it is", report.kind().word()),
        ("Profile", report.profile.word()),
        ("Form of the token", report.form.word()),
        ("Signature", report.trust.word()),
        ("Judged as of", &when),
    ] {
        let _ = writeln!(out, "- {name}: {value}");
    }
    repairs(report, &mut out);
    for severity in [Severity::Fail, Severity::Warn, Severity::Note] {
        for finding in of(report, severity) {
            whole(finding, &mut out);
        }
    }
    held(report, &mut out);
    out
}

fn of(report: &Report, severity: Severity) -> impl Iterator<Item = &Finding> {
    report
        .findings
        .iter()
        .filter(move |finding| finding.severity == severity)
}

fn repairs(report: &Report, out: &mut String) {
    let (made, undone) = (&report.prepared.repairs, &report.prepared.undone);
    if made.is_empty() && undone.is_empty() {
        return;
    }
    out.push_str("\n## Repairs\n\n");
    for (repairs, state) in [(made, ""), (undone, ", taken back")] {
        for repair in repairs {
            let what = escaped(&repair.what);
            let _ = writeln!(out, "- `{}`{state}: {what}", repair.rule);
        }
    }
}

fn whole(finding: &Finding, out: &mut String) {
    let _ = write!(
        out,
        "\n## {} `{}`\n\n{}\n\n",
        finding.severity.word(),
        finding.rule.id(),
        escaped(&finding.what())
    );
    let seen = finding.seen.as_deref().unwrap_or_default();
    for (name, words) in [
        ("Why", finding.why()),
        ("Fix", finding.fix()),
        ("There stands", seen.to_owned()),
        ("Where", place(finding)),
        ("Source", finding.rule.spec().to_owned()),
    ] {
        if !words.trim().is_empty() {
            let _ = writeln!(out, "- {name}: {}", escaped(words.trim()));
        }
    }
}

fn held(report: &Report, out: &mut String) {
    if of(report, Severity::Pass).next().is_none() {
        return;
    }
    out.push_str("\n## What held\n\n");
    for finding in of(report, Severity::Pass) {
        let what = escaped(&finding.what());
        let _ = writeln!(out, "- `{}`: {what}", finding.rule.id());
    }
}

fn place(finding: &Finding) -> String {
    let place = &finding.place;
    let mut words = Vec::new();
    if let (Some(line), Some(column)) = (place.line, place.column) {
        words.push(format!("line {line}, column {column}"));
    }
    if let Some(part) = place.part {
        let pointer = place.pointer.as_deref().unwrap_or_default();
        words.push(format!("{} {pointer}", part_word(part)).trim_end().into());
    }
    words.join(", ")
}

/// Text from outside on one line, every sign that Markdown or HTML would obey behind a backslash.
fn escaped(text: &str) -> String {
    let visible = visible_line(text);
    let mut out = String::with_capacity(visible.len());
    for c in visible.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '|' | '!' | '~'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
