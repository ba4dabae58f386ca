//! Whether an experiment came out as its lesson says: only then its meaning is told, what was predicted of it is judged, and a line
//! goes into the error book.

use crate::app::deed::Deed;
use crate::app::fact::{Evidence, Truth};
use crate::app::player::Player;
use crate::app::run::Run;
use crate::app::tenant::TenantFacts;
use crate::app::token::Tried;
use crate::lesson::desks::{filled, words};
use crate::lesson::model::Variant;

impl Player {
    /// True where the variant of this experiment was tried, and what was seen is not what the lesson says of it. What cannot be seen is no
    /// contradiction; what was so at the time and was put back since is not asked.
    pub fn came_out_otherwise(
        &self,
        (experiment, variant): (&str, &Variant),
        facts: Option<&TenantFacts>,
    ) -> bool {
        let newest = self.newest_of((experiment, &variant.id));
        newest.is_some_and(|run| self.is_otherwise((experiment, variant), facts, run))
    }

    /// The same of one exchange. What still waits for an answer has not come out at all.
    pub(super) fn is_otherwise(
        &self,
        (experiment, variant): (&str, &Variant),
        facts: Option<&TenantFacts>,
        run: &Run,
    ) -> bool {
        let evidence = Evidence {
            tried: Some(Tried {
                experiment,
                variant: &variant.id,
                since: 0,
            }),
            ..Evidence::of(self, facts)
        };
        let mut of_run = variant.expect.iter().filter(|one| one.is_about_runs());
        run.call.waiting.is_none()
            && of_run.any(|one| evidence.holds_on(one, Some(run)) == Truth::No)
    }

    /// Why what the lesson says of the open variant is left out: it came out otherwise; where the server was changed by hand when it was
    /// tried, by what. Nothing where it came out as the lesson says. The ids are those of the words without such changes, and with them.
    pub fn not_judged(
        &self,
        facts: Option<&TenantFacts>,
        (alone, by_hand): (&'static str, &'static str),
    ) -> Option<String> {
        let step = self.step();
        let (experiment, variant) = (self.lab.experiment(step)?, self.lab.variant(step)?);
        if !self.came_out_otherwise((&experiment.id, variant), facts) {
            return None;
        }
        let run = self.newest_of((&experiment.id, &variant.id))?;
        let mut stood = run.in_force.clone();
        let more = run.call.in_force.iter().filter(|_| run.call.is_begun());
        for deed in more {
            if !stood.contains(deed) {
                stood.push(*deed);
            }
        }
        if stood.is_empty() {
            return Some(words(alone).to_owned());
        }
        let names: Vec<&str> = stood.into_iter().map(Deed::name).collect();
        Some(filled(by_hand, &[("what", names.join(", "))]))
    }

    /// The newest exchange that was sent for a variant, or called for it.
    fn newest_of(&self, (experiment, variant): (&str, &str)) -> Option<&Run> {
        let is_its = |tried: Option<&(String, String)>| {
            tried.is_some_and(|(of, which)| of == experiment && which == variant)
        };
        let has = |run: &&Run| {
            let mut calls = run.call.answers.iter();
            is_its(run.tried.as_ref()) || calls.any(|call| is_its(call.tried.as_ref()))
        };
        self.bench.runs.iter().rev().find(has)
    }
}
