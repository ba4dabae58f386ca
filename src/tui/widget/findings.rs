//! A checker's report on the screen: verdict with counts, one chip a layer, the list of findings, the one that is open.

use ratatui::text::{Line, Span};

use crate::oauth::check::Report;
use crate::oauth::finding::{Finding, Layer, Part, Severity};
use crate::oauth::jwt::signature::Trust;
use crate::oauth::text::visible_line;
use crate::tui::text;
use crate::tui::theme::{Look, Role};

/// The colour and the mark of a severity.
pub(crate) fn signs(severity: Severity, look: &Look<'_>) -> (Role, &'static str) {
    match severity {
        Severity::Fail => (Role::Fail, look.marks.fail),
        Severity::Warn => (Role::Warn, look.marks.warn),
        Severity::Note => (Role::Note, look.marks.note),
        Severity::Pass => (Role::Pass, look.marks.pass),
    }
}

/// Fail and warn stand out in capitals, so that they do without colour.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Fail => "FAIL",
        Severity::Warn => "WARN",
        Severity::Note => "note",
        Severity::Pass => "pass",
    }
}

/// The verdict in two words.
/// The best one is kept for a signature that was checked: of one that was not, nothing good is known.
fn verdict(severity: Severity, trust: &Trust) -> &'static str {
    match (severity, trust) {
        (Severity::Fail, _) => "NOT YET",
        (Severity::Warn, _) => "ALMOST",
        (Severity::Note | Severity::Pass, Trust::Passed { .. }) => "ALL GOOD",
        (Severity::Note | Severity::Pass, Trust::NotChecked(_) | Trust::Failed(_)) => "NO FAULT",
    }
}

/// The verdict line: two words, then how many findings of each severity there are.
pub(crate) fn headline(report: &Report, look: &Look<'_>) -> Line<'static> {
    let worst = report.verdict();
    let (role, mark) = signs(worst, look);
    let mut spans = vec![Span::styled(
        format!("{mark} {}", verdict(worst, &report.trust)),
        look.style(role),
    )];
    for severity in [
        Severity::Fail,
        Severity::Warn,
        Severity::Note,
        Severity::Pass,
    ] {
        let count = report
            .findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count();
        let role = if count == 0 {
            Role::Dim
        } else {
            signs(severity, look).0
        };
        spans.push(Span::styled(
            format!("   {count} {}", severity.word()),
            look.style(role),
        ));
    }
    Line::from(spans)
}

/// The layers from the paste to the signature, each with the mark of its worst finding.
pub(crate) fn chips(findings: &[Finding], look: &Look<'_>) -> Line<'static> {
    const LAYERS: [Layer; 8] = [
        Layer::Paste,
        Layer::Json,
        Layer::Reply,
        Layer::Header,
        Layer::Token,
        Layer::Claim,
        Layer::Agree,
        Layer::Trust,
    ];
    let mut spans = Vec::new();
    for layer in LAYERS {
        let worst = findings
            .iter()
            .filter(|finding| finding.rule.layer() == layer)
            .map(|finding| finding.severity)
            .max();
        // A layer that has nothing to say was not looked at, or there was nothing to look at.
        let Some(worst) = worst else { continue };
        let (role, mark) = signs(worst, look);
        if !spans.is_empty() {
            let arrow = if look.unicode { " › " } else { " > " };
            spans.push(Span::styled(arrow, look.style(Role::Dim)));
        }
        let name = format!("{} {mark}", layer.word());
        spans.push(Span::styled(name, look.style(role)));
    }
    Line::from(spans)
}

/// One line of the list: mark, word, rule, and what was seen as far as there is room.
pub(crate) fn row(finding: &Finding, width: u16, look: &Look<'_>) -> Line<'static> {
    let (role, mark) = signs(finding.severity, look);
    let room = usize::from(width).saturating_sub(6 + text::width(mark));
    let id = finding.rule.id();
    let seen = finding.seen.as_deref().map(visible_line);
    let mut spans = vec![
        Span::styled(
            format!("{mark} {} ", word(finding.severity)),
            look.style(role),
        ),
        Span::styled(text::middle(id, room, look), look.style(Role::Text)),
    ];
    let rest = room.saturating_sub(text::width(id) + 2);
    if let Some(seen) = seen.filter(|_| rest > 4) {
        let seen = text::middle(&seen, rest, look);
        spans.push(Span::styled(format!("  {seen}"), look.style(Role::Dim)));
    }
    Line::from(spans)
}

/// The finding that is open: what, why, what to do, where, and by which clause.
pub(crate) fn detail(finding: &Finding, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut say = |label: &str, words: &str, role: Role| {
        if words.trim().is_empty() {
            return;
        }
        let label = Span::styled(format!("{label:<7}"), look.style(Role::Name));
        lines.extend(text::marked(
            label,
            &crate::oauth::text::visible(words),
            usize::from(width),
            look.style(role),
        ));
    };
    say("What", &finding.what(), Role::Strong);
    say("Why", &finding.why(), Role::Text);
    say("Fix", &finding.fix_in_tutor(), Role::Text);
    say(
        "Seen",
        finding.seen.as_deref().unwrap_or_default(),
        Role::Value,
    );
    say("Where", &place(finding), Role::Dim);
    say("Spec", finding.rule.spec(), Role::Dim);
    say("Learn", &lesson(finding).unwrap_or_default(), Role::Dim);
    lines
}

/// The lesson that teaches it, if it is written.
fn lesson(finding: &Finding) -> Option<String> {
    let id = finding.rule.words().lesson?;
    let lesson = crate::lesson::course().lesson(id)?;
    Some(format!("{}, {}", lesson.called(), lesson.title))
}

/// Where it stands, in words: `line 3, column 17, payload /exp`.
fn place(finding: &Finding) -> String {
    let place = &finding.place;
    let mut words = Vec::new();
    if let Some(line) = place.line {
        words.push(format!("line {line}"));
    }
    if let Some(column) = place.column {
        words.push(format!("column {column}"));
    }
    if let Some(pointer) = place.pointer.as_deref() {
        let part = match place.part {
            Some(Part::Reply) | None => "",
            Some(Part::Header) => "token header ",
            Some(Part::Payload) => "token payload ",
        };
        let pointer = if pointer.is_empty() { "/" } else { pointer };
        words.push(format!("{part}{}", visible_line(pointer)));
    }
    words.join(", ")
}
