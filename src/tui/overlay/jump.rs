//! The steps of the lesson as a list: where one is, what is behind, and a way to any of them.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::message::{Go, Message};
use crate::app::stage::Stage;
use crate::lesson::Lesson;
use crate::tui::keys::Action;
use crate::tui::overlay::{Step, sheet};
use crate::tui::screen::Canvas;
use crate::tui::text::column;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::list::Selection;
use crate::tui::widget::panel::Focus;

const WIDTH: u16 = 50;

/// The open list.
#[derive(Debug)]
pub(crate) struct Jump {
    selection: Selection,
}

impl Jump {
    pub(super) fn new(app: &App) -> Self {
        let at = app
            .player
            .as_ref()
            .map_or(0, |player| player.stage.index(player.lesson));
        Self {
            selection: Selection { at },
        }
    }

    pub(super) fn react(&mut self, action: Action, app: &App) -> Step {
        let steps = app
            .player
            .as_ref()
            .map_or_else(Vec::new, |player| Stage::all(player.lesson));
        let at = match action {
            Action::Accept => self.selection.at,
            Action::Pick(digit) => usize::from(digit).wrapping_sub(1),
            _ => {
                self.selection.react(action, steps.len());
                return Step::Stay;
            }
        };
        steps.get(at).map_or(Step::Stay, |stage| {
            Step::Send(Message::Go(Go::Stage(*stage)))
        })
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>, app: &App) {
        let Some(player) = &app.player else { return };
        let row = |(at, stage): (usize, Stage)| {
            let digit = if at < 9 {
                format!("{}", at + 1)
            } else {
                " ".into()
            };
            let here = stage == player.stage;
            let role = if here { Role::Accent } else { Role::Text };
            vec![Line::from(vec![
                Span::styled(format!("{digit}  "), look.style(Role::Key)),
                Span::styled(
                    column(stage.heading().word(), 9, look),
                    look.style(Role::Dim),
                ),
                Span::styled(title(stage, player.lesson), look.style(role)),
            ])]
        };
        let rows: Vec<Vec<Line<'_>>> = Stage::all(player.lesson)
            .into_iter()
            .enumerate()
            .map(row)
            .collect();
        let inner = sheet(
            canvas,
            look,
            ("Jump to a step", "Esc closes"),
            (WIDTH, rows.len()),
        );
        self.selection
            .draw(canvas, inner, look, (&rows, Focus::Here));
    }
}

/// The step in a few words, from the lesson where it has some.
pub(crate) fn title(stage: Stage, lesson: &Lesson) -> String {
    match stage {
        Stage::Goal => lesson.title.clone(),
        Stage::Predict(at) => format!("question {}", at + 1),
        Stage::Act(action) => lesson
            .act(action)
            .map_or_else(|| action.name().to_owned(), |act| act.title.clone()),
        Stage::Explain => "your exchange, line by line".into(),
        Stage::Break => lesson.experiment.title.clone(),
        Stage::Quiz(at) => format!("card {} of {}", at + 1, lesson.quiz.len()),
        Stage::Done => "what you know now".into(),
    }
}
