//! Where the open experiment stands, as the screen asks for it.

use crate::app::App;
use crate::app::lab::Trial;
use crate::app::player::Player;
use crate::tui::widget::guide;

/// True where another change of this experiment was not tried yet, or a later experiment is still to be opened.
pub(super) fn more(player: &Player) -> bool {
    let lab = &player.lab;
    let untried = lab.experiment(player.step()).is_some_and(|one| {
        let mut all = one.variants.iter();
        all.any(|variant| {
            lab.trial_of(&format!("{}/{}", one.id, variant.id))
                .is_none()
        })
    });
    untried || lab.open + 1 < player.step().experiments.len()
}

/// True where the open variant needs no change before it is tried.
pub(super) fn is_plain(player: &Player) -> bool {
    let variant = player.lab.variant(player.step());
    variant.is_some_and(|variant| !variant.changes())
}

/// True while the question of the change waits for an answer.
pub(super) fn to_answer(app: &App) -> bool {
    guide::asked(app).is_some_and(|(_, state)| state.is_open())
}

/// True while nobody has said yet what to expect, and it would count.
pub(super) fn unsaid(app: &App) -> bool {
    guide::asked(app).is_some_and(|(_, state)| state.is_open() && state.picked().is_none())
}

/// True once the variant that is selected was tried.
pub(super) fn tried(player: &Player) -> bool {
    player
        .lab
        .trial(player.step())
        .is_some_and(|trial| trial != Trial::Changed)
}
