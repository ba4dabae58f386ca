//! The goal screen.

use ratatui::layout::Rect;

use crate::app::App;
use crate::tui::keys::{Action, Context};
use crate::tui::screen::{Canvas, Reply, Screen};
use crate::tui::theme::Look;

/// The goal screen.
#[derive(Default)]
pub(crate) struct Goal {}

impl Screen for Goal {
    fn context(&self, _app: &App) -> Context {
        Context::Goal
    }

    fn react(&mut self, _action: Action, _app: &App) -> Reply {
        Reply::Ignored
    }

    fn draw(&self, _canvas: &mut Canvas<'_, '_>, _area: Rect, _look: &Look<'_>, _app: &App) {}
}
