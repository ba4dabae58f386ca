//! The way on from a refusal that a flow met: no card of it can mend what the app may do, and a token that it keeps outlives a new grant.

use super::WayBack;
use crate::app::player::Player;
use crate::app::run::Run;
use crate::app::tenant::TenantFacts;
use crate::app::token::ApiAnswer;
use crate::lesson::desks::{filled, words};
use crate::lesson::model::Step;

impl Player {
    /// Where a refusal is mended that no port of a card mends, in a sentence, `{key:...}` in it; those are the learner's to find.
    pub fn way_on_of_flow(&self, facts: Option<&TenantFacts>) -> Option<String> {
        self.flow()?.session.end()?;
        if let Some(way) = self.way_back(facts) {
            return match way {
                WayBack::Type => self.unfit_elsewhere(),
                WayBack::Possession | WayBack::Rule | WayBack::Again => {
                    Some(self.way_back_briefly(Some(way)).to_owned())
                }
                WayBack::Grant => self.led("way.flow.grant", way, facts),
                WayBack::Anew
                | WayBack::Default
                | WayBack::NoDefault
                | WayBack::Scope
                | WayBack::NoScope
                | WayBack::Field(_)
                | WayBack::Action
                | WayBack::Permission
                | WayBack::Audience
                | WayBack::Expired
                | WayBack::OldToken
                | WayBack::Older => None,
            };
        }
        let call = self.refused_in_flow()?;
        match self.way_back_of_call(call, facts)? {
            WayBack::Older => Some(words("way.flow.kept").to_owned()),
            way @ WayBack::Permission => self.led("way.flow.permission", way, facts),
            _ => None,
        }
    }

    /// The newest call of this pass through the flow, where the API refused it.
    pub fn refused_in_flow(&self) -> Option<&ApiAnswer> {
        let newest = self.flow()?.calls.last()?;
        (newest.answer.reply.status >= 400).then_some(newest)
    }

    /// True where the app has more by now, at the API that was called, than the token of that call, whose request took what there was.
    pub(super) fn was_granted_since(&self, call: &ApiAnswer, facts: Option<&TenantFacts>) -> bool {
        let of_it = |run: &&Run| run.call.answers.iter().any(|one| one.event == call.event);
        let Some(run) = self.bench.runs.iter().find(of_it) else {
            return false;
        };
        let api = facts.and_then(|facts| facts.api_at(&call.request.url));
        let app = self.bench.app.as_ref();
        let granted = app
            .zip(api)
            .and_then(|(app, api)| app.form.grants.get(&api.identifier));
        let named = run.asked.scope.as_deref().unwrap_or_default();
        let held = scopes(run).unwrap_or_default();
        let is_new = |scope: &String| !held.split_whitespace().any(|one| one == scope);
        named.is_empty() && granted.is_some_and(|granted| granted.iter().any(is_new))
    }

    /// The step that mends it: a form that grants one API alone bears the name of that API.
    fn way_back_step_at(&self, way: WayBack, facts: Option<&TenantFacts>) -> Option<&'static Step> {
        let api = match way {
            WayBack::Permission => self.refused_in_flow().map(|call| call.api.clone()),
            _ => facts.and_then(|facts| {
                let aimed = self.newest()?.aimed_at()?;
                let mut all = facts.apis.iter().chain(&facts.own_api);
                Some(all.find(|api| api.identifier == aimed)?.key.clone())
            }),
        };
        api.and_then(|api| self.form_step(&api))
            .or_else(|| self.way_back_step(way))
    }

    fn led(&self, id: &'static str, way: WayBack, facts: Option<&TenantFacts>) -> Option<String> {
        let step = self.way_back_step_at(way, facts)?;
        Some(filled(id, &[("step", step.title.clone())]))
    }
}

/// What the token says that it allows.
fn scopes(run: &Run) -> Option<&str> {
    let payload = run.token.as_ref()?.jwt.payload.as_ref()?;
    payload.string(payload.member(payload.root()?, "scope")?)
}
