//! A decoded part for people: a line a member, its value as the token holds it, what it means, and for times the instant.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::cli::style::{Role, Style};
use crate::oauth::json::Document;
use crate::oauth::jwt::claims;
use crate::oauth::text::visible_line;
use crate::oauth::time::UnixTime;

/// The widest column of names and of values; longer ones push their line out.
const NAMES: usize = 20;
const VALUES: usize = 44;
/// The claims that are instants.
const TIMES: [&str; 4] = ["exp", "iat", "nbf", "auth_time"];

/// Writes one part. Times are judged against `at`; the header has none.
pub(super) fn write(
    out: &mut String,
    title: &str,
    document: &Document,
    at: Option<UnixTime>,
    style: Style,
) {
    let _ = writeln!(out, "\n{}", style.paint(Role::Strong, title));
    let Some(root) = document.root() else {
        return;
    };
    let rows: Vec<(String, String, String)> = document
        .members(root)
        .map(|member| {
            let mut value = String::new();
            document.write_compact(member.value, &mut value);
            let words = beside(document, member.name, at);
            (visible_line(member.name), visible_line(&value), words)
        })
        .collect();
    let widest = |column: fn(&(String, String, String)) -> &str, most: usize| {
        let widths = rows.iter().map(|row| column(row).width());
        widths.filter(|width| *width <= most).max().unwrap_or(0)
    };
    let names = widest(|row| &row.0, NAMES);
    let values = widest(|row| &row.1, VALUES);
    for (name, value, words) in &rows {
        let after_name = " ".repeat(names.saturating_sub(name.width()));
        let after_value = " ".repeat(values.saturating_sub(value.width()));
        let name = style.paint(Role::Quiet, name);
        let words = style.paint(Role::Quiet, words);
        let line = format!("  {name}{after_name}  {value}{after_value}  {words}");
        let _ = writeln!(out, "{}", line.trim_end());
    }
}

fn beside(document: &Document, name: &str, at: Option<UnixTime>) -> String {
    let mut beside: Vec<String> = Vec::new();
    if let Some(at) = at.filter(|_| TIMES.contains(&name))
        && let claims::Moment::At(instant) = claims::moment(document, name)
    {
        beside.extend(instant.rfc3339());
        beside.push(claims::distance(instant, at));
    }
    beside.extend(claims::plain(name).map(str::to_owned));
    beside.join(", ")
}
