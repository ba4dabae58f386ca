//! A question about what will happen. Nothing says right or wrong before the real exchange has shown it.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::message::{Message, Play};
use crate::lesson::model::Ask;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Action, Context};
use crate::tui::layout::Size;
use crate::tui::screen::{Reply, Screen};
use crate::tui::text::prose;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::guide;
use crate::tui::widget::page::Page;
use crate::tui::widget::question::{self, Answer, Cursor, State};

/// One question of a predict step.
pub(crate) struct Predict {
    at: usize,
    cursor: Cursor,
    page: Page,
}

impl Predict {
    /// The question with that index.
    pub(crate) fn new(at: usize, app: &App) -> Self {
        let cursor = asked(app).map_or_else(Cursor::default, |(_, state)| Cursor::of(&state));
        Self {
            at,
            cursor,
            page: Page::default(),
        }
    }

    fn lines(&self, app: &App, look: &Look<'_>) -> Vec<Line<'static>> {
        let (Some((ask, state)), Some(player)) = (asked(app), &app.player) else {
            return Vec::new();
        };
        let cells = self.page.cells();
        let of = player.step().asks.len();
        let head = format!("What do you expect? Question {} of {of}", self.at + 1);
        let mut lines = vec![Line::styled(head, look.style(Role::Dim)), Line::default()];
        lines.extend(question::lines(ask, &state, Some(self.cursor), cells, look));
        lines.push(Line::default());
        if state.is_settled() {
            lines.extend(question::settled(ask, &state, cells, look));
            lines.extend(question::belief(ask, app, cells, look));
        } else if state.picked().is_none() {
            let words = "A wrong guess costs nothing: your own request will show what is so.";
            lines.extend(prose(words, cells, look.style(Role::Dim)));
        } else {
            lines.push(question::sureness_line(&state, look));
            lines.push(Line::default());
            let words = "That is what you say. Your own request will show what is so.";
            lines.extend(prose(words, cells, look.style(Role::Dim)));
        }
        lines
    }
}

/// The question of the page.
fn asked(app: &App) -> Option<(&'static Ask, State)> {
    let player = app.player.as_ref()?;
    let ask = player.page_ask()?;
    Some((ask, State::of(ask, player, app)))
}

impl Screen for Predict {
    fn context(&self, _app: &App) -> Context {
        Context::Predict
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        let Some((ask, state)) = asked(app) else {
            return Reply::Ignored;
        };
        match self.cursor.react(action, ask, &state) {
            Answer::Told(message) => return Reply::Send(vec![message]),
            Answer::Moved => return Reply::Done,
            Answer::Nothing if action == Action::Accept => {
                return Reply::Send(vec![Message::Play(Play::Next)]);
            }
            Answer::Nothing => {}
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
        match asked(app) {
            Some((_, state)) if state.picked().is_none() && state.is_open() => keys::filled(
                "Move with the arrows or a digit, answer with Enter. You can go on without guessing.",
                Context::Predict,
                true,
            ),
            Some(_) | None => String::new(),
        }
    }

    fn idle(&self, app: &App) -> &'static [Action] {
        match asked(app) {
            Some((_, state)) if !state.is_open() => &[Action::Accept],
            Some(_) | None => &[],
        }
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        match asked(app).map(|(_, state)| state) {
            Some(state) if !state.is_open() => &[Action::NextStep],
            Some(state) if state.picked().is_some() => {
                &[Action::NextStep, Action::MoreSure, Action::Pick(0)]
            }
            Some(_) | None => &[Action::Pick(0), Action::Accept, Action::NextStep],
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        self.page.draw(canvas, look, &self.lines(app, look));
        guide::hit_options(canvas, area, app);
    }
}
