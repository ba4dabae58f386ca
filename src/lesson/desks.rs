//! The words of the screens that explain: from `assets/desks.toml`, by their id. They are made into a table when the program is built.

use crate::oauth::tables::DESKS;

/// The words with this id; the id itself where there are none, which a test refuses.
pub fn words(id: &'static str) -> &'static str {
    DESKS.value("", id).unwrap_or(id)
}

/// The same, each `{name}` replaced by its value.
pub fn filled(id: &'static str, values: &[(&'static str, String)]) -> String {
    crate::oauth::rules::words::fill(words(id), values)
}
