//! The words of the rules: parsed once from `assets/rules.toml`, on first need, so that a run that says nothing parses nothing.
//!
//! `oauth` uses the `toml` crate here and for the claims' words, and nowhere else: prose is content and lives in `assets/`,
//! and the file is part of the binary, so reading it touches no disk.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::oauth::rules::Rule;

/// What is said when a rule fires. `{name}` slots are filled from the finding's values.
#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// What was seen.
    pub what: String,
    /// Why it matters.
    #[serde(default)]
    pub why: String,
    /// What to do now; empty where nothing needs doing.
    #[serde(default)]
    pub fix: String,
    /// The lesson that teaches it, if one does: its number in the course.
    pub lesson: Option<String>,
}

/// What a registered error code of the token endpoint means.
#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// What the server means by it.
    pub meaning: String,
    /// What to do now.
    pub advice: String,
}

#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Book {
    rules: BTreeMap<String, Words>,
    codes: BTreeMap<String, Code>,
    vendor_codes: BTreeMap<String, Code>,
    unknown_code: Code,
    phrases: BTreeMap<String, String>,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    // A file that does not parse would leave every rule without words; the tests of this module refuse that.
    toml::from_str(include_str!("../../../assets/rules.toml")).unwrap_or_default()
});

static NO_WORDS: Words = Words {
    what: String::new(),
    why: String::new(),
    fix: String::new(),
    lesson: None,
};

/// The words of `rule`; empty ones where the file has none, which a test refuses.
pub fn of(rule: Rule) -> &'static Words {
    BOOK.rules.get(rule.id()).unwrap_or(&NO_WORDS)
}

/// True for codes of IANA's "OAuth Extensions Error" registry and of RFC 6749 that a token endpoint may send.
pub fn registered(code: &str) -> bool {
    BOOK.codes.contains_key(code)
}

/// What `code` means; general words with a `{description}` slot for codes that nobody here knows.
pub fn code(code: &str) -> &'static Code {
    BOOK.codes
        .get(code)
        .or_else(|| BOOK.vendor_codes.get(code))
        .unwrap_or(&BOOK.unknown_code)
}

/// A short phrase that fills a slot of the words; its own id where there is none, which a test refuses.
pub fn phrase(id: &'static str) -> &'static str {
    BOOK.phrases.get(id).map_or(id, String::as_str)
}

/// Ids in the file that no rule has.
pub fn strays() -> Vec<&'static str> {
    BOOK.rules
        .keys()
        .map(String::as_str)
        .filter(|id| Rule::from_id(id).is_none())
        .collect()
}

/// `template` with each `{name}` replaced by its value. A name without a value stays as it is, so that a missing one is seen.
pub fn fill(template: &str, values: &[(&'static str, String)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let value = after.split_once('}').and_then(|(name, tail)| {
            values
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, v)| (v, tail))
        });
        if let Some((value, tail)) = value {
            out.push_str(value);
            rest = tail;
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The `{name}` slots of `template`, for the test that looks for forgotten values.
pub fn slots(template: &str) -> Vec<&str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|piece| piece.split_once('}').map(|(name, _)| name))
        .filter(|name| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        })
        .collect()
}
