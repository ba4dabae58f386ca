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

fn of_table(table: toml::Table) -> Result<Raw, String> {
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
