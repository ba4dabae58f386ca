//! A decoded part for people: a line a member, its value as the token holds it, what it means, and for times the instant.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::cli::report::human::Times;
use crate::cli::style::{Role, Style};
use crate::oauth::dictionary::{self, Told, plain_in_header, tell, unknown_claim};
use crate::oauth::json::{Document, NodeId};
use crate::oauth::jwt::{Form, Jwt, claims};
use crate::oauth::kind::Family;
use crate::oauth::text::{is_plain, visible_line};

/// The widest column of names and of values; longer ones push their line out.
const NAMES: usize = 20;
const VALUES: usize = 44;
/// The claims that are instants.
const TIMES: [&str; 4] = ["exp", "iat", "nbf", "auth_time"];

/// Which part is written, and what its words need to know.
#[derive(Clone, Copy)]
pub(super) enum Side<'a> {
    /// The header of this token of this family; it holds no times.
    Header(&'a Jwt, Family),
    /// The payload, and how its times are told.
    Payload(Times<'a>, Family),
}

impl Side<'_> {
    /// What each member says, nested ones behind their own.
    fn tell(self, document: &Document) -> Vec<Told> {
        match self {
            Self::Header(jwt, family) => {
                let mut told = tell(document, family, dictionary::Side::Header);
                // RFC 7516 4.1.1: there alg and kid tell of the encryption.
                for one in told
                    .iter_mut()
                    .filter(|one| one.depth == 0 && jwt.form == Form::Jwe)
                {
                    let words = plain_in_header(jwt, &one.name);
                    one.words = words.map(str::to_owned).or_else(|| one.words.take());
                }
                told
            }
            Self::Payload(_, family) => tell(document, family, dictionary::Side::Claims),
        }
    }
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
    let told = side.tell(document);
    let mut told = told.iter().peekable();
    let mut rows: Vec<Row> = Vec::new();
    for member in document.members(root) {
        let own = told.next_if(|one| one.node == member.value);
        let words = own.map_or(Cow::Borrowed(""), |own| beside(document, own, side));
        rows.push(row(
            document,
            &mut written,
            (on_one_line(member.name), member.value),
            words,
        ));
        while let Some(nested) = told.next_if(|one| one.depth > 0) {
            // Only what is explained gets a line of its own: the value stands above already.
            if let Some(words) = &nested.words {
                let last = nested
                    .name
                    .strip_prefix(member.name)
                    .unwrap_or(&nested.name);
                let name = Cow::Owned(format!("  {}", on_one_line(last)));
                rows.push(row(
                    document,
                    &mut written,
                    (name, nested.node),
                    Cow::Owned(words.clone()),
                ));
            }
        }
    }
    table(out, &rows, &written, style);
}

/// The rows below each other, names and explanations each in a column.
fn table(out: &mut String, rows: &[Row<'_>], written: &str, style: Style) {
    let widest = |width: fn(&Row) -> usize, most: usize| {
        let widths = rows.iter().map(width).filter(|width| *width <= most);
        widths.max().unwrap_or(0)
    };
    let names = widest(|row| row.widths.0, NAMES);
    let values = widest(|row| row.widths.1, VALUES);
    for row in rows {
        let after_name = names.saturating_sub(row.widths.0);
        let name = style.paint(Role::Quiet, &*row.name);
        let value = written.get(row.value.clone()).unwrap_or_default();
        // Put together by hand: a token may hold thousands of claims, and formatting takes as long as reading them.
        out.push_str("  ");
        out.push_str(&name);
        out.extend(std::iter::repeat_n(' ', after_name + 2));
        out.push_str(value);
        if !row.words.is_empty() {
            let after_value = values.saturating_sub(row.widths.1);
            out.extend(std::iter::repeat_n(' ', after_value + 2));
            out.push_str(&style.paint(Role::Quiet, &*row.words));
        }
        out.push('\n');
    }
}

fn row<'a>(
    document: &Document,
    written: &mut String,
    (name, value): (Cow<'a, str>, NodeId),
    words: Cow<'a, str>,
) -> Row<'a> {
    let start = written.len();
    document.write_compact(value, written);
    show_from(written, start);
    Row {
        widths: (
            width(&name),
            width(written.get(start..).unwrap_or_default()),
        ),
        name,
        value: start..written.len(),
        words,
    }
}

struct Row<'a> {
    name: Cow<'a, str>,
    value: Range<usize>,
    words: Cow<'a, str>,
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

fn beside<'a>(document: &Document, own: &'a Told, side: Side<'_>) -> Cow<'a, str> {
    let plain = own.words.as_deref().unwrap_or(unknown_claim());
    let name = own.name.as_str();
    let Side::Payload(times, _) = side else {
        return Cow::Borrowed(plain);
    };
    if !TIMES.contains(&name) {
        return Cow::Borrowed(plain);
    }
    let mut beside: Vec<String> = Vec::new();
    if let claims::Moment::At(instant) = claims::moment(document, name) {
        beside.extend(instant.rfc3339());
        beside.extend((times.local)(instant));
        beside.push(claims::distance(instant, times.at));
    }
    beside.push(plain.to_owned());
    Cow::Owned(beside.join(", "))
}
