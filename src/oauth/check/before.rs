//! What stands before a token in its line tells where it was: a cookie, an address, a header, a setting, a log.

use crate::oauth::check::paste::is_logged;
use crate::oauth::rules::words;

/// How much of a line before a token is looked at.
const LONGEST_LINE: usize = 2_048;

/// Where a token stands by what is before it on its line, and the name that it has there.
pub(super) fn context(before: &str, number: usize) -> (String, Option<String>) {
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.get(line_start..).unwrap_or_default();
    let line = line
        .get(line.ceil_char_boundary(line.len().saturating_sub(LONGEST_LINE))..)
        .unwrap_or_default();
    let lower = line.to_ascii_lowercase();
    let name = name_before(line);
    let shown = name.clone().unwrap_or_default();
    let word = line
        .rsplit([' ', '\t', '"', '\'', '<', '('])
        .next()
        .unwrap_or_default();
    let id = match () {
        () if lower.contains("cookie:") || lower.contains("cookie\"") => "where.cookie",
        () if word.contains("://") || word.starts_with('/') && word.contains(['?', '#']) => {
            "where.url"
        }
        () if word.contains('&') => "where.form",
        () if lower.contains("authorization") || lower.trim_end().ends_with("bearer") => {
            "where.header"
        }
        () if line.ends_with('>') => "where.xml",
        () if is_setting(line) => "where.env",
        () if is_logged(line) => "where.log",
        () => "where.text",
    };
    let named = matches!(id, "where.form" | "where.env");
    let id = if named && shown.is_empty() {
        "where.text"
    } else {
        id
    };
    let place = if id == "where.text" {
        number.to_string()
    } else {
        shown
    };
    (words::fill(words::phrase(id), &[("place", place)]), name)
}

/// The name before the sign before a token: `NAME=`, `name: "`, `<name>`.
fn name_before(line: &str) -> Option<String> {
    let rest = line.trim_end_matches(['"', '\'', '\\', ' ', '`']);
    let rest = rest
        .strip_suffix("Bearer")
        .or_else(|| rest.strip_suffix("bearer"))
        .unwrap_or(rest)
        .trim_end_matches(['"', '\'', ' ']);
    let rest = rest
        .strip_suffix(['=', ':', '>'])?
        .trim_end_matches(['"', '\'', '\\', ' ', '=']);
    let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let start = rest.rfind(|c| !part(c)).map_or(0, |at| {
        at + rest
            .get(at..)
            .and_then(|r| r.chars().next())
            .map_or(1, char::len_utf8)
    });
    let name = rest.get(start..)?;
    (!name.is_empty() && name.len() <= 64).then(|| name.to_owned())
}

/// `NAME=`, `export NAME=`, `$env:NAME = `, `set NAME=`: a line that sets one name.
fn is_setting(line: &str) -> bool {
    let plain = line.trim_start();
    let plain = ["export ", "set ", "$env:", "setx ", "ENV ", "Environment="]
        .iter()
        .find_map(|word| plain.strip_prefix(word))
        .unwrap_or(plain);
    let Some((name, rest)) = plain.split_once('=') else {
        return false;
    };
    let word = name.trim().trim_matches('"');
    let good = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    good && rest.trim_matches(['"', '\'', ' ']).is_empty()
}
