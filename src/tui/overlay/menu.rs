//! A short menu: what it is about in a sentence, then numbered choices, each of which tells the app something.

use ratatui::text::{Line, Span};

use crate::app::message::Message;
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
    /// What a choice tells the app is taken out with it: a menu is good for one.
    rows: Vec<(String, Option<Message>)>,
    selection: Selection,
}

impl Menu {
    pub(super) fn new(
        title: &'static str,
        about: &'static str,
        rows: Vec<(String, Message)>,
    ) -> Self {
        let rows = rows.into_iter();
        Self {
            title,
            about,
            rows: rows.map(|(words, tells)| (words, Some(tells))).collect(),
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
        let told = self.rows.get_mut(at).and_then(|(_, tells)| tells.take());
        Step::chosen(told)
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>) {
        let row = |(at, (words, _)): (usize, &(String, Option<Message>))| {
            vec![Line::from(vec![
                Span::styled(format!("{}  ", at + 1), look.style(Role::Key)),
                Span::styled(words.clone(), look.style(Role::Text)),
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
