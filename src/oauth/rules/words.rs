//! The words of the rules, from `assets/rules.toml`, which is part of the binary: each piece is found when it is first needed.

use std::sync::OnceLock;

use crate::oauth::prose::{self, Head, Line, lookup, values};
use crate::oauth::rules::{Rule, table};

/// The file, for the test that parses it whole.
pub const FILE: &str = include_str!("../../../assets/rules.toml");

/// What is said when a rule fires. `{name}` slots are filled from the finding's values.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words {
    /// What was seen.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What to do now; empty where nothing needs doing.
    pub fix: &'static str,
    /// What to do now inside the tutor, where that is another thing than on the command line.
    pub tutor: Option<&'static str>,
    /// The lesson that teaches it, if one does: its number in the course.
    pub lesson: Option<&'static str>,
}

/// What an error code means.
#[derive(Debug, Default)]
pub struct Code {
    /// What the server means by it.
    pub meaning: &'static str,
    /// What to do now.
    pub advice: &'static str,
}

const HEADS: [Head; prose::count(FILE)] = prose::heads(FILE);

const LINES: [Line; prose::count_lines(FILE)] = prose::lines(FILE);

static WORDS: [OnceLock<Words>; table::COUNT] = [const { OnceLock::new() }; table::COUNT];

fn find(group: &str, name: &str) -> Option<&'static str> {
    prose::table(FILE, &HEADS, group, name)
}

/// The words of `rule`; empty ones where the file has none, which a test refuses.
pub fn of(rule: Rule) -> &'static Words {
    WORDS[rule as usize].get_or_init(|| {
        let table = find("rules", rule.id()).unwrap_or_default();
        Words::default().with(table)
    })
}

/// The words of `rule` in one of its cases: what the case does not say in its own words, the rule says.
pub fn of_case(rule: Rule, case: &'static str) -> Words {
    let name = format!("{}.{case}", rule.id());
    of(rule).with(find("cases", &name).unwrap_or_default())
}

impl Words {
    fn with(mut self, table: &'static str) -> Self {
        for (key, value) in values(table) {
            match key {
                "what" => self.what = value,
                "why" => self.why = value,
                "fix" => self.fix = value,
                "tutor" => self.tutor = Some(value),
                "lesson" => self.lesson = Some(value),
                _ => {}
            }
        }
        self
    }
}

/// True for codes of RFC 6749 and of IANA's "OAuth Extensions Error" registry that are explained in the file.
pub fn registered(code: &str) -> bool {
    find("codes", code).is_some()
}

/// What `code` means; general words for codes that nobody here knows.
pub fn code(code: &str) -> Code {
    let text = find("codes", code)
        .or_else(|| find("vendor_codes", code))
        .or_else(|| find("", "unknown_code"));
    Code::of(text.unwrap_or_default())
}

/// What a description means that says more than its code; empty where the file has no such name, which a test refuses.
pub fn said(name: &'static str) -> Code {
    Code::of(find("said", name).unwrap_or_default())
}

impl Code {
    fn of(table: &'static str) -> Self {
        let mut known = Self::default();
        for (key, value) in values(table) {
            match key {
                "meaning" => known.meaning = value,
                "advice" => known.advice = value,
                _ => {}
            }
        }
        known
    }
}

/// A short phrase that fills a slot of the words; its own id where there is none, which a test refuses.
pub fn phrase(id: &'static str) -> &'static str {
    // The ids of phrases have dots, and no other key of the file has, so that all lines can be looked through.
    lookup(FILE, &LINES, id).unwrap_or(id)
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
