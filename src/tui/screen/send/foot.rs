//! The last pane: what was predicted, or what to do.

use ratatui::text::Line;

use super::outcome;
use crate::app::App;
use crate::lesson::model::Stage;
use crate::tui::keys::Context;
use crate::tui::theme::Look;
use crate::tui::widget::guide;
use crate::tui::widget::question::Cursor;

/// What stands at the foot of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Foot {
    Outcome,
    Steps,
}

impl Foot {
    /// What is really shown: where nothing was asked there is nothing that was predicted.
    pub(super) fn now(self, app: &App) -> Self {
        if predicts(app) { self } else { Self::Steps }
    }

    /// The name of its tab.
    pub(super) fn tab(app: &App) -> &'static str {
        if is_open(app) {
            "Predict"
        } else if predicts(app) {
            "Predicted"
        } else {
            "What to do"
        }
    }

    /// The key that shows the other one, where there is one.
    pub(super) fn turn(self, app: &App) -> String {
        match self {
            Self::Outcome if is_open(app) => format!("{}  w steps", guide::answer_keys(app)),
            Self::Outcome => "w steps".to_owned(),
            Self::Steps if predicts(app) => "w back".to_owned(),
            Self::Steps => String::new(),
        }
    }

    /// Title and lines. The cursor of the question stands there only where the pane has the focus.
    pub(super) fn lines(
        self,
        app: &App,
        cursor: Option<Cursor>,
        (width, look): (u16, &Look<'_>),
    ) -> (&'static str, Vec<Line<'static>>) {
        match self {
            Self::Outcome => (
                if is_open(app) {
                    "Predict"
                } else {
                    "You predicted, it did"
                },
                outcome::lines(app, cursor, width, look),
            ),
            Self::Steps => ("What to do", guide::steps(app, Context::Send, width, look)),
        }
    }
}

/// True where the lesson asks what will come.
fn predicts(app: &App) -> bool {
    app.player.as_ref().is_some_and(|player| {
        let mut asked = player.lesson.steps_of(Stage::Predict);
        asked.any(|step| !step.asks.is_empty()) || player.step().aside().is_some()
    })
}

/// True where something is asked that waits for an answer.
fn is_open(app: &App) -> bool {
    guide::asked(app).is_some_and(|(_, state)| state.is_open())
}
