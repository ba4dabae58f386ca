//! Whether every `{name}` in a condition or a change is known.

use super::Complaint;
use crate::lesson::change::{
    AssertionChange, Change, DraftChange, FlowChange, Move, TokenChange, WorldChange,
};
use crate::lesson::fact::{Condition, Term};
use crate::lesson::template::{Template, is_reference};

pub(super) fn templates(place: &str, found: &[&Template], out: &mut Vec<Complaint>) {
    for name in found
        .iter()
        .filter_map(|template| template.unknown_transform())
    {
        let known: Vec<_> = Template::known_transforms().collect();
        let known = known.join(" ");
        let text = format!("{name} does nothing to a value; what may be done: {known}");
        out.push(Complaint::new(place, text));
    }
    for name in found.iter().flat_map(|template| template.references()) {
        if !is_reference(name) {
            let text = format!("nothing is called {{{name}}}");
            out.push(Complaint::new(place, text));
        }
    }
}

pub(super) fn of_condition(condition: &Condition) -> Vec<&Template> {
    let facts = condition.facts().into_iter();
    let values = facts.filter_map(|fact| match &fact.value {
        Some(Term::Value(template)) => Some(template),
        Some(Term::Subject(_)) | None => None,
    });
    values.collect()
}

pub(super) fn of_move(one: &Move) -> Vec<&Template> {
    match one {
        Move::Change(change) => of_change(change),
        Move::Press(_) => Vec::new(),
    }
}

pub(super) fn of_change(change: &Change) -> Vec<&Template> {
    match change {
        Change::Draft(
            DraftChange::Set(_, to)
            | DraftChange::Endpoint(to)
            | DraftChange::Assertion(AssertionChange::Claim(_, to) | AssertionChange::Header(_, to)),
        )
        | Change::Flow(FlowChange::Edit(_, to))
        | Change::Token(TokenChange::Claim(_, to) | TokenChange::Header(_, to)) => vec![to],
        Change::Draft(_)
        | Change::Flow(FlowChange::Connect(..))
        | Change::Token(
            TokenChange::Unsigned | TokenChange::PublicKeyAsSecret | TokenChange::Signature,
        ) => Vec::new(),
        Change::Form(form) => vec![&form.to],
        Change::World(world) => match world {
            WorldChange::AppSecret(to)
            | WorldChange::AppOrganization(to, _)
            | WorldChange::DefaultAudience(to)
            | WorldChange::ScopeRemoved(to)
            | WorldChange::Organization(to)
            | WorldChange::Profile(to, _) => vec![to],
            WorldChange::ScopeAdded(one, other)
            | WorldChange::RuleClaim(one, other)
            | WorldChange::RuleDeny(one, other) => vec![one, other],
            WorldChange::AppGrant(grant) => vec![&grant.api],
            WorldChange::AppGrants(grants) => grants.iter().map(|grant| &grant.api).collect(),
            WorldChange::AppAuth(_)
            | WorldChange::AppRotate
            | WorldChange::AppKey(_)
            | WorldChange::AppBound(_)
            | WorldChange::WithoutAudience(_)
            | WorldChange::RuleNone
            | WorldChange::FlowSecurity(_)
            | WorldChange::StrictBasic(_)
            | WorldChange::Lifetime(_)
            | WorldChange::Fault(_)
            | WorldChange::TenantClock(_)
            | WorldChange::ApiClock(_)
            | WorldChange::KeyRoll
            | WorldChange::Up(_)
            | WorldChange::Server(_) => Vec::new(),
        },
    }
}
