//! How the app proves who it is: what it is set to at the practice tenant, and what is being changed there.

use crate::app::effect::RunId;
use crate::oauth::names::ClientId;
use crate::oauth::request::ClientAuth;

/// The methods that the builder offers, in the order in which they stand there.
pub const METHODS: [ClientAuth; 2] = [ClientAuth::Post, ClientAuth::Basic];

/// How the app proves itself.
#[derive(Debug, Default)]
pub struct Proving {
    /// What the tenant was told last of which app.
    pub(crate) set: Option<(ClientId, ClientAuth)>,
    /// What it is being told.
    pub(crate) setting: Option<(RunId, ClientAuth)>,
    /// The request goes out as soon as the tenant has been told.
    pub(crate) then_send: bool,
}

impl Proving {
    /// True while the tenant is being told.
    pub fn is_waiting(&self) -> bool {
        self.setting.is_some()
    }

    /// The method that the tenant takes from this app. A new app has its secret in the body, as at Auth0.
    pub(crate) fn method_of(&self, app: &ClientId) -> ClientAuth {
        match &self.set {
            Some((of, method)) if of == app => *method,
            Some(_) | None => ClientAuth::Post,
        }
    }
}
