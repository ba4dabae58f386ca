//! The sign in front of a line that is not the same on both sides.

use ratatui::text::Span;

use crate::tui::theme::{Look, Role};

/// The sign, or as many blanks.
pub(super) fn mark(differs: bool, look: &Look<'_>) -> Span<'static> {
    let sign = match (differs, look.unicode) {
        (true, true) => "≠ ",
        (true, false) => "! ",
        (false, _) => "  ",
    };
    Span::styled(sign, look.style(Role::Warn))
}
