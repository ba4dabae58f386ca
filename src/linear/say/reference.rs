//! The reference: how much was found, an entry in full, the names of many.

use super::Words;
use crate::app::App;
use crate::lesson::desks::{self, filled};
use crate::lesson::reference::{Entry, Kind};
use crate::oauth::text::visible_line;

/// The page of the reference.
pub(super) fn say(app: &App, words: &mut Words) {
    words.fact("\nThe reference.");
    words.intro(desks::words("reference.about"));
    words.intro(desks::words("reference.from"));
    let wanted = app.sought.trim();
    if wanted.is_empty() {
        return;
    }
    let book = app.book();
    let found = book.found(wanted, None).len();
    let values = [
        ("found", found.to_string()),
        ("all", book.entries().count().to_string()),
    ];
    let count = filled("reference.count", &values);
    words.fact(format!("Searched for {}: {count}", visible_line(wanted)));
    if found == 0 {
        words.fact(desks::words("reference.none"));
    }
}

/// How an entry is called in a list.
pub(in crate::linear) fn called(entry: &Entry) -> String {
    let whose = match entry.whose.as_str() {
        "" => String::new(),
        whose => format!(", {whose}"),
    };
    format!("{}, {}{whose}", entry.name, entry.kind.word())
}

/// Everything that an entry says: of those that were found the one with this index.
pub(super) fn entry(app: &App, index: usize) -> Option<Vec<String>> {
    let book = app.book();
    let entry = *book.found(&app.sought, None).get(index)?;
    let mut said = vec![format!("{}.", called(entry))];
    said.extend(entry.parts.iter().map(|(label, words)| {
        if label.is_empty() {
            words.clone()
        } else {
            format!("{label}: {words}")
        }
    }));
    Some(said)
}

/// The names of all that was found, or of all of a kind.
pub(super) fn names(app: &App, kind: Option<Kind>) -> Vec<String> {
    let book = app.book();
    let wanted = kind.map_or(app.sought.as_str(), |_| "");
    let found = book.found(wanted, kind);
    match kind {
        Some(Kind::Note) if found.is_empty() => {
            return vec![desks::words("reference.notes").to_owned()];
        }
        Some(Kind::Mistake) if found.is_empty() => {
            return vec![desks::words("reference.mistakes").to_owned()];
        }
        _ => {}
    }
    let mut names: Vec<&str> = found.iter().map(|entry| entry.name.as_str()).collect();
    names.dedup();
    vec![format!("{}.", names.join(", "))]
}
