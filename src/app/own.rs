//! A tenant of the learner's own, for one session: its addresses, its app, and where what is sent goes. Its secret or key is not kept anywhere.

use std::sync::Arc;

use crate::app::create::{AppForm, AppType, RegisteredApp};
use crate::app::draft::Draft;
use crate::app::own_target::KeptTarget;
use crate::app::tenant::TenantFacts;
use crate::oauth::jwt::algorithm::Spelled;
use crate::oauth::jwt::private::PrivateKey;
use crate::oauth::names::{ClientId, ClientSecret};
use crate::oauth::request::{AuthMethod, BodyFormat};

/// What the client of a tenant of the learner's own proves itself with. It is in memory and nowhere else.
#[derive(Clone, Debug)]
pub enum OwnProof {
    /// A secret; the method says how it is shown.
    Secret(ClientSecret),
    /// A private key.
    Key(Arc<OwnKey>),
}

/// A private key, and how it is used. It is never printed.
#[derive(Debug)]
pub struct OwnKey {
    /// The key.
    pub key: PrivateKey,
    /// The algorithm, by the name that the header is to have.
    pub algorithm: Spelled,
    /// The name that the server knows the key by.
    pub kid: Option<String>,
}

impl OwnProof {
    /// The secret, where it is one.
    pub fn secret(&self) -> Option<&ClientSecret> {
        match self {
            Self::Secret(secret) => Some(secret),
            Self::Key(_) => None,
        }
    }
}

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
    pub proof: OwnProof,
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
    /// The kept target that it was opened as.
    pub kept: KeptTarget,
}

impl Own {
    /// True where its client proves itself by what it signs.
    pub fn signs(&self) -> bool {
        match self.auth {
            AuthMethod::PrivateKeyJwt | AuthMethod::ClientSecretJwt => true,
            AuthMethod::ClientSecretPost | AuthMethod::ClientSecretBasic | AuthMethod::Public => {
                false
            }
        }
    }

    /// The app, as the tutor keeps apps. What the tenant granted it is not known.
    pub(crate) fn app(&self) -> RegisteredApp {
        RegisteredApp {
            form: AppForm {
                app_type: Some(AppType::MachineToMachine),
                ..AppForm::default()
            },
            client_id: ClientId(self.client_id.clone()),
            client_secret: self.proof.secret().cloned(),
            auth: self.auth,
            key: None,
            bound: false,
            anew: false,
        }
    }

    /// The request, filled in with what is known.
    pub(crate) fn lay_into(&self, draft: &mut Draft) {
        draft.client_id.clone_from(&self.client_id);
        draft.client_secret = self.proof.secret().cloned();
        draft.auth = self.auth;
        draft.format = self.format;
        draft.audience.clone_from(&self.audience);
        draft.scope.clone_from(&self.scope);
        draft.resource = self.resources.join(" ");
    }
}
