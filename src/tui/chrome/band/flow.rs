//! The verdict on a flow.

use super::told::{Told, nothing};
use crate::app::player::Player;
use crate::app::run::Run;
use crate::app::tenant::TenantFacts;
use crate::app::token::ApiAnswer;
use crate::flow::session::End;
use crate::tui::theme::Role;

/// How the flow of this step ended, or stands.
pub(super) fn flow(
    (player, facts): (&Player, Option<&TenantFacts>),
    answered: impl Fn(&Run) -> Told,
    refused: impl Fn(&ApiAnswer) -> Told,
) -> Told {
    let Some(desk) = player.flow() else {
        return nothing("NOT RUN", "The flow has not run.");
    };
    let session = &desk.session;
    if session.is_asking() {
        return Told::new("SENT", Role::Chip, "Waiting for the answer.");
    }
    if let Some((card, fault)) = session.failed() {
        let words = format!("Card {}: {}. {}", card.id, fault.name.word(), fault.why);
        return Told::new("STOPPED", Role::ChipFail, words);
    }
    let asked = player.newest().filter(|run| !run.is_good());
    match (session.end(), asked) {
        // Whether that is how it should end is for the step to say.
        (Some(End::Threw(_)), Some(run)) if player.refusal_was_wanted(facts) => {
            let words = "The flow ended with Return Error, as it should at such an answer.";
            Told::new(answered(run).chip, Role::ChipFail, words)
        }
        (Some(End::Threw(_)), None) => Told::new(
            "RETURN ERROR",
            Role::ChipFail,
            "The flow ended with Return Error.",
        ),
        // A card that asks does not fail at a refusal: it did its work, and the answer is an answer.
        (Some(_), Some(run)) => answered(run),
        // Nor at one of an API: a flow may return that, and return it as if all were well.
        (Some(_), None) if let Some(call) = player.refused_in_flow() => refused(call),
        (Some(_), None) if session.is_returned() => {
            Told::new("RETURN", Role::ChipPass, "The flow ended with Return.")
        }
        (Some(_), None) => Told::new("RAN", Role::ChipPass, "Every card of the way ran."),
        (None, _) => {
            let at = session.next().unwrap_or_default();
            let card = session.flow.cards.get(at);
            let card = card.map_or("", |card| card.id.as_str());
            match at {
                0 => nothing("NOT RUN", &format!("Its first card is {card}.")),
                at => nothing(
                    &format!("CARD {}", at + 1),
                    &format!("The next card is {card}."),
                ),
            }
        }
    }
}
