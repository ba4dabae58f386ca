//! A tenant of the learner's own, for one session: its addresses, its app, and where what is sent goes. Only the secret is not kept anywhere.

use crate::app::create::{AppForm, AppType, RegisteredApp};
use crate::app::draft::Draft;
use crate::app::tenant::TenantFacts;
use crate::oauth::names::{ClientId, ClientSecret};
use crate::oauth::request::{AuthMethod, BodyFormat};

/// A tenant of the learner's own.
#[derive(Clone, Debug)]
pub struct Own {
    /// What its metadata and the kept target say.
    pub facts: TenantFacts,
    /// True where its metadata name keys.
    pub has_keys: bool,
    /// The client.
    pub client_id: String,
    /// What it proves itself with.
    pub client_secret: ClientSecret,
    /// How.
    pub auth: AuthMethod,
    /// How the body is written.
    pub format: BodyFormat,
    /// The API that tokens are for; empty where the target names none.
    pub audience: String,
    /// The services that tokens are for (RFC 8707).
    pub resources: Vec<String>,
    /// What tokens should allow; likewise.
    pub scope: String,
}

impl Own {
    /// The app, as the tutor keeps apps. What the tenant granted it is not known.
    pub(crate) fn app(&self) -> RegisteredApp {
        RegisteredApp {
            form: AppForm {
                app_type: Some(AppType::MachineToMachine),
                ..AppForm::default()
            },
            client_id: ClientId(self.client_id.clone()),
            client_secret: Some(self.client_secret.clone()),
            auth: self.auth,
            key: None,
            bound: false,
            anew: false,
        }
    }

    /// The request, filled in with what is known.
    pub(crate) fn lay_into(&self, draft: &mut Draft) {
        draft.client_id.clone_from(&self.client_id);
        draft.client_secret = Some(self.client_secret.clone());
        draft.auth = self.auth;
        draft.format = self.format;
        draft.audience.clone_from(&self.audience);
        draft.scope.clone_from(&self.scope);
        draft.resources.clone_from(&self.resources);
    }
}
