//! Clauses and pages on a screen as links (OSC 8), for terminals that are known to have them. The text stays as it is, so that nobody
//! needs them.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use ratatui::buffer::{Buffer, CellDiffOption};

use crate::oauth::pages::pages;

/// A piece of a row that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Link {
    row: u16,
    columns: Range<u16>,
    address: String,
}

/// The links of a frame. Clones share them.
#[derive(Clone, Debug, Default)]
pub(super) struct Links(Rc<RefCell<Vec<Link>>>);

/// What ends a link (<https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda>).
pub(super) const END: &str = "\x1b]8;;\x1b\\";

impl Links {
    /// Those of this picture, in the place of those before. A cell whose sign stays goes out anew where it leads elsewhere than before:
    /// what is on the terminal keeps its address until it is written over.
    pub(super) fn read(&self, buffer: &mut Buffer) {
        let before = self.0.replace(found(buffer));
        let now = self.0.borrow();
        for link in before.iter().filter(|link| !now.contains(link)) {
            anew(buffer, link);
        }
        for link in now.iter().filter(|link| !before.contains(link)) {
            anew(buffer, link);
        }
    }

    /// Nothing of them is on the terminal any more.
    pub(super) fn forget(&self) {
        self.0.borrow_mut().clear();
    }

    /// Which link this cell belongs to, by its place among all.
    pub(super) fn at(&self, column: u16, row: u16) -> Option<usize> {
        let links = self.0.borrow();
        let here = |link: &Link| link.row == row && link.columns.contains(&column);
        links.iter().position(here)
    }

    /// What begins this one.
    pub(super) fn start(&self, at: usize) -> String {
        let links = self.0.borrow();
        let address = links.get(at).map_or("", |link| link.address.as_str());
        format!("\x1b]8;;{address}\x1b\\")
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }
}

fn anew(buffer: &mut Buffer, link: &Link) {
    for column in link.columns.clone() {
        if let Some(cell) = buffer.cell_mut((column, link.row)) {
            cell.set_diff_option(CellDiffOption::AlwaysUpdate);
        }
    }
}

fn found(buffer: &Buffer) -> Vec<Link> {
    let mut links = Vec::new();
    for row in buffer.area.rows() {
        let mut text = String::new();
        // Where in the text each cell begins.
        let mut cells = Vec::new();
        for column in row.left()..row.right() {
            cells.push((text.len(), column));
            let symbol = buffer
                .cell((column, row.y))
                .map_or(" ", |cell| cell.symbol());
            text.push_str(symbol);
        }
        for page in pages(&text) {
            let mut here = cells.iter().filter(|(byte, _)| page.at.contains(byte));
            let Some((_, first)) = here.next() else {
                continue;
            };
            let last = here.next_back().map_or(*first, |(_, column)| *column);
            links.push(Link {
                row: row.y,
                columns: *first..last + 1,
                address: page.address,
            });
        }
    }
    links
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::{Link, Links, found};

    #[test]
    fn a_clause_is_a_link_where_it_stands_behind_wide_signs_too() {
        let buffer = Buffer::with_lines(["\u{6f22}\u{5b57} RFC 6749 5.2, and no more"]);
        assert_eq!(
            found(&buffer),
            [Link {
                row: 0,
                columns: 5..17,
                address: "https://www.rfc-editor.org/rfc/rfc6749#section-5.2".to_owned(),
            }]
        );
    }

    #[test]
    fn a_sign_that_stays_where_its_link_goes_is_written_anew() {
        let always = |buffer: &Buffer| {
            let is_anew = |cell: &&ratatui::buffer::Cell| {
                cell.diff_option == ratatui::buffer::CellDiffOption::AlwaysUpdate
            };
            buffer.content.iter().filter(is_anew).count()
        };
        let links = Links::default();
        let mut picture = Buffer::with_lines(["RFC 6749 1.1  "]);
        links.read(&mut picture);
        assert_eq!(always(&picture), 12);
        let mut same = Buffer::with_lines(["RFC 6749 1.1  "]);
        links.read(&mut same);
        assert_eq!(always(&same), 0);
        let mut other = Buffer::with_lines(["RFC 6749 1.4  "]);
        links.read(&mut other);
        assert_eq!(always(&other), 12);
        let mut none = Buffer::with_lines(["RFC, no number"]);
        links.read(&mut none);
        assert_eq!(always(&none), 12);
    }
}
