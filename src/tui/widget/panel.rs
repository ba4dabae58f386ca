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

/// Draws `title` on the left and `aside` on the right of the upper edge of `area`, and a frame around it where the focus is: only one
/// pane has a box, the others a rule. Gives the inside, which is the same with and without.
pub(crate) fn panel(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    (title, aside): (&str, &str),
    focus: Focus,
) -> Rect {
    tabbed(canvas, area, look, (title, (&[], ""), aside), focus)
}

/// The same with further names behind the title: what else this pane can hold, and the key that turns to it. The footer has no room
/// for that key on most screens.
pub(crate) fn tabbed(
    canvas: &mut Canvas<'_, '_>,
    area: Rect,
    look: &Look<'_>,
    (title, (others, key), aside): (&str, (&[&str], &str), &str),
    focus: Focus,
) -> Rect {
    // A title says its own colour: one without would take on the frame's, which is faint where the focus is elsewhere.
    let (frame, words, borders) = match focus {
        Focus::Here => (Role::Focus, Role::Key, Borders::ALL),
        Focus::Elsewhere => (Role::Border, Role::Title, Borders::TOP),
    };
    let room = usize::from(area.width).saturating_sub(8);
    let title = ending(title, room, look);
    let behind: usize = others.iter().map(|other| width(other) + 3).sum();
    let behind = behind + 2 + width(key);
    let others = if width(&title) + behind > room {
        &[]
    } else {
        others
    };
    let behind = if others.is_empty() { 0 } else { behind };
    let aside = ending(aside, room.saturating_sub(width(&title) + behind + 3), look);
    let mut block = Block::new()
        .borders(borders)
        .border_set(look.borders())
        .border_style(look.style(frame));
    let rule = || Span::styled(look.borders().horizontal_top, look.style(frame));
    if !title.is_empty() {
        let mut spans = vec![
            rule(),
            Span::raw(" "),
            Span::styled(title, look.style(words)),
        ];
        for other in others {
            spans.push(Span::raw("   "));
            spans.push(Span::styled((*other).to_owned(), look.style(Role::Dim)));
        }
        if !others.is_empty() {
            spans.push(Span::styled(format!("  {key}"), look.style(Role::Key)));
        }
        spans.push(Span::raw(" "));
        block = block.title(Line::from(spans));
    }
    if !aside.is_empty() {
        let aside = Line::from(vec![
            Span::raw(" "),
            Span::styled(aside, look.style(Role::Dim)),
            Span::raw(" "),
            rule(),
        ]);
        block = block.title(aside.alignment(Alignment::Right));
    }
    canvas.put(block, area);
    inside(area)
}
