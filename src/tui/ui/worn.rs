//! How the screens look by what was chosen and by what the terminal says: colours, movement.

use super::Ui;
use crate::app::App;
use crate::app::settings::Palette;
use crate::oauth::time::UnixMillis;

impl Ui {
    /// Whether what was sent is seen travelling.
    pub fn moves(&mut self, motion: bool) {
        self.motion.on = motion;
    }

    /// From now on it wears these colours.
    pub fn wears(&mut self, palette: Palette) {
        self.theme.palette = palette;
    }

    /// From now on it draws no signs beyond ASCII, or those again that the terminal has.
    pub fn keeps_to_ascii(&mut self, on: bool) {
        self.theme.ascii = on;
    }

    /// When the picture changes by itself.
    pub fn next_wake(&self, app: &App) -> Option<UnixMillis> {
        self.motion.next_wake(app.now)
    }

    /// The terminal says what its background is like.
    pub fn stands_on(&mut self, colour: [u8; 3]) {
        self.theme = self.theme.on(colour);
    }
}
