//! The request log: one line a request, with the checks that were made. Of what others sent it repeats what the tenant knows; the rest is
//! counted, since it may be a secret in the wrong place.

use crate::oauth::journal::{Check, Entry, Outcome};
use crate::oauth::text::visible_line;
use crate::practice::Tenant;

/// What the journal puts in place of a value.
const HIDDEN: &str = "(hidden";

/// The line of one request to `tenant`.
pub(super) fn line(tenant: &Tenant, entry: &Entry) -> String {
    let at = entry.at.rfc3339();
    let at = at.unwrap_or_else(|| format!("{} s", entry.at.0));
    let status = entry.status.to_string();
    let answered = if entry.answered == status {
        ""
    } else {
        &entry.answered
    };
    let said = Said::of(tenant, entry);
    let checks: Vec<_> = entry.checks.iter().map(|it| said.check(it)).collect();
    let line = format!(
        "{at} {} -> {status} {answered} in {} us | {} | {} | id {}",
        request_line(tenant, &entry.request_line),
        entry.took_us,
        or_dash(said.received),
        or_dash(checks.join(", ")),
        entry.id
    );
    // What arrived may hold any character; the terminal is shown it, not given it.
    visible_line(&line)
}

/// What was received, as far as it may be repeated.
struct Said {
    received: String,
    /// Words that may not, wherever else they stand.
    foreign: Vec<String>,
}

impl Said {
    fn of(tenant: &Tenant, entry: &Entry) -> Self {
        let mut shown = Vec::new();
        let mut foreign = words(tenant, &without_masks(&entry.request_line));
        let mut others = 0;
        for (name, value) in &entry.received {
            let unknown = words(tenant, value);
            if !tenant.knows_name(name) {
                others += 1;
                foreign.push(name.clone());
            } else if value.contains(HIDDEN) || unknown.is_empty() {
                shown.push(format!("{name}={value}"));
                continue;
            } else {
                shown.push(format!("{name}={}", counted(value)));
            }
            foreign.extend(unknown);
        }
        if others > 0 {
            shown.push(format!("and {others} more"));
        }
        Self {
            received: shown.join(" "),
            foreign,
        }
    }

    /// One check: what held is named, the rest says what was seen.
    fn check(&self, check: &Check) -> String {
        let emulated = if check.emulated { " (emulated)" } else { "" };
        let what = || {
            let words = check.what.split(' ').map(|word| {
                let is_foreign = self
                    .foreign
                    .iter()
                    .any(|foreign| word.contains(foreign.as_str()));
                if is_foreign {
                    counted(word)
                } else {
                    word.to_owned()
                }
            });
            words.collect::<Vec<_>>().join(" ")
        };
        match check.outcome {
            Outcome::Passed => format!("{} ok{emulated}", check.id),
            Outcome::Failed => format!("{} FAILED: {}{emulated}", check.id, what()),
            Outcome::Noted => format!("{} note: {}{emulated}", check.id, what()),
        }
    }
}

/// The request line without what the journal put in place of values: those words are ours, and stand in checks too.
fn without_masks(line: &str) -> String {
    const BEGIN: &str = "(hidden, ";
    let mut kept = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        kept.push_str(before);
        rest = match after.split_once(')') {
            Some((mask, behind)) if is_mask(mask) => behind,
            Some(_) | None => {
                kept.push_str(BEGIN);
                after
            }
        };
    }
    kept + rest
}

/// How long a text was before the journal put masks of its own into it, each of which says how long its value was.
fn real_length(text: &str) -> usize {
    let mut length = without_masks(text).chars().count();
    let masks = text.split("(hidden, ").skip(1);
    for mask in masks.filter_map(|rest| rest.split_once(')')) {
        let (mask, _) = mask;
        let digits = mask.split(' ').next().unwrap_or_default();
        if is_mask(mask) {
            length += digits.parse::<usize>().unwrap_or(0);
        }
    }
    length
}

/// A length, and two characters at most: anything longer could be what was to be hidden.
fn is_mask(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let tail = text.strip_prefix(" characters");
    let tail = tail.map(|tail| tail.strip_prefix(", ends in ").unwrap_or(tail));
    tail.is_some_and(|tail| tail.chars().count() <= 2)
}

/// The words of `text` that the tenant does not know.
fn words(tenant: &Tenant, text: &str) -> Vec<String> {
    let words = text.split(' ').filter(|word| !word.is_empty());
    let unknown = words.filter(|word| !tenant.knows_word(word));
    unknown.map(str::to_owned).collect()
}

/// Method and path, where the tenant knows them. Of a query its length.
fn request_line(tenant: &Tenant, line: &str) -> String {
    let (method, target) = line.split_once(' ').unwrap_or((line, ""));
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target, None),
    };
    let known = |word: &str| {
        if tenant.knows_word(word) {
            word.to_owned()
        } else {
            counted(word)
        }
    };
    let query = query.map_or_else(String::new, |query| {
        format!("?({} characters)", real_length(query))
    });
    format!("{} {}{query}", known(method), known(path))
}

fn counted(text: &str) -> String {
    format!("({} characters)", text.chars().count())
}

fn or_dash(text: String) -> String {
    if text.is_empty() { "-".into() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_a_query_is_that_of_what_came_and_not_of_its_masks() {
        let came = |query: &str| real_length(query);
        assert_eq!(came("a=b"), 3);
        assert_eq!(came("client_secret=(hidden, 3 characters)"), 17);
        assert_eq!(
            came("s=(hidden, 64 characters, ends in Qz)&t=1"),
            2 + 64 + 4
        );
        assert_eq!(came("a=(hidden, by somebody)"), 23);
    }
}
