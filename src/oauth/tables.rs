//! The words of `assets/` as sorted tables, made when the program is built (`build/tables.rs`): nothing is parsed at a start.

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

/// A stretch of the one text that holds all words: where it begins and how long it is. Such places need no relocation.
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

use made::TEXT;
pub(in crate::oauth) use made::{CLAIMS, ERRORS, REFERENCE, WORDS};

impl Piece {
    fn text(self) -> &'static str {
        let (start, length) = (self.0 as usize, self.1 as usize);
        TEXT.get(start..start + length).unwrap_or_default()
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
