//! Where a refusal is mended: in the request, on a dashboard, or at the tenant's own code. Read off the server's record of the exchange;
//! nothing where there is nothing to mend. The words are those of both skins.

use crate::app::create::AppType;
use crate::app::deed::Deed;
use crate::app::fact::{Evidence, Truth};
use crate::app::history::label;
use crate::app::player::Player;
use crate::app::run::Run;
use crate::app::tenant::TenantFacts;
use crate::app::token::ApiAnswer;
use crate::lesson::bench::Bench;
use crate::lesson::change::Bearing;
use crate::lesson::desks::{filled, words};
use crate::lesson::fact::Operator;
use crate::lesson::model::Step;
use crate::oauth::journal::{Door, Outcome};
use crate::oauth::request::Field;
use crate::oauth::text::capital;

mod by_hand;
mod of_call;
mod of_flow;

use by_hand::may_fail;

/// Where a refusal is mended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayBack {
    /// The app was made anew since: the request is that of the old one.
    Anew,
    /// The app is of a type that may not ask.
    Type,
    /// The app was not granted this.
    Grant,
    /// The app was not granted the API that the tenant takes where none is named.
    Default,
    /// The step is about a request that names no API, and the tenant has no default to take.
    NoDefault,
    /// The app was not granted a permission that the API has.
    Scope,
    /// The authorization server knows no scope of that name, and a form of the lesson adds one.
    NoScope,
    /// The app demands a proof of possession, and the form of the lesson has none.
    Possession,
    /// A field of the request.
    Field(Field),
    /// The tenant's own code refused.
    Action,
    /// It did so because the learner told it to, on the server's page.
    Rule,
    /// What the learner had changed by hand on the server's page is put back since: what was true then may be so no more.
    Again,
    /// The API misses a permission in the token.
    Permission,
    /// The token is for another API.
    Audience,
    /// The token's time is over.
    Expired,
    /// The token was made for an app that is another one by now.
    OldToken,
    /// The app was granted more since the token was made.
    Older,
}

impl Player {
    /// Where the newest refusal of a token request is mended; `None` where the step wanted it, or nothing here mends it.
    pub fn way_back(&self, facts: Option<&TenantFacts>) -> Option<WayBack> {
        // A test gives no help.
        if self.is_tested() || self.refusal_was_wanted(facts) || self.wants_a_refusal() {
            return None;
        }
        let bench = &self.bench;
        // What an experiment changed is put back, and mended nowhere.
        let of_itself = |run: &&Run| run.stands_refused() && run.tried.is_none();
        let run = self.newest().filter(of_itself)?;
        if self.is_put_back(&run.in_force, run.refused_at()) {
            return Some(WayBack::Again);
        }
        let app = bench.app.as_ref().map(|app| &app.client_id);
        if run.is_of_another_app(app) && !bench.app_is_public() {
            return Some(WayBack::Anew);
        }
        let lacks = facts.is_some_and(|facts| self.lacks_permission(run, facts));
        let by_action = run.refused_at() == Some("rules");
        let has_row = self.lesson.form.rows().contains(&Field::Possession);
        let other_grant = run.asked.grant_type.as_deref() != Some("client_credentials");
        match bench.refused_at(run) {
            _ if other_grant && run.refused_at() == Some("grant") => {
                Some(WayBack::Field(Field::GrantType))
            }
            _ if bench.app_is_public() || self.is_of_no_service(run) => Some(WayBack::Type),
            _ if bench.refused_at_the_app(run) && self.went_to_the_default(run) => {
                // Chosen otherwise since, there is nothing left to mend but to ask again.
                let is_still =
                    facts.is_some_and(|facts| facts.default_audience == run.default_audience);
                is_still.then_some(WayBack::Default)
            }
            _ if bench.refused_at_the_app(run) => Some(WayBack::Grant),
            _ if by_action && self.changed.contains(&Deed::Deny) => Some(WayBack::Rule),
            _ if by_action => Some(WayBack::Action),
            Some(Field::Scope) if lacks && self.lesson.has(Bench::Dashboard) => {
                Some(WayBack::Scope)
            }
            Some(Field::Scope)
                if facts.is_some_and(|facts| self.asks_unknown_scope(run, facts)) =>
            {
                Some(WayBack::NoScope)
            }
            // Once the app demands none any more, there is nothing left to mend but to ask again.
            Some(Field::Possession) if !has_row => {
                let app = self.bench.app.as_ref();
                app.is_some_and(|app| app.bound)
                    .then_some(WayBack::Possession)
            }
            Some(Field::Audience) if self.wants_no_audience(run) => Some(WayBack::NoDefault),
            Some(field) => Some(WayBack::Field(field)),
            None => None,
        }
    }

