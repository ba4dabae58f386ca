//! The apps that are registered at a tenant, and what each may have.

use std::collections::HashMap;
use std::sync::Arc;

use thiserror::Error;

use crate::oauth::jwt::keys::Keys;
use crate::oauth::names::{ClientId, ClientSecret};
use crate::practice::chance::Random;
use crate::practice::dialect::Dialect;
use crate::practice::tenant::app_type::AppType;
use crate::practice::tenant::setup::{AppSetup, TenantSetup, Ticked};

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
pub(in crate::practice) struct App {
    pub(in crate::practice) id: ClientId,
    pub(in crate::practice) name: String,
    pub(in crate::practice) kind: AppType,
    pub(in crate::practice) secret: Option<ClientSecret>,
    pub(in crate::practice) grants: Vec<Grant>,
    pub(in crate::practice) setup: AppSetup,
    /// The keys of `setup.jwks`, read once; `None` where there are none or nothing that could be read.
    pub(in crate::practice) keys: Option<Arc<Keys>>,
    /// Where it registered itself (RFC 7591).
    pub(in crate::practice) origin: Origin,
}

/// Who registered an app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum Origin {
    /// The owner of the tenant.
    Owner,
    /// The app itself, over the wire.
    Wire,
}

impl App {
    /// A new app with fresh id and secret, as long as the vendor's.
    pub(in crate::practice) fn new(
        app: NewApp,
        setup: AppSetup,
        dialect: &Dialect,
        random: &mut dyn Random,
    ) -> Self {
        let id = (dialect.fresh_id)(random);
        let secret = (dialect.fresh_secret)(random);
        let mut app = Self {
            id: ClientId(id),
            secret: None,
            name: app.name,
            kind: app.app_type,
            grants: app.grants,
            setup,
            keys: None,
            origin: Origin::Owner,
        };
        if app.may_have_secret() {
            app.secret = Some(ClientSecret::new(secret));
        }
        app.read_keys();
        app
    }

    /// True where its type can keep a secret and its method needs one.
    pub(in crate::practice) fn may_have_secret(&self) -> bool {
        self.kind.is_confidential() && self.setup.auth.has_secret()
    }

    /// Reads the keys anew, after the setup changed.
    pub(in crate::practice) fn read_keys(&mut self) {
        let text = self.setup.jwks.as_ref().map(ToString::to_string);
        self.keys = text.and_then(|text| Keys::parse(&text).ok()).map(Arc::new);
    }

    /// What its owner is told.
    pub(in crate::practice) fn registered(&self) -> Registered {
        Registered {
            client_id: self.id.clone(),
            client_secret: self.secret.clone(),
        }
    }

    /// What it may have at this API.
    pub(in crate::practice) fn grant(&self, audience: &str) -> Option<&Grant> {
        self.grants.iter().find(|grant| grant.audience == audience)
    }

    /// The grants that it is set up with. Those of users are told and cannot be performed: there are no users here.
    pub(in crate::practice) fn grant_types(&self) -> Vec<&'static str> {
        let own = self.kind.user_grants().iter().copied();
        let machine = "client_credentials";
        own.chain(self.has_grant(machine).then_some(machine))
            .collect()
    }

    /// True where it may use this grant.
    pub(in crate::practice) fn has_grant(&self, grant_type: &str) -> bool {
        match self.setup.client_credentials {
            Ticked::AsTyped => self.kind.has_grant(grant_type),
            Ticked::No => false,
        }
    }
}

/// The tenant's changeable state. Apps and setup are shared, so that a request works on without holding the lock.
pub(in crate::practice) struct Book {
    apps: HashMap<String, Arc<App>>,
    pub(in crate::practice) setup: Arc<TenantSetup>,
}

impl Book {
    /// No apps.
    pub(in crate::practice) fn new(default_audience: Option<String>) -> Self {
        Self {
            apps: HashMap::new(),
            setup: Arc::new(TenantSetup {
                default_audience,
                ..TenantSetup::default()
            }),
        }
    }

    /// The app with this id, compared byte for byte.
    pub(in crate::practice) fn app(&self, id: &str) -> Option<Arc<App>> {
        self.apps.get(id).cloned()
    }

    /// All apps by their ids.
    pub(in crate::practice) fn all(&self) -> &HashMap<String, Arc<App>> {
        &self.apps
    }

    /// Other apps in place of these.
    pub(in crate::practice) fn replace(&mut self, apps: HashMap<String, Arc<App>>) {
        self.apps = apps;
    }

    /// How many apps registered themselves.
    pub(in crate::practice) fn self_registered(&self) -> usize {
        let own = |app: &&Arc<App>| app.origin == Origin::Wire;
        self.apps.values().filter(own).count()
    }

    /// Adds an app.
    pub(in crate::practice) fn insert(&mut self, app: App) {
        self.apps.insert(app.id.0.clone(), Arc::new(app));
    }

    /// Changes an app; requests under way keep what they had.
    pub(in crate::practice) fn change<T>(
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
    pub(in crate::practice) fn remove(&mut self, id: &ClientId) -> Result<(), UnknownApp> {
        self.apps
            .remove(&id.0)
            .map(drop)
            .ok_or_else(|| UnknownApp(id.clone()))
    }
}
