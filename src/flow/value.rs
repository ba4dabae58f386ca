//! What flows from card to card. A text that comes from a secret is a type of its own, so that it stays one wherever it flows.

use serde_json::{Map, Number, Value as Json};

use crate::oauth::names::ClientSecret;

/// A value. Its `Debug` shows no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Empty,
    /// Yes or no.
    Flag(bool),
    /// A number.
    Number(Number),
    /// A text that everybody may see.
    Text(String),
    /// A text that is, or was made from, a secret.
    Secret(ClientSecret),
    /// Several values.
    List(Vec<Value>),
    /// Named values, in their order.
    Object(Vec<(String, Value)>),
}

/// Members of replies that are credentials, by whatever server.
const CREDENTIALS: [&str; 5] = [
    "access_token",
    "refresh_token",
    "id_token",
    "client_secret",
    "client_assertion",
];

impl Value {
    /// A text, hidden where `secret`.
    pub fn worded(text: impl Into<String>, secret: bool) -> Self {
        if secret {
            Self::Secret(ClientSecret::new(text))
        } else {
            Self::Text(text.into())
        }
    }

    /// A text that must not be shown.
    pub fn secret(text: impl Into<String>) -> Self {
        Self::worded(text, true)
    }

    /// A whole number.
    pub fn whole(number: i64) -> Self {
        Self::Number(number.into())
    }

    /// True where it is, or holds, a secret.
    pub fn is_secret(&self) -> bool {
        match self {
            Self::Secret(_) => true,
            Self::List(all) => all.iter().any(Self::is_secret),
            Self::Object(all) => all.iter().any(|(_, value)| value.is_secret()),
            Self::Empty | Self::Flag(_) | Self::Number(_) | Self::Text(_) => false,
        }
    }

    /// The same with each text in it a secret.
    #[must_use]
    pub fn hidden(self) -> Self {
        match self {
            Self::Text(text) => Self::secret(text),
            Self::List(all) => Self::List(all.into_iter().map(Self::hidden).collect()),
            Self::Object(all) => {
                let members = all.into_iter().map(|(name, value)| (name, value.hidden()));
                Self::Object(members.collect())
            }
            same @ (Self::Empty | Self::Flag(_) | Self::Number(_) | Self::Secret(_)) => same,
        }
    }

    /// True where nothing was put in.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.is_empty(),
            Self::Secret(secret) => secret.expose().is_empty(),
            Self::Flag(_) | Self::Number(_) | Self::List(_) | Self::Object(_) => false,
        }
    }

    /// What a JSON value of a reply is here: credentials are known by their names.
    pub fn from_json(json: &Json) -> Self {
        match json {
            Json::Null => Self::Empty,
            Json::Bool(flag) => Self::Flag(*flag),
            Json::Number(number) => Self::Number(number.clone()),
            Json::String(text) => Self::Text(text.clone()),
            Json::Array(all) => Self::List(all.iter().map(Self::from_json).collect()),
            Json::Object(members) => {
                let member = |(name, value): (&String, &Json)| match value {
                    Json::String(text) if CREDENTIALS.contains(&name.as_str()) => {
                        (name.clone(), Self::secret(text.clone()))
                    }
                    value => (name.clone(), Self::from_json(value)),
                };
                Self::Object(members.iter().map(member).collect())
            }
        }
    }

    /// The whole as JSON, secrets included: for the wire.
    pub(super) fn exposed(&self) -> Json {
        match self {
            Self::Empty => Json::Null,
            Self::Flag(flag) => Json::Bool(*flag),
            Self::Number(number) => Json::Number(number.clone()),
            Self::Text(text) => Json::String(text.clone()),
            Self::Secret(secret) => Json::String(secret.expose().to_owned()),
            Self::List(all) => Json::Array(all.iter().map(Self::exposed).collect()),
            Self::Object(all) => {
                let members = all.iter();
                let members: Map<String, Json> = members
                    .map(|(name, value)| (name.clone(), value.exposed()))
                    .collect();
                Json::Object(members)
            }
        }
    }

    /// As a text, as a card does that turns other types into text.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Secret(secret) => secret.expose().to_owned(),
            Self::Flag(_) | Self::Number(_) | Self::List(_) | Self::Object(_) => {
                self.exposed().to_string()
            }
        }
    }

    /// The text of a value that everybody may see; `None` for a secret and for what holds one.
    pub fn open_text(&self) -> Option<String> {
        (!self.is_secret()).then(|| self.text())
    }

    /// The text, for whoever hands it on to the wire.
    pub fn expose(&self) -> String {
        self.text()
    }

    /// As a reader may see it, on one line: of a secret its length and last two letters.
    pub fn shown(&self) -> String {
        match self {
            empty if empty.is_empty() => "(empty)".to_owned(),
            Self::Empty => String::new(),
            Self::Text(text) => crate::oauth::text::visible_line(text),
            Self::Secret(secret) => masked(secret),
            Self::Flag(_) | Self::Number(_) => self.exposed().to_string(),
            Self::List(all) => {
                let all: Vec<String> = all.iter().map(Self::shown).collect();
                format!("[{}]", all.join(", "))
            }
            Self::Object(all) => {
                let member = |(name, value): &(String, Self)| {
                    let name = crate::oauth::text::visible_line(name);
                    format!("{name}: {}", value.shown())
                };
                let all: Vec<String> = all.iter().map(member).collect();
                format!("{{{}}}", all.join(", "))
            }
        }
    }

    /// What is at this path: names and, in lists, numbers from 0, with dots between. Nothing where the path leads nowhere.
    #[must_use]
    pub fn at(&self, path: &str) -> Self {
        let mut here = self;
        for step in path.split('.') {
            let next = match here {
                Self::Object(all) => all.iter().find(|(name, _)| name == step).map(|(_, it)| it),
                Self::List(all) => step.parse::<usize>().ok().and_then(|at| all.get(at)),
                Self::Empty | Self::Flag(_) | Self::Number(_) | Self::Text(_) | Self::Secret(_) => {
                    None
                }
            };
            let Some(next) = next else {
                return Self::Empty;
            };
            here = next;
        }
        here.clone()
    }
}

fn masked(secret: &ClientSecret) -> String {
    let mask = secret.mask();
    match (mask.length, mask.tail.is_empty()) {
        (length, true) => format!("(hidden, {length} characters)"),
        (length, false) => {
            let tail = crate::oauth::text::visible_line(&mask.tail);
            format!("(hidden, {length} characters, ends in {tail})")
        }
    }
}
