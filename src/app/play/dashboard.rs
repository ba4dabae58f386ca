//! The dashboard: filling in its forms, registering the app for real, and changing what the tenant holds.

use std::collections::BTreeSet;

use crate::app::create::{AppForm, AppState, FormGap, RegisteredApp};
use crate::app::effect::{Effect, Lot, RunId};
use crate::app::fact::{Evidence, Truth};
use crate::app::history::Edit;
use crate::app::message::{Create, Message};
use crate::app::player::{Fading, Player};
use crate::app::tenant::{Tenant, TenantFacts};
use crate::app::turn::Turn;
use crate::app::workbench::Registering;
use crate::lesson::bench::Bench;
use crate::lesson::change::{Change, Move};
use crate::lesson::dashboard::{FieldKind, FormField};
use crate::lesson::desks::words;
use crate::oauth::names::{ClientId, ClientSecret};

impl Player {
    pub(super) fn create(&mut self, turn: &mut Turn<'_>, create: &Create) {
        match create {
            Create::Submit => self.submit(turn),
            Create::Revert => self.revert(turn),
            Create::Field(field, text) => self.edit_text(field, text),
            Create::Choose {
                form,
                field,
                option,
            } => {
                let found = Self::form_field(turn, form, field);
                let chosen = found.and_then(|field| field.options.get(*option));
                let evidence = Evidence::of(self, turn.facts());
                let is_so =
                    chosen.is_some_and(|one| evidence.holds_on(&one.when, None) == Truth::Yes);
                let changes = chosen.map_or_else(Vec::new, |option| option.changes.clone());
                // An app that is set once more to what it is set to gets another secret. What is chosen of the server is judged by what it
                // would change: there a part of a choice may be so.
                if is_so && !self.are_of_the_servers_page(&changes, turn.facts()) {
                    return turn.say(words("dashboard.already"));
                }
                self.change_by_hand(turn, changes);
            }
            Create::Press { form, field } => {
                let Some(field) = Self::form_field(turn, form, field) else {
                    return;
                };
                self.press_button(turn, field);
            }
            Create::Name(_) | Create::Type(_) | Create::ToggleApi(_) | Create::ToggleScope(..) => {
                self.edit_form(turn, create);
            }
        }
    }

    /// True where the learner would choose or create once more what a jump of the tutor's did at this step: it would look like their work.
    pub(super) fn repeats_the_tutor(&self, turn: &Turn<'_>, message: &Message) -> bool {
        let Message::Create(create) = message else {
            return false;
        };
        let is_so = match create {
            Create::Submit => self.bench.app.is_some() && !self.bench.form_differs(),
            Create::Choose {
                form,
                field,
                option,
            } => {
                let found = Self::form_field(turn, form, field);
                let chosen = found.and_then(|field| field.options.get(*option));
                let evidence = Evidence::of(self, turn.facts());
                chosen.is_some_and(|one| evidence.holds_on(&one.when, None) == Truth::Yes)
            }
            Create::Revert
            | Create::Field(..)
            | Create::Press { .. }
            | Create::Name(_)
            | Create::Type(_)
            | Create::ToggleApi(_)
            | Create::ToggleScope(..) => false,
        };
        is_so && self.flown.steps.contains(&self.at.step)
    }

