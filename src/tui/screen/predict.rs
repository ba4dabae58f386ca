//! A question about what will happen. Nothing says right or wrong before the real exchange has shown it.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::measure::Verdict;
use crate::app::message::{Message, Play};
use crate::app::player::Player;
use crate::app::stage::asked_first;
use crate::lesson::model::Prediction;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::Size;
use crate::tui::screen::{Canvas, Reply, Screen};
use crate::tui::text::prose;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::page::Page;
use crate::tui::widget::question::{self, Question};

/// One question of the predict stage.
pub(crate) struct Predict {
    at: usize,
    page: Page,
}

impl Predict {
    /// The question with that index.
    pub(crate) fn new(at: usize) -> Self {
        Self {
            at,
            page: Page::default(),
        }
    }

    fn asked<'a>(&self, app: &'a App) -> Option<(&'a Player, &'static Prediction)> {
        let player = app.player.as_ref()?;
        Some((player, asked_first(player.lesson).nth(self.at)?))
    }

    fn lines(&self, app: &App, look: &Look<'_>) -> Vec<Line<'static>> {
        let Some((player, prediction)) = self.asked(app) else {
            return Vec::new();
        };
        let cells = self.page.cells();
        let verdict = player.verdict(prediction);
        let asked = Question::prediction(prediction, &verdict);
        let of = asked_first(player.lesson).count();
        let head = format!("What do you expect? Question {} of {of}", self.at + 1);
        let mut lines = vec![Line::styled(head, look.style(Role::Dim)), Line::default()];
        lines.extend(asked.lines(cells, look));
        lines.push(Line::default());
        let told = question::verdict_lines(prediction, &verdict, cells, look);
        if !told.is_empty() {
            lines.extend(told);
        } else if asked.picked.is_none() {
            let words = "Press a number. A wrong guess costs nothing: your own request will show what is so.";
            lines.extend(prose(words, cells, look.style(Role::Dim)));
        } else {
            lines.push(asked.sureness_line(look));
            lines.push(Line::default());
            let words = "Kept. Your own request will show what is so.";
            lines.extend(prose(words, cells, look.style(Role::Dim)));
        }
        lines
    }
}

impl Screen for Predict {
    fn context(&self, _app: &App) -> Context {
        Context::Predict
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        let Some((player, prediction)) = self.asked(app) else {
            return Reply::Ignored;
        };
        let picked = player.guesses.get(&prediction.id).map(|guess| guess.option);
        let last = prediction.options.len().saturating_sub(1);
        let moved = match (action, picked) {
            (Action::Up, Some(at)) => Some(at.saturating_sub(1)),
            (Action::Down, Some(at)) => Some((at + 1).min(last)),
            (Action::Up | Action::Down, None) => Some(0),
            (Action::Accept, _) => return Reply::Send(vec![Message::Play(Play::Next)]),
            _ => None,
        };
        if let Some(option) = moved {
            let id = prediction.id.clone();
            return Reply::Send(vec![Message::Play(Play::Guess { id, option })]);
        }
        if let Some(message) = question::react(action, prediction, player) {
            return Reply::Send(vec![message]);
        }
        let lines = self.lines(app, &Look::measuring()).len();
        if self.page.react(action, lines) {
            Reply::Done
        } else {
            Reply::Ignored
        }
    }

    fn resized(&mut self, body: Rect, _size: Size) {
        self.page.resized(body);
    }

    fn status(&self, app: &App) -> String {
        let guessed = self
            .asked(app)
            .is_some_and(|(player, asked)| player.guesses.contains_key(&asked.id));
        if guessed {
            String::new()
        } else {
            "You can go on without guessing.".into()
        }
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        let Some((player, asked)) = self.asked(app) else {
            return &[];
        };
        match player.verdict(asked) {
            Verdict::Open => &[],
            Verdict::Waiting(_) => &[Action::NextStep, Action::MoreSure, Action::Pick(0)],
            Verdict::Unguessed(_) | Verdict::Right(..) | Verdict::Wrong(..) => &[Action::NextStep],
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, _area: Rect, look: &Look<'_>, app: &App) {
        self.page.draw(canvas, look, &self.lines(app, look));
    }
}
