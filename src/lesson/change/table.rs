//! Changes and presses out of the tables of a file, whatever brings them.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::read::Raw;
use super::{Change, Move};

// By hand, so that a change is known without the way in which files spell it.
impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ByTable(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Move {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ByTable(PhantomData))
    }
}

/// By way of a plain table, which every kind of deserializer brings: read straight from each kind, the members were seven times in the
/// program. All is read within the visit, so that a fault has the place of its table.
struct ByTable<T>(PhantomData<T>);

impl<'de, T: TryFrom<Raw, Error = String>> Visitor<'de> for ByTable<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a table")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let table = toml::Table::deserialize(MapAccessDeserializer::new(map))?;
        of_table(table)
            .and_then(T::try_from)
            .map_err(A::Error::custom)
    }
}

/// What a move begins with, and the members that may stand beside it.
const HEADS: [(&str, &[&str]); 18] = [
    ("press", &["id", "option", "typed", "times", "api", "with"]),
    ("set", &["to"]),
    ("clear", &[]),
    ("auth", &[]),
    ("format", &[]),
    ("basic", &[]),
    ("proof", &[]),
    ("place", &["to"]),
    ("verb", &[]),
    ("endpoint", &[]),
    ("assertion", &["name", "to", "by"]),
    ("form", &["to", "scopes"]),
    ("app", &["to", "do", "api", "grants", "scopes"]),
    (
        "tenant",
        &[
            "to",
            "do",
            "add",
            "remove",
            "says",
            "api",
            "add_claim",
            "value",
            "deny",
            "reason",
        ],
    ),
    ("fault", &["door", "next"]),
    ("clock", &["by", "do"]),
    ("token", &["name", "to"]),
    ("edit", &["to"]),
];

/// Of heads that have kinds, what may stand beside each kind.
const KINDS: [(&str, &str, &[&str]); 45] = [
    ("press", "create", &[]),
    ("press", "button", &["id"]),
    ("press", "send", &["times"]),
    ("press", "call", &["api", "with"]),
    ("press", "verify", &[]),
    ("press", "check", &[]),
    ("press", "answer", &["id", "option"]),
    ("press", "type", &["id", "typed"]),
    ("press", "vary", &["id"]),
    ("press", "put-back", &[]),
    ("press", "run-card", &[]),
    ("press", "run-to-end", &[]),
    ("press", "rewind", &[]),
    ("assertion", "claim", &["name", "to", "by"]),
    ("assertion", "header", &["name", "to"]),
    ("assertion", "key", &["to"]),
    ("app", "auth", &["to"]),
    ("app", "secret", &["to", "do"]),
    ("app", "grants", &["grants"]),
    ("app", "grant", &["api", "scopes"]),
    ("app", "key", &["do"]),
    ("app", "bound", &["to"]),
    ("app", "organization", &["api", "to"]),
    ("app", "quota", &["to"]),
    ("app", "delete", &[]),
    ("tenant", "default_audience", &["to"]),
    ("tenant", "without_audience", &["to"]),
    ("tenant", "scope", &["add", "remove", "says"]),
    (
        "tenant",
        "rule",
        &["to", "add_claim", "value", "deny", "reason"],
    ),
    ("tenant", "organization", &["add"]),
    ("tenant", "basic", &["to"]),
    ("tenant", "flow_security", &["to"]),
    ("tenant", "flow_callers", &["to"]),
    ("tenant", "lifetime", &["to"]),
    ("tenant", "key", &["do"]),
    ("tenant", "up", &["to"]),
    ("tenant", "nonce", &["to"]),
    ("tenant", "signing", &["to"]),
    ("tenant", "profile", &["api", "to"]),
    ("token", "claim", &["name", "to"]),
    ("token", "header", &["name", "to"]),
    ("token", "unsigned", &[]),
    ("token", "public-key-as-secret", &[]),
    ("token", "signature", &[]),
    ("clock", "api", &["by"]),
];

/// One head, and nothing beside it that it does not take: what would be passed over was meant to do something.
fn fits(table: &toml::Table) -> Result<(), String> {
    let connect: (&str, &[&str]) = ("connect", &["to"]);
    let heads = || HEADS.iter().copied().chain([connect]);
    let found: Vec<_> = heads()
        .filter(|(head, _)| table.contains_key(*head))
        .collect();
    let (head, beside) = match found.as_slice() {
        [one] => *one,
        // What is wrong with a table of none is said by its reader.
        [] => return Ok(()),
        [one, other, ..] => {
            return Err(format!(
                "a move does one thing: {} and {} are two",
                one.0, other.0
            ));
        }
    };
    let kind = table.get(head).and_then(toml::Value::as_str);
    let mut kinds = KINDS.iter();
    let of_kind = kinds.find(|(of, name, _)| *of == head && Some(*name) == kind);
    let (called, beside) = match of_kind {
        Some((_, kind, beside)) => (format!("{head} = \"{kind}\""), *beside),
        None => (head.to_owned(), beside),
    };
    let strange = table
        .keys()
        .find(|name| *name != head && !beside.contains(&name.as_str()));
    strange.map_or(Ok(()), |name| {
        let name = crate::oauth::text::visible_line(name);
        let known = beside.join(" ");
        Err(match beside {
            [] => format!("nothing stands beside {called}, and {name} does"),
            _ => format!("{name} does not stand beside {called}; what may: {known}"),
        })
    })
}

fn of_table(table: toml::Table) -> Result<Raw, String> {
    fits(&table)?;
    let raw: Result<Raw, toml::de::Error> = table.try_into();
    raw.map_err(|fault| fault.message().to_owned())
}

impl Change {
    /// The change that a table of a lesson file spells.
    ///
    /// # Errors
    /// In words for the author of a lesson.
    pub(in crate::lesson) fn of_table(table: toml::Table) -> Result<Self, String> {
        Self::try_from(of_table(table)?)
    }
}
