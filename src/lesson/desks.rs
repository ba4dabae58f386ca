//! The words of the screens that explain: from `assets/desks.toml`, by their id. They are made into code when the program is built
//! (`build/tables.rs`), so that nothing is parsed at a start.

/// The words with this id; the id itself where there are none, which a test refuses.
pub fn words(id: &'static str) -> &'static str {
    include!(concat!(env!("OUT_DIR"), "/desks.rs"))
}

/// The same, each `{name}` replaced by its value.
pub fn filled(id: &'static str, values: &[(&'static str, String)]) -> String {
    crate::oauth::rules::words::fill(words(id), values)
}
