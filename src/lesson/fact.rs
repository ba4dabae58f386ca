//! What can be asked of the world: `subject operator value`, and conditions made of such facts.
//!
//! A fact has no answer here. It is measured on real evidence (`app/fact.rs`); what cannot be measured is unknown, never a default.

use serde::Deserialize;

use crate::lesson::template::Template;

mod subject;

pub use subject::{About, DRAFT_FIELDS, FORM_FIELDS, SUBJECTS, Subject, SubjectRow};

/// One fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What is looked at.
    pub subject: Subject,
    /// How it is compared.
    pub operator: Operator,
    /// With what; nothing for `present` and `absent`.
    pub value: Option<Term>,
}

/// How a subject is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `==`
    Equals,
    /// `!=`
    Differs,
    /// `<`
    Below,
    /// `>`
    Above,
    /// `has`: the list holds it, or the text does among its words.
    Has,
    /// `lacks`
    Lacks,
    /// `present`
    Present,
    /// `absent`
    Absent,
}

impl Operator {
    /// All, as files spell them.
    pub const SPELLED: [(&'static str, Self); 8] = [
        ("==", Self::Equals),
        ("!=", Self::Differs),
        ("<", Self::Below),
        (">", Self::Above),
        ("has", Self::Has),
        ("lacks", Self::Lacks),
        ("present", Self::Present),
        ("absent", Self::Absent),
    ];
}

/// What a subject is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// A text or a number, references in it filled in when it is compared.
    Value(Template),
    /// What another fact is about.
    Subject(Subject),
}

/// Facts joined.
#[derive(Deserialize, Clone, Debug, PartialEq, Eq)]
#[serde(try_from = "ConditionFile")]
pub enum Condition {
    /// This one.
    Fact(Fact),
    /// Each of these.
    All(Vec<Condition>),
    /// One of these.
    Any(Vec<Condition>),
}

/// A condition as a file spells it. Its facts are read afterwards: a fault inside of an untagged enum would lose its words.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum ConditionFile {
    Text(String),
    All { all: Vec<ConditionFile> },
    Any { any: Vec<ConditionFile> },
}

impl TryFrom<ConditionFile> for Condition {
    type Error = String;

    fn try_from(file: ConditionFile) -> Result<Self, String> {
        match file {
            ConditionFile::Text(text) => Self::read(&text),
            ConditionFile::All { all } => Ok(Self::All(each(all)?)),
            ConditionFile::Any { any } => Ok(Self::Any(each(any)?)),
        }
    }
}

/// The text at each ` and ` that stands in no value in quotes.
fn parts(text: &str) -> Vec<&str> {
    const AND: &str = " and ";
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices(AND) {
        let part = text.get(from..at).unwrap_or_default();
        let is_open = part.contains(" '") && !part.trim_end().ends_with('\'');
        if at >= from && !is_open {
            parts.push(part);
            from = at + AND.len();
        }
    }
    parts.push(text.get(from..).unwrap_or_default());
    parts
}

fn each(files: Vec<ConditionFile>) -> Result<Vec<Condition>, String> {
    files.into_iter().map(Condition::try_from).collect()
}

