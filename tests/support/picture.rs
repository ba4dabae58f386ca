//! A screen as text, and under each row a letter for the role of each cell, so that a fault of colour is seen in review.

use std::fmt::Write as _;

use oauth_tutor::tui::theme::Role;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;

/// The picture. Rows whose every cell is ordinary text have no row of letters.
pub(crate) fn picture(screen: &Buffer) -> String {
    let width = usize::from(screen.area.width).max(1);
    let mut out = String::new();
    for row in screen.content().chunks(width) {
        let text: String = row.iter().map(Cell::symbol).collect();
        let letters: String = row.iter().map(letter).collect();
        let _ = writeln!(out, " {}", text.trim_end());
        let letters = letters.trim_end_matches('.');
        if !letters.is_empty() {
            let _ = writeln!(out, ":{letters}");
        }
    }
    out
}

/// The theme of tests gives each role its number as its colour.
fn letter(cell: &Cell) -> char {
    match cell.fg {
        Color::Indexed(role) => Role::ALL
            .get(usize::from(role))
            .map_or('?', |role| role.letter()),
        Color::Reset => '.',
        _ => '?',
    }
}
