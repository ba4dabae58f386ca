//! The words of the checker and the decoder that explain: from `assets/desks.toml`, by their id.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The file, for the test that reads it whole.
pub const FILE: &str = include_str!("../../assets/desks.toml");

static WORDS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    // A file that does not parse would leave the desks without words; a test refuses that.
    toml::from_str(FILE).unwrap_or_default()
});

/// The words with this id; the id itself where there are none, which a test refuses.
pub fn words(id: &'static str) -> &'static str {
    WORDS.get(id).map_or(id, String::as_str)
}

/// The same, each `{name}` replaced by its value.
pub fn filled(id: &'static str, values: &[(&'static str, String)]) -> String {
    crate::oauth::rules::words::fill(words(id), values)
}
