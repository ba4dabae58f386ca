//! A decoded part for people: a line a member, its value as the token holds it, what it means, and for times the instant.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::cli::style::{Role, Style};
use crate::oauth::json::Document;
use crate::oauth::jwt::{Jwt, claims};
use crate::oauth::text::{is_plain, visible_line};
use crate::oauth::time::UnixTime;

/// The widest column of names and of values; longer ones push their line out.
const NAMES: usize = 20;
const VALUES: usize = 44;
/// The claims that are instants.
const TIMES: [&str; 4] = ["exp", "iat", "nbf", "auth_time"];

/// Which part is written, and what its words need to know.
#[derive(Clone, Copy)]
pub(super) enum Side<'a> {
    /// The header of this token; it holds no times.
    Header(&'a Jwt),
    /// The payload, whose times are judged as of then.
    Payload(UnixTime),
}

/// Writes one part.
pub(super) fn write(
    out: &mut String,
    title: &str,
    document: &Document,
    side: Side<'_>,
    style: Style,
) {
    let _ = writeln!(out, "\n{}", style.paint(Role::Strong, title));
    let Some(root) = document.root() else {
        return;
    };
    // One text for all values: a token may hold thousands of claims.
    let mut written = String::new();
    let rows: Vec<Row> = document
        .members(root)
        .map(|member| {
            let start = written.len();
            document.write_compact(member.value, &mut written);
            show_from(&mut written, start);
            let name = on_one_line(member.name);
            let value = written.get(start..).unwrap_or_default();
            Row {
                widths: (width(&name), width(value)),
                name,
                value: start..written.len(),
                words: beside(document, member.name, side),
            }
        })
        .collect();
    let widest = |width: fn(&Row) -> usize, most: usize| {
        let widths = rows.iter().map(width).filter(|width| *width <= most);
        widths.max().unwrap_or(0)
    };
    let names = widest(|row| row.widths.0, NAMES);
    let values = widest(|row| row.widths.1, VALUES);
    for row in &rows {
        let after_name = names.saturating_sub(row.widths.0);
        let name = style.paint(Role::Quiet, &*row.name);
        let value = written.get(row.value.clone()).unwrap_or_default();
        let _ = write!(out, "  {name}{:after_name$}  {value}", "");
        if !row.words.is_empty() {
            let after_value = values.saturating_sub(row.widths.1);
            let words = style.paint(Role::Quiet, &*row.words);
            let _ = write!(out, "{:after_value$}  {words}", "");
        }
        out.push('\n');
    }
}

struct Row<'a> {
    name: Cow<'a, str>,
    value: Range<usize>,
    words: Cow<'static, str>,
    /// How many columns name and value take.
    widths: (usize, usize),
}

/// [`visible_line`], without a copy of what can be shown as it is.
fn on_one_line(text: &str) -> Cow<'_, str> {
    if is_plain(text) && !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(visible_line(text))
}

/// Makes the end of a text visible, from `start` on.
fn show_from(text: &mut String, start: usize) {
    let shown = match on_one_line(text.get(start..).unwrap_or_default()) {
        Cow::Borrowed(_) => return,
        Cow::Owned(shown) => shown,
    };
    text.truncate(start);
    text.push_str(&shown);
}

fn width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.width()
    }
}

fn beside(document: &Document, name: &str, side: Side<'_>) -> Cow<'static, str> {
    let (plain, at) = match side {
        Side::Header(jwt) => (claims::plain_in_header(jwt, name), None),
        Side::Payload(at) => (claims::plain(name), Some(at)),
    };
    if !TIMES.contains(&name) {
        return Cow::Borrowed(plain.unwrap_or_default());
    }
    let mut beside: Vec<String> = Vec::new();
    if let Some(at) = at
        && let claims::Moment::At(instant) = claims::moment(document, name)
    {
        beside.extend(instant.rfc3339());
        beside.push(claims::distance(instant, at));
    }
    beside.extend(plain.map(str::to_owned));
    Cow::Owned(beside.join(", "))
}
