//! Whether a guess is asked for before a change is tried: a prediction works by surprise.

use crate::app::player::Player;
use crate::app::tenant::TenantFacts;
use crate::app::verdict::Verdict;
use crate::lesson::model::{Ask, Round, Variant};

impl Player {
    /// True where nobody has said yet what to expect, and it was not asked for either: a prediction works by surprise.
    pub(super) fn wants_a_guess(&self, variant: &Variant, facts: Option<&TenantFacts>) -> bool {
        let asks = |ask: &&Ask| ask.is_prediction() && self.verdict(ask, facts) == Verdict::Open;
        // In a sandbox nothing is asked for.
        let is_asked_for = self.lesson.kind != Round::Sandbox;
        is_asked_for
            && !self.lab.nudged
            && self.pilot.is_none()
            && variant.ask.as_ref().is_some_and(|ask| asks(&ask))
    }

    /// True where sending now would only say that a guess is wanted first.
    pub fn wants_a_guess_first(&self, facts: Option<&TenantFacts>) -> bool {
        let variant = self.lab.variant(self.step());
        variant.is_some_and(|variant| {
            let is_ready = self.lab.is_changed() || !variant.changes();
            is_ready && self.wants_a_guess(variant, facts)
        })
    }

    pub(super) fn has_to_guess(&self, variant: &Variant) -> bool {
        let id = variant.ask.as_ref().map(|ask| ask.id.as_str());
        let mut goals = self.step().goals.iter();
        id.is_some() && goals.any(|goal| goal.when.asks_for_a_guess(id))
    }
}
