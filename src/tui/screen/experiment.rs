//! Break: one character of the secret is changed, the request goes out again, and both replies stand side by side.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::message::{Message, Play};
use crate::app::player::Player;
use crate::app::workbench::Sending;
use crate::tui::keys::{Action, Context};
use crate::tui::layout::{Size, above, beside};
use crate::tui::screen::{Canvas, Reply, Screen};
use crate::tui::theme::Look;
use crate::tui::widget::panes::Panes;
use crate::tui::widget::question::{self, Question, verdict_lines};
use crate::tui::widget::sheet::{Sheet, measuring, room};

mod compare;
mod story;

/// The break screen.
pub(crate) struct Experiment {
    panes: Panes<Pane>,
    /// What was asked for once the broken request was answered: shown again where the meaning shows.
    intro: bool,
    body: Rect,
    size: Size,
}

/// What has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pane {
    Story,
    Question,
    Compare,
}

const PANES: [Pane; 3] = [Pane::Story, Pane::Question, Pane::Compare];

impl Experiment {
    /// The screen as it opens.
    pub(crate) fn new(_app: &App) -> Self {
        Self {
            panes: Panes::new(&PANES, Pane::Story),
            intro: false,
            body: Rect::default(),
            size: Size::Normal,
        }
    }

    /// The rectangles of story, question and comparison; on small screens all are the one below the tabs.
    fn areas(area: Rect, size: Size) -> [Rect; 3] {
        if !size.is_wide() {
            let [_, pane] = above(area, 1);
            return [pane; 3];
        }
        let [top, compare] = above(area, area.height / 2);
        let [story, question] = beside(top, 50);
        [story, question, compare]
    }

    fn lines(&self, pane: Pane, app: &App, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
        let Some(player) = &app.player else {
            return Vec::new();
        };
        match pane {
            Pane::Story if player.experiment.run.is_some() && !self.intro => {
                story::meaning(player, width, look)
            }
            Pane::Story => story::change(player, width, look),
            Pane::Question => asked(player, width, look),
            Pane::Compare => compare::lines(player, width, look),
        }
    }

    fn titles(&self, pane: Pane, player: &Player) -> (String, &'static str) {
        let experiment = &player.lesson.experiment;
        let ran = player.experiment.run.is_some();
        match pane {
            Pane::Story if ran && !self.intro => ("What it means".to_owned(), "w the change"),
            Pane::Story => (
                format!("{} {}", experiment.id, experiment.title),
                if ran { "w what it means" } else { "" },
            ),
            Pane::Question if ran => ("You predicted, it did".to_owned(), ""),
            Pane::Question => ("Predict".to_owned(), ""),
            Pane::Compare => ("Side by side".to_owned(), ""),
        }
    }

    fn draw_pane(
        &self,
        canvas: &mut Canvas<'_, '_>,
        (pane, area): (Pane, Rect),
        look: &Look<'_>,
        app: &App,
    ) {
        let Some(player) = &app.player else { return };
        let (width, _) = room(area);
        let (title, aside) = self.titles(pane, player);
        Sheet {
            title: &title,
            aside,
            focus: self.panes.focus(pane),
            lines: self.lines(pane, app, width, look),
            scroll: self.panes.scroll_of(pane),
        }
        .draw(canvas, area, look);
    }

    fn walk(&mut self, action: Action, app: &App) -> Reply {
        let look = measuring(self.size, app.revealed());
        let areas = Self::areas(self.body, self.size);
        let (width, rows) = room(areas[self.panes.index()]);
        let lines = self.lines(self.panes.at(), app, width, &look).len();
        if self.panes.scroll.react(action, lines, usize::from(rows)) {
            Reply::Done
        } else {
            Reply::Ignored
        }
    }
}

/// The question, and once it was answered by the server, what was predicted beside what happened.
fn asked(player: &Player, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let prediction = &player.lesson.experiment.prediction;
    let verdict = player.verdict(prediction);
    let cells = usize::from(width);
    let card = Question::prediction(prediction, &verdict);
    let outcome = verdict_lines(prediction, &verdict, cells, look);
    if !outcome.is_empty() {
        return outcome;
    }
    let mut lines = card.lines(cells, look);
    lines.push(Line::default());
    lines.push(card.sureness_line(look));
    lines
}

impl Screen for Experiment {
    fn context(&self, _app: &App) -> Context {
        Context::Break
    }

    fn react(&mut self, action: Action, app: &App) -> Reply {
        let play = |play| Reply::Send(vec![Message::Play(play)]);
        let Some(player) = &app.player else {
            return Reply::Ignored;
        };
        if let Some(message) = question::react(action, &player.lesson.experiment.prediction, player)
        {
            if !self.size.is_wide() {
                self.panes.go(Pane::Question);
            }
            return Reply::Send(vec![message]);
        }
        match action {
            Action::NextPane => self.panes.turn(true, PANES.len()),
            Action::PrevPane => self.panes.turn(false, PANES.len()),
            Action::Whole | Action::View => {
                self.intro = !self.intro;
                self.panes.go(Pane::Story);
                Reply::Done
            }
            Action::Flip => {
                self.intro = false;
                // The question comes next, and on a small screen it has to be seen.
                self.panes.go(Pane::Question);
                play(Play::FlipSecret)
            }
            Action::Send => {
                self.intro = false;
                self.panes.go(if player.experiment.broken.is_some() {
                    Pane::Compare
                } else {
                    Pane::Story
                });
                play(Play::Send)
            }
            Action::PutBack => {
                self.intro = false;
                self.panes.go(Pane::Story);
                play(Play::PutBack)
            }
            _ => self.walk(action, app),
        }
    }

    fn resized(&mut self, body: Rect, size: Size) {
        self.body = body;
        self.size = size;
    }

    fn status(&self, app: &App) -> String {
        let Some(bench) = app.player.as_ref().map(|player| &player.experiment) else {
            return String::new();
        };
        match &bench.sending {
            Sending::Waiting { .. } => "Waiting for the answer. Ctrl+C stops waiting.",
            Sending::Failed(_) => "No answer: OAuth was never reached. s tries again.",
            Sending::Idle if bench.put_back => "The right secret is back. PgDn goes on.",
            Sending::Idle if bench.run.is_some() => {
                "That is how it fails. p puts the right secret back."
            }
            Sending::Idle if bench.broken.is_some() => {
                "The secret is wrong now. Guess, then s sends."
            }
            Sending::Idle => "b changes one character of the secret.",
        }
        .to_owned()
    }

    fn urges(&self, app: &App) -> &'static [Action] {
        match app.player.as_ref().map(|player| &player.experiment) {
            Some(bench) if bench.put_back => &[Action::NextStep],
            Some(bench) if bench.run.is_some() => &[Action::PutBack],
            Some(_) | None => &[],
        }
    }

    fn draw(&self, canvas: &mut Canvas<'_, '_>, area: Rect, look: &Look<'_>, app: &App) {
        let names = ["Change", "Predict", "Side by side"];
        let areas = Self::areas(area, look.size);
        for pane in self.panes.shown(canvas, look, &names, (area, &areas)) {
            self.draw_pane(canvas, pane, look, app);
        }
    }
}