impl Condition {
    /// Reads a condition: facts joined by `and`, all of which have to hold.
    ///
    /// # Errors
    /// In words for the author of a lesson.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut facts = Vec::new();
        for part in parts(text) {
            facts.push(Self::Fact(fact(part.trim())?));
        }
        match (facts.pop(), facts.is_empty()) {
            (Some(only), true) => Ok(only),
            (Some(last), false) => {
                facts.push(last);
                Ok(Self::All(facts))
            }
            (None, _) => Err("a condition is empty".to_owned()),
        }
    }

    /// Every fact in it.
    pub fn facts(&self) -> Vec<&Fact> {
        match self {
            Self::Fact(fact) => vec![fact],
            Self::All(conditions) | Self::Any(conditions) => {
                conditions.iter().flat_map(Self::facts).collect()
            }
        }
    }

    /// True where it has to be looked for among the exchanges; else it is about the present.
    pub fn is_about_runs(&self) -> bool {
        self.facts().iter().any(|fact| fact.is_about_runs())
    }

    /// True where it is about something that follows a reply: a call, a verification.
    pub fn follows_the_reply(&self) -> bool {
        let of = |fact: &&Fact| matches!(fact.subject.words().first(), Some(&("api" | "trust")));
        self.facts().iter().any(of)
    }

    /// True where it is about what a token says.
    pub fn is_about_claims(&self) -> bool {
        let of = |fact: &&Fact| fact.subject.words().get(..2) == Some(&["token", "claim"]);
        self.facts().iter().any(of)
    }

    /// True where it demands that the server refuses.
    pub fn wants_a_refusal(&self) -> bool {
        let of = |fact: &&Fact| {
            let status = match &fact.value {
                Some(Term::Value(value)) => value.spelled(),
                Some(Term::Subject(_)) | None => "",
            };
            let is_status = fact.subject.words() == ["reply", "status"];
            let is_refusal = status.starts_with(['4', '5']);
            is_status && fact.operator == Operator::Equals && is_refusal
        };
        self.facts().iter().any(of)
    }

    /// True where it is about the app as it is registered.
    pub fn is_about_app(&self) -> bool {
        let of = |fact: &&Fact| fact.subject.words().first() == Some(&"app");
        self.facts().iter().any(of)
    }

    /// True where it is about an exchange that failed.
    pub fn is_about_failure(&self) -> bool {
        let mut facts = self.facts().into_iter();
        facts.any(|fact| fact.subject.words().first() == Some(&"failure"))
    }

    /// True where it asks for a guess; at that prediction, where one is named.
    pub fn asks_for_a_guess(&self, id: Option<&str>) -> bool {
        let of = |fact: &&Fact| match fact.subject.words().as_slice() {
            ["guessed", one] => id.is_none_or(|id| id == *one),
            _ => false,
        };
        self.facts().iter().any(of)
    }

    /// True where it is about the request as it stands in the form.
    pub fn is_about_the_request(&self) -> bool {
        let of = |fact: &&Fact| fact.subject.words().first() == Some(&"draft");
        !self.is_about_runs() && self.facts().iter().all(of)
    }

    /// True where it is about what stands on a form, in a port, on the desk, in the lab, at the app or at the tenant, all of which may be changed again. The request is
    /// meant to be changed from one exchange to the next.
    pub fn is_of_the_present(&self) -> bool {
        let of = |fact: &&Fact| {
            let words = fact.subject.words();
            match words.as_slice() {
                ["form" | "checker" | "app" | "tenant" | "experiment", ..] => true,
                ["flow", "card", _, way, _] => *way == "in",
                _ => false,
            }
        };
        !self.is_about_runs() && self.facts().iter().all(of)
    }
}

impl Fact {
    /// True where it is read from one exchange.
    pub fn is_about_runs(&self) -> bool {
        let value = match &self.value {
            Some(Term::Subject(subject)) => Some(subject),
            Some(Term::Value(_)) | None => None,
        };
        self.subject.about() == About::Run
            || value.is_some_and(|subject| subject.about() == About::Run)
    }
}

/// Reads `subject operator value`.
fn fact(text: &str) -> Result<Fact, String> {
    let (subject, rest) = text.split_once(' ').ok_or_else(|| {
        let shown = crate::oauth::text::visible_line(text);
        format!(
            "a fact has a subject, an operator and a value, as reply.status == 200, not {shown}"
        )
    })?;
    let rest = rest.trim();
    let (operator, value) = rest.split_once(' ').unwrap_or((rest, ""));
    let operator = Operator::SPELLED
        .iter()
        .find(|(spelled, _)| *spelled == operator)
        .map(|(_, operator)| *operator)
        .ok_or_else(|| {
            let known = Operator::SPELLED.map(|(spelled, _)| spelled).join(" ");
            format!("the operator is one of: {known}")
        })?;
    let subject = Subject::read(subject)?;
    let value = value.trim();
    let alone = matches!(operator, Operator::Present | Operator::Absent);
    if alone != value.is_empty() {
        return Err(if alone {
            "present and absent take no value".to_owned()
        } else {
            "there is nothing to compare with".to_owned()
        });
    }
    Ok(Fact {
        subject,
        operator,
        value: (!alone).then(|| term(value)),
    })
}

/// A quoted text is a text; what is spelled like a subject is that subject; all else is a text.
fn term(value: &str) -> Term {
    let quoted = value
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''));
    if let Some(text) = quoted {
        return Term::Value(Template::new(text));
    }
    match Subject::read(value) {
        Ok(subject) if value.contains('.') => Term::Subject(subject),
        Ok(_) | Err(_) => Term::Value(Template::new(value)),
    }
}
