//! A pane: a frame with a title, bright when it has the focus, and one cell of padding inside.

use ratatui::layout::{Alignment, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders};

use crate::tui::canvas::Canvas;
use crate::tui::layout::inside;
use crate::tui::text::{ending, width};
use crate::tui::theme::{Look, Role};

/// Whether a pane has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Focus {
    /// It has: keys go here.
    Here,
    /// Another one has.
    Elsewhere,
}

impl Focus {
    /// `Here` when `true`.
    pub(crate) fn when(here: bool) -> Self {
        if here { Self::Here } else { Self::Elsewhere }
    }
}

/// Draws a frame around `area` with `title` on the left and `aside` on the right of its upper edge; gives the inside.
pub(crate) fn panel(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    (title, aside): (&str, &str),
    focus: Focus,
) -> Rect {
    // A title says its own colour: one without would take on the frame's, which is faint where the focus is elsewhere.
    let (frame, words) = match focus {
        Focus::Here => (Role::Focus, Role::Key),
        Focus::Elsewhere => (Role::Border, Role::Title),
    };
    let room = usize::from(area.width).saturating_sub(6);
    let title = ending(title, room, look);
    let aside = ending(aside, room.saturating_sub(width(&title) + 3), look);
    let mut block = Block::new()
        .borders(Borders::ALL)
        .border_set(look.borders())
        .border_style(look.style(frame));
    if !title.is_empty() {
        block = block.title(Line::from(vec![
            Span::raw(" "),
            Span::styled(title, look.style(words)),
            Span::raw(" "),
        ]));
    }
    if !aside.is_empty() {
        let aside = Line::from(vec![
            Span::raw(" "),
            Span::styled(aside, look.style(Role::Dim)),
            Span::raw(" "),
        ]);
        block = block.title(aside.alignment(Alignment::Right));
    }
    canvas.put(block, area);
    inside(area)
}
