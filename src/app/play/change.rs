//! Changes, one by one: of the form and the draft at once, of the world by asking for it.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::create::{AppForm, AppType, Changed};
use crate::app::draft::Draft;
use crate::app::effect::{Effect, Lot, RunId, Wish};
use crate::app::play::drafting::{client_auth, of_draft};
use crate::app::player::Player;
use crate::app::reference;
use crate::app::tenant::{Rule, TenantFacts};
use crate::app::turn::Turn;
use crate::lesson::change::{AssertionChange, Change, DraftChange, FormChange, Move, WorldChange};
use crate::lesson::desks::words;
use crate::lesson::model::{Method, Round};
use crate::lesson::template::Template;
use crate::oauth::names::ClientSecret;
use crate::oauth::request::AuthMethod;

impl Player {
    /// Makes one change, now.
    pub(super) fn change_here(&mut self, turn: &mut Turn<'_>, change: &Change) {
        self.change_of(turn, Lot::Hand(self.at.step), change);
    }

    /// Makes one change for `lot`, with which it is put back.
    pub(super) fn change_of(&mut self, turn: &mut Turn<'_>, lot: Lot, change: &Change) {
        match change {
            Change::Draft(change) if change.is_of_experiments() => {
                self.break_draft(turn, lot, change);
            }
            Change::Draft(change) => self.change_draft(turn, change),
            Change::Form(change) => {
                let mut form = self.bench.form.clone();
                if is_of_app(&change.field) {
                    of_form(&mut form, change, self, turn.facts());
                    self.bench.form = form;
                } else if let Some(text) = reference::fill(&change.to, self, turn.facts()) {
                    let text = text.expose().to_owned();
                    self.bench.fields.insert(change.field.clone(), text);
                }
            }
            Change::World(change) => self.wish(turn, lot, change),
            Change::Flow(change) => self.change_flow(turn, change),
            Change::Token(change) => self.change_token(turn, change),
        }
    }

    /// True where these moves would break what is not there: a secret that is empty has no character to change.
    pub(super) fn breaks_nothing(&self, turn: &Turn<'_>, moves: &[Move]) -> bool {
        moves.iter().any(|one| {
            let Move::Change(Change::Draft(change @ DraftChange::Set(_, to))) = one else {
                return false;
            };
            let mut draft = self.bench.draft.clone();
            self.draft_with(turn, &mut draft, change);
            to.transforms() && draft == self.bench.draft
        })
    }

    /// What only an experiment may do: it puts that back. A tenant of the learner's own is no place for it.
    fn break_draft(&mut self, turn: &mut Turn<'_>, lot: Lot, change: &DraftChange) {
        let stood = self.bench.draft.clone();
        if lot == Lot::Lab && self.own.is_none() {
            self.change_draft(turn, change);
        }
        // An address that a lesson may not ask, or a value that is not there, changes nothing.
        let needs = matches!(change, DraftChange::Endpoint(_) | DraftChange::Assertion(_));
        if needs && self.bench.draft == stood {
            if lot == Lot::Lab {
                self.not_made();
            }
            turn.say(words("lab.not-made"));
        }
    }

    pub(super) fn change_draft(&mut self, turn: &Turn<'_>, change: &DraftChange) {
        let mut draft = self.bench.draft.clone();
        self.draft_with(turn, &mut draft, change);
        self.bench.draft = draft;
    }

    /// Makes a change of the request form on `draft`.
    fn draft_with(&self, turn: &Turn<'_>, draft: &mut Draft, change: &DraftChange) {
        let filled = match change {
            DraftChange::Set(_, to)
            | DraftChange::Endpoint(to)
            | DraftChange::Assertion(
                AssertionChange::Claim(_, to) | AssertionChange::Header(_, to),
            ) => {
                let Some(filled) = reference::fill(to, self, turn.facts()) else {
                    return;
                };
                Some(filled)
            }
            DraftChange::Auth(_)
            | DraftChange::Json(_)
            | DraftChange::RawBasic(_)
            | DraftChange::InUrl(_)
            | DraftChange::Proof(_)
            | DraftChange::ProofAgain
            | DraftChange::Assertion(AssertionChange::Time(..) | AssertionChange::OtherKey) => None,
        };
        of_draft(draft, change, filled.as_ref());
    }

