//! The done screen.

use ratatui::layout::Rect;

use crate::app::App;
use crate::tui::keys::{Action, Context};
use crate::tui::screen::{Canvas, Reply, Screen};
use crate::tui::theme::Look;

/// The done screen.
#[derive(Default)]
pub(crate) struct Done {}

impl Screen for Done {
    fn context(&self, _app: &App) -> Context {
        Context::Done
    }

    fn react(&mut self, _action: Action, _app: &App) -> Reply {
        Reply::Ignored
    }

    fn draw(&self, _canvas: &mut Canvas<'_, '_>, _area: Rect, _look: &Look<'_>, _app: &App) {}
}
