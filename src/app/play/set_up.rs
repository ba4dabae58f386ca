//! What a lesson and its steps set up when they are entered: made once, in their order, and put back by whoever goes back.

use super::change::filled;
use crate::app::effect::Lot;
use crate::app::player::Player;
use crate::app::turn::Turn;
use crate::lesson::bench::Bench;
use crate::lesson::change::server::ServerChange;
use crate::lesson::change::{Change, WorldChange};
use crate::lesson::desks::words;

impl Player {
    /// The set-ups of the lesson and of the steps up to this one that were not made yet, in their order. Those of later steps are put
    /// back first, the newest first, so that whoever goes back finds the world as it was there.
    pub(super) fn set_up(&mut self, turn: &mut Turn<'_>) {
        if !Self::has_tenant(turn) {
            return;
        }
        let later = (self.at.step + 1..self.lesson.steps.len()).rev();
        let mut was_told = false;
        for step in later {
            if self.set_up.remove(&Some(step)) && self.has_setup(step) {
                self.put_back_lot(turn, Lot::Step(step));
                was_told |= self.told_of_the_server(step);
            }
        }
        // Settings are looked at where their forms are.
        let shows = self.step().bench == Some(Bench::Dashboard) && !self.step().makes_app();
        if was_told && shows && self.pilot.is_none() {
            turn.say(words("setup.back"));
        }
        let steps = (0..=self.at.step).map(Some);
        for of in std::iter::once(None).chain(steps) {
            if self.set_up.contains(&of) {
                continue;
            }
            let waits = |one: &Change| needs_app(one) || !self.is_fillable(turn, one);
            if self.bench.app.is_none() && self.setup_of(of).iter().any(waits) {
                return;
            }
            self.set_up.insert(of);
            self.set_up_by(turn, of);
        }
    }

    /// True where what a change of the world names is there.
    fn is_fillable(&self, turn: &Turn<'_>, change: &Change) -> bool {
        match change {
            Change::World(change) => filled(change, self, turn.facts()).is_some(),
            Change::Draft(_) | Change::Form(_) | Change::Flow(_) | Change::Token(_) => true,
        }
    }

    fn setup_of(&self, of: Option<usize>) -> &'static [Change] {
        let lesson = self.lesson;
        match of {
            None => &lesson.setup,
            Some(at) => lesson.steps.get(at).map_or(&[], |step| &step.setup),
        }
    }

    /// The values of the request that the lesson and its steps up to here begin with.
    pub(super) fn lay_in_set_up(&mut self, turn: &Turn<'_>) {
        let steps = (0..=self.at.step).map(Some);
        for of in std::iter::once(None).chain(steps) {
            for change in self.setup_of(of) {
                self.lay_in_draft(turn, change);
            }
        }
    }

    /// Makes a change of the request, where it is one that a learner could make.
    pub(super) fn lay_in_draft(&mut self, turn: &Turn<'_>, change: &Change) {
        match change {
            Change::Draft(change) if !change.is_of_experiments() => self.change_draft(turn, change),
            Change::Draft(_)
            | Change::Form(_)
            | Change::World(_)
            | Change::Flow(_)
            | Change::Token(_) => {}
        }
    }

    /// True where the learner was told of what that step changes at the server: then its going is told, too.
    fn told_of_the_server(&self, step: usize) -> bool {
        let is_told = self
            .lesson
            .steps
            .get(step)
            .is_some_and(|step| step.told.is_some());
        let mut changes = self.setup_of(Some(step)).iter();
        is_told && changes.any(|change| matches!(change, Change::World(_)))
    }

    fn has_setup(&self, step: usize) -> bool {
        !self.setup_of(Some(step)).is_empty()
    }

    /// A new app in place of an old one is set up as that was.
    pub(super) fn set_up_app(&mut self, turn: &mut Turn<'_>) {
        for of in self.set_up.clone() {
            let lot = of.map_or(Lot::Lesson, Lot::Step);
            for change in self.setup_of(of).iter().filter(|one| needs_app(one)) {
                self.change_of(turn, lot, change);
            }
        }
    }

    fn set_up_by(&mut self, turn: &mut Turn<'_>, of: Option<usize>) {
        let lot = of.map_or(Lot::Lesson, Lot::Step);
        for change in self.setup_of(of) {
            self.change_of(turn, lot, change);
        }
        let step = of.and_then(|at| self.lesson.steps.get(at));
        if let Some(told) = step.and_then(|step| step.told.clone())
            && of == Some(self.at.step)
        {
            turn.say(told);
        }
    }
}

/// True where there has to be an app for it.
pub(super) fn needs_app(change: &Change) -> bool {
    match change {
        Change::Draft(_) | Change::Form(_) | Change::Flow(_) | Change::Token(_) => false,
        Change::World(world) => match world {
            WorldChange::AppAuth(_)
            | WorldChange::AppRotate
            | WorldChange::AppSecret(_)
            | WorldChange::AppGrants(_)
            | WorldChange::AppGrant(_)
            | WorldChange::AppKey(_)
            | WorldChange::AppBound(_)
            | WorldChange::AppOrganization(..) => true,
            WorldChange::DefaultAudience(_)
            | WorldChange::WithoutAudience(_)
            | WorldChange::ScopeAdded(..)
            | WorldChange::ScopeRemoved(_)
            | WorldChange::RuleClaim(..)
            | WorldChange::RuleDeny(..)
            | WorldChange::RuleNone
            | WorldChange::Organization(_)
            | WorldChange::FlowSecurity(_)
            | WorldChange::StrictBasic(_)
            | WorldChange::Lifetime(_)
            | WorldChange::Fault(_)
            | WorldChange::TenantClock(_)
            | WorldChange::ApiClock(_)
            | WorldChange::KeyRoll
            | WorldChange::Up(_)
            | WorldChange::Profile(..) => false,
            WorldChange::Server(change) => match change {
                ServerChange::Quota(_) | ServerChange::AppGone | ServerChange::Callers(_) => true,
                ServerChange::Nonce(_)
                | ServerChange::Signing(_)
                | ServerChange::ForgetOldKeys
                | ServerChange::Frozen(_)
                | ServerChange::Order(_) => false,
            },
        },
    }
}
