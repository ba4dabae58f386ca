//! PowerShell's views of an object, as `Invoke-RestMethod` prints it: a list, a table, `@{...}`.

use crate::oauth::check::paste::Edit;
use crate::oauth::check::paste::noise::{Line, lines};
use crate::oauth::check::paste::repair::edit;
use crate::oauth::json::is_number;

/// A view that was found: where it stands, and the edits that make JSON of it.
pub(super) struct View {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) edits: Vec<Edit>,
    /// The names of its members.
    pub(super) names: Vec<String>,
    /// How it looked.
    pub(super) what: &'static str,
}

/// A stretch of the text.
type Span = (usize, usize);

struct Field {
    name: Span,
    value: Span,
    /// Line breaks inside the value, and what stands for them.
    joints: Vec<Edit>,
}

/// Looks for a view that has at least one member of a token or error response.
pub(super) fn view(text: &str) -> Option<View> {
    let rows = lines(text);
    let known = |view: &View| view.names.iter().any(|name| KNOWN.contains(&name.as_str()));
    let inline = inline(text).filter(known);
    let list = || list(text, &rows).filter(known);
    inline
        .or_else(list)
        .or_else(|| table(text, &rows).filter(known))
}

/// Where `Invoke-WebRequest` cut the body of a response that it shows as a list of its own.
pub(super) fn cut_view(text: &str) -> Option<usize> {
    let rows = lines(text);
    let named = |name: &str| {
        rows.iter()
            .position(|row| pair(row).is_some_and(|(at, _)| text.get(at.0..at.1) == Some(name)))
    };
    let (content, _) = (named("Content")?, named("StatusCode")?);
    let value = pair(rows.get(content)?)?.1;
    let own = rows
        .get(content + 1..)?
        .iter()
        .take_while(|row| is_continued(row));
    let last = own.last().or_else(|| rows.get(content))?;
    last.text.trim_end().ends_with("...").then_some(value.0)
}

const KNOWN: [&str; 6] = [
    "access_token",
    "token_type",
    "expires_in",
    "error",
    "errorCode",
    "grant_type",
];

/// `@{access_token=eyJ...; token_type=Bearer}`
fn inline(text: &str) -> Option<View> {
    let start = text.find("@{")?;
    let mut fields = Vec::new();
    let mut at = start + 2;
    let mut closed = false;
    while let Some((name, value_start)) = assignment(text, at) {
        let (length, end) = inline_value(text.get(value_start..)?);
        let value = trimmed(text, value_start, value_start + length);
        let broken = lines(text.get(value.0..value.1)?);
        let joints = joints(text, value.0, &broken);
        fields.push(Field {
            name,
            value,
            joints,
        });
        at = value_start + length;
        closed = end == Some('}');
        if end != Some(';') {
            break;
        }
        at += 1;
        if text.get(at..)?.trim_start().starts_with('}') {
            closed = true;
            break;
        }
    }
    let close = text
        .get(at..)?
        .find('}')
        .map_or(text.len(), |step| at + step + 1);
    let end = if closed { close } else { text.len() };
    let tail = if closed { "}" } else { "" };
    build(
        text,
        (start, end),
        &fields,
        tail,
        "an object in PowerShell's @{...} view written as JSON",
    )
}

/// How long a value is, and the mark that ends it: a brace, or a semicolon before the next assignment.
fn inline_value(rest: &str) -> (usize, Option<char>) {
    for (at, c) in rest.char_indices().filter(|&(_, c)| c == '}' || c == ';') {
        let behind = rest.get(at + 1..).unwrap_or_default();
        let ends =
            c == '}' || assignment(behind, 0).is_some() || behind.trim_start().starts_with('}');
        if ends {
            return (at, Some(c));
        }
    }
    (rest.len(), None)
}

/// A name and an equals sign at `at`, blanks around them allowed; the name's place, and where the value begins.
fn assignment(text: &str, at: usize) -> Option<(Span, usize)> {
    let rest = text.get(at..)?;
    let start = at + (rest.len() - rest.trim_start().len());
    let name = name_length(text.get(start..)?);
    let behind = text.get(start + name..)?;
    let value = behind.trim_start_matches(' ').strip_prefix('=')?;
    (name > 0).then_some(((start, start + name), text.len() - value.len()))
}

