//! The dashboard: filling in the form, and registering the app for real.

use crate::app::create::{FormGap, RegisteredApp, Registering};
use crate::app::effect::Effect;
use crate::app::history::Edit;
use crate::app::message::Create;
use crate::app::player::Fading;
use crate::app::stage::Stage;
use crate::app::tenant::Tenant;
use crate::app::{App, create::AppForm};
use crate::lesson::model::ActionKind;
use crate::oauth::names::{ClientId, ClientSecret};

impl App {
    pub(super) fn create(&mut self, create: &Create) -> Vec<Effect> {
        match create {
            Create::Submit => return self.submit(),
            Create::Revert => {
                self.revert();
                return Vec::new();
            }
            Create::Name(_) | Create::Type(_) | Create::ToggleApi(_) | Create::ToggleScope(..) => {}
        }
        let Some(facts) = self.tenant.facts() else {
            self.notice("The practice tenant is still starting. Try again in a moment.");
            return Vec::new();
        };
        if let Some(player) = &mut self.player {
            let form = player.bench.form.clone();
            if let Create::Name(name) = create
                && player.bench.must_not_keep(name)
            {
                self.notice(crate::lesson::desks::words("leak.refused"));
                return Vec::new();
            }
            let edited = form.clone().edited(create, facts);
            if let Create::Name(name) = create {
                let stood = form.name.clone();
                let edit = Edit::Name(stood.clone());
                player.history.remember_typing(edit, &stood, name);
            } else {
                player.history.remember(Edit::Form(form));
            }
            player.bench.form = edited;
        }
        Vec::new()
    }

    /// Undo still brings the changes back.
    fn revert(&mut self) {
        let Some(player) = &mut self.player else {
            return;
        };
        let Some(app) = player.bench.app.as_ref().map(|app| app.form.clone()) else {
            return;
        };
        let stood = std::mem::replace(&mut player.bench.form, app);
        player.history.remember(Edit::Form(stood));
        self.notice("The form is as your app was made.");
    }

    fn submit(&mut self) -> Vec<Effect> {
        let Some(player) = &self.player else {
            return Vec::new();
        };
        let gap = player.bench.form.gaps().first().copied();
        match gap {
            Some(FormGap::Name) => {
                self.notice("Give the app a name first: it is for people, any name will do.");
            }
            Some(FormGap::Type) => self.notice("Pick a type first."),
            Some(FormGap::Api) => self.notice("Tick the API that this app may call."),
            None => return self.register(false),
        }
        Vec::new()
    }

    /// Asks the tenant to register the form. While the tenant is starting, `world` asks again once it is up.
    pub(super) fn register(&mut self, anew: bool) -> Vec<Effect> {
        let run = self.new_run();
        let Some(player) = &mut self.player else {
            return Vec::new();
        };
        player.bench.registering = Registering::Waiting { run, anew };
        let replaces = player.bench.app.as_ref().map(|app| app.client_id.clone());
        let form = player.bench.form.clone();
        match &self.tenant {
            Tenant::Ready(_) => vec![Effect::Register {
                run,
                form,
                replaces,
            }],
            Tenant::Starting => Vec::new(),
            Tenant::Failed(_) => {
                player.bench.registering = Registering::Idle;
                self.notice("The practice tenant is not running, so the app cannot be registered.");
                Vec::new()
            }
        }
    }

    /// The form of the exercise, for learners who skip the dashboard: the first API with its first permission.
    pub(crate) fn example_form(&self) -> AppForm {
        let mut form = AppForm {
            name: "Nightly report job".into(),
            app_type: Some(crate::app::create::AppType::MachineToMachine),
            ..AppForm::default()
        };
        if let Some(api) = self.tenant.facts().and_then(|facts| facts.apis.first()) {
            let first = api.scopes.first().map(|(scope, _)| scope.clone());
            form.grants
                .insert(api.identifier.clone(), first.into_iter().collect());
        }
        form
    }

    pub(super) fn registered(
        &mut self,
        client_id: ClientId,
        client_secret: Option<ClientSecret>,
        anew: bool,
    ) {
        let Some(player) = &mut self.player else {
            return;
        };
        player.bench.registering = Registering::Idle;
        player.history.settle();
        player.bench.proving.setting = None;
        player.bench.proving.signing = None;
        let form = player.bench.form.clone();
        let worked = player.fading == Fading::Worked || anew;
        let app = RegisteredApp {
            form,
            client_id,
            client_secret,
            anew,
        };
        if worked {
            player.bench.draft.client_id.clone_from(&app.client_id.0);
            player
                .bench
                .draft
                .client_secret
                .clone_from(&app.client_secret);
        }
        let public = app.is_public();
        let asked = player.stage == Stage::Act(ActionKind::CreateApp);
        player.bench.app = Some(app);
        let words = match (anew, public) {
            (true, _) => "Your practice app was registered anew: its id and secret are new.",
            (false, false) if !asked => "An app was made for you, as the exercise asks.",
            (false, true) => "Created. Apps of this type get no secret.",
            (false, false) => "Created: the practice tenant knows your app now.",
        };
        self.notice(words);
    }
}
