//! Reports for people: the verdict, then each finding with its line, what, why and fix, then what held.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::cli::report::{excerpt, part_word};
use crate::cli::style::{Role, Style};
use crate::oauth::check::{self, Report, TokenReport};
use crate::oauth::finding::{Finding, Severity};
use crate::oauth::json::Document;
use crate::oauth::jwt::claims;
use crate::oauth::jwt::signature::Trust;
use crate::oauth::text::{visible, visible_line};
use crate::oauth::time::UnixTime;

/// Cells of a line of prose.
const WIDTH: usize = 84;
/// Cells before prose.
const INDENT: usize = 10;

/// The report of `check`.
pub fn check(report: &Report, style: Style) -> String {
    let mut out = String::new();
    headline(&mut out, &report.findings, style);
    let _ = writeln!(
        out,
        "{}",
        style.paint(
            Role::Quiet,
            &format!(
                "{}, profile {}, token {}, signature {}",
                report.kind().word(),
                report.profile.word(),
                report.form.word(),
                trust_words(&report.trust),
            )
        )
    );
    findings(&mut out, &report.findings, Some(&report.pasted.text), style);
    out
}

/// The report of `decode`. Claims are shown as the token holds them; words and times stand beside them.
pub fn decode(report: &TokenReport, at: UnixTime, style: Style) -> String {
    let mut out = String::new();
    let jwt = &report.jwt;
    let _ = writeln!(
        out,
        "{}",
        style.paint(
            Role::Quiet,
            &format!(
                "token {}, profile {}, signature {}",
                jwt.form.word(),
                report.profile.word(),
                trust_words(&report.trust)
            )
        )
    );
    if let Some(header) = &jwt.header {
        object(&mut out, "Header", header, None, style);
    }
    if let Some(payload) = &jwt.payload {
        object(&mut out, "Payload", payload, Some(at), style);
    }
    let _ = writeln!(out);
    headline(&mut out, &report.findings, style);
    findings(&mut out, &report.findings, None, style);
    out
}

fn trust_words(trust: &Trust) -> &'static str {
    match trust {
        Trust::NotChecked(_) => "not checked",
        Trust::Passed { .. } => "passed",
        Trust::Failed(_) => "failed",
    }
}

