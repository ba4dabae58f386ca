//! Going from one screen to another. The one from which something is looked up, or the servers are taken in hand, is kept, and goes on where
//! it was.

use std::mem;

use super::Ui;
use crate::app::App;
use crate::tui::screen::Place;

impl Ui {
    /// Opens the screen of `place`.
    pub(super) fn goes_to(&mut self, place: Place, app: &App) {
        let own = self.kept.pop_if(|(its, _)| *its == place);
        let comes_back = own.is_some();
        let next = own.map_or_else(|| place.open(app), |(_, screen)| screen);
        let left = mem::replace(&mut self.place, place);
        let screen = mem::replace(&mut self.screen, next);
        match (left, place) {
            _ if comes_back => {}
            // From server to server: whatever was kept waits on.
            (Place::Server(_), Place::Server(_)) => {}
            (left, Place::Reference) => self.kept.push((left, screen)),
            (left, Place::Server(_)) if app.opened_from_lesson() => self.kept.push((left, screen)),
            _ => self.kept.clear(),
        }
        self.overlay = None;
        self.arrange(self.area, app);
    }
}
