//! What a lesson sees of the rest of the tutor while it takes in a message: the time, its tenant, numbers for questions, and a way to speak.

use crate::app::effect::{Effect, RunId};
use crate::app::tenant::{Tenant, TenantFacts};
use crate::flow::Flow;
use crate::lesson::dashboard::Dashboard;
use crate::oauth::time::UnixMillis;

/// One turn of a lesson.
#[derive(Debug)]
pub(crate) struct Turn<'a> {
    /// The time of the message.
    pub(crate) now: UnixMillis,
    /// The lesson's tenant.
    pub(crate) tenant: &'a Tenant,
    /// The vendor's dashboard.
    pub(crate) dashboard: Option<&'static Dashboard>,
    /// The flows of the course.
    pub(crate) flows: &'static [Flow],
    next_run: &'a mut RunId,
    /// What is said to the learner.
    pub(crate) said: Option<String>,
    /// What is asked of the world.
    pub(crate) effects: Vec<Effect>,
}

impl<'a> Turn<'a> {
    /// A turn at `now`.
    pub(crate) fn new(
        now: UnixMillis,
        tenant: &'a Tenant,
        (dashboard, flows): (Option<&'static Dashboard>, &'static [Flow]),
        next_run: &'a mut RunId,
    ) -> Self {
        Self {
            now,
            tenant,
            dashboard,
            flows,
            next_run,
            said: None,
            effects: Vec::new(),
        }
    }

    /// What is known of the tenant, once it answers.
    pub(crate) fn facts(&self) -> Option<&'a TenantFacts> {
        self.tenant.facts()
    }

    /// A number for a question to the world, never used before in this session.
    pub(crate) fn new_run(&mut self) -> RunId {
        let run = *self.next_run;
        *self.next_run = RunId(run.0 + 1);
        run
    }

    /// Says this for a few seconds.
    pub(crate) fn say(&mut self, text: impl Into<String>) {
        self.said = Some(text.into());
    }

    /// Asks this of the world.
    pub(crate) fn ask(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// The tenant's facts; says that it is not there where it is not.
    pub(crate) fn facts_or_say(&mut self) -> Option<&'a TenantFacts> {
        match self.tenant {
            Tenant::Ready(facts) => return Some(facts),
            Tenant::Starting => {
                self.say("The practice tenant is still starting. Try again in a moment.");
            }
            Tenant::Failed(_) => self.say("The practice tenant is not running."),
        }
        None
    }
}
