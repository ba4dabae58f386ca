//! An entry of the reference: its row in the list, and all that it says.

use ratatui::text::{Line, Span};

use crate::lesson::reference::{Entry, Kind};
use crate::tui::keys::{Context, filled};
use crate::tui::text::{ending, marked, prose, width};
use crate::tui::theme::{Look, Role};

/// The cells of a label; a longer one stands on a line of its own.
const LABEL: usize = 10;

/// Of which kind it is, or whose: of an error the vendor says more.
pub(super) fn tag(entry: &Entry) -> &str {
    match entry.kind {
        Kind::Error | Kind::Note | Kind::Mistake => &entry.whose,
        Kind::Claim if !entry.whose.is_empty() => &entry.whose,
        // Its name says it.
        Kind::Dashboard => "",
        Kind::Claim | Kind::Term | Kind::Parameter | Kind::Clause => entry.kind.word(),
    }
}

/// Its name, and at the right edge what it is.
pub(super) fn row(entry: &Entry, cells: usize, look: &Look<'_>) -> Line<'static> {
    let tag = tag(entry).to_owned();
    let room = cells.saturating_sub(width(&tag) + 1);
    let name = ending(&entry.name, room, look);
    let gap = " ".repeat(cells.saturating_sub(width(&name) + width(&tag)));
    Line::from(vec![
        Span::styled(name, look.style(Role::Text)),
        Span::raw(gap),
        Span::styled(tag, look.style(Role::Dim)),
    ])
}

/// What it says, wrapped: each part behind its label.
pub(super) fn lines(entry: &Entry, cells: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let cells = usize::from(cells);
    let text = look.style(Role::Text);
    let mut lines = Vec::new();
    for (label, words) in &entry.parts {
        let words = filled(words, Context::Reference, look.unicode);
        if label.is_empty() {
            lines.extend(prose(&words, cells, text));
        } else if width(label) < LABEL {
            let label = Span::styled(format!("{label:<LABEL$}"), look.style(Role::Name));
            lines.extend(marked(label, &words, cells, text));
        } else {
            lines.extend(prose(label, cells, look.style(Role::Name)));
            lines.extend(marked(Span::raw("  "), &words, cells, text));
        }
    }
    lines
}