    fn form_field(turn: &Turn<'_>, form: &str, field: &str) -> Option<&'static FormField> {
        let form = turn.dashboard?.form(form)?;
        form.fields.iter().find(|one| one.id == field)
    }

    pub(super) fn press_button(&mut self, turn: &mut Turn<'_>, field: &FormField) {
        let empty = |id: &&String| {
            let text = self.bench.fields.get(*id);
            text.is_none_or(|text| text.trim().is_empty())
        };
        if field.kind == FieldKind::Create {
            return self.submit(turn);
        }
        if field.needs.iter().find(empty).is_some() {
            return turn.say("Fill in the form first.");
        }
        self.change_by_hand(turn, field.changes.clone());
    }

    /// Changes that the learner makes on the dashboard, one after the other.
    fn change_by_hand(&mut self, turn: &mut Turn<'_>, changes: Vec<Change>) {
        let Some(facts) = turn.facts_or_say() else {
            return;
        };
        if !changes.is_empty() && self.is_so_already(&changes, facts) {
            return turn.say(words("dashboard.already"));
        }
        let needs_app = changes.iter().any(super::set_up::needs_app);
        if needs_app && self.bench.app.is_none() {
            return turn.say("There is no app yet. Create it first.");
        }
        let lot = Lot::Hand(self.at.step);
        let moves = changes.into_iter().map(Move::Change);
        self.queue.extend(moves.map(|one| (lot, one)));
    }

    fn edit_form(&mut self, turn: &mut Turn<'_>, create: &Create) {
        let Some(facts) = turn.facts_or_say() else {
            return;
        };
        if let Create::Name(name) = create
            && self.bench.must_not_keep(name)
        {
            return turn.say(words("leak.refused"));
        }
        let form = self.bench.form.clone();
        let edited = edited(form.clone(), create, facts);
        if let Create::Name(name) = create {
            let stood = form.name.clone();
            let edit = Edit::Name(stood.clone());
            self.history
                .remember_typing(self.at.step, edit, (&stood, name));
        } else {
            self.history.remember(self.at.step, Edit::Form(form));
        }
        self.bench.form = edited;
    }

    fn edit_text(&mut self, field: &str, text: &str) {
        let stood = self.bench.fields.get(field).cloned().unwrap_or_default();
        let edit = Edit::Field(field.to_owned(), stood.clone());
        self.history
            .remember_typing(self.at.step, edit, (&stood, text));
        self.bench.fields.insert(field.to_owned(), text.to_owned());
    }

    /// Undo still brings the changes back.
    fn revert(&mut self, turn: &mut Turn<'_>) {
        let Some(app) = self.bench.app.as_ref().map(|app| app.form.clone()) else {
            return;
        };
        let stood = std::mem::replace(&mut self.bench.form, app);
        self.history.remember(self.at.step, Edit::Form(stood));
        turn.say("The form is as your app was made.");
    }

    fn submit(&mut self, turn: &mut Turn<'_>) {
        let has_apis = turn.facts().is_none_or(TenantFacts::takes_audience);
        let gaps = self.bench.form.gaps();
        let gap = gaps
            .into_iter()
            .find(|gap| has_apis || *gap != FormGap::Api);
        match gap {
            Some(FormGap::Name) => {
                turn.say("Give the app a name first: it is for people, any name will do.");
            }
            Some(FormGap::Type) => turn.say("Pick a type first."),
            Some(FormGap::Api) => turn.say("Tick the API that this app may call."),
            None => self.register(turn, false),
        }
    }

    /// Asks the tenant to register the form. While the tenant is starting, it is asked once it is up.
    pub(crate) fn register(&mut self, turn: &mut Turn<'_>, anew: bool) {
        let run = turn.new_run();
        self.bench.registering = Registering::Waiting { run, anew };
        if Self::has_tenant(turn) {
            self.ask_to_register(turn, run);
        } else if matches!(turn.tenant, Tenant::Failed(_)) {
            self.bench.registering = Registering::Idle;
            turn.say("The practice tenant is not running, so the app cannot be registered.");
        } else {
            self.bench.registering = Registering::Once { anew };
        }
    }

    fn ask_to_register(&mut self, turn: &mut Turn<'_>, run: RunId) {
        if let Some(facts) = turn.facts() {
            self.readdress(facts);
        }
        let replaces = self.bench.app.as_ref().map(|app| app.client_id.clone());
        turn.ask(Effect::Register {
            run,
            target: self.target,
            form: self.bench.form.clone(),
            replaces,
        });
    }

    /// An API that is called by the address of the tenant keeps its name there; what an earlier session kept has that of another port.
    fn readdress(&mut self, facts: &TenantFacts) {
        let now = |kept: &str| {
            let all = facts.apis.iter().chain(&facts.own_api);
            let mut apis = all.map(|api| api.identifier.as_str());
            apis.find(|api| is_elsewhere(kept, api)).map(str::to_owned)
        };
        let grants = std::mem::take(&mut self.bench.form.grants).into_iter();
        let moved = grants.map(|(api, scopes)| (now(&api).unwrap_or(api), scopes));
        self.bench.form.grants = moved.collect();
        if let Some(api) = now(&self.bench.draft.audience) {
            self.bench.draft.audience = api;
        }
    }

    /// A lesson that was resumed before the tenant was up registers its app now.
    pub(super) fn register_when_ready(&mut self, turn: &mut Turn<'_>) {
        if let (Registering::Once { anew }, true) =
            (self.bench.registering.clone(), Self::has_tenant(turn))
        {
            self.register(turn, anew);
        }
    }

    /// The form of the app that the lesson brings along, as its file has it today.
    pub(crate) fn fill_brought_form(&mut self, turn: &mut Turn<'_>) {
        if self.lesson.app.is_empty() || !Self::has_tenant(turn) {
            return;
        }
        self.bench.form = AppForm::default();
        for change in &self.lesson.app {
            self.change_here(turn, change);
        }
    }

    /// Makes the app that the lesson brings along, once.
    pub(super) fn bring_app(&mut self, turn: &mut Turn<'_>) {
        let wanted = !self.lesson.app.is_empty() && self.bench.app.is_none();
        if wanted && self.bench.registering == Registering::Idle && Self::has_tenant(turn) {
            self.fill_brought_form(turn);
            self.register(turn, false);
        }
    }

    pub(super) fn registered(
        &mut self,
        turn: &mut Turn<'_>,
        run: RunId,
        (client_id, client_secret, state): (ClientId, Option<ClientSecret>, AppState),
    ) {
        let Registering::Waiting { run: waited, anew } = self.bench.registering else {
            return;
        };
        if waited != run {
            return;
        }
        self.bench.registering = Registering::Idle;
        // What the tutor filled in for the learner can be taken out again.
        if self.pilot.is_none() {
            self.history.settle();
        }
        self.bench.proving.forget();
        let public = client_secret.is_none();
        let app = RegisteredApp {
            form: AppForm {
                grants: state.grants.clone(),
                ..self.bench.form.clone()
            },
            client_id,
            client_secret,
            auth: state.auth,
            key: state.key,
            bound: state.bound,
            anew,
        };
        let replaces = self.bench.app.is_some();
        self.bench.form.grants.clone_from(&app.form.grants);
        let draft = &mut self.bench.draft;
        let brought = !self.lesson.app.is_empty();
        if self.fading == Fading::Worked || anew || brought {
            draft.client_id.clone_from(&app.client_id.0);
            draft.client_secret.clone_from(&app.client_secret);
        }
        self.bench.app = Some(app);
        if replaces {
            self.set_up_app(turn);
        }
        if self.pilot.is_some() {
            return;
        }
        if brought && !anew {
            return;
        }
        turn.say(match (anew, public) {
            (true, true) => {
                "Your practice app was registered anew: its id is new. Its type has no secret."
            }
            (true, false) if self.lesson.has(Bench::Flow) => "Your practice app was registered anew: its id and secret are new. Tokens of before are gone, and so is what was filled into a flow.",
            (true, false) => "Your practice app was registered anew: its id and secret are new. Tokens of before are gone.",
            (false, true) => "Created. Apps of this type get no secret.",
            (false, false) => "Created: the practice tenant knows your app now.",
        });
    }
}

/// The form after `edit`. Indices that the tenant does not have change nothing.
fn edited(mut form: AppForm, edit: &Create, facts: &TenantFacts) -> AppForm {
    match edit {
        Create::Name(name) => form.name.clone_from(name),
        Create::Type(app_type) => form.app_type = Some(*app_type),
        Create::ToggleApi(api) => {
            if let Some(api) = facts.apis.get(*api)
                && form.grants.remove(&api.identifier).is_none()
            {
                form.grants.insert(api.identifier.clone(), BTreeSet::new());
            }
        }
        Create::ToggleScope(api, scope) => {
            if let Some(api) = facts.apis.get(*api)
                && let Some((scope, _)) = api.scopes.get(*scope)
            {
                // Ticking a permission of an API that is not ticked yet ticks the API too, as the dashboard does.
                let granted = form.grants.entry(api.identifier.clone()).or_default();
                if !granted.remove(scope) {
                    granted.insert(scope.clone());
                }
            }
        }
        Create::Submit
        | Create::Revert
        | Create::Field(..)
        | Create::Choose { .. }
        | Create::Press { .. } => {}
    }
    form
}

/// True where two addresses of this machine differ by the port and nothing else.
fn is_elsewhere(one: &str, other: &str) -> bool {
    let parted = |text: &str| {
        let rest = text.strip_prefix("http://127.0.0.1:")?;
        let (port, path) = rest.split_once('/')?;
        Some((port.to_owned(), path.to_owned()))
    };
    match (parted(one), parted(other)) {
        (Some((port, path)), Some((now, same))) => path == same && port != now,
        (Some(_) | None, _) => false,
    }
}
