//! The changes of a tenant that are in force, and how each is put back: by lot, the newest first. Those of the server's page and those
//! of a lesson may lie over one another, and either may go first.

use std::mem::discriminant;

use super::undo::Undo;
use crate::app::effect::{Lot, Wish};
use crate::lesson::change::server::ServerChange;
use crate::oauth::names::ClientId;
use crate::practice::Tenant;

/// A change that was made.
pub(super) struct Made {
    lot: Lot,
    wish: Wish,
    app: Option<ClientId>,
    undo: Undo,
}

impl Made {
    pub(super) fn new((lot, wish): (Lot, Wish), app: Option<&ClientId>, undo: Undo) -> Self {
        Self {
            lot,
            wish,
            app: app.cloned(),
            undo,
        }
    }

    /// True where both changed the same part of the tenant, so that putting one back would undo the other.
    fn is_of_the_same_part_as(&self, other: &Self) -> bool {
        match (part(&self.wish), part(&other.wish)) {
            (Part::App, Part::App) => self.app == other.app,
            (Part::App, Part::Whole(_)) | (Part::Whole(_), Part::App) => false,
            (Part::Whole(Wish::Server(one)), Part::Whole(Wish::Server(other))) => {
                discriminant(one) == discriminant(other)
            }
            (Part::Whole(one), Part::Whole(other)) => discriminant(one) == discriminant(other),
        }
    }
}

/// What a change touches.
enum Part<'a> {
    /// An app, which is put back whole.
    App,
    /// What such a change is of.
    Whole(&'a Wish),
}

/// What `wish` touches. Changes of different kinds that touch the same thing count as the first of them.
fn part(wish: &Wish) -> Part<'_> {
    const SCOPES: &Wish = &Wish::ScopeRemoved(String::new());
    match wish {
        Wish::AppAuth(_)
        | Wish::AppRotate
        | Wish::AppSecret(_)
        | Wish::AppGrants(_)
        | Wish::AppKey(_)
        | Wish::AppBound(_)
        | Wish::AppOrganization(..)
        | Wish::Server(ServerChange::Quota(_) | ServerChange::AppGone) => Part::App,
        // All three are of the keys.
        Wish::KeyRoll | Wish::Server(ServerChange::Signing(_) | ServerChange::ForgetOldKeys) => {
            Part::Whole(&Wish::KeyRoll)
        }
        Wish::RuleClaim(..) | Wish::RuleDeny(..) | Wish::RuleNone => Part::Whole(&Wish::RuleNone),
        Wish::ScopeAdded(..) | Wish::ScopeRemoved(_) => Part::Whole(SCOPES),
        Wish::DefaultAudience(_)
        | Wish::WithoutAudience(_)
        | Wish::Organization(_)
        | Wish::FlowSecurity(_)
        | Wish::StrictBasic(_)
        | Wish::Lifetime(_)
        | Wish::Fault(_)
        | Wish::TenantClock(_)
        | Wish::ApiClock(_)
        | Wish::Up(_)
        | Wish::Profile(..)
        | Wish::Server(
            ServerChange::Nonce(_)
            | ServerChange::Frozen(_)
            | ServerChange::Order(_)
            | ServerChange::Callers(_),
        ) => Part::Whole(wish),
    }
}

/// The changes in force, the newest last.
#[derive(Default)]
pub(super) struct Stack(Vec<Made>);

impl Stack {
    pub(super) fn push(&mut self, made: Made) {
        self.0.push(made);
    }

    /// The changes of the server's page, the newest last.
    pub(super) fn by_hand(&self) -> Vec<Wish> {
        let by_hand = self.0.iter().filter(|made| made.lot == Lot::Server);
        by_hand.map(|made| made.wish.clone()).collect()
    }

    /// Puts back what was changed in that lot, the newest change first.
    pub(super) fn put_back(&mut self, lot: Lot, tenant: &Tenant) {
        while self.take_back(lot, tenant) {}
    }

    /// Puts back the newest change of that lot; false where there is none.
    pub(super) fn take_back(&mut self, lot: Lot, tenant: &Tenant) -> bool {
        let its = |made: &Made| lot == Lot::All || made.lot == lot;
        let Some(at) = self.0.iter().rposition(its) else {
            return false;
        };
        self.remove(at, tenant);
        true
    }

    fn remove(&mut self, at: usize, tenant: &Tenant) {
        let made = self.0.remove(at);
        let over = self.0.iter().skip(at);
        let over = over.filter(|later| later.is_of_the_same_part_as(&made));
        let by_hand = over.filter(|later| (later.lot == Lot::Server) != (made.lot == Lot::Server));
        if by_hand.count() == 0 {
            return (made.undo)(tenant);
        }
        if made.lot == Lot::Server {
            // What the lesson made of it since stays in force; when that is put back, this is what it is put back to.
            let mut later = self.0.iter_mut().skip(at);
            if let Some(later) = later.find(|later| later.is_of_the_same_part_as(&made)) {
                // Both in turn: an app that was taken away is brought back before it is what it was.
                let own = std::mem::replace(&mut later.undo, Box::new(|_| {}));
                later.undo = Box::new(move |tenant| {
                    own(tenant);
                    (made.undo)(tenant);
                });
            }
            return;
        }
        // A lesson finds the server as it needs it: what was changed by hand over its own change goes first.
        let over = |later: &Made| later.lot == Lot::Server && later.is_of_the_same_part_as(&made);
        while let Some(later) = self.0.iter().skip(at).rposition(over) {
            let later = self.0.remove(at + later);
            (later.undo)(tenant);
        }
        (made.undo)(tenant);
    }
}
