//! What facts are measured on: a lesson as it stands, and its tenant.

use crate::app::player::{Player, StepState};
use crate::app::tenant::TenantFacts;
use crate::app::token::Tried;

/// What facts are measured on.
#[derive(Clone, Copy, Debug)]
pub struct Evidence<'a> {
    /// The lesson as it stands.
    pub player: &'a Player,
    /// The tenant, where it answers.
    pub facts: Option<&'a TenantFacts>,
    /// The step that counts are made for; the one that the learner is at where nothing is said.
    pub(crate) state: Option<&'a StepState>,
    /// Calls count from here on, in the count of everything that happened to exchanges.
    pub(crate) since: u64,
    /// The experiment and variant whose calls count, and since when; all calls where nothing is said.
    pub(crate) tried: Option<Tried<'a>>,
}

impl<'a> Evidence<'a> {
    /// The evidence of a lesson at its tenant.
    pub fn of(player: &'a Player, facts: Option<&'a TenantFacts>) -> Self {
        Self {
            player,
            facts,
            state: None,
            since: 0,
            tried: None,
        }
    }
}
