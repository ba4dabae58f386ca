//! The words of `assets/` as sorted tables, made when the program is built (`build/tables.rs`): nothing is parsed at a start.

use std::sync::LazyLock;

use miniz_oxide::inflate::decompress_to_vec_zlib;

/// The tables of one kind of file.
pub(in crate::oauth) struct Table {
    heads: &'static [Head],
    rows: &'static [Row],
}

/// One table: its name, and where its rows are.
struct Head {
    name: Piece,
    first: u32,
    count: u32,
}

/// A key and its value.
pub(in crate::oauth) struct Row {
    key: Piece,
    value: Piece,
}

/// A stretch of the text that holds all words, or of the packed one behind it: where it begins and how long it is. Such places need no
/// relocation.
#[derive(Clone, Copy)]
struct Piece(u32, u32);

/// What the build made.
#[expect(
    clippy::unreadable_literal,
    reason = "nobody reads or writes these places"
)]
mod made {
    use super::{Head, Piece, Row, Table};

    include!(concat!(env!("OUT_DIR"), "/tables.rs"));
}

pub(in crate::oauth) use made::{CLAIMS, ERRORS, REFERENCE, WORDS};
use made::{SELDOM, TEXT};

/// Places from here on are in the packed text.
const IN_SELDOM: u32 = 1 << 31;

/// The words that explain errors and what can be looked up: packed, since most starts read none of them.
static UNPACKED: LazyLock<String> = LazyLock::new(|| {
    // The build packed it, and a test reads all of it.
    let bytes = decompress_to_vec_zlib(SELDOM).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
});

impl Piece {
    fn text(self) -> &'static str {
        let (whole, start): (&'static str, u32) = match self.0.checked_sub(IN_SELDOM) {
            None => (TEXT, self.0),
            Some(start) => (&UNPACKED, start),
        };
        let (start, length) = (start as usize, self.1 as usize);
        whole.get(start..start + length).unwrap_or_default()
    }
}

impl Row {
    /// Its key.
    pub(in crate::oauth) fn key(&self) -> &'static str {
        self.key.text()
    }

    /// Its value.
    pub(in crate::oauth) fn value(&self) -> &'static str {
        self.value.text()
    }
}

/// The row of a key, among those of one head.
pub(in crate::oauth) fn row(rows: &'static [Row], key: &str) -> Option<&'static Row> {
    let index = rows.binary_search_by(|row| row.key().cmp(key)).ok()?;
    rows.get(index)
}

impl Table {
    /// The rows under the head of this name, in the order of their keys; none where there is no such head.
    pub(in crate::oauth) fn rows(&self, head: &str) -> &'static [Row] {
        let found = self
            .heads
            .binary_search_by(|one| one.name.text().cmp(head))
            .ok()
            .and_then(|index| self.heads.get(index));
        found.map_or(&[], |head| self.of(head))
    }

    /// The value of one key under a head.
    pub(in crate::oauth) fn value(&self, head: &str, key: &str) -> Option<&'static str> {
        row(self.rows(head), key).map(Row::value)
    }

    /// The rows of every head, in the order of their names.
    pub(in crate::oauth) fn all(&self) -> impl Iterator<Item = &'static [Row]> {
        self.heads.iter().map(|head| self.of(head))
    }

    /// Every head with its rows, in the order of the names.
    pub(in crate::oauth) fn named(&self) -> impl Iterator<Item = (&'static str, &'static [Row])> {
        let named = |head: &'static Head| (head.name.text(), self.of(head));
        self.heads.iter().map(named)
    }

    fn of(&self, head: &Head) -> &'static [Row] {
        let (first, count) = (head.first as usize, head.count as usize);
        self.rows.get(first..first + count).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::{CLAIMS, ERRORS, REFERENCE};

    #[test]
    fn what_was_packed_is_there() {
        for table in [&ERRORS, &REFERENCE, &CLAIMS] {
            for row in table.all().flatten() {
                assert!(!row.value().is_empty(), "{}", row.key());
            }
        }
    }
}
