//! The explain screen.

use ratatui::layout::Rect;

use crate::app::App;
use crate::tui::keys::{Action, Context};
use crate::tui::screen::{Canvas, Reply, Screen};
use crate::tui::theme::Look;

/// The explain screen.
#[derive(Default)]
pub(crate) struct Explain {}

impl Screen for Explain {
    fn context(&self, _app: &App) -> Context {
        Context::Explain
    }

    fn react(&mut self, _action: Action, _app: &App) -> Reply {
        Reply::Ignored
    }

    fn draw(&self, _canvas: &mut Canvas<'_, '_>, _area: Rect, _look: &Look<'_>, _app: &App) {}
}
