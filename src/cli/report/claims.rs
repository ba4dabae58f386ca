//! A decoded part for people: a line a member, its value as the token holds it, what it means, and for times the instant.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use crate::cli::report::times::Times;
use crate::cli::style::{Role, Style};
use crate::oauth::dictionary::{self, Told, plain_in_header, tell, unknown_claim};
use crate::oauth::json::{Document, NodeId};
use crate::oauth::jwt::{Form, Jwt, claims};
use crate::oauth::kind::Family;
use crate::oauth::text::visible_line;

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
    let told = side.tell(document);
    // Looked at once for the columns and once to be written: a token may hold thousands of claims, and a table of them in memory costs more.
    let (mut names, mut values) = (0, 0);
    each_row(document, root, &told, side, |row| {
        names = names.max(
            Some(width(&row.name))
                .filter(|one| *one <= NAMES)
                .unwrap_or(0),
        );
        values = values.max(
            Some(width(row.value))
                .filter(|one| *one <= VALUES)
                .unwrap_or(0),
        );
    });
    each_row(document, root, &told, side, |row| {
        out.push_str("  ");
        out.push_str(&style.paint(Role::Quiet, &*row.name));
        blanks(out, names.saturating_sub(width(&row.name)) + 2);
        out.push_str(row.value);
        if !row.words.is_empty() {
            blanks(out, values.saturating_sub(width(row.value)) + 2);
            out.push_str(&style.paint(Role::Quiet, row.words));
        }
        out.push('\n');
    });
}

/// One line of the table.
struct Row<'a> {
    name: Cow<'a, str>,
    value: &'a str,
    words: &'a str,
}

/// Hands every line to `take`, nested members behind their own.
fn each_row(
    document: &Document,
    root: NodeId,
    told: &[Told],
    side: Side<'_>,
    mut take: impl FnMut(&Row<'_>),
) {
    let mut told = told.iter().peekable();
    let unknown = unknown_claim();
    let mut written = String::new();
    for member in document.members(root) {
        let own = told.next_if(|one| one.node == member.value);
        let words = own.map_or(Cow::Borrowed(""), |own| {
            beside(document, own, side, unknown)
        });
        take(&Row {
            name: on_one_line(member.name),
            value: shown(document, member.value, &mut written),
            words: &words,
        });
        while let Some(nested) = told.next_if(|one| one.depth > 0) {
            // Only what is explained gets a line of its own: the value stands above already.
            let Some(words) = &nested.words else {
                continue;
            };
            let last = nested
                .name
                .strip_prefix(member.name)
                .unwrap_or(&nested.name);
            take(&Row {
                name: Cow::Owned(format!("  {}", on_one_line(last))),
                value: shown(document, nested.node, &mut written),
                words,
            });
        }
    }
}

/// A value on one line, written into a text that every line uses again.
fn shown<'a>(document: &Document, value: NodeId, written: &'a mut String) -> &'a str {
    written.clear();
    document.write_compact(value, written);
    if let Cow::Owned(shown) = on_one_line(written) {
        *written = shown;
    }
    written
}

fn blanks(out: &mut String, mut count: usize) {
    const MANY: &str = "                                                                ";
    while count > 0 {
        let some = count.min(MANY.len());
        out.push_str(MANY.get(..some).unwrap_or_default());
        count -= some;
    }
}

/// [`visible_line`], without a copy of what can be shown as it is.
fn on_one_line(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(visible_line(text))
}

fn width(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.width()
    }
}

fn beside<'a>(
    document: &Document,
    own: &'a Told,
    side: Side<'_>,
    unknown: &'a str,
) -> Cow<'a, str> {
    let plain = own.words.as_deref().unwrap_or(unknown);
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