    fn wish(&mut self, turn: &mut Turn<'_>, lot: Lot, change: &WorldChange) {
        let facts = turn.facts();
        let Some(wish) = filled(change, self, facts) else {
            if lot == Lot::Lab {
                self.not_made();
            }
            return turn.say("This cannot be changed yet: something that it names is not there.");
        };
        let by_hand = matches!(lot, Lot::Hand(_));
        let is_of_the_page = by_hand && self.is_of_the_servers_page(&wish);
        // A part of a choice, as to take away rules where there are none.
        if is_of_the_page
            && facts.is_some_and(|facts| change_nothing(std::slice::from_ref(&wish), facts))
        {
            return;
        }
        let run = turn.new_run();
        if lot == Lot::Lab {
            self.lab.wishes.insert(run);
        }
        if by_hand {
            self.by_hand = Some(run);
        }
        let lot = if is_of_the_page { Lot::Server } else { lot };
        turn.ask(Effect::Change {
            run,
            target: self.target,
            app: self.bench.app.as_ref().map(|app| app.client_id.clone()),
            lot,
            wish: Box::new(wish),
        });
    }

    /// True where the sandbox's server is as these changes would leave it: each change is one more to undo, so that is none.
    pub(super) fn is_so_already(&self, changes: &[Change], facts: &TenantFacts) -> bool {
        let wishes = self.wishes_of_the_servers_page(changes, Some(facts));
        wishes.is_some_and(|wishes| change_nothing(&wishes, facts))
    }

    /// True for changes of the server itself, in a sandbox.
    pub(super) fn are_of_the_servers_page(
        &self,
        changes: &[Change],
        facts: Option<&TenantFacts>,
    ) -> bool {
        self.wishes_of_the_servers_page(changes, facts).is_some()
    }

    fn wishes_of_the_servers_page(
        &self,
        changes: &[Change],
        facts: Option<&TenantFacts>,
    ) -> Option<Vec<Wish>> {
        let wish = |change: &Change| match change {
            Change::World(world) => filled(world, self, facts),
            Change::Draft(_) | Change::Form(_) | Change::Flow(_) | Change::Token(_) => None,
        };
        let of_the_page = |wish: &Wish| self.is_of_the_servers_page(wish);
        changes
            .iter()
            .map(|change| wish(change).filter(of_the_page))
            .collect()
    }

    /// True for what is changed of the server itself, in a sandbox: no goal asks for it there, so it is a change by hand like any
    /// other, which that page marks and puts back, and scenarios keep.
    fn is_of_the_servers_page(&self, wish: &Wish) -> bool {
        let of_the_page = matches!(
            wish,
            Wish::DefaultAudience(_)
                | Wish::RuleClaim(..)
                | Wish::RuleDeny(..)
                | Wish::RuleNone
                | Wish::ScopeAdded(..)
        );
        of_the_page && self.lesson.kind == Round::Sandbox && self.own.is_none()
    }

    /// The tenant was changed, or was not: the app is as it holds it now.
    pub(super) fn changed(
        &mut self,
        turn: &mut Turn<'_>,
        run: RunId,
        result: Result<Changed, String>,
    ) {
        self.resetting.take_if(|waiting| *waiting == run);
        match result {
            Ok(changed) => {
                let before = self.bench.app.as_ref().map(|app| app.auth);
                self.take_over(changed);
                if self.by_hand == Some(run) {
                    self.go_by_the_dashboard(before);
                }
                if self.by_hand == Some(run) && self.queue.is_empty() && self.pilot.is_none() {
                    turn.say("Saved. The practice tenant goes by it from now on.");
                }
            }
            Err(why) => {
                turn.say(format!("That could not be changed: {why}"));
                if self.lab.wishes.contains(&run) && self.lab.is_changed() {
                    self.not_made();
                }
            }
        }
    }

    /// Where it was chosen on the dashboard just now how the app proves itself, the request goes by that and does not take it back.
    fn go_by_the_dashboard(&mut self, before: Option<AuthMethod>) {
        let now = self.bench.app.as_ref().map(|app| app.auth);
        let offered = |method: &AuthMethod| self.methods().contains(method);
        if let Some(method) = now.filter(|_| now != before).filter(offered) {
            self.bench.draft.auth = method;
        }
    }

    fn take_over(&mut self, changed: Changed) {
        // What became of a practice app is nothing to the app of one's own tenant: its id and secret are the learner's.
        if self.own.is_some() {
            return;
        }
        let (Some(app), Some(state)) = (&mut self.bench.app, changed.app) else {
            return;
        };
        app.auth = state.auth;
        app.bound = state.bound;
        app.key = state.key;
        // Ticks that are not created yet are the learner's.
        if self.bench.form.grants == app.form.grants {
            self.bench.form.grants.clone_from(&state.grants);
        }
        app.form.grants = state.grants;
        // Where the lesson is about a key and nothing else, the secret is gone as it is at the vendor.
        let only_key = self.lesson.form.auth == [Method::PrivateKeyJwt];
        if state.secret.is_some() || (only_key && app.auth == AuthMethod::PrivateKeyJwt) {
            // A request that held the old secret as it should be goes on to hold the right one.
            let draft = &mut self.bench.draft;
            if draft.client_secret == app.client_secret && !self.lab.is_changed() {
                draft.client_secret.clone_from(&state.secret);
            }
            app.client_secret = state.secret;
        }
    }
}

