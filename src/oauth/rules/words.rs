//! The words of the rules, from `assets/rules.toml`: each table of the file is parsed on its own, when it is first needed.
//!
//! `oauth` uses the `toml` crate here and for the claims' words, and nowhere else: prose is content and lives in `assets/`,
//! and the file is part of the binary, so reading it touches no disk. Parsing the whole file takes 0.4 ms, a third of what a run
//! of `check` may take; a run needs ten of its tables.

use std::collections::{BTreeMap, HashMap};
use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::oauth::rules::{Rule, table};

/// The file, for the test that parses it whole.
pub const FILE: &str = include_str!("../../../assets/rules.toml");

/// What is said when a rule fires. `{name}` slots are filled from the finding's values.
#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// What was seen.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What to do now; empty where nothing needs doing.
    #[serde(default)]
    pub fix: String,
    /// The lesson that teaches it, if one does: its number in the course.
    pub lesson: Option<String>,
}

/// What an error code means.
#[derive(Debug, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// What the server means by it.
    pub meaning: String,
    /// What to do now.
    pub advice: String,
}

/// The tables of the file by what stands between their brackets. The file's own form is relied on: a header stands alone on its
/// line, and no line of prose begins with a bracket. A test compares this with the file parsed whole.
static TABLES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    FILE.split("\n[")
        .filter_map(|table| table.split_once("]\n"))
        .collect()
});

static WORDS: [OnceLock<Words>; table::COUNT] = [const { OnceLock::new() }; table::COUNT];

static PHRASES: LazyLock<BTreeMap<String, String>> =
    LazyLock::new(|| parsed("phrases").unwrap_or_default());

/// A table of the file. One that does not parse counts as absent; the tests of the rules refuse both.
fn parsed<T: DeserializeOwned>(name: &str) -> Option<T> {
    toml::from_str(TABLES.get(name)?).ok()
}

/// The words of `rule`; empty ones where the file has none, which a test refuses.
pub fn of(rule: Rule) -> &'static Words {
    WORDS[rule as usize]
        .get_or_init(|| parsed(&format!("rules.\"{}\"", rule.id())).unwrap_or_default())
}

/// True for codes of RFC 6749 and of IANA's "OAuth Extensions Error" registry that are explained in the file.
pub fn registered(code: &str) -> bool {
    TABLES.contains_key(format!("codes.{code}").as_str())
}

/// What `code` means; general words for codes that nobody here knows.
pub fn code(code: &str) -> Code {
    parsed(&format!("codes.{code}"))
        .or_else(|| parsed(&format!("vendor_codes.{code}")))
        .or_else(|| parsed("unknown_code"))
        .unwrap_or_default()
}

/// A short phrase that fills a slot of the words; its own id where there is none, which a test refuses.
pub fn phrase(id: &'static str) -> &'static str {
    PHRASES.get(id).map_or(id, String::as_str)
}

/// `template` with each `{name}` replaced by its value. A name without a value stays as it is, so that a missing one is seen.
pub fn fill(template: &str, values: &[(&'static str, String)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let value = after.split_once('}').and_then(|(name, tail)| {
            let value = values.iter().find(|(known, _)| *known == name);
            value.map(|(_, value)| (value, tail))
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
