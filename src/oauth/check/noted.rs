//! The findings of the paste layer, from what preparing the paste noted.

use crate::oauth::check::Expectation;
use crate::oauth::check::locate::Locator;
use crate::oauth::check::paste::{Kind, Noted, Prepared};
use crate::oauth::finding::{Finding, Severity, shorten};
use crate::oauth::rules::{Rule, words};

/// One finding a note. With `strict`, what had to be repaired is a fault.
pub(super) fn findings(
    prepared: &Prepared,
    locator: &Locator<'_>,
    wanted: &Expectation,
) -> Vec<Finding> {
    prepared
        .notes
        .iter()
        .filter_map(|note| finding(note, prepared, locator, wanted))
        .collect()
}

fn finding(
    note: &Noted,
    prepared: &Prepared,
    locator: &Locator<'_>,
    wanted: &Expectation,
) -> Option<Finding> {
    let mut finding = Finding::new(Rule::from_id(note.id)?);
    if let Some(repair) = prepared
        .repairs
        .iter()
        .find(|repair| repair.rule == note.id)
    {
        finding = finding.with("repair", repair.what.clone());
        if wanted.strict {
            finding.severity = Severity::Fail;
        }
    }
    if let Some(offset) = note.offset {
        finding.place = locator.pasted(offset);
    }
    finding = match &note.seen {
        Some(seen) => {
            let shown = words::fill(words::phrase("shown.text"), &[("text", shorten(seen))]);
            finding.seen(seen).with("shown", shown)
        }
        None => finding.with("shown", words::phrase("shown.nothing")),
    };
    finding.values.extend(note.values.iter().cloned());
    finding.case = note.case;
    if (note.id, note.case) == ("paste.secret", Some("given")) {
        finding.severity = Severity::Warn;
    }
    // Of an error the error is what is wrong; how it is written is worth a word.
    if prepared.kind == Kind::ErrorReply && note.id.starts_with("reply.") {
        finding.severity = Severity::Note;
    }
    Some(finding)
}
