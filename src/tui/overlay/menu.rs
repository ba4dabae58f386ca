//! A short menu: what it is about in a sentence, then numbered choices, each of which tells the app something.

use ratatui::text::{Line, Span};

use crate::app::message::{Desk, Message};
use crate::tui::canvas::Canvas;
use crate::tui::keys::Action;
use crate::tui::overlay::sheet::{Step, gap, sheet};
use crate::tui::text::prose;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::list::Selection;
use crate::tui::widget::panel::Focus;

const WIDTH: u16 = 54;

/// The open menu.
#[derive(Debug)]
pub(crate) struct Menu {
    title: &'static str,
    about: &'static str,
    rows: Vec<(&'static str, Desk)>,
    selection: Selection,
}

impl Menu {
    pub(super) fn new(
        title: &'static str,
        about: &'static str,
        rows: Vec<(&'static str, Desk)>,
    ) -> Self {
        Self {
            title,
            about,
            rows,
            selection: Selection::default(),
        }
    }

    pub(super) fn react(&mut self, action: Action) -> Step {
        let at = match action {
            Action::Accept => self.selection.at,
            Action::Pick(digit) => usize::from(digit).wrapping_sub(1),
            _ => {
                self.selection.react(action, self.rows.len());
                return Step::Stay;
            }
        };
        match self.rows.get(at) {
            Some((_, act)) => Step::Send(Message::Desk(act.clone())),
            None => Step::Stay,
        }
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>) {
        let row = |(at, (words, _)): (usize, &(&'static str, Desk))| {
            vec![Line::from(vec![
                Span::styled(format!("{}  ", at + 1), look.style(Role::Key)),
                Span::styled(*words, look.style(Role::Text)),
            ])]
        };
        let rows: Vec<Vec<Line<'_>>> = self.rows.iter().enumerate().map(row).collect();
        let mut lines = prose(self.about, usize::from(WIDTH) - 4, look.style(Role::Dim));
        lines.push(gap());
        let height = lines.len() + rows.len();
        let inner = sheet(canvas, look, (self.title, "Esc closes"), (WIDTH, height));
        canvas.write(&lines, inner);
        let [_, list] = crate::tui::layout::above(inner, u16::try_from(lines.len()).unwrap_or(0));
        self.selection
            .draw(canvas, list, look, (&rows, Focus::Here));
    }
}
