//! The request log: one line a request, masked, with the checks that were made.

use crate::oauth::journal::{Check, Entry, Outcome};
use crate::oauth::text::visible_line;

/// The line of one request.
pub(super) fn line(entry: &Entry) -> String {
    let at = entry.at.rfc3339().unwrap_or_default();
    let received: Vec<_> = entry
        .received
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let checks: Vec<_> = entry.checks.iter().map(check).collect();
    let status = entry.status.to_string();
    let answered = if entry.answered == status {
        ""
    } else {
        &entry.answered
    };
    let line = format!(
        "{at} {} -> {status} {answered} in {} us | {} | {} | id {}",
        entry.request_line,
        entry.took_us,
        or_dash(received.join(" ")),
        or_dash(checks.join(", ")),
        entry.id
    );
    // What arrived may hold any character; the terminal is shown it, not given it.
    visible_line(&line)
}

/// One check: what held is named, the rest says what was seen.
fn check(check: &Check) -> String {
    let emulated = if check.emulated { " (emulated)" } else { "" };
    match check.outcome {
        Outcome::Passed => format!("{} ok{emulated}", check.id),
        Outcome::Failed => format!("{} FAILED: {}{emulated}", check.id, check.what),
        Outcome::Noted => format!("{} note: {}{emulated}", check.id, check.what),
    }
}

fn or_dash(text: String) -> String {
    if text.is_empty() { "-".into() } else { text }
}
