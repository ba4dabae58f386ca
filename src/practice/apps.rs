//! The apps that are registered at a tenant, and what each may have.

use std::collections::HashMap;
use std::sync::Arc;

use thiserror::Error;

use super::chance::{self, Random};
use crate::oauth::names::{ClientId, ClientSecret};

/// The application types of Auth0's dashboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppType {
    /// A program without a user: made for the Client Credentials grant.
    MachineToMachine,
    /// A mobile or desktop app: a public client, no secret (RFC 6749 2.1).
    Native,
    /// A page in a browser: a public client, no secret.
    SinglePage,
    /// A web application on a server, with users: has a secret, signs people in with the authorization code grant.
    RegularWeb,
}

impl AppType {
    /// True where the app can keep a secret (RFC 6749 2.1, confidential).
    pub fn is_confidential(self) -> bool {
        match self {
            Self::MachineToMachine | Self::RegularWeb => true,
            Self::Native | Self::SinglePage => false,
        }
    }

    /// True where the type has this grant enabled.
    pub(super) fn has_grant(self, grant_type: &str) -> bool {
        match self {
            // Auth0 gives both confidential types this grant by default; a regular web app just rarely needs it.
            Self::MachineToMachine | Self::RegularWeb => grant_type == "client_credentials",
            // A public client may not use it (RFC 6749 4.4), and its own grants need a user, of whom there is none here.
            Self::Native | Self::SinglePage => false,
        }
    }

    /// What the dashboard calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::MachineToMachine => "Machine to Machine",
            Self::Native => "Native",
            Self::SinglePage => "Single Page Web Application",
            Self::RegularWeb => "Regular Web Application",
        }
    }
}

/// What an app may have at one API (Auth0's client grant).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The API's identifier.
    pub audience: String,
    /// The scopes granted there.
    pub scopes: Vec<String>,
}

/// An app to be registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewApp {
    /// Its name for people.
    pub name: String,
    /// Its type.
    pub app_type: AppType,
    /// The APIs it is authorised for.
    pub grants: Vec<Grant>,
}

/// What a registration gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// The new id.
    pub client_id: ClientId,
    /// The new secret; `None` for types that cannot keep one.
    pub client_secret: Option<ClientSecret>,
}

/// No app has this id.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("no app has the client id {0}")]
pub struct UnknownApp(pub ClientId);

/// A registered app.
#[derive(Clone)]
pub(super) struct App {
    pub(super) id: ClientId,
    pub(super) name: String,
    pub(super) kind: AppType,
    pub(super) secret: Option<ClientSecret>,
    pub(super) grants: Vec<Grant>,
}

impl App {
    /// A new app with fresh id and secret, in Auth0's lengths: 32 and 64 characters.
    pub(super) fn new(app: NewApp, random: &mut dyn Random) -> Self {
        Self {
            id: ClientId(chance::text(random, chance::ALPHANUMERIC, 32)),
            secret: app.app_type.is_confidential().then(|| fresh_secret(random)),
            name: app.name,
            kind: app.app_type,
            grants: app.grants,
        }
    }

    /// What its owner is told.
    pub(super) fn registered(&self) -> Registered {
        Registered {
            client_id: self.id.clone(),
            client_secret: self.secret.clone(),
        }
    }

    /// What it may have at this API.
    pub(super) fn grant(&self, audience: &str) -> Option<&Grant> {
        self.grants.iter().find(|grant| grant.audience == audience)
    }
}

/// A new secret of 64 characters.
pub(super) fn fresh_secret(random: &mut dyn Random) -> ClientSecret {
    ClientSecret::new(chance::text(random, chance::URL_SAFE, 64))
}

/// The tenant's changeable state. Apps are shared, so that a request works on without holding the lock.
pub(super) struct Book {
    apps: HashMap<String, Arc<App>>,
    pub(super) default_audience: Option<String>,
}

impl Book {
    /// No apps.
    pub(super) fn new(default_audience: Option<String>) -> Self {
        Self {
            apps: HashMap::new(),
            default_audience,
        }
    }

    /// The app with this id, compared byte for byte.
    pub(super) fn app(&self, id: &str) -> Option<Arc<App>> {
        self.apps.get(id).cloned()
    }

    /// Adds an app.
    pub(super) fn insert(&mut self, app: App) {
        self.apps.insert(app.id.0.clone(), Arc::new(app));
    }

    /// Changes an app; requests under way keep what they had.
    pub(super) fn change<T>(
        &mut self,
        id: &ClientId,
        change: impl FnOnce(&mut App) -> T,
    ) -> Result<T, UnknownApp> {
        let app = self
            .apps
            .get_mut(&id.0)
            .ok_or_else(|| UnknownApp(id.clone()))?;
        Ok(change(Arc::make_mut(app)))
    }

    /// Removes an app.
    pub(super) fn remove(&mut self, id: &ClientId) -> Result<(), UnknownApp> {
        self.apps
            .remove(&id.0)
            .map(drop)
            .ok_or_else(|| UnknownApp(id.clone()))
    }
}
