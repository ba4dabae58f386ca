//! One finding for people, in the manner of compilers: what, where, the line with a mark under the place, then why, fix and clause.

use std::fmt::Write as _;

use super::changes;
use crate::cli::report::excerpt::{self, Excerpt};
use crate::cli::report::lines::wrapped;
use crate::cli::style::{Role, Style};
use crate::oauth::check::paste::Repair;
use crate::oauth::check::report::part_word;
use crate::oauth::finding::{Finding, Layer, Part, Severity};
use crate::oauth::jwt::Jwt;
use crate::oauth::rules::words;
use crate::oauth::text::visible_line;

/// What findings stand in.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    /// The text as pasted; `None` for a token that stands alone.
    pub(super) pasted: Option<&'a str>,
    /// What was repaired in it.
    pub(super) repairs: &'a [Repair],
    /// The token in it.
    pub(super) jwt: Option<&'a Jwt>,
    /// How lines look.
    pub(super) style: Style,
}

/// Writes one finding. What the one `before` it has shown already, its line or its reasons, is not shown again.
pub(super) fn write(
    out: &mut String,
    finding: &Finding,
    scene: &Scene<'_>,
    before: Option<&Finding>,
) {
    let same_place =
        finding.place.line.is_some() && before.is_some_and(|one| one.place == finding.place);
    let style = scene.style;
    let severity = finding.severity;
    let sign = style.sign(severity);
    let head = format!("{sign} {}[{}]", severity.word(), finding.rule.id());
    let used = head.chars().count() + 2;
    let what = wrapped(&finding.what(), used, 2);
    let _ = writeln!(
        out,
        "{}: {}",
        style.paint(Role::Severity(severity), &head),
        style.paint(Role::Strong, &what)
    );
    let place = place_words(finding);
    if !place.is_empty() {
        let _ = writeln!(out, "   {} {place}", style.paint(Role::Quiet, "-->"));
    }
    let repair = scene
        .repairs
        .iter()
        .find(|repair| repair.rule == finding.rule.id());
    match (repair, scene.pasted) {
        (Some(repair), Some(pasted)) => changes::write(out, pasted, repair, style),
        _ if same_place => {}
        _ => source(out, finding, scene),
    }
    let same_reasons = before.is_some_and(|one| {
        one.rule == finding.rule && one.why() == finding.why() && one.fix() == finding.fix()
    });
    if same_reasons {
        let label = style.paint(Role::Quiet, "     = why, fix, spec:");
        let _ = writeln!(out, "{label} {}", words::phrase("report.above"));
    } else {
        reasons(out, finding, style);
    }
}

fn reasons(out: &mut String, finding: &Finding, style: Style) {
    let lesson = finding.rule.words().lesson;
    let spec = match lesson.and_then(crate::lesson::number_of) {
        Some(lesson) => format!("{}, lesson {lesson}", finding.rule.spec()),
        None => finding.rule.spec().to_owned(),
    };
    for (label, text) in [
        ("why: ", finding.why()),
        ("fix: ", finding.fix()),
        ("spec:", spec),
    ] {
        if !text.trim().is_empty() {
            let label = style.paint(Role::Quiet, format!("     = {label}"));
            let _ = writeln!(out, "{label} {}", wrapped(text.trim(), 13, 13));
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
        let named = format!("{} {pointer}", part_word(part));
        words.push(named.trim_end().to_owned());
    }
    words.join(", ")
}

/// The line that the finding points at: of the paste, or for what stands inside the token, of the decoded part.
fn source(out: &mut String, finding: &Finding, scene: &Scene<'_>) {
    let style = scene.style;
    let ellipsis = style.ellipsis();
    let place = &finding.place;
    // Whether a signature fits stands nowhere in the text.
    if finding.rule.layer() == Layer::Trust {
        return;
    }
    let inner = match place.part {
        Some(part @ (Part::Header | Part::Payload)) => member(scene.jwt, part, finding),
        Some(Part::Reply) | None => None,
    };
    if let Some(line) = inner {
        // Behind the name, its two quotes, the colon and the blank.
        let name = line.split("\": ").next().unwrap_or_default();
        if let Some(excerpt) = excerpt::around(&line, name.chars().count() + 3, ellipsis) {
            print(out, "", &excerpt, finding.severity, style);
        }
    } else if let (Some(pasted), Some(line), Some(column)) =
        (scene.pasted, place.line, place.column)
        && let Some(excerpt) = excerpt::excerpt(pasted, line, column, ellipsis)
    {
        print(out, &line.to_string(), &excerpt, finding.severity, style);
    }
}

/// The member of header or payload that the finding points at, as one line of JSON.
fn member(jwt: Option<&Jwt>, part: Part, finding: &Finding) -> Option<String> {
    let jwt = jwt?;
    let document = match part {
        Part::Header => jwt.header.as_ref(),
        Part::Payload => jwt.payload.as_ref(),
        Part::Reply => None,
    }?;
    let name = finding.place.pointer.as_deref()?.strip_prefix('/')?;
    let value = document.member(document.root()?, name)?;
    let mut line = format!("\"{name}\": ");
    document.write_compact(value, &mut line);
    Some(line)
}

fn print(out: &mut String, number: &str, excerpt: &Excerpt, severity: Severity, style: Style) {
    let bar = style.paint(Role::Quiet, style.bar());
    let mark = style.paint(Role::Severity(severity), "^".repeat(excerpt.width));
    let label = style.paint(Role::Quiet, format!("{number:>4}"));
    let _ = writeln!(out, "{label} {bar} {}", excerpt.text);
    let _ = writeln!(out, "     {bar} {}{mark}", " ".repeat(excerpt.caret));
}