/// True where the server's settings are as these changes, one after the other, would leave them.
fn change_nothing(wishes: &[Wish], facts: &TenantFacts) -> bool {
    let mut rules = facts.rules.clone();
    let are_settings = wishes.iter().all(|wish| match wish {
        Wish::RuleNone => {
            rules.clear();
            true
        }
        Wish::RuleClaim(name, value) => {
            rules.push(Rule::claim(name, value));
            true
        }
        Wish::RuleDeny(_, reason) => {
            rules.push(Rule::Deny(reason.clone()));
            true
        }
        Wish::DefaultAudience(to) => facts.default_audience == *to,
        Wish::ScopeAdded(scope, says) => {
            let added = (scope.clone(), says.clone());
            facts.apis.iter().any(|api| api.scopes.contains(&added))
        }
        _ => false,
    });
    are_settings && rules == facts.rules
}

/// The change with its references filled in; `None` where one stands for nothing yet.
pub(super) fn filled(
    change: &WorldChange,
    player: &Player,
    facts: Option<&TenantFacts>,
) -> Option<Wish> {
    let fill = |template: &Template| reference::fill(template, player, facts);
    let text = |template: &Template| fill(template).map(|filled| filled.expose().to_owned());
    Some(match change {
        WorldChange::AppAuth(auth) => Wish::AppAuth(client_auth(*auth)),
        WorldChange::AppRotate => Wish::AppRotate,
        WorldChange::AppSecret(to) => Wish::AppSecret(ClientSecret::new(text(to)?)),
        WorldChange::AppGrants(grants) => {
            let one = |grant: &crate::lesson::change::GrantTo| {
                let scopes: BTreeSet<String> = grant.scopes.iter().cloned().collect();
                Some((text(&grant.api)?, scopes))
            };
            Wish::AppGrants(grants.iter().map(one).collect::<Option<_>>()?)
        }
        WorldChange::AppGrant(grant) => {
            let app = player.bench.app.as_ref();
            let mut grants = app.map_or_else(BTreeMap::new, |app| app.form.grants.clone());
            let api = text(&grant.api)?;
            grants.remove(&api);
            if !grant.scopes.is_empty() {
                grants.insert(api, grant.scopes.iter().cloned().collect());
            }
            Wish::AppGrants(grants)
        }
        WorldChange::AppKey(of) => Wish::AppKey(*of),
        WorldChange::AppBound(on) => Wish::AppBound(on.is_on()),
        WorldChange::AppOrganization(api, how) => Wish::AppOrganization(text(api)?, *how),
        WorldChange::DefaultAudience(to) => {
            let to = text(to)?;
            Wish::DefaultAudience(Some(to).filter(|to| to != "none"))
        }
        WorldChange::WithoutAudience(how) => Wish::WithoutAudience(*how),
        WorldChange::ScopeAdded(scope, says) => Wish::ScopeAdded(text(scope)?, text(says)?),
        WorldChange::ScopeRemoved(scope) => Wish::ScopeRemoved(text(scope)?),
        WorldChange::RuleClaim(name, value) => Wish::RuleClaim(text(name)?, text(value)?),
        WorldChange::RuleDeny(code, reason) => Wish::RuleDeny(text(code)?, text(reason)?),
        WorldChange::RuleNone => Wish::RuleNone,
        WorldChange::Organization(name) => Wish::Organization(text(name)?),
        WorldChange::FlowSecurity(level) => Wish::FlowSecurity(*level),
        WorldChange::StrictBasic(on) => Wish::StrictBasic(on.is_on()),
        WorldChange::Lifetime(seconds) => Wish::Lifetime(*seconds),
        WorldChange::Fault(kind) => Wish::Fault(*kind),
        WorldChange::TenantClock(by) => Wish::TenantClock(*by),
        WorldChange::ApiClock(by) => Wish::ApiClock(*by),
        WorldChange::KeyRoll => Wish::KeyRoll,
        WorldChange::Up(up) => Wish::Up(up.is_on()),
        WorldChange::Profile(api, to) => Wish::Profile(text(api)?, *to),
        WorldChange::Server(change) => Wish::Server(change.clone()),
    })
}

/// True for the fields that make the app.
fn is_of_app(field: &str) -> bool {
    matches!(field, "name" | "type" | "grant")
}

/// Puts a value into the form that makes the app.
pub(super) fn of_form(
    form: &mut AppForm,
    change: &FormChange,
    player: &Player,
    facts: Option<&TenantFacts>,
) {
    let Some(text) = reference::fill(&change.to, player, facts) else {
        return;
    };
    let text = text.expose().to_owned();
    match change.field.as_str() {
        "name" => form.name = text,
        "type" => form.app_type = AppType::named(&text),
        _ => {
            form.grants
                .insert(text, change.scopes.iter().cloned().collect());
        }
    }
}
