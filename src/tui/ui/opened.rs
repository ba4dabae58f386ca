//! What a key lays over the screen, and what the app is asked for it.

use super::{Ui, Wish};
use crate::app::App;
use crate::app::message::{Message, Play, ScenarioAct};
use crate::tui::keys::Action;
use crate::tui::overlay::{self, Overlay};

impl Ui {
    pub(super) fn opened(&self, action: Action, app: &App) -> Option<Overlay> {
        match action {
            Action::Help => {
                let (typing, _) = self.letters(app);
                Some(Overlay::help(self.screen.context(app), typing, app))
            }
            Action::Palette => {
                let context = self.screen.context(app);
                Some(Overlay::palette(context, app, self.theme.has_signs()))
            }
            Action::Runs => Some(Overlay::Runs(overlay::Runs::default())),
            Action::Settings => Some(Overlay::Settings(overlay::Settings::default())),
            Action::Copy => Some(Overlay::copy(app)),
            Action::Jump => Some(Overlay::jump(app)),
            Action::Reset => Some(Overlay::confirm(
                "Put this step back to how you found it? What you filled in here goes.",
                Message::Play(Play::ResetStep),
            )),
            _ => None,
        }
    }

    /// What is filled by an answer: it opens, and the app is told to ask.
    pub(super) fn asks(&mut self, action: Action, app: &App) -> Vec<Wish> {
        let (overlay, message) = if action == Action::Scenarios {
            // Elsewhere the app says that there are none.
            let list = app.in_sandbox().then(|| Overlay::Scenarios(Box::default()));
            (list, Message::Scenario(ScenarioAct::List))
        } else {
            // At a tenant of one's own the app says that nothing is sent elsewhere.
            let three = Overlay::Elsewhere(overlay::Elsewhere::default());
            ((!app.at_own_tenant()).then_some(three), Message::Elsewhere)
        };
        self.overlay = overlay;
        vec![Wish::Tell(message)]
    }
}
