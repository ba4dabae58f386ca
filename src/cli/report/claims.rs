//! A decoded part for people: a line a member, its value as the token holds it, what it means, and for times the instant.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::cli::style::{Role, Style};
use crate::oauth::json::Document;
use crate::oauth::jwt::{Jwt, claims};
use crate::oauth::text::visible_line;
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
    let rows: Vec<Row> = document
        .members(root)
        .map(|member| {
            let mut value = String::new();
            document.write_compact(member.value, &mut value);
            let words = beside(document, member.name, side);
            Row {
                name: Cell::of(visible_line(member.name)),
                value: Cell::of(visible_line(&value)),
                words,
            }
        })
        .collect();
    let widest = |column: fn(&Row) -> &Cell, most: usize| {
        let widths = rows.iter().map(|row| column(row).width);
        widths.filter(|width| *width <= most).max().unwrap_or(0)
    };
    let names = widest(|row| &row.name, NAMES);
    let values = widest(|row| &row.value, VALUES);
    for Row { name, value, words } in &rows {
        let after_name = names.saturating_sub(name.width);
        let name = style.paint(Role::Quiet, &name.text);
        let _ = write!(out, "  {name}{:after_name$}  {}", "", value.text);
        if !words.is_empty() {
            let after_value = values.saturating_sub(value.width);
            let words = style.paint(Role::Quiet, words);
            let _ = write!(out, "{:after_value$}  {words}", "");
        }
        out.push('\n');
    }
}

struct Row {
    name: Cell,
    value: Cell,
    words: String,
}

/// A text with its width on the screen; a token may hold thousands of claims, so it is measured once.
struct Cell {
    text: String,
    width: usize,
}

impl Cell {
    fn of(text: String) -> Self {
        let width = if text.is_ascii() {
            text.len()
        } else {
            text.width()
        };
        Self { text, width }
    }
}

fn beside(document: &Document, name: &str, side: Side<'_>) -> String {
    let (plain, at) = match side {
        Side::Header(jwt) => (claims::plain_in_header(jwt, name), None),
        Side::Payload(at) => (claims::plain(name), Some(at)),
    };
    if !TIMES.contains(&name) {
        return plain.unwrap_or_default().to_owned();
    }
    let mut beside: Vec<String> = Vec::new();
    if let Some(at) = at
        && let claims::Moment::At(instant) = claims::moment(document, name)
    {
        beside.extend(instant.rfc3339());
        beside.push(claims::distance(instant, at));
    }
    beside.extend(plain.map(str::to_owned));
    beside.join(", ")
}
