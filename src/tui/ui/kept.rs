//! Going from one screen to another. The one from which something is looked up is kept, and goes on where it was.

use std::mem;

use super::Ui;
use crate::app::App;
use crate::tui::screen::Place;

impl Ui {
    /// Opens the screen of `place`.
    pub(super) fn goes_to(&mut self, place: Place, app: &App) {
        let kept = self.kept.take().filter(|(its, _)| *its == place);
        let next = kept.map_or_else(|| place.open(app), |(_, screen)| screen);
        let left = mem::replace(&mut self.place, place);
        let screen = mem::replace(&mut self.screen, next);
        if place == Place::Reference {
            self.kept = Some((left, screen));
        }
        self.overlay = None;
        self.arrange(self.area, app);
    }
}
