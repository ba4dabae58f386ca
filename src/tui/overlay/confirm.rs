//! A question before something is lost: Enter does it, Esc leaves everything as it is.

use ratatui::text::{Line, Span};

use crate::app::message::Message;
use crate::tui::canvas::Canvas;
use crate::tui::keys::Action;
use crate::tui::overlay::sheet::{Step, gap, sheet};
use crate::tui::text::prose;
use crate::tui::theme::{Look, Role};

const WIDTH: u16 = 54;

/// The open question.
#[derive(Debug)]
pub(crate) struct Confirm {
    question: String,
    yes: Option<Message>,
}

impl Confirm {
    pub(super) fn new(question: String, yes: Message) -> Self {
        Self {
            question,
            yes: Some(yes),
        }
    }

    pub(super) fn react(&mut self, action: Action) -> Step {
        match action {
            Action::Accept => self.yes.take().map_or(Step::Close, Step::Send),
            Action::Close => Step::Close,
            _ => Step::Stay,
        }
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>) {
        let mut lines = prose(
            &self.question,
            usize::from(WIDTH) - 4,
            look.style(Role::Text),
        );
        lines.push(gap());
        lines.push(Line::from(vec![
            Span::styled("Enter", look.style(Role::Key)),
            Span::styled(" yes   ", look.style(Role::KeyLabel)),
            Span::styled("Esc", look.style(Role::Key)),
            Span::styled(" no, keep it", look.style(Role::KeyLabel)),
        ]));
        let inner = sheet(canvas, look, ("Sure?", ""), (WIDTH, lines.len()));
        canvas.write(&lines, inner);
    }
}
