//! The steps of the lesson as a list: where one is, what is behind, and a way to any of them.

use ratatui::text::{Line, Span};

use crate::app::App;
use crate::app::message::{Go, Message};
use crate::app::player::Player;
use crate::app::progress::LessonProgress;
use crate::app::spot::Spot;
use crate::lesson::Lesson;
use crate::lesson::model::{Round, Stage};
use crate::tui::canvas::Canvas;
use crate::tui::keys::Action;
use crate::tui::overlay::sheet::{Step, sheet};
use crate::tui::text::{column, ending, width};
use crate::tui::theme::{Look, Role};
use crate::tui::widget::list::Selection;
use crate::tui::widget::panel::Focus;

const WIDTH: u16 = 50;
/// The cells before a title: cursor, digit, mark, stage.
const BEFORE: usize = 15;

/// The open list.
#[derive(Debug)]
pub(crate) struct Jump {
    selection: Selection,
}

impl Jump {
    pub(super) fn new(app: &App) -> Self {
        let at = app.player.as_ref().map_or(0, |player| {
            let spots = Spot::all(player.lesson);
            let here = player.at.index(player.lesson);
            // At the end of a lesson it is the open step that is looked for.
            let is_open = |spot: &Spot| is_done(*spot, player, app) == Some(false);
            let open = spots.iter().position(is_open);
            open.filter(|_| here + 1 == spots.len()).unwrap_or(here)
        });
        Self {
            selection: Selection { at },
        }
    }

    pub(super) fn react(&mut self, action: Action, app: &App) -> Step {
        let steps = app
            .player
            .as_ref()
            .map_or_else(Vec::new, |player| Spot::all(player.lesson));
        let at = match action {
            Action::Accept => self.selection.at,
            Action::Pick(digit) => usize::from(digit).wrapping_sub(1),
            _ => {
                self.selection.react(action, steps.len());
                return Step::Stay;
            }
        };
        Step::chosen(steps.get(at).map(|spot| Message::Go(Go::Spot(*spot))))
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>, app: &App) {
        let Some(player) = &app.player else { return };
        let titles = Spot::all(player.lesson);
        let titles = titles
            .iter()
            .map(|spot| width(&title(*spot, player.lesson)));
        let wanted = u16::try_from(titles.max().unwrap_or(0) + BEFORE + 4).unwrap_or(WIDTH);
        let wide = wanted.max(WIDTH).min(canvas.area().width.saturating_sub(2));
        let cells = usize::from(wide).saturating_sub(BEFORE + 4);
        let row = |(at, spot): (usize, Spot)| {
            let digit = if at < 9 {
                format!("{}", at + 1)
            } else {
                " ".into()
            };
            let role = if spot == player.at {
                Role::Accent
            } else {
                Role::Text
            };
            let (mark, mark_role) = match is_done(spot, player, app) {
                Some(true) => (look.marks.pass, Role::Pass),
                Some(false) => (look.marks.open, Role::Dim),
                None => (" ", Role::Dim),
            };
            vec![Line::from(vec![
                Span::styled(format!("{digit} "), look.style(Role::Key)),
                Span::styled(format!("{mark} "), look.style(mark_role)),
                Span::styled(
                    column(spot.step(player.lesson).stage.word(), 9, look),
                    look.style(Role::Dim),
                ),
                Span::styled(
                    ending(&title(spot, player.lesson), cells, look),
                    look.style(role),
                ),
            ])]
        };
        let rows: Vec<Vec<Line<'_>>> = Spot::all(player.lesson)
            .into_iter()
            .enumerate()
            .map(row)
            .collect();
        let inner = sheet(
            canvas,
            look,
            ("Jump to a step", "Esc closes"),
            (wide, rows.len()),
        );
        self.selection
            .draw(canvas, inner, look, (&rows, Focus::Here));
    }
}

/// Whether a page is done; `None` where there is nothing to do on it.
fn is_done(spot: Spot, player: &Player, app: &App) -> Option<bool> {
    if player.test.is_none() {
        return player.is_page_done(spot);
    }
    // A jump leads out of a test, into the lesson as it is kept.
    let kept = app.progress.of(&player.lesson.id);
    kept.unwrap_or(&LessonProgress::default())
        .is_page_done(player.lesson, spot)
}

/// The page in a few words, from the lesson where it has some.
pub(crate) fn title(spot: Spot, lesson: &Lesson) -> String {
    let step = spot.step(lesson);
    match step.stage {
        Stage::Goal => lesson.title.clone(),
        Stage::Predict => format!("question {}", spot.ask + 1),
        Stage::Quiz => format!("card {} of {}", spot.ask + 1, step.pages()),
        Stage::Do | Stage::Explain | Stage::Break => step.title.clone(),
        Stage::Done if lesson.kind == Round::Sandbox => "the way out".into(),
        Stage::Done => "what you know now".into(),
    }
}
