//! The parameters of a token request, from a form or from JSON, every one kept, in order, as it came.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use axum::body::{Body, HttpBody};
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;

/// What became of a body.
pub(in crate::practice) enum Arrived {
    /// All of it.
    Whole(Vec<u8>),
    /// More than the limit.
    TooLarge,
    /// The peer was too slow.
    TooSlow,
    /// It ended in the middle, or its chunks make no sense.
    Broken,
}

/// Reads a body of at most `limit` bytes within `patience`.
pub(in crate::practice) async fn read(body: Body, limit: usize, patience: Duration) -> Arrived {
    match tokio::time::timeout(patience, collect(body, limit)).await {
        Ok(arrived) => arrived,
        Err(_) => Arrived::TooSlow,
    }
}

async fn collect(mut body: Body, limit: usize) -> Arrived {
    let mut bytes = Vec::new();
    let mut length = 0_usize;
    // A peer hears the refusal only once it has sent its body, so a body somewhat too large is read to its end and dropped.
    let most = limit.saturating_mul(16);
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let Ok(frame) = frame else {
            return Arrived::Broken;
        };
        let Ok(data) = frame.into_data() else {
            continue;
        };
        length = length.saturating_add(data.len());
        if length > most {
            return Arrived::TooLarge;
        }
        if length <= limit {
            bytes.extend_from_slice(&data);
        }
    }
    if length > limit {
        Arrived::TooLarge
    } else {
        Arrived::Whole(bytes)
    }
}

/// A parameter's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::practice) enum Given {
    /// Text. Empty text counts as absent (RFC 6749 3.2).
    Text(String),
    /// JSON `null`: absent, since auth0-python writes absent members so.
    Null,
    /// JSON of another type.
    NotText,
}

/// The parameters in order of arrival.
#[derive(Default)]
pub(in crate::practice) struct Parameters {
    pub(in crate::practice) pairs: Vec<(String, Given)>,
}

/// Why a body of a known type holds no parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum Unreadable {
    /// Not a form in UTF-8 (RFC 6749 appendix B).
    Form,
    /// Not a JSON object.
    Json,
}

impl Parameters {
    /// Reads `application/x-www-form-urlencoded`.
    pub(in crate::practice) fn from_form(bytes: &[u8]) -> Result<Self, Unreadable> {
        let pairs: Vec<_> = url::form_urlencoded::parse(bytes)
            .map(|(name, value)| (name.into_owned(), Given::Text(value.into_owned())))
            .collect();
        // The decoder puts U+FFFD where the bytes are not UTF-8; no parameter of this protocol has a use for that character.
        let damaged = |text: &str| text.contains('\u{fffd}');
        let broken = pairs.iter().any(|(name, value)| {
            damaged(name) || matches!(value, Given::Text(value) if damaged(value))
        });
        if broken {
            Err(Unreadable::Form)
        } else {
            Ok(Self { pairs })
        }
    }

    /// Reads a JSON object. Members that appear twice are kept twice.
    pub(in crate::practice) fn from_json(bytes: &[u8]) -> Result<Self, Unreadable> {
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let pairs = reader
            .deserialize_map(Members)
            .map_err(|_| Unreadable::Json)?;
        reader.end().map_err(|_| Unreadable::Json)?;
        Ok(Self { pairs })
    }

    /// The text of a parameter; `None` when absent, null, empty or not text.
    pub(in crate::practice) fn text(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find_map(|(key, value)| match value {
            Given::Text(text) if key == name && !text.is_empty() => Some(text.as_str()),
            Given::Text(_) | Given::Null | Given::NotText => None,
        })
    }

    /// Every text of a parameter that may come more than once (RFC 8707 2).
    pub(in crate::practice) fn all<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        self.pairs
            .iter()
            .filter_map(move |(key, value)| match value {
                Given::Text(text) if key == name && !text.is_empty() => Some(text.as_str()),
                Given::Text(_) | Given::Null | Given::NotText => None,
            })
    }

    /// Those of `names` that stand there more than once (RFC 6749 3.2).
    pub(in crate::practice) fn repeated(&self, names: &[&'static str]) -> Vec<&'static str> {
        let count = |name: &str| self.pairs.iter().filter(|(key, _)| key == name).count();
        let repeated = names.iter().copied();
        repeated.filter(|name| count(name) > 1).collect()
    }

    /// The first of `names` whose value is JSON but not text.
    pub(in crate::practice) fn not_text(&self, names: &[&'static str]) -> Option<&'static str> {
        let wrong = |name: &str| {
            let found = |(key, value): &(String, Given)| key == name && *value == Given::NotText;
            self.pairs.iter().any(found)
        };
        names.iter().copied().find(|name| wrong(name))
    }
}

/// Collects the members of an object without folding equal names.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<(String, Given)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = match members.next_value::<Value>()? {
                Value::String(text) => Given::Text(text),
                Value::Null => Given::Null,
                Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                    Given::NotText
                }
            };
            pairs.push((name, value));
        }
        Ok(pairs)
    }
}
