//! Whether an experiment came out as its lesson says: only then its meaning is told, and a line goes into the error book.

use crate::app::fact::{Evidence, Truth};
use crate::app::player::Player;
use crate::app::run::Run;
use crate::app::tenant::TenantFacts;
use crate::app::token::Tried;
use crate::lesson::model::Variant;

impl Player {
    /// True where the variant of this experiment was tried, and what was seen is not what the lesson says of it. What cannot be seen is no
    /// contradiction; what was so at the time and was put back since is not asked.
    pub fn came_out_otherwise(
        &self,
        (experiment, variant): (&str, &Variant),
        facts: Option<&TenantFacts>,
    ) -> bool {
        let is_its = |tried: Option<&(String, String)>| {
            tried.is_some_and(|(of, which)| of == experiment && *which == variant.id)
        };
        let has = |run: &&Run| {
            let mut calls = run.call.answers.iter();
            is_its(run.tried.as_ref()) || calls.any(|call| is_its(call.tried.as_ref()))
        };
        let Some(run) = self.bench.runs.iter().rev().find(has) else {
            return false;
        };
        let evidence = Evidence {
            tried: Some(Tried {
                experiment,
                variant: &variant.id,
                since: 0,
            }),
            ..Evidence::of(self, facts)
        };
        let mut of_run = variant.expect.iter().filter(|one| one.is_about_runs());
        of_run.any(|one| evidence.holds_on(one, Some(run)) == Truth::No)
    }
}