fn name_length(text: &str) -> usize {
    let part = |b: &u8| b.is_ascii_alphanumeric() || b"_-.".contains(b);
    text.bytes().take(64).take_while(part).count()
}

/// `access_token : eyJ...`, one member a line, long values continued on indented lines.
fn list(text: &str, rows: &[Line<'_>]) -> Option<View> {
    let known = rows
        .iter()
        .position(|row| pair(row).is_some_and(|(name, _)| is_known(text, name)))?;
    // Members before the first known one belong to the list too.
    let above = rows
        .iter()
        .take(known)
        .rev()
        .take_while(|row| pair(row).is_some() || is_continued(row));
    let mut first = known - above.count();
    while rows.get(first).is_some_and(is_continued) {
        first += 1;
    }
    let mut fields: Vec<Field> = Vec::new();
    let mut pieces: Vec<Line<'_>> = Vec::new();
    let mut end = text.len();
    for row in rows.get(first..).unwrap_or_default() {
        let new = pair(row);
        let continued = new.is_none() && is_continued(row);
        if !continued {
            finish(text, fields.last_mut(), &mut pieces);
        }
        match new {
            Some((name, value)) => {
                let written = text.get(value.0..value.1).unwrap_or_default();
                pieces.push(Line {
                    text: written,
                    start: value.0,
                    end: row.end,
                });
                fields.push(Field {
                    name,
                    value,
                    joints: Vec::new(),
                });
            }
            None if continued => pieces.push(*row),
            None => {
                end = row.start;
                break;
            }
        }
    }
    finish(text, fields.last_mut(), &mut pieces);
    let start = fields.first()?.name.0;
    let end = fields.last().map_or(end, |field| field.value.1);
    build(
        text,
        (start, end),
        &fields,
        "}",
        "PowerShell's list written as JSON",
    )
}

/// PowerShell indents what it carries over to the next line.
fn is_continued(row: &Line<'_>) -> bool {
    row.text.starts_with([' ', '\t']) && !row.text.trim().is_empty()
}

fn is_known(text: &str, name: Span) -> bool {
    text.get(name.0..name.1)
        .is_some_and(|name| KNOWN.contains(&name))
}

/// Name and value of one line of a list; PowerShell pads the names, so at least one blank stands before the colon.
fn pair(row: &Line<'_>) -> Option<(Span, Span)> {
    let length = name_length(row.text);
    let behind = row.text.get(length..)?;
    let rest = behind.trim_start_matches(' ').strip_prefix(':')?;
    let good = length > 0 && behind.starts_with(' ') && (rest.is_empty() || rest.starts_with(' '));
    let value = row.text.len() - rest.trim_start().len();
    let end = row.text.trim_end().len().max(value);
    good.then_some((
        (row.start, row.start + length),
        (row.start + value, row.start + end),
    ))
}

/// Gives the last field its continuation lines.
fn finish(text: &str, field: Option<&mut Field>, pieces: &mut Vec<Line<'_>>) {
    if let (Some(field), Some(last)) = (field, pieces.last()) {
        field.value.1 = last.start + last.text.trim_end().len();
        field.joints = joints(text, 0, pieces);
    }
    pieces.clear();
}

/// The edits that join the lines of a value. Words keep a blank between them, a token does not.
fn joints(text: &str, base: usize, pieces: &[Line<'_>]) -> Vec<Edit> {
    let words = pieces.iter().any(|piece| piece.text.trim().contains(' '));
    let between = pieces.windows(2).filter_map(|pair| {
        let [above, below] = pair else {
            return None;
        };
        let start = base + above.start + above.text.trim_end().len();
        let lead = below.text.len() - below.text.trim_start().len();
        let end = base + below.start + lead;
        (end <= text.len()).then(|| edit(start, end, if words { " " } else { "" }))
    });
    between.collect()
}

/// Names over dashes over values, PowerShell's choice for up to four members.
fn table(text: &str, rows: &[Line<'_>]) -> Option<View> {
    let dashes = rows.iter().position(|row| is_rule(row.text))?;
    let (head, rule) = (rows.get(dashes.checked_sub(1)?)?, rows.get(dashes)?);
    let row = rows
        .get(dashes + 1..)?
        .iter()
        .find(|row| !row.text.trim().is_empty())?;
    let names = words(head);
    let mut values = words(row);
    let columns: Vec<usize> = words(rule)
        .iter()
        .map(|&(start, _)| start - rule.start)
        .collect();
    if names.len() != columns.len() {
        return None;
    }
    if values.len() != names.len() {
        values = columns
            .iter()
            .enumerate()
            .map(|(index, &from)| cell(text, row, from, columns.get(index + 1)))
            .collect();
    }
    // In a table all names stand before all values, so the text is not edited in place but replaced line by line.
    let mut json = String::from("{");
    for (&(from, to), &(start, end)) in names.iter().zip(&values) {
        let comma = if json.len() > 1 { "," } else { "" };
        let name = text.get(from..to)?;
        let value = literal(name, text.get(start..end)?);
        for part in [comma, "\"", name, "\":", &value] {
            json.push_str(part);
        }
    }
    json.push('}');
    let names = names
        .iter()
        .filter_map(|&(from, to)| text.get(from..to).map(str::to_owned));
    let end = row.start + row.text.len();
    Some(View {
        start: head.start,
        end,
        edits: vec![Edit {
            start: head.start,
            end,
            replacement: json.into(),
        }],
        names: names.collect(),
        what: "PowerShell's table written as JSON",
    })
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.starts_with("--") && line.bytes().all(|b| b == b'-' || b == b' ')
}

fn words(row: &Line<'_>) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    for piece in row.text.split(' ') {
        if !piece.is_empty() {
            spans.push((row.start + at, row.start + at + piece.len()));
        }
        at += piece.len() + 1;
    }
    spans
}

/// The part of a row under one column, in bytes: names and tokens are ASCII.
fn cell(text: &str, row: &Line<'_>, from: usize, to: Option<&usize>) -> Span {
    let end = to.map_or(row.text.len(), |&to| to.min(row.text.len()));
    let from = from.min(end);
    trimmed(text, row.start + from, row.start + end)
}

/// Without the blanks at both ends.
fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let part = text.get(start..end).unwrap_or_default();
    let lead = part.len() - part.trim_start().len();
    (start + lead, start + lead + part.trim().len())
}

/// PowerShell does not show types. A number is taken for one, except where only text can stand.
fn is_plain(name: &str, value: &str) -> bool {
    let text = name.ends_with("token") || name.starts_with("error") || name == "scope";
    !text && (is_number(value) || matches!(value, "True" | "False"))
}

fn literal(name: &str, value: &str) -> String {
    if is_plain(name, value) {
        return value.to_lowercase();
    }
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Makes an object of fields that stand in order, by editing what is between names and values.
fn build(
    text: &str,
    range: Span,
    fields: &[Field],
    tail: &str,
    what: &'static str,
) -> Option<View> {
    let mut edits = Vec::new();
    let mut names = Vec::new();
    let mut open = (range.0, String::from("{"));
    for field in fields {
        let name = text.get(field.name.0..field.name.1)?;
        let value = text.get(field.value.0..field.value.1)?;
        let plain = is_plain(name, value);
        let mark = if plain { "" } else { "\"" };
        edits.push(edit(open.0, field.name.0, format!("{}\"", open.1)));
        edits.push(edit(field.name.1, field.value.0, format!("\":{mark}")));
        inside(value, field, plain, &mut edits);
        names.push(name.to_owned());
        open = (field.value.1, format!("{mark},"));
    }
    let last = open.1.trim_end_matches(',');
    edits.push(edit(open.0, range.1, format!("{last}{tail}")));
    (!fields.is_empty()).then_some(View {
        start: range.0,
        end: range.1,
        edits,
        names,
        what,
    })
}

/// The edits within a value: line breaks, and what JSON wants escaped.
fn inside(value: &str, field: &Field, plain: bool, edits: &mut Vec<Edit>) {
    if plain {
        let lower = value.to_lowercase();
        if lower != value {
            edits.push(edit(field.value.0, field.value.1, lower));
        }
        return;
    }
    let marks = value.match_indices(['"', '\\']);
    let mut inner: Vec<Edit> = marks
        .map(|(at, _)| edit(field.value.0 + at, field.value.0 + at, "\\"))
        .collect();
    inner.extend(field.joints.iter().cloned());
    inner.sort_by_key(|edit| edit.start);
    edits.extend(inner);
}
