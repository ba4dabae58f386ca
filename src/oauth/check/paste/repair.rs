//! Turns the reader's faults into edits, where the repair is not a guess.

use std::borrow::Cow;

use crate::oauth::check::paste::{Edit, Repair};
use crate::oauth::json::{Document, Fault, FaultKind, is_invisible};

/// The edits found so far, by rule.
#[derive(Default)]
struct Bench {
    quotes: Vec<Edit>,
    single: Vec<Edit>,
    braces: Vec<Edit>,
    commas: Vec<Edit>,
    invisible: Vec<Edit>,
    wrapped: Vec<Edit>,
    names: Vec<Edit>,
}

/// What can be repaired in a document: the repairs, with places in its text.
pub(super) fn repairs(document: &Document) -> Vec<Repair> {
    let text = document.text();
    let mut bench = Bench::default();
    for &fault in document.faults() {
        bench.fault(text, fault);
    }
    bench.wraps(document);
    bench.tokens(document);
    // Node's console and Python's repr write single quotes; then bare names are the same program's spelling. With double quotes
    // somebody wrote this by hand, and what else is wrong with it is not known.
    if bench.single.is_empty() {
        bench.names.clear();
    }
    bench.repairs()
}

/// All edits of several repairs as one list, in order.
pub(super) fn merged<'a>(repairs: impl Iterator<Item = &'a Repair>) -> Vec<Edit> {
    let mut edits: Vec<Edit> = repairs.flat_map(|repair| repair.edits.clone()).collect();
    edits.sort_by_key(|edit| (edit.start, edit.end));
    edits
}

impl Bench {
    fn fault(&mut self, text: &str, fault: Fault) {
        let Fault { kind, offset, end } = fault;
        match kind {
            FaultKind::TrailingComma => self.commas.push(edit(offset, end, "")),
            FaultKind::MissingOpenBrace => self.braces.push(edit(offset, end, "{")),
            FaultKind::MissingCloseBrace => self.braces.push(edit(offset, end, "}")),
            FaultKind::SingleQuotes => requote(text, fault, &mut self.single),
            FaultKind::SmartQuotes => requote(text, fault, &mut self.quotes),
            FaultKind::PythonLiteral => {
                let word = text.get(offset..end).unwrap_or_default();
                let json = if word == "None" {
                    "null".to_owned()
                } else {
                    word.to_lowercase()
                };
                self.single.push(edit(offset, end, json));
            }
            FaultKind::UnquotedKey => self.name(text, fault),
            FaultKind::Invisible => {
                let blank = text
                    .get(offset..end)
                    .is_some_and(|found| found.trim().is_empty());
                self.invisible
                    .push(edit(offset, end, if blank { " " } else { "" }));
            }
            FaultKind::Empty
            | FaultKind::Truncated
            | FaultKind::Ellipsis
            | FaultKind::RawLineBreak
            | FaultKind::RawControl
            | FaultKind::Nul
            | FaultKind::BadEscape
            | FaultKind::BadNumber
            | FaultKind::BadLiteral
            | FaultKind::MissingComma
            | FaultKind::MissingColon
            | FaultKind::MissingValue
            | FaultKind::MissingName
            | FaultKind::WrongCloser
            | FaultKind::Unexpected
            | FaultKind::Comment
            | FaultKind::TrailingText => {}
        }
    }

    /// A name without quotes, followed by its colon.
    fn name(&mut self, text: &str, Fault { offset, end, .. }: Fault) {
        let name = text.get(offset..end).unwrap_or_default();
        let behind = text.get(end..).unwrap_or_default().trim_start();
        let letters = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$');
        if behind.starts_with(':') && !name.is_empty() && name.bytes().all(letters) {
            self.names
                .extend([edit(offset, offset, "\""), edit(end, end, "\"")]);
        }
    }

    /// Joins strings that a terminal or a mail broke over lines. Where what follows the string is no JSON, the line break
    /// rather means that its closing quote is missing, and it stays.
    fn wraps(&mut self, document: &Document) {
        let text = document.text();
        let breaks = document
            .faults()
            .iter()
            .filter(|fault| fault.kind == FaultKind::RawLineBreak);
        let mut breaks = breaks.peekable();
        if breaks.peek().is_none() {
            return;
        }
        for string in document.strings() {
            let mut inside = Vec::new();
            while let Some(found) = breaks.next_if(|fault| fault.offset < string.end) {
                inside.push(*found);
            }
            let behind = text.get(string.end..).unwrap_or_default().trim_start();
            if inside.is_empty() || !(behind.is_empty() || behind.starts_with([',', ':', '}', ']']))
            {
                continue;
            }
            let written = text.get(string.start..string.end).unwrap_or_default();
            // A token holds no blanks, so that nothing is lost; between words a blank stands for the line break.
            let words = string.name == Some("scope")
                || written
                    .trim_matches(['\n', '\r'])
                    .lines()
                    .any(|line| line.trim().contains(' '));
            self.wrapped
                .extend(inside.iter().map(|found| join(text, *found, words)));
        }
        dedup_overlaps(&mut self.wrapped);
    }

