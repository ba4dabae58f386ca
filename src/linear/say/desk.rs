//! The desks: what the checker says of a paste, and what the decoder reads.

use std::fmt::Write;

use super::{Words, call, token};
use crate::app::App;
use crate::app::desk::{CheckDesk, KeyFetch, Sign, Target, Wanted, profile_word};
use crate::app::player::Player;
use crate::lesson::desks;
use crate::oauth::check::compare::{Comparison, State};
use crate::oauth::check::{self, Report};
use crate::oauth::finding::{Finding, Place, Severity, abridge};
use crate::oauth::jwt::Form;
use crate::oauth::text::visible_line;

/// The check step of a lesson.
pub(super) fn act(app: &App, player: &Player, words: &mut Words) {
    let bench = &player.bench;
    if let Some(run) = bench.desk.own {
        words.fact(format!(
            "On the desk: the reply of your own exchange, run {run}."
        ));
    }
    judged(app, &bench.desk, words);
    if let Some(visitor) = &app.visitor {
        words.fact(super::exchange::visitor(&visitor.entry));
    }
}

/// The stand-alone checker.
pub(super) fn checker(app: &App, words: &mut Words) {
    words.fact("\nCheck a token response. What you paste stays on this machine.");
    judged(app, &app.checker, words);
}

/// The stand-alone decoder.
pub(super) fn decoder(app: &App, words: &mut Words) {
    words.fact("\nDecode a token. What you paste stays on this machine.");
    let desk = &app.decoder;
    let Some(report) = &desk.report else {
        words.fact("The desk is empty.");
        return;
    };
    if desk.holds_no_token() {
        words.fact(desks::words("read.nothing"));
        findings(&report.findings, words);
        return;
    }
    let [name, purpose, other] = report.identity.kind.words();
    words.fact(format!(
        "This is {name}, of the family {}. {purpose} {other}",
        report.identity.family.name()
    ));
    token::parts_of(report, app.local, words);
    words.fact(match report.jwt.form {
        Form::Opaque => desks::words("form.opaque"),
        Form::Jwe => desks::words("form.jwe"),
        Form::None => desks::words("form.none"),
        Form::Jws => "",
    });
    words.fact(format!(
        "Verdict: {}. Trust: {}. Profile: {}.",
        check::verdict(&report.findings).word(),
        report.trust.word(),
        report.profile.word()
    ));
    findings(&report.findings, words);
    wanted(&desk.wanted, words);
    if let Some(ladder) = &desk.ladder {
        let mut lines = vec!["Verified as an API does it:".to_owned()];
        lines.extend(ladder.iter().map(|step| token::rung(*step, &report.jwt)));
        words.fact(lines.join("\n"));
    }
    words.fact(
        app.changed_words()
            .as_deref()
            .map(visible_line)
            .unwrap_or_default(),
    );
    fetching(&desk.keys, words);
    if let Some(comparison) = &desk.compared {
        beside(comparison, words);
    }
}

/// Another token beside this one: what differs, and what that means.
fn beside(comparison: &Comparison, words: &mut Words) {
    if comparison.is_alike() {
        words.fact(desks::words("compare.alike"));
        return;
    }
    for (part, rows) in &comparison.parts {
        for row in rows {
            let value = |value: Option<&String>| {
                visible_line(&abridge(value.map_or("", String::as_str), LONGEST_LINE))
            };
            let (first, second) = (value(row.first.as_ref()), value(row.second.as_ref()));
            let how = match row.state {
                State::Equal => continue,
                State::OnlyFirst => format!("only here, {first}"),
                State::OnlySecond => format!("only in the other, {second}"),
                State::Differs => format!("here {first}, in the other {second}"),
            };
            let name = visible_line(&row.name);
            words.fact(format!("{name}, in the {part}: {how}. {}", row.meaning));
        }
    }
}

/// What the response should be, where something was said.
fn wanted(wanted: &Wanted, words: &mut Words) {
    if *wanted == Wanted::default() {
        return;
    }
    let strict = if wanted.strict {
        ", strict: a repair counts as a fault"
    } else {
        ""
    };
    let mut text = format!(
        "Judged by: profile {}{strict}.",
        profile_word(wanted.profile)
    );
    for target in Target::ALL {
        let value = wanted.value(target);
        if !value.is_empty() {
            let _ = write!(
                text,
                " Compared {}: {}.",
                target.word(),
                visible_line(value)
            );
        }
    }
    words.fact(text);
}

/// The lines that repairs changed, and the repairs that were taken back.
pub(super) fn repairs(desk: &CheckDesk) -> Vec<String> {
    let mut said: Vec<String> = desk
        .repaired
        .iter()
        .filter_map(|row| {
            let what = match row.sign {
                Sign::Same => return None,
                Sign::Changed => "was changed, now",
                Sign::Added => "was added",
                Sign::Removed => "went away",
            };
            let line = row
                .number
                .map_or_else(|| "A line".to_owned(), |at| format!("Line {at}"));
            let text = visible_line(&abridge(&row.veiled, LONGEST_LINE));
            Some(format!("{line} {what}: {text}"))
        })
        .take(MOST_LINES)
        .collect();
    if !desk.undone.is_empty() {
        said.push(format!("Taken back: {}.", desk.undone.join(", ")));
    }
    said
}

/// What an API does with a token, step by step.
pub(super) fn ladder_words() -> Vec<String> {
    let steps = [
        "ladder.about",
        "rung.fetch",
        "rung.kid",
        "rung.alg",
        "rung.signature",
        "rung.issuer",
        "rung.audience",
        "rung.expiry",
    ];
    steps.map(|id| desks::words(id).to_owned()).to_vec()
}

/// A repaired line is read out up to here.
const LONGEST_LINE: usize = 160;
/// So many repaired lines are read out.
const MOST_LINES: usize = 40;

fn judged(app: &App, desk: &CheckDesk, words: &mut Words) {
    match &desk.report {
        None => words.fact("The desk is empty."),
        Some(report) => told(report, words),
    }
    wanted(&desk.wanted, words);
    if !desk.undone.is_empty() {
        let undone = desk.undone.join(", ");
        words.fact(desks::filled("repair.undone", &[("repairs", undone)]));
    }
    call::newest(&desk.call, words);
    if app.asked_about_foreign(desk) {
        words.fact(desks::words("ask.foreign"));
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
    let fix = match finding.fix_in_tutor() {
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
        KeyFetch::From(host) => words.fact(format!(
            "Checked with the keys that {} publishes.",
            visible_line(host)
        )),
        KeyFetch::Waiting(_) | KeyFetch::Asking(..) => words.fact("The keys are being fetched."),
        KeyFetch::Failed(fault) => words.fact(format!(
            "There are no keys to verify with: {}.",
            visible_line(&fault.to_string())
        )),
        KeyFetch::NotOurs(issuer) => {
            let issuer = ("issuer", super::filled(issuer));
            words.fact(crate::lesson::desks::filled(
                "key.not-ours.lines",
                &[issuer],
            ));
        }
    }
}
