//! The read screen.

use ratatui::layout::Rect;

use crate::app::App;
use crate::tui::keys::{Action, Context};
use crate::tui::screen::{Canvas, Reply, Screen};
use crate::tui::theme::Look;

/// The read screen.
pub(crate) struct Read {}

impl Read {
    /// The screen as it opens.
    pub(crate) fn new(_app: &App) -> Self {
        Self {}
    }
}

impl Screen for Read {
    fn context(&self, _app: &App) -> Context {
        Context::Read
    }

    fn react(&mut self, _action: Action, _app: &App) -> Reply {
        Reply::Ignored
    }

    fn draw(&self, _canvas: &mut Canvas<'_, '_>, _area: Rect, _look: &Look<'_>, _app: &App) {}
}
