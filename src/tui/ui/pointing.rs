//! The mouse: each click and each turn of the wheel is what some keys would do.

use ratatui::layout::Position;

use super::{Ui, Wish};
use crate::app::App;
use crate::tui::canvas::Hit;
use crate::tui::keys::{Action, Context, Deed, Mouse, Typing};

/// How many rows a turn of the wheel is worth.
const WHEEL: usize = 3;

impl Ui {
    /// Something was done with the mouse: what a key would do. A click in a field that is typed into stays there.
    pub fn points(&mut self, mouse: Mouse, app: &App) -> Vec<Wish> {
        self.motion.ends();
        if self.is_blind() {
            return Vec::new();
        }
        let actions = match mouse.what {
            Deed::WheelUp => vec![Action::Up; WHEEL],
            Deed::WheelDown => vec![Action::Down; WHEEL],
            Deed::Click => Self::clicked(self.hit(mouse)),
        };
        // The wheel must not answer: on a question it would move the cursor.
        let wheel = mouse.what != Deed::Click;
        if wheel && matches!(self.context(app), Context::Predict | Context::Quiz) {
            return Vec::new();
        }
        // A field that is typed into keeps its text: only a key of the footer means something there.
        let is_key = matches!(self.hit(mouse), Some(Hit::Do(_)));
        // Where a search is typed, nothing but the selection of what was found moves.
        let is_search = self.overlay.is_none() && self.context(app) == Context::Reference;
        if self.typing() != Typing::No && !is_search && !(mouse.what == Deed::Click && is_key) {
            return Vec::new();
        }
        if mouse.what == Deed::Click && !actions.is_empty() {
            // What comes before the next picture would hit what is no longer there.
            self.hits.borrow_mut().clear();
        }
        let mut wishes = Vec::new();
        for action in actions {
            wishes.extend(self.act(action, app));
        }
        self.typing_now = self.typing();
        wishes
    }

    /// What a click there asks for: what lies uppermost decides.
    fn clicked(hit: Option<Hit>) -> Vec<Action> {
        match hit {
            Some(Hit::Do(Action::Pick(0))) | None => Vec::new(),
            Some(Hit::Do(action)) => vec![action],
            Some(Hit::Row(0)) => vec![Action::Accept],
            Some(Hit::Row(down)) if down > 0 => vec![Action::Down; down.unsigned_abs()],
            Some(Hit::Row(up)) => vec![Action::Up; up.unsigned_abs()],
            Some(Hit::Turn(turns)) => vec![Action::NextPane; turns],
        }
    }

    /// What lies uppermost there.
    fn hit(&self, mouse: Mouse) -> Option<Hit> {
        let at = Position::new(mouse.column, mouse.row);
        let hits = self.hits.borrow();
        let hit = hits.iter().rev().find(|(area, _)| area.contains(at));
        hit.map(|(_, hit)| *hit)
    }
}