    /// The newest refusal of this step in a sentence: the row at which the server stopped, or where it is mended instead. `None` where
    /// nothing is refused, or the step wanted it; and in a test, which gives no help.
    pub fn mend(&self, facts: Option<&TenantFacts>) -> Option<String> {
        let since = self.began().map_or(0, |state| state.event);
        let run = self.newest()?;
        if self.lab.is_changed() && run.tried.is_some() {
            return Some(words("way.put-back").to_owned());
        }
        let here = run.born > since && self.is_of_step(run);
        if here && self.wants_a_refusal() && !self.is_tested() && !self.refusal_was_wanted(facts) {
            let goal = self.open_goal()?;
            return Some(match run.refused_at() {
                Some(check) => filled("way.wanted", &[("check", check.to_owned()), ("goal", goal)]),
                None => filled("way.let-in", &[("goal", goal)]),
            });
        }
        match self.way_back(facts).filter(|_| here)? {
            WayBack::Anew => None,
            WayBack::Field(field) => {
                let is_row = self.lesson.form.rows().contains(&field);
                let id = if self.is_changed_since(run, field) {
                    "way.changed"
                } else {
                    "way.stopped"
                };
                is_row.then(|| capital(&filled(id, &[("field", label(field).to_owned())])))
            }
            elsewhere => {
                let is_here = elsewhere == WayBack::Grant
                    && !self.lesson.has(Bench::Dashboard)
                    && self.work() == Some(Bench::Build);
                let brief = if is_here {
                    words("way.brief.aim.here")
                } else {
                    self.way_back_briefly(Some(elsewhere))
                };
                Some(filled("way.refused", &[("way", brief.to_owned())]))
            }
        }
    }

    /// True where the row holds something else by now than what was sent.
    fn is_changed_since(&self, run: &Run, field: Field) -> bool {
        let (asked, draft) = (&run.asked, &self.bench.draft);
        let is_other = |sent: &Option<String>| sent.as_deref().unwrap_or("") != draft.text(field);
        match field {
            Field::GrantType => is_other(&asked.grant_type),
            Field::ClientId => is_other(&asked.client_id),
            Field::Audience => is_other(&asked.audience),
            Field::Scope => is_other(&asked.scope),
            Field::Resource => asked.resources.join(" ") != draft.resource.trim(),
            Field::Organization => is_other(&asked.organization),
            Field::ClientSecret => asked.client_secret != draft.client_secret,
            Field::Credentials => asked.auth != draft.auth,
            Field::ContentType => asked.format != draft.format,
            Field::Possession => proven(run) != draft.bound,
            Field::Endpoint | Field::Other => false,
        }
    }

    /// True where one of these changes, which can be why that check failed, is in force no more.
    fn is_put_back(&self, in_force: &[Deed], check: Option<&str>) -> bool {
        let mut gone = in_force.iter().filter(|deed| !self.changed.contains(deed));
        gone.any(|deed| may_fail(*deed, check))
    }

    /// True where the server takes apps of another type for this grant, as Okta's org server does.
    fn is_of_no_service(&self, run: &Run) -> bool {
        let kind = self.bench.app.as_ref().and_then(|app| app.form.app_type);
        let is_other = kind.is_some_and(|kind| kind != AppType::MachineToMachine);
        is_other && run.refused_at() == Some("server")
    }

    /// True where the request named no API and the tenant had a default, which a form of the lesson sets.
    fn went_to_the_default(&self, run: &Run) -> bool {
        let asked = &run.asked;
        let unnamed = asked.audience.as_deref().unwrap_or_default().is_empty();
        unnamed
            && asked.resources.is_empty()
            && run.default_audience.is_some()
            && self.form_step("tenant").is_some()
    }

