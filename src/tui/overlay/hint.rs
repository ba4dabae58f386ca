//! The hints of this step, one more at each press, and in the end the solution.

use ratatui::text::Line;

use crate::app::App;
use crate::app::message::{Message, Play};
use crate::tui::keys::{self, Action, Context};
use crate::tui::overlay::{Step, gap, sheet};
use crate::tui::screen::Canvas;
use crate::tui::text::prose;
use crate::tui::theme::{Look, Role};
use crate::tui::widget::scroll::Scroll;

const WIDTH: u16 = 70;

pub(super) fn react(action: Action, app: &App) -> Step {
    let more = app
        .player
        .as_ref()
        .is_some_and(|player| player.hints_open() <= player.hints_here().0.len());
    match action {
        Action::Hint if more => Step::Tell(Message::Play(Play::Hint)),
        Action::Accept => Step::Close,
        _ => Step::Stay,
    }
}

pub(super) fn draw(canvas: &mut Canvas<'_, '_>, look: &Look<'_>, app: &App) {
    let Some(player) = &app.player else { return };
    let ((hints, solution), open) = (player.hints_here(), player.hints_open());
    let width = WIDTH.min(canvas.area().width.saturating_sub(2));
    let cells = usize::from(width).saturating_sub(4);
    let mut lines: Vec<Line<'_>> = Vec::new();
    for (at, hint) in hints.iter().take(open).enumerate() {
        lines.push(Line::styled(
            format!("Hint {}", at + 1),
            look.style(Role::Title),
        ));
        lines.extend(prose(hint, cells, look.style(Role::Text)));
        lines.push(gap());
    }
    let solved = open > hints.len();
    if solved {
        lines.push(Line::styled("Solution", look.style(Role::Accent)));
        lines.extend(prose(solution, cells, look.style(Role::Text)));
        lines.push(gap());
    }
    let key = keys::name(Context::Overlay, Action::Hint, look.unicode);
    let offer = match (solved, open == hints.len()) {
        (true, _) => "That is all there is.".to_owned(),
        (false, true) => format!("{key} shows the solution."),
        (false, false) => format!("{key} shows the next hint, Esc goes back to work."),
    };
    lines.push(Line::styled(offer, look.style(Role::Dim)));
    let aside = format!("{} of {}", open.min(hints.len()), hints.len());
    let inner = sheet(canvas, look, ("Hints", &aside), (width, lines.len()));
    // The newest hint matters most: where not all fit, the end shows.
    let top = lines.len().saturating_sub(usize::from(inner.height));
    Scroll { top }.draw(canvas, inner, look, &lines);
}
