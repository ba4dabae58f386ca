//! The hints of this step, one more at each press, and in the end the solution.

use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::App;
use crate::app::message::{Message, Play};
use crate::app::player::Player;
use crate::tui::canvas::Canvas;
use crate::tui::keys::{self, Action, Context};
use crate::tui::overlay::sheet::{Step, gap, sheet, sheet_rows};
use crate::tui::text::prose;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::scroll::Scroll;

const WIDTH: u16 = 70;

/// The open hints. The newest matters most: where not all fit, the end shows until the learner scrolls.
#[derive(Debug, Default)]
pub(crate) struct Hint {
    scroll: Option<Scroll>,
    left: Left,
}

/// What another press shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Left {
    #[default]
    Hint,
    Solution,
    Nothing,
}

impl Hint {
    /// Takes over how many are open.
    pub(super) fn sync(&mut self, app: &App) {
        let Some(player) = &app.player else { return };
        let hints = player.step().hints.len();
        self.left = match player.hints_open() {
            open if open < hints => Left::Hint,
            open if open == hints => Left::Solution,
            _ => Left::Nothing,
        };
    }

    pub(super) fn keys(&self) -> &'static [(Action, &'static str)] {
        match self.left {
            Left::Hint => &[
                (Action::Hint, "next hint"),
                (Action::Up, "move"),
                (Action::Close, "close"),
            ],
            Left::Solution => &[
                (Action::Hint, "solution"),
                (Action::Up, "move"),
                (Action::Close, "close"),
            ],
            Left::Nothing => &[(Action::Up, "move"), (Action::Close, "close")],
        }
    }

    pub(super) fn react(&mut self, action: Action, area: Rect, look: &Look<'_>, app: &App) -> Step {
        let Some(player) = &app.player else {
            return Step::Close;
        };
        let more = player.hints_open() <= player.step().hints.len();
        match action {
            Action::Hint if more => {
                self.scroll = None;
                Step::Tell(Message::Play(Play::Hint))
            }
            Action::Accept => Step::Close,
            action => {
                let width = width(area);
                let lines = lines(player, width, look).len();
                let rows = sheet_rows(area, width, lines);
                let mut scroll = self.scroll.unwrap_or(end(lines, rows));
                if scroll.react(action, lines, rows) {
                    self.scroll = Some(scroll);
                }
                Step::Stay
            }
        }
    }

    pub(super) fn draw(&self, canvas: &mut Canvas<'_, '_>, look: &Look<'_>, app: &App) {
        let Some(player) = &app.player else { return };
        let width = width(canvas.area());
        let lines = lines(player, width, look);
        let hints = &player.step().hints;
        let aside = format!(
            "{} of {}",
            player.hints_open().min(hints.len()),
            hints.len()
        );
        let inner = sheet(canvas, look, ("Hints", &aside), (width, lines.len()));
        let scroll = self
            .scroll
            .unwrap_or(end(lines.len(), usize::from(inner.height)));
        scroll.draw(canvas, inner, look, &lines);
    }
}

fn end(lines: usize, rows: usize) -> Scroll {
    Scroll {
        top: lines.saturating_sub(rows),
    }
}

fn width(area: Rect) -> u16 {
    WIDTH.min(area.width.saturating_sub(2))
}

fn lines(player: &Player, width: u16, look: &Look<'_>) -> Vec<Line<'static>> {
    let (step, open) = (player.step(), player.hints_open());
    let hints = &step.hints;
    let fill = |text: &str| keys::filled(text, Context::Build, look.unicode);
    let cells = usize::from(width).saturating_sub(4);
    let mut lines = Vec::new();
    for (at, hint) in hints.iter().take(open).enumerate() {
        lines.push(Line::styled(
            format!("Hint {}", at + 1),
            look.style(Role::Title),
        ));
        lines.extend(prose(&fill(&hint.text), cells, look.style(Role::Text)));
        lines.push(gap());
    }
    let solved = open > hints.len();
    if solved {
        lines.push(Line::styled("Solution", look.style(Role::Accent)));
        lines.extend(prose(&fill(&step.solution), cells, look.style(Role::Text)));
        lines.push(gap());
    }
    let key = keys::name(Context::Overlay, Action::Hint, look.unicode);
    let offer = match (solved, open == hints.len()) {
        (true, _) if player.can_lay_in() => {
            let key = keys::name(Context::Build, Action::LayIn, look.unicode);
            format!("Esc closes; outside a field {key} then lays it in, unsent.")
        }
        (true, _) => "That is all there is.".to_owned(),
        (false, true) => format!("{key} shows the solution."),
        (false, false) => format!("{key} shows the next hint, Esc goes back to work."),
    };
    lines.push(Line::styled(offer, look.style(Role::Dim)));
    lines
}
