//! Findings: what the checker has to say about a pasted response, as data. The words live in the rule table.

use crate::oauth::rules::{Rule, Words, words};
pub use crate::oauth::severity::{Layer, Severity};

/// The part that a JSON pointer is within.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The reply's JSON.
    Reply,
    /// The token's header.
    Header,
    /// The token's payload.
    Payload,
}

/// Where something stands. Every member is optional.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Place {
    /// Line in the text as pasted, from 1.
    pub line: Option<usize>,
    /// Column in the text as pasted, from 1, in Unicode scalar values.
    pub column: Option<usize>,
    /// JSON pointer (RFC 6901) within `part`.
    pub pointer: Option<String>,
    /// What `pointer` is within.
    pub part: Option<Part>,
}

/// One thing the checker has to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub rule: Rule,
    /// Which of the rule's cases, where they need words of their own.
    pub case: Option<&'static str>,
    /// How bad here; usually the rule's own severity, some profiles and `--strict` change it.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What stands there, shortened; never a secret, never a whole token. May hold any character: printing passes it through `oauth::text`.
    pub seen: Option<String>,
    /// Values for the `{name}` slots in the rule's words.
    pub values: Vec<(&'static str, String)>,
}

impl Finding {
    /// A finding of `rule`, with its usual severity, nowhere yet.
    pub fn new(rule: Rule) -> Self {
        Self {
            rule,
            case: None,
            severity: rule.severity(),
            place: Place::default(),
            seen: None,
            values: Vec::new(),
        }
    }

    /// The same at `place`.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }

    /// The same as bad as `severity`.
    #[must_use]
    pub fn graded(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same, with what stands there, shortened so that no secret and no whole token is repeated.
    #[must_use]
    pub fn seen(mut self, text: &str) -> Self {
        self.seen = Some(shorten(text));
        self
    }

    /// The same, told in the words of one of the rule's cases.
    #[must_use]
    pub fn case(mut self, case: &'static str) -> Self {
        self.case = Some(case);
        self
    }

    /// The same, with a value for the slot `{name}` of the rule's words.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// The words of its rule, or of its case.
    fn words(&self) -> Words {
        match self.case {
            Some(case) => words::of_case(self.rule, case),
            None => self.rule.words(),
        }
    }

    /// What was seen, in words.
    pub fn what(&self) -> String {
        words::fill(self.words().what, &self.values)
    }

    /// Why it matters.
    pub fn why(&self) -> String {
        words::fill(self.words().why, &self.values)
    }

    /// What to do now; empty where nothing needs doing.
    pub fn fix(&self) -> String {
        words::fill(self.words().fix, &self.values)
    }

    /// What to do now inside the tutor, where there are keys and fields instead of flags.
    pub fn fix_in_tutor(&self) -> String {
        let words = self.words();
        words::fill(words.tutor.unwrap_or(words.fix), &self.values)
    }
}

/// `text` in at most 48 characters, with an ellipsis for the rest. Words that may be a token or a secret keep their two ends only.
pub fn shorten(text: &str) -> String {
    abridge(text, LONGEST)
}

/// As [`shorten`], in at most `longest` characters.
pub fn abridge(text: &str, longest: usize) -> String {
    let masked: String = text
        .split_inclusive(char::is_whitespace)
        .map(shorten_word)
        .collect();
    if masked.chars().count() <= longest {
        return masked;
    }
    let mut out: String = masked.chars().take(longest.saturating_sub(1)).collect();
    out.push('\u{2026}');
    out
}

/// The longest text that is repeated whole.
const LONGEST: usize = 48;
/// The longest word that is repeated although it looks random.
const LONGEST_RANDOM: usize = 24;

fn shorten_word(word: &str) -> String {
    let length = word.chars().count();
    if length <= LONGEST_RANDOM || (length <= LONGEST && !looks_random(word)) {
        return word.to_owned();
    }
    let head: String = word.chars().take(8).collect();
    let tail: String = word.chars().skip(length - 6).collect();
    format!("{head}\u{2026}{tail}")
}

/// True for what a generator makes: digits, or both cases without anything between. Addresses, scopes and types are not.
fn looks_random(word: &str) -> bool {
    let any = |test: fn(char) -> bool| word.chars().any(test);
    let separated = any(|c| matches!(c, ':' | '.' | '-' | '_'));
    let mixed = any(|c| c.is_ascii_lowercase()) && any(|c| c.is_ascii_uppercase());
    !word.contains("://") && (any(|c| c.is_ascii_digit()) || (mixed && !separated))
}