    /// Invisible characters in a token: no token holds one (RFC 6750 2.1), and nobody can see them to delete them.
    fn tokens(&mut self, document: &Document) {
        let Some(root) = document.root() else {
            return;
        };
        for member in document.members(root) {
            if matches!(member.name, "access_token" | "refresh_token" | "id_token")
                && document.string(member.value).is_some()
            {
                let from = document.offset(member.value);
                let raw = document.raw(member.value);
                let hidden = raw.char_indices().filter(|&(_, c)| is_invisible(c));
                self.invisible
                    .extend(hidden.map(|(at, c)| edit(from + at, from + at + c.len_utf8(), "")));
            }
        }
        self.invisible.sort_by_key(|edit| edit.start);
        self.invisible.dedup_by_key(|edit| edit.start);
    }

    fn repairs(self) -> Vec<Repair> {
        let marks = |edits: &[Edit]| edits.iter().filter(|edit| edit.replacement == "\"").count();
        let (curly, single, all) = (marks(&self.quotes), marks(&self.single), self.single.len());
        let single = match single {
            0 => counted(all, "Python word", "written as JSON"),
            _ => counted(single, "single quote", "made double"),
        };
        let plain = |edits: &[Edit], thing: &str, done: &str| counted(edits.len(), thing, done);
        let list = [
            (
                "paste.invisible",
                plain(&self.invisible, "invisible character", "taken out"),
                self.invisible,
            ),
            (
                "paste.smart-quotes",
                counted(curly, "curly quote", "made straight"),
                self.quotes,
            ),
            ("paste.single-quotes", single, self.single),
            (
                "paste.unquoted-names",
                counted(self.names.len() / 2, "name", "put in quotes"),
                self.names,
            ),
            (
                "paste.no-braces",
                plain(&self.braces, "missing brace", "added"),
                self.braces,
            ),
            (
                "paste.trailing-comma",
                plain(&self.commas, "trailing comma", "taken out"),
                self.commas,
            ),
            (
                "paste.line-wrapped",
                plain(&self.wrapped, "line break", "inside a string joined"),
                self.wrapped,
            ),
        ];
        let filled = list.into_iter().filter(|(_, _, edits)| !edits.is_empty());
        filled
            .map(|(rule, what, edits)| Repair { rule, what, edits })
            .collect()
    }
}

/// `2 curly quotes made straight`
pub(super) fn counted(count: usize, thing: &str, done: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {thing}{plural} {done}")
}

pub(super) fn edit(start: usize, end: usize, replacement: impl Into<Cow<'static, str>>) -> Edit {
    Edit {
        start,
        end,
        replacement: replacement.into(),
    }
}

/// Puts straight quotes around a string. Straight ones inside are escaped, and `\'`, which JSON does not know, is not.
fn requote(text: &str, string: Fault, edits: &mut Vec<Edit>) {
    let written = text.get(string.offset..string.end).unwrap_or_default();
    let is_mark = |c: char| matches!(c, '"' | '\'' | '\u{2018}'..='\u{201f}');
    let mut chars = written.char_indices().peekable();
    let mut escaped = None;
    while let Some((at, c)) = chars.next() {
        let (start, end) = (string.offset + at, string.offset + at + c.len_utf8());
        let last = chars.peek().is_none();
        if at == 0 || last && is_mark(c) && escaped.is_none() {
            edits.push(edit(start, end, "\""));
        } else if let Some(mark) = escaped.take() {
            if c == '\'' {
                edits.push(edit(mark, mark + 1, ""));
            }
        } else if c == '\\' {
            escaped = Some(start);
        } else if c == '"' {
            edits.push(edit(start, start, "\\"));
        }
    }
}

/// A line break and the blanks around it, as nothing or as one blank.
fn join(text: &str, found: Fault, words: bool) -> Edit {
    let blank = |c: char| c == ' ' || c == '\t' || c == '\n' || c == '\r';
    let before = text.get(..found.offset).unwrap_or_default();
    let behind = text.get(found.end..).unwrap_or_default();
    let start = before.trim_end_matches(blank).len();
    let end = text.len() - behind.trim_start_matches(blank).len();
    let mark = |c: char| c == '"' || c == '\'';
    let at_edge = before.trim_end_matches(blank).ends_with(mark)
        || behind.trim_start_matches(blank).starts_with(mark);
    edit(start, end, if words && !at_edge { " " } else { "" })
}

/// Two line breaks with only blanks between give the same edit twice.
fn dedup_overlaps(edits: &mut Vec<Edit>) {
    edits.sort_by_key(|edit| edit.start);
    edits.dedup_by(|later, earlier| later.start < earlier.end);
}
