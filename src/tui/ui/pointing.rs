//! The mouse: each click and each turn of the wheel is what some keys would do.

use ratatui::layout::Position;

use super::{Ui, Wish};
use crate::app::App;
use crate::tui::canvas::Hit;
use crate::tui::keys::{Action, Context, Deed, Mouse};

/// How many rows a turn of the wheel is worth.
const WHEEL: usize = 3;

impl Ui {
    /// Something was done with the mouse: what a key would do. A click in a field that is typed into stays there.
    pub fn points(&mut self, mouse: Mouse, app: &App) -> Vec<Wish> {
        self.motion.ends();
        let actions = match mouse.what {
            Deed::WheelUp => vec![Action::Up; WHEEL],
            Deed::WheelDown => vec![Action::Down; WHEEL],
            Deed::Click => self.clicked(Position::new(mouse.column, mouse.row)),
        };
        // The wheel must not answer: on a question it would move the cursor.
        let wheel = mouse.what != Deed::Click;
        if wheel && matches!(self.context(app), Context::Predict | Context::Quiz) {
            return Vec::new();
        }
        let mut wishes = Vec::new();
        for action in actions {
            wishes.extend(self.act(action, app));
        }
        self.typing_now = self.typing();
        wishes
    }

    /// What a click there asks for: what lies uppermost decides.
    fn clicked(&self, at: Position) -> Vec<Action> {
        let hits = self.hits.borrow();
        let hit = hits.iter().rev().find(|(area, _)| area.contains(at));
        match hit {
            Some((_, Hit::Do(Action::Pick(0)))) | None => Vec::new(),
            Some((_, Hit::Do(action))) => vec![*action],
            Some((_, Hit::Row(0))) => vec![Action::Accept],
            Some((_, Hit::Row(down))) if *down > 0 => vec![Action::Down; down.unsigned_abs()],
            Some((_, Hit::Row(up))) => vec![Action::Up; up.unsigned_abs()],
            Some((_, Hit::Turn(turns))) => vec![Action::NextPane; *turns],
        }
    }
}