    /// True where a goal of the step is about a request that names no API, and a form of the lesson sets a default for those.
    fn wants_no_audience(&self, run: &Run) -> bool {
        let audience = run.asked.audience.as_deref().unwrap_or_default();
        if !audience.is_empty() || !run.asked.resources.is_empty() {
            return false;
        }
        let facts = self.step().goals.iter().flat_map(|goal| goal.when.facts());
        let mut facts = facts.map(|fact| (fact.subject.words(), fact.operator));
        let wants = facts.any(|(words, operator)| {
            words == ["request", "audience"] && operator == Operator::Absent
        });
        wants && self.form_step("tenant").is_some()
    }

    /// True where the request asked for a scope that the server does not have, and the lesson has a form that adds one.
    fn asks_unknown_scope(&self, run: &Run, facts: &TenantFacts) -> bool {
        let known = |scope: &str| {
            let mut scopes = facts.apis.iter().flat_map(|api| &api.scopes);
            scopes.any(|(name, _)| name == scope)
        };
        self.adds_scopes() && asked_scopes(run).any(|scope| !known(scope))
    }

    /// True where the request asked for a permission that the API has, and the app was not granted there.
    fn lacks_permission(&self, run: &Run, facts: &TenantFacts) -> bool {
        let mut apis = facts.apis.iter();
        let api = apis.find(|api| Some(api.identifier.as_str()) == run.aimed_at());
        let Some((app, api)) = self.bench.app.as_ref().zip(api) else {
            return false;
        };
        let granted = app.form.grants.get(&api.identifier);
        asked_scopes(run).any(|scope| {
            let is_known = api.scopes.iter().any(|(name, _)| name == scope);
            is_known && !granted.is_some_and(|granted| granted.contains(scope))
        })
    }

    /// Where the refusal of an API is mended; `None` where the step wanted it.
    pub fn way_back_of_call(
        &self,
        call: &ApiAnswer,
        facts: Option<&TenantFacts>,
    ) -> Option<WayBack> {
        // A test gives no help.
        if self.is_tested() || call.bearing == Bearing::Nothing || self.wanted_the_call(call, facts)
        {
            return None;
        }
        let mut newest_first = call.journal.iter().rev();
        let entry = newest_first.find(|entry| entry.door == Door::Api)?;
        let in_force = self.bench.calls().map(|calls| &calls.in_force);
        let is_refused = call.answer.reply.status >= 400;
        let failed_at = || {
            let mut checks = entry.checks.iter();
            let failed = checks.find(|check| check.outcome == Outcome::Failed);
            failed.map(|check| check.id)
        };
        if is_refused && in_force.is_some_and(|in_force| self.is_put_back(in_force, failed_at())) {
            return Some(WayBack::Again);
        }
        let mut checks = entry.checks.iter();
        let failed = checks.find(|check| check.outcome == Outcome::Failed)?;
        match failed.id {
            "scope" if self.holds_old_token() => Some(WayBack::OldToken),
            "scope" if self.was_granted_since(call, facts) => Some(WayBack::Older),
            "scope" => Some(WayBack::Permission),
            "aud" => Some(WayBack::Audience),
            "exp" => Some(WayBack::Expired),
            _ => None,
        }
    }

    fn holds_old_token(&self) -> bool {
        let app = self.bench.app.as_ref().map(|app| &app.client_id);
        let run = self.bench.in_hand();
        run.is_some_and(|run| run.is_of_another_app(app))
    }

    /// True where a line of the step's list, or a goal of it, holds of this very answer.
    fn wanted_the_call(&self, call: &ApiAnswer, facts: Option<&TenantFacts>) -> bool {
        let step = self.step();
        let ticks = step.ticks.iter().filter_map(|tick| tick.when.as_ref());
        let goals = step.goals.iter().map(|goal| &goal.when);
        let evidence = Evidence::of(self, facts);
        let about =
            |words: &[&str]| words.first() == Some(&"api") && words.get(1) == Some(&&*call.api);
        ticks.chain(goals).any(|when| {
            let of_it = when.facts().iter().any(|fact| about(&fact.subject.words()));
            of_it && evidence.holds_on(when, self.bench.in_hand()) == Truth::Yes
        })
    }

