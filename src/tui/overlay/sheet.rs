//! What every overlay is made of: a box in the middle of the terminal, and what becomes of it after a key.

use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Clear;

use crate::app::message::{Message, OddKey};
use crate::tui::canvas::Canvas;
use crate::tui::keys::Action;
use crate::tui::layout::centred;
use crate::tui::theme::Look;
use crate::tui::widget::panel::{Focus, panel};

/// What an overlay makes of an action.
#[derive(Debug)]
pub(crate) enum Step {
    /// It stays open.
    Stay,
    /// It closes.
    Close,
    /// It stays open, and the app is to know.
    Tell(Message),
    /// It closes, and the app is to know.
    Send(Message),
    /// It closes, and this is done as if its key had been pressed.
    Act(Action),
}

impl Step {
    /// What was chosen closes it; a number behind the last row is told to be none.
    pub(super) fn chosen(message: Option<Message>) -> Self {
        message.map_or(Self::Tell(Message::OddKey(OddKey::Beyond)), Self::Send)
    }
}

/// A framed box in the middle of the terminal, what lay under it cleared; gives the inside.
pub(super) fn sheet(
    canvas: &mut Canvas<'_, '_>,
    look: &Look<'_>,
    (title, aside): (&str, &str),
    (width, rows): (u16, usize),
) -> Rect {
    let area = sheet_area(canvas.area(), width, rows);
    canvas.put(Clear, area);
    panel(canvas, area, look, (title, aside), Focus::Here)
}

/// Where a sheet of `rows` inner rows lies: inside a rim of one cell, as high as it needs to be and as the terminal allows.
pub(super) fn sheet_area(terminal: Rect, width: u16, rows: usize) -> Rect {
    let rim = terminal.inner(ratatui::layout::Margin::new(1, 1));
    let rows = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(2);
    centred(rim, width, rows)
}

/// How many lines fit inside a sheet.
pub(super) fn sheet_rows(terminal: Rect, width: u16, rows: usize) -> usize {
    usize::from(sheet_area(terminal, width, rows).height.saturating_sub(2))
}

/// An empty line.
pub(super) fn gap() -> Line<'static> {
    Line::default()
}
