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
    let strange = table
        .keys()
        .find(|name| *name != head && !beside.contains(&name.as_str()));
    strange.map_or(Ok(()), |name| {
        let name = crate::oauth::text::visible_line(name);
        let known = beside.join(" ");
        Err(match beside {
            [] => format!("nothing stands beside {head}, and {name} does"),
            _ => format!("{name} does not stand beside {head}; what may: {known}"),
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