    /// The words for it, `{key:...}` in them.
    pub fn way_back_words(&self, way: WayBack, field: &str) -> String {
        let has_dashboard = self.lesson.has(Bench::Dashboard);
        let id = match way {
            WayBack::Anew => "way.anew",
            WayBack::Type => "way.type",
            WayBack::Grant if has_dashboard => "way.grant",
            WayBack::Grant => "way.aim",
            WayBack::Default => "way.default",
            WayBack::NoDefault => "way.no-default",
            WayBack::Scope => "way.scope",
            WayBack::NoScope => "way.no-scope",
            WayBack::Possession => "way.possession",
            WayBack::Field(Field::ClientId | Field::ClientSecret) if self.bench.app.is_some() => {
                "way.own"
            }
            WayBack::Field(_) => "way.field",
            WayBack::Action if self.form_step("action").is_some() => "way.action",
            WayBack::Action => "way.owner",
            WayBack::Rule => "way.rule",
            WayBack::Again => "way.again",
            WayBack::Permission if self.adds_scopes() => "way.scope-form",
            WayBack::Permission if has_dashboard => "way.permission",
            WayBack::Permission => "way.ask",
            WayBack::Audience if self.called_beside_the_goal() => "way.beside",
            WayBack::Audience => "way.audience",
            WayBack::Expired => "way.expired",
            WayBack::OldToken => "way.old-token",
            WayBack::Older => "way.older",
        };
        let step = self.way_back_step(way);
        let step = step.map_or_else(String::new, |step| step.title.clone());
        filled(id, &[("step", step), ("field", field.to_owned())])
    }

    /// The same in a few words, for a line that has to say more.
    pub fn way_back_briefly(&self, way: Option<WayBack>) -> &'static str {
        let has_dashboard = self.lesson.has(Bench::Dashboard);
        words(match way {
            Some(WayBack::Anew) => "way.brief.anew",
            Some(WayBack::Type) => "way.brief.type",
            Some(WayBack::Scope) => "way.brief.scope",
            Some(WayBack::Grant) if has_dashboard => "way.brief.grant",
            Some(WayBack::Grant) => "way.brief.aim",
            Some(WayBack::Default) => "way.brief.default",
            Some(WayBack::NoDefault) => "way.brief.no-default",
            Some(WayBack::NoScope) => "way.brief.no-scope",
            Some(WayBack::Possession) => "way.brief.possession",
            Some(WayBack::Action) if self.form_step("action").is_some() => "way.brief.action",
            Some(WayBack::Action) => "way.brief.owner",
            Some(WayBack::Rule) => "way.brief.rule",
            Some(WayBack::Again) => "way.brief.again",
            Some(
                WayBack::Field(_)
                | WayBack::Permission
                | WayBack::Audience
                | WayBack::Expired
                | WayBack::OldToken
                | WayBack::Older,
            ) => "way.brief.field",
            None => "way.brief.unknown",
        })
    }

    /// The step that mends it, where the lesson has one.
    pub fn way_back_step(&self, way: WayBack) -> Option<&'static Step> {
        match way {
            WayBack::Action => self.form_step("action"),
            WayBack::Default | WayBack::NoDefault => self.form_step("tenant"),
            WayBack::NoScope => self.form_step("scope"),
            WayBack::Permission => self
                .form_step("scope")
                .or_else(|| self.lesson.steps.iter().find(|step| step.makes_app())),
            WayBack::Possession => self
                .form_step("general")
                .or_else(|| self.form_step("proof")),
            _ => self.lesson.steps.iter().find(|step| step.makes_app()),
        }
    }

    /// True where a form of the lesson adds scopes of one's own.
    pub fn adds_scopes(&self) -> bool {
        self.form_step("scope").is_some()
    }

    fn form_step(&self, form: &str) -> Option<&'static Step> {
        let mut steps = self.lesson.steps.iter();
        steps.find(|step| step.forms.iter().any(|one| one == form))
    }
}

/// True where a proof of possession went out.
fn proven(run: &Run) -> bool {
    let mut names = run.request.headers.iter().map(|(name, _)| name);
    names.any(|name| name.eq_ignore_ascii_case("dpop"))
}

/// The scopes that the request named.
fn asked_scopes(run: &Run) -> impl Iterator<Item = &str> {
    let scope = run.asked.scope.as_deref().unwrap_or_default();
    scope.split_whitespace()
}
