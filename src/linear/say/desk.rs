//! The desks: what the checker says of a paste, and what the decoder reads.

use std::fmt::Write;

use super::{Words, token};
use crate::app::App;
use crate::app::desk::{CheckDesk, KeyFetch};
use crate::app::player::Player;
use crate::oauth::check::{self, Report};
use crate::oauth::finding::{Finding, Place, Severity};
use crate::oauth::text::visible_line;

/// The check step of a lesson.
pub(super) fn act(app: &App, player: &Player, words: &mut Words) {
    let bench = &player.bench;
    if bench.desk.own {
        words.fact("On the desk: the reply of your own exchange.");
    }
    judged(&bench.desk, words);
    if let Some((_, entry)) = &app.visitor {
        words.fact(super::exchange::visitor(entry));
    }
}

/// The stand-alone checker.
pub(super) fn checker(app: &App, words: &mut Words) {
    words.fact("\nCheck a token response. What you paste stays on this machine.");
    judged(&app.checker, words);
}

/// The stand-alone decoder.
pub(super) fn decoder(app: &App, words: &mut Words) {
    words.fact("\nDecode a token. What you paste stays on this machine.");
    let desk = &app.decoder;
    let Some(report) = &desk.report else {
        words.fact("The desk is empty.");
        return;
    };
    token::parts(&report.jwt, words);
    words.fact(format!(
        "Verdict: {}. Trust: {}. Profile: {}.",
        check::verdict(&report.findings).word(),
        report.trust.word(),
        report.profile.word()
    ));
    findings(&report.findings, words);
    fetching(&desk.keys, words);
}

fn judged(desk: &CheckDesk, words: &mut Words) {
    match &desk.report {
        None => words.fact("The desk is empty."),
        Some(report) => told(report, words),
    }
    fetching(&desk.keys, words);
}

fn told(report: &Report, words: &mut Words) {
    words.fact(format!(
        "Verdict: {}. What it is: {}. Form of the token: {}. Trust: {}. Profile: {}.",
        report.verdict().word(),
        report.kind().word(),
        report.form.word(),
        report.trust.word(),
        report.profile.word()
    ));
    findings(&report.findings, words);
}

fn findings(findings: &[Finding], words: &mut Words) {
    for finding in findings
        .iter()
        .filter(|found| found.severity != Severity::Pass)
    {
        words.fact(finding_line(finding));
    }
    let held = findings
        .iter()
        .filter(|found| found.severity == Severity::Pass);
    words.fact(format!("Rules that held: {}.", held.count()));
}

/// A finding in short.
fn finding_line(finding: &Finding) -> String {
    let fix = match finding.fix() {
        fix if fix.is_empty() => String::new(),
        fix => format!(" What to do: {}", visible_line(&fix)),
    };
    format!(
        "{}, {}{}: {}{fix}",
        finding.severity.word(),
        finding.rule.id(),
        place(&finding.place),
        visible_line(&finding.what())
    )
}

/// A finding with its reasons.
pub(super) fn finding_whole(finding: &Finding) -> String {
    let mut text = finding_line(finding);
    let why = finding.why();
    if !why.is_empty() {
        let _ = write!(text, " Why: {}", visible_line(&why));
    }
    if let Some(seen) = &finding.seen {
        let _ = write!(text, " There stands: {}.", visible_line(seen));
    }
    let _ = write!(text, " Source: {}.", finding.rule.spec());
    text
}

fn place(place: &Place) -> String {
    let mut text = String::new();
    if let Some(line) = place.line {
        let _ = write!(text, ", line {line}");
    }
    if let Some(column) = place.column {
        let _ = write!(text, ", column {column}");
    }
    if let Some(pointer) = place
        .pointer
        .as_deref()
        .filter(|pointer| !pointer.is_empty())
    {
        let _ = write!(text, ", at {}", visible_line(pointer));
    }
    text
}

fn fetching(keys: &KeyFetch, words: &mut Words) {
    match keys {
        KeyFetch::Idle | KeyFetch::Done => {}
        KeyFetch::Given { count: 1 } => words.fact("Checked with the key that you gave."),
        KeyFetch::Given { count } => {
            words.fact(format!("Checked with the {count} keys that you gave."));
        }
        KeyFetch::Refused(why) => words.fact(format!("What you gave is no key: {why}.")),
        KeyFetch::Waiting(_) => words.fact("The keys are being fetched."),
        KeyFetch::Failed(fault) => words.fact(format!(
            "There are no keys to verify with: {}.",
            visible_line(&fault.to_string())
        )),
        KeyFetch::NotOurs(issuer) => words.fact(format!(
            "The keys are not fetched: the token names {} as its issuer, and this program asks its own practice tenant only.",
            super::filled(issuer)
        )),
    }
}
