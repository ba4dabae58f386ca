//! Lines of a log: a reply that was printed over several of them, each with the shipper's words before it.

use crate::oauth::check::paste::Edit;
use crate::oauth::check::paste::noise::{Line, lines};
use crate::oauth::check::paste::repair::edit;
use crate::oauth::json::{self, Kind};

/// The members in which shippers keep the line that they carry.
const CARRIERS: [&str; 10] = [
    "log",
    "message",
    "MESSAGE",
    "msg",
    "textPayload",
    "line",
    "_raw",
    "@message",
    "body",
    "event",
];

/// The edits that take the shipper's words away, where a reply stands over several lines.
pub(super) fn edits(text: &str) -> Option<Vec<Edit>> {
    let rows = lines(text);
    if rows.len() < 2 || !(text.contains("access_token") || text.contains("error")) {
        return None;
    }
    carried(text, &rows).or_else(|| prefixed(&rows))
}

/// True where the line on which `at` stands begins as a log's do: with a time, or with the level.
pub(super) fn is_prefixed(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    is_logged(line)
}

/// A line that begins with a time or a level.
pub(in crate::oauth::check) fn is_logged(line: &str) -> bool {
    let start: String = line.chars().take(48).collect();
    let digits = start.bytes().filter(u8::is_ascii_digit).count();
    let timed = digits >= 4 && start.contains(':') && start.contains([' ', 'T', '|']);
    let level = ["level=", "INFO", "DEBUG", "ERROR", "WARN", "TRACE", "<"]
        .iter()
        .any(|word| start.trim_start_matches('[').starts_with(word));
    timed || level
}

/// Docker and its like write each line as an object of its own.
fn carried(text: &str, rows: &[Line<'_>]) -> Option<Vec<Edit>> {
    let mut joined = String::new();
    let full = rows.iter().filter(|row| !row.text.trim().is_empty());
    for row in full {
        let document = json::read(row.text);
        let root = document.root()?;
        if !document.faults().is_empty() || document.kind(root) != Kind::Object {
            return None;
        }
        if document.member(root, "access_token").is_some() {
            return None;
        }
        let name = CARRIERS
            .iter()
            .find(|name| document.member(root, name).is_some())?;
        let piece = document.string(document.member(root, name)?)?;
        joined.push_str(piece);
        if !piece.ends_with('\n') {
            joined.push('\n');
        }
    }
    joined.contains('{').then(|| {
        vec![Edit {
            start: 0,
            end: text.len(),
            replacement: joined.into(),
        }]
    })
}

/// syslog, journald, Docker Compose, kubectl: the same words before each line, with another time.
fn prefixed(rows: &[Line<'_>]) -> Option<Vec<Edit>> {
    let opens = |row: &Line<'_>| {
        let body = row.text.trim_end();
        let before = body.strip_suffix('{').or_else(|| body.strip_suffix("[{"))?;
        let word = before.trim();
        let named = word.is_empty() || word.ends_with(['{', '[', ',', ':']) && word.contains('"');
        (!named).then(|| before.to_owned())
    };
    let (first, prefix) = rows
        .iter()
        .enumerate()
        .find_map(|(index, row)| Some((index, opens(row)?)))?;
    let mut edits = Vec::new();
    let mut missed = 0;
    for row in rows.get(first..)? {
        match length_like(&prefix, row.text) {
            Some(length) if length > 0 => edits.push(edit(row.start, row.start + length, "")),
            _ if row.text.trim().is_empty() => {}
            _ => missed += 1,
        }
    }
    (edits.len() >= 2 && missed == 0).then_some(edits)
}

/// How long the beginning of `line` is that has the shape of `prefix`: the same characters, and other digits.
fn length_like(prefix: &str, line: &str) -> Option<usize> {
    let mut want = prefix.chars().peekable();
    let mut have = line.char_indices().peekable();
    while let Some(c) = want.next() {
        if c.is_ascii_digit() {
            while want.next_if(char::is_ascii_digit).is_some() {}
            have.next_if(|(_, c)| c.is_ascii_digit())?;
            while have.next_if(|(_, c)| c.is_ascii_digit()).is_some() {}
        } else {
            have.next_if(|(_, other)| *other == c)?;
        }
    }
    Some(have.peek().map_or(line.len(), |(at, _)| *at))
}
