//! A question before something is lost: Enter does it, Esc leaves everything as it is.

use ratatui::text::{Line, Span};

use crate::app::message::{Go, Message};
use crate::lesson::desks::words;
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
    /// The app asked itself, and waits for a no as well.
    is_of_app: bool,
}

impl Confirm {
    pub(super) fn new(question: String, yes: Message) -> Self {
        Self {
            question,
            yes: Some(yes),
            is_of_app: false,
        }
    }

    /// The question of the app before a sandbox is put away.
    pub(super) fn way_out(question: &str) -> Self {
        Self {
            is_of_app: true,
            ..Self::new(question.to_owned(), Message::Go(Go::PutAway))
        }
    }

    /// True where the app waits for the answer.
    pub(crate) fn is_of_app(&self) -> bool {
        self.is_of_app
    }

    pub(super) fn react(&mut self, action: Action) -> Step {
        match action {
            Action::Accept => self.yes.take().map_or(Step::Close, Step::Send),
            Action::Close if self.is_of_app => Step::Send(Message::Go(Go::Stay)),
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
            Span::styled(
                format!(" {}   ", words("sure.yes")),
                look.style(Role::KeyLabel),
            ),
            Span::styled("Esc", look.style(Role::Key)),
            Span::styled(format!(" {}", words("sure.no")), look.style(Role::KeyLabel)),
        ]));
        let inner = sheet(canvas, look, ("Sure?", ""), (WIDTH, lines.len()));
        canvas.write(&lines, inner);
    }
}