fn headline(out: &mut String, findings: &[Finding], style: Style) {
    let verdict = check::verdict(findings);
    let word = match verdict {
        Severity::Fail => "FAIL",
        Severity::Warn => "WARN",
        Severity::Note | Severity::Pass => "PASS",
    };
    let count = |severity| {
        findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let _ = writeln!(
        out,
        "{}  {} fail  {} warn  {} note  {} held",
        style.paint(Role::Severity(verdict), word),
        count(Severity::Fail),
        count(Severity::Warn),
        count(Severity::Note),
        count(Severity::Pass),
    );
}

fn findings(out: &mut String, findings: &[Finding], pasted: Option<&str>, style: Style) {
    let (held, rest): (Vec<&Finding>, Vec<&Finding>) = findings
        .iter()
        .partition(|finding| finding.severity == Severity::Pass);
    // Many findings stand at the token, and its line is worth showing once.
    let mut shown = None;
    for finding in rest {
        let _ = writeln!(out);
        let spot = (finding.place.line, finding.place.column);
        let pasted = pasted.filter(|_| shown != Some(spot));
        shown = Some(spot);
        one(out, finding, pasted, style);
    }
    if held.is_empty() {
        return;
    }
    let _ = writeln!(out);
    for finding in held {
        let sign = style.paint(Role::Severity(Severity::Pass), style.sign(Severity::Pass));
        let what = wrapped(&finding.what(), 2);
        let _ = writeln!(out, "{sign} {}", what.trim_start());
    }
}

fn one(out: &mut String, finding: &Finding, pasted: Option<&str>, style: Style) {
    let severity = finding.severity;
    let mark = format!(
        "{} {:<4}",
        style.sign(severity),
        severity.word().to_uppercase()
    );
    let _ = write!(
        out,
        "{}  {}",
        style.paint(Role::Severity(severity), &mark),
        style.paint(Role::Strong, finding.rule.id()),
    );
    let place = place_words(finding);
    if place.is_empty() {
        let _ = writeln!(out);
    } else {
        let _ = writeln!(out, "  {}", style.paint(Role::Quiet, &place));
    }
    if let Some(pasted) = pasted {
        source(out, finding, pasted, style);
    }
    let lesson = finding.rule.words().lesson.as_deref();
    let spec = finding.rule.spec();
    let spec = match lesson {
        Some(lesson) => format!("{spec}, lesson {lesson}"),
        None => spec.to_owned(),
    };
    for (label, text) in [
        ("What", finding.what()),
        ("Why", finding.why()),
        ("Fix", finding.fix()),
        ("Spec", spec),
    ] {
        if !text.trim().is_empty() {
            let label = style.paint(Role::Quiet, &format!("    {label:<6}"));
            let _ = writeln!(out, "{label}{}", wrapped(&text, INDENT).trim_start());
        }
    }
}

fn place_words(finding: &Finding) -> String {
    let place = &finding.place;
    let mut words = Vec::new();
    if let (Some(line), Some(column)) = (place.line, place.column) {
        words.push(format!("line {line}, column {column}"));
    }
    if let Some(part) = place.part {
        let pointer = visible_line(place.pointer.as_deref().unwrap_or_default());
        words.push(
            format!("{} {pointer}", part_word(part))
                .trim_end()
                .to_owned(),
        );
    }
    words.join(", ")
}

fn source(out: &mut String, finding: &Finding, pasted: &str, style: Style) {
    let (Some(line), Some(column)) = (finding.place.line, finding.place.column) else {
        return;
    };
    let ellipsis = if style.unicode { "\u{2026}" } else { "..." };
    let Some(excerpt) = excerpt::excerpt(pasted, line, column, ellipsis) else {
        return;
    };
    let number = line.to_string();
    let gutter = " ".repeat(number.len());
    let bar = style.paint(Role::Quiet, style.bar());
    let caret = style.paint(Role::Severity(finding.severity), "^");
    let number = style.paint(Role::Quiet, &number);
    let _ = writeln!(out, "    {number} {bar} {}", excerpt.text);
    let _ = writeln!(
        out,
        "    {gutter} {bar} {}{caret}",
        " ".repeat(excerpt.caret)
    );
}

/// One decoded part: a line a member, its value as written, what it means, and for times the instant.
fn object(out: &mut String, title: &str, document: &Document, at: Option<UnixTime>, style: Style) {
    let _ = writeln!(out, "\n{}", style.paint(Role::Strong, title));
    let Some(root) = document.root() else {
        return;
    };
    let widest = document
        .members(root)
        .map(|member| visible_line(member.name).width())
        .max()
        .unwrap_or_default()
        .min(16);
    for member in document.members(root) {
        let mut value = String::new();
        document.write_compact(member.value, &mut value);
        let name = visible_line(member.name);
        let pad = " ".repeat(widest.saturating_sub(name.width()));
        let _ = write!(out, "  {name}{pad}  {}", visible_line(&value));
        let mut beside: Vec<String> = Vec::new();
        if let Some(at) = at.filter(|_| matches!(member.name, "exp" | "iat" | "nbf" | "auth_time"))
            && let claims::Moment::At(instant) = claims::moment(document, member.name)
        {
            beside.extend(instant.rfc3339());
            beside.push(claims::distance(instant, at));
        }
        beside.extend(claims::plain(member.name).map(str::to_owned));
        if !beside.is_empty() {
            let beside = format!("  {}", beside.join(", "));
            let _ = write!(out, "{}", style.paint(Role::Quiet, &beside));
        }
        let _ = writeln!(out);
    }
}

/// `text` in lines of at most [`WIDTH`] cells, all of them indented, with nothing hidden in it.
fn wrapped(text: &str, indent: usize) -> String {
    let text = visible(text);
    let mut out = String::new();
    let mut cells = WIDTH;
    for word in text.split_whitespace() {
        if cells + 1 + word.width() > WIDTH {
            if !out.is_empty() {
                out.push('\n');
            }
            out.push_str(&" ".repeat(indent));
            cells = indent;
        } else {
            out.push(' ');
            cells += 1;
        }
        out.push_str(word);
        cells += word.width();
    }
    out
}
