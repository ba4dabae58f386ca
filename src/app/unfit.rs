//! An app of a type that gets no token by this grant, whatever the request says: it is mended where the type is chosen, and nowhere else.

use crate::app::create::AppType;
use crate::app::player::Player;
use crate::lesson::desks::filled;
use crate::lesson::model::Server;

/// Why the app gets none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is of a type that cannot keep a secret, and got none.
    NoSecret,
    /// The org server takes service apps alone, by whatever they prove who asks.
    NoService,
}

impl Player {
    /// Why the app that was made gets no token by this grant; nothing where its type is none of the reasons.
    pub fn unfit(&self) -> Option<Unfit> {
        let app = self.bench.app.as_ref()?;
        let is_other = |of: AppType| of != AppType::MachineToMachine;
        if self.lesson.form.server == Server::Org && app.form.app_type.is_some_and(is_other) {
            return Some(Unfit::NoService);
        }
        app.is_public().then_some(Unfit::NoSecret)
    }

    /// The same in a sentence, with the type that would get one by its name on this dashboard.
    pub fn unfit_words(&self) -> Option<String> {
        self.told_unfit(["app.no-secret", "app.no-service"])
    }

    /// The same in a few words, for where the type is chosen.
    pub fn unfit_briefly(&self) -> Option<String> {
        self.told_unfit(["app.no-secret.brief", "app.no-service.brief"])
    }

    /// The same where something else was done or run, with the way to where the type is chosen; `{key:...}` in it.
    pub fn unfit_elsewhere(&self) -> Option<String> {
        self.told_unfit(["app.no-secret.elsewhere", "app.no-service.elsewhere"])
    }

    fn told_unfit(&self, [no_secret, no_service]: [&'static str; 2]) -> Option<String> {
        let id = match self.unfit()? {
            Unfit::NoSecret => no_secret,
            Unfit::NoService => no_service,
        };
        let step = self.lesson.steps.iter().find(|step| step.makes_app())?;
        let service = step.note(AppType::MachineToMachine.note());
        let values = [
            ("type", service.map_or("", |note| &note.title).to_owned()),
            ("step", step.title.clone()),
        ];
        Some(filled(id, &values))
    }
}
