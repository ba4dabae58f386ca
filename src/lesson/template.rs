//! A text with references, filled in when it is used: `{app.client_id}@clients`, `flip({app.secret})`.

use serde::Deserialize;

use crate::oauth::names::ClientSecret;
use crate::oauth::wire::form;

/// A text with references.
#[derive(Deserialize, Clone, PartialEq, Eq, Debug)]
#[serde(from = "Scalar")]
pub struct Template(String);

#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar {
    Text(String),
    Number(i64),
    Flag(bool),
}

impl From<Scalar> for Template {
    fn from(scalar: Scalar) -> Self {
        match scalar {
            Scalar::Text(text) => Self(text),
            Scalar::Number(number) => Self(number.to_string()),
            Scalar::Flag(flag) => Self(flag.to_string()),
        }
    }
}

/// A text that is filled in. One that comes from a secret stays a secret wherever it flows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    /// Everybody may see it.
    Open(String),
    /// It is masked and never stored.
    Secret(ClientSecret),
}

impl Filled {
    /// The text, for the wire.
    pub fn expose(&self) -> &str {
        match self {
            Self::Open(text) => text,
            Self::Secret(secret) => secret.expose(),
        }
    }

    fn with(&self, text: String) -> Self {
        match self {
            Self::Open(_) => Self::Open(text),
            Self::Secret(_) => Self::Secret(ClientSecret::new(text)),
        }
    }
}

/// What is done to a value on its way.
type Transform = fn(&str) -> String;

/// What can be done, by name.
const TRANSFORMS: [(&str, Transform); 5] = [
    ("flip", flip),
    ("append-newline", |text| format!("{text}\n")),
    ("append-blank", |text| format!("{text} ")),
    ("encode", form::encode),
    ("cut", |text| {
        let mut chars = text.chars();
        chars.next_back();
        chars.as_str().to_owned()
    }),
];

impl Template {
    /// A text as a lesson file spells it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text as spelled.
    pub fn spelled(&self) -> &str {
        &self.0
    }

    /// The names of its references.
    pub fn references(&self) -> Vec<&str> {
        let mut rest = self.inner().1;
        let mut names = Vec::new();
        while let Some((_, name, after)) = next_reference(rest) {
            names.push(name);
            rest = after;
        }
        names
    }

    /// True where the value is changed on its way: `flip({app.secret})`.
    pub fn transforms(&self) -> bool {
        self.inner().0.is_some()
    }

    /// The name of what is to be done to a reference, and cannot be: `rot13({app.secret})`.
    pub fn unknown_transform(&self) -> Option<&str> {
        let (name, rest) = self.0.split_once('(')?;
        let is_name = !name.is_empty()
            && name
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let has_one = rest.ends_with(')') && next_reference(rest).is_some();
        (is_name && has_one && !self.transforms()).then_some(name)
    }

    /// What can be done to a value on its way.
    pub fn known_transforms() -> impl Iterator<Item = &'static str> {
        TRANSFORMS.iter().map(|(name, _)| *name)
    }

    /// The text with each reference replaced by what `look` knows; `None` where one is not known.
    pub fn fill(&self, look: impl Fn(&str) -> Option<Filled>) -> Option<Filled> {
        let (transform, mut rest) = self.inner();
        let mut text = String::new();
        let mut secret = false;
        while let Some((before, name, after)) = next_reference(rest) {
            let value = look(name)?;
            text.push_str(before);
            text.push_str(value.expose());
            secret |= matches!(value, Filled::Secret(_));
            rest = after;
        }
        text.push_str(rest);
        let filled = if secret {
            Filled::Secret(ClientSecret::new(text))
        } else {
            Filled::Open(text)
        };
        Some(match transform {
            Some(transform) => filled.with(transform(filled.expose())),
            None => filled,
        })
    }

    /// What is done to the value, and the text in it.
    fn inner(&self) -> (Option<Transform>, &str) {
        let known = TRANSFORMS.iter().find_map(|(name, transform)| {
            let inner = self.0.strip_prefix(name)?;
            let inner = inner.strip_prefix('(')?.strip_suffix(')')?;
            Some((*transform, inner))
        });
        match known {
            Some((transform, inner)) => (Some(transform), inner),
            None => (None, &self.0),
        }
    }
}

/// The text before the first reference, its name, and the text behind it. A brace with a blank behind it is only a brace.
fn next_reference(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    (!name.is_empty() && name.chars().all(plain)).then_some((before, name, after))
}

/// Another character in the middle, of the same length.
fn flip(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    if let Some(middle) = chars.len().checked_sub(1).map(|last| last / 2) {
        chars[middle] = if chars[middle] == 'x' { 'y' } else { 'x' };
    }
    chars.into_iter().collect()
}

/// What the APIs of the practice tenants are called in lessons, and the one of a tenant of one's own. Workflows is Okta's, management Auth0's.
pub const APIS: [&str; 5] = ["reports", "users", "workflows", "management", "own"];

/// The names that references may have; `*` stands for a name. What they stand for is looked up by `app/reference.rs`.
pub const REFERENCES: &[&str] = &[
    "app.client_id",
    "app.name",
    "app.secret",
    "app.private_key",
    "app.kid",
    "api.reports",
    "api.users",
    "api.workflows",
    "api.management",
    "api.own",
    "tenant.issuer",
    "tenant.token_endpoint",
    "tenant.org_token_endpoint",
    "tenant.domain",
    "tenant.scheme",
    "tenant.jwks_uri",
    "organization.*",
    "form.*",
    "run.good.token",
];

/// True for a name that a reference may have.
pub fn is_reference(name: &str) -> bool {
    REFERENCES
        .iter()
        .any(|known| match known.strip_suffix('*') {
            Some(front) => name
                .strip_prefix(front)
                .is_some_and(|rest| !rest.is_empty()),
            None => name == *known,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(name: &str) -> Option<Filled> {
        match name {
            "app.client_id" => Some(Filled::Open("abc".into())),
            "app.secret" => Some(Filled::Secret(ClientSecret::new("12345"))),
            _ => None,
        }
    }

    #[test]
    fn references_are_filled_and_a_secret_stays_one() {
        let filled = |text: &str| Template::new(text).fill(look);
        assert_eq!(
            filled("{app.client_id}@clients"),
            Some(Filled::Open("abc@clients".into()))
        );
        assert_eq!(filled("{app.nothing}"), None);
        let flipped = filled("flip({app.secret})");
        assert!(matches!(&flipped, Some(Filled::Secret(secret)) if secret.expose() == "12x45"));
        assert!(!format!("{flipped:?}").contains("12x45"));
        assert_eq!(
            filled("plain { text }"),
            Some(Filled::Open("plain { text }".into()))
        );
    }
}
