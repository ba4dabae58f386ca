//! The words of the rules, from `assets/rules.toml`: tables that were made when the program was built.

use crate::oauth::rules::Rule;
use crate::oauth::tables::{ERRORS, Row, WORDS};

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

/// The words of `rule`; empty ones where the file has none, which a test refuses.
pub fn of(rule: Rule) -> Words {
    Words::default().with(WORDS.rows(&format!("rules.{}", rule.id())))
}

/// The words of `rule` in one of its cases: what the case does not say in its own words, the rule says.
pub fn of_case(rule: Rule, case: &'static str) -> Words {
    of(rule).with(WORDS.rows(&format!("cases.{}.{case}", rule.id())))
}

impl Words {
    fn with(mut self, rows: &'static [Row]) -> Self {
        for row in rows {
            match row.key() {
                "what" => self.what = row.value(),
                "why" => self.why = row.value(),
                "fix" => self.fix = row.value(),
                "tutor" => self.tutor = Some(row.value()),
                "lesson" => self.lesson = Some(row.value()),
                _ => {}
            }
        }
        self
    }
}

/// True for codes that are registered for the token endpoint, or belong to an extension at work here.
pub fn registered(code: &str) -> bool {
    WORDS.value("registered", code).is_some()
}

/// True for a code that a row of `errors.toml` explains.
pub(in crate::oauth) fn is_explained(code: &str) -> bool {
    errors().any(|row| {
        row.iter()
            .any(|one| one.key() == "code" && one.value() == code)
    })
}

/// The rows that explain errors, in the order of their file.
pub(in crate::oauth) fn errors() -> impl Iterator<Item = &'static [Row]> {
    ERRORS.all()
}

/// One value of one table; empty where there is none.
pub fn value(head: &str, key: &str) -> &'static str {
    WORDS.value(head, key).unwrap_or_default()
}

/// A short phrase that fills a slot of the words; its own id where there is none, which a test refuses.
pub fn phrase(id: &'static str) -> &'static str {
    WORDS.value("phrases", id).unwrap_or(id)
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
