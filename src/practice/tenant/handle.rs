//! The typed handle: what the tutor and `serve` read of a tenant, and change of it, without HTTP.

use std::sync::Arc;

use crate::oauth::journal::{Door, Entry};
use crate::oauth::jwt::compose::header_of;
use crate::oauth::method::AuthMethod;
use crate::oauth::names::{ClientId, ClientSecret};
use crate::practice::api::apis::{self, Admission, Api, ApiInfo};
use crate::practice::tenant::apps::Book;
use crate::practice::tenant::apps::{App, Grant, NewApp, Registered, UnknownApp};
use crate::practice::tenant::keys::Ring;
use crate::practice::tenant::setup::{AppSetup, TenantSetup};
use crate::practice::{DialectName, Issuer, KeyFault, Tenant};

/// A protected API and the authorization server whose tokens it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Which server, where a tenant has several: `default`, `org`; empty where it has one.
    pub server: &'static str,
    /// The issuer identifier, spelled as in `iss`.
    pub issuer: String,
    /// The URL that token requests go to.
    pub token_endpoint: String,
    /// The URL of the public keys.
    pub jwks_uri: String,
    /// The path of the API, which tells places of a tenant apart.
    pub path: &'static str,
    /// The URL of the API.
    pub api: String,
    /// The API's identifier.
    pub audience: String,
    /// The scope that the API needs.
    pub scope: &'static str,
}

/// An app as a tenant holds it, to be looked at and put back exactly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldApp {
    /// Its secret.
    pub secret: Option<ClientSecret>,
    /// How it is set up.
    pub setup: AppSetup,
    /// What it may have.
    pub grants: Vec<Grant>,
}

/// An app that was taken away, with its secret, to be brought back exactly.
pub struct TakenApp(App);

/// The keys of a tenant, to be put back exactly. They are in here and nowhere else.
pub struct HeldKeys(Vec<Ring>);

/// How much a tenant keeps because of what others sent. Bounded, and this is how a test sees that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Names that may not be used again.
    pub used: usize,
    /// Tokens that were taken back.
    pub revoked: usize,
    /// Apps that registered themselves.
    pub apps: usize,
}

impl Tenant {
    /// How it speaks.
    pub fn dialect(&self) -> DialectName {
        self.inner.dialect.name
    }

    /// Its address, without a final slash.
    pub fn base(&self) -> &str {
        &self.inner.base
    }

    /// The APIs that want a token, the Reports API first.
    pub fn places(&self) -> Vec<Place> {
        let wants = |api: &&Api| match api.admission {
            Admission::Token | Admission::Listed => true,
            Admission::ClientToken | Admission::Public => false,
        };
        let apis = self.inner.apis.iter().filter(wants);
        apis.filter_map(|api| self.place(api)).collect()
    }

    fn place(&self, api: &Api) -> Option<Place> {
        let base = &self.inner.base;
        let issuer = self.inner.issuers.get(api.server)?;
        Some(Place {
            server: issuer.spec.place,
            issuer: issuer.name.clone(),
            token_endpoint: format!("{base}{}", issuer.spec.paths.token),
            jwks_uri: format!("{base}{}", issuer.spec.paths.jwks),
            path: api.path,
            api: format!("{base}{}", api.path),
            audience: api.identifier.clone().into_owned(),
            scope: api.needs,
        })
    }

    /// The main issuer identifier, spelled as in `iss` (Auth0: with a final slash).
    pub fn issuer(&self) -> String {
        self.main(|issuer, _| issuer.name.clone())
    }

    /// The URL that token requests go to.
    pub fn token_endpoint(&self) -> String {
        self.main(|issuer, base| format!("{base}{}", issuer.spec.paths.token))
    }

    /// The URL of the public keys.
    pub fn jwks_uri(&self) -> String {
        self.main(|issuer, base| format!("{base}{}", issuer.spec.paths.jwks))
    }

    fn main(&self, part: fn(&Issuer, &str) -> String) -> String {
        let first = self.inner.issuers.first();
        first.map_or(String::new(), |one| part(one, &self.inner.base))
    }

    /// The ways an app may prove itself here, over all authorization servers.
    pub fn auth_methods(&self) -> Vec<AuthMethod> {
        let mut all = Vec::new();
        for method in self.inner.issuers.iter().flat_map(|one| one.spec.methods) {
            if !all.contains(method) {
                all.push(*method);
            }
        }
        all
    }

    /// The URL of the API with this identifier (its audience), if there is one.
    pub fn api_url(&self, identifier: &str) -> Option<String> {
        let found = self.inner.apis.iter();
        let mut found = found.filter(|api| api.identifier == identifier);
        Some(format!("{}{}", self.inner.base, found.next()?.path))
    }

    /// The customer's APIs of this tenant, the Reports API first. The vendor's own are not among them.
    pub fn apis(&self) -> Vec<ApiInfo> {
        self.inner.apis.iter().filter_map(Api::info).collect()
    }

    /// The permissions of a customer's API as they are now: its own, less what was taken away, and what was added.
    pub fn scopes(&self, api: &ApiInfo) -> Vec<(String, String)> {
        let setup = self.setup();
        let own = api
            .scopes
            .iter()
            .filter(|scope| !setup.removed_scopes.iter().any(|gone| gone == scope.name))
            .map(|scope| (scope.name.to_owned(), scope.description.to_owned()));
        own.chain(setup.added_scopes.iter().cloned()).collect()
    }

    /// How the tenant is set up now.
    pub fn setup(&self) -> TenantSetup {
        self.book(|book| TenantSetup::clone(&book.setup))
    }

    /// An app as the tenant holds it; `None` where no app has this id.
    pub fn app(&self, id: &ClientId) -> Option<HeldApp> {
        let held = |app: &App| HeldApp {
            secret: app.secret.clone(),
            setup: app.setup.clone(),
            grants: app.grants.clone(),
        };
        self.book(|book| book.app(&id.0).map(|app| held(&app)))
    }

    /// Puts an app back to what was held.
    ///
    /// # Errors
    /// [`UnknownApp`] when no app has this id.
    pub fn put_back_app(&self, id: &ClientId, held: HeldApp) -> Result<(), UnknownApp> {
        self.book_mut(|book| {
            book.change(id, |app| {
                app.secret = held.secret;
                app.setup = held.setup;
                app.grants = held.grants;
                app.read_keys();
            })
        })
    }

    /// The keys of every authorization server as they are, to be put back.
    pub fn held_keys(&self) -> HeldKeys {
        HeldKeys(
            self.inner
                .issuers
                .iter()
                .map(|one| one.keys.kept())
                .collect(),
        )
    }

    /// Puts back keys that were held.
    pub fn put_back_keys(&self, held: HeldKeys) {
        for (issuer, kept) in self.inner.issuers.iter().zip(held.0) {
            issuer.keys.put_back(kept);
        }
    }

    /// Signs claims that somebody wrote with the key of the server of this issuer, else of the first one: to show that the key is all
    /// that stands between a token and a forged one. `alg` and `kid` of the header become those of the key.
    ///
    /// # Errors
    /// [`KeyFault`].
    pub async fn sign_for(
        &self,
        issuer: &str,
        header: &str,
        claims: &str,
    ) -> Result<String, KeyFault> {
        let servers = &self.inner.issuers;
        let own = servers.iter().find(|server| server.name == issuer);
        let server = own.or(servers.first()).ok_or(KeyFault::Sign)?;
        let key = server.keys.current().await?;
        let header = header_of(header, key.alg(), Some(&key.kid));
        key.sign_text(&header, claims)
    }

    /// The flow that takes a client token instead of an access token, and that token (Okta Workflows).
    pub fn flow_token(&self) -> Option<(String, ClientSecret)> {
        let by_token = |api: &&Api| api.admission == Admission::ClientToken;
        let flow = self.inner.apis.iter().find(by_token)?;
        let url = format!("{}{}", self.inner.base, flow.path);
        Some((url, self.inner.flow_token.clone()))
    }

    /// Registers an app as the vendor's dashboard would, and gives it an id and, where its type can keep one, a secret.
    pub fn register(&self, app: NewApp) -> Registered {
        let setup = (self.inner.dialect.usual)(app.app_type);
        self.register_with(app, setup)
    }

    /// Registers an app that is set up so.
    pub fn register_with(&self, app: NewApp, setup: AppSetup) -> Registered {
        let app = self.random(|random| App::new(app, setup, self.inner.dialect, random));
        let registered = app.registered();
        self.book_mut(|book| book.insert(app));
        registered
    }

    /// Changes how an app is set up.
    ///
    /// # Errors
    /// [`UnknownApp`] when no app has this id.
    pub fn configure_app(
        &self,
        id: &ClientId,
        change: impl FnOnce(&mut AppSetup),
    ) -> Result<(), UnknownApp> {
        self.book_mut(|book| {
            book.change(id, |app| {
                let had_secret = app.setup.auth.has_secret();
                change(&mut app.setup);
                // Both vendors delete the secret of an app that is switched to a key.
                if had_secret && !app.setup.auth.has_secret() {
                    app.secret = None;
                }
                app.read_keys();
            })
        })
    }

    /// Changes how the tenant is set up: rules, profiles, organizations, faults, clock.
    pub fn configure(&self, change: impl FnOnce(&mut TenantSetup)) {
        self.book_mut(|book| change(Arc::make_mut(&mut book.setup)));
    }

    /// Replaces what an app is authorised for.
    ///
    /// # Errors
    /// [`UnknownApp`] when no app has this id.
    pub fn update_grants(&self, id: &ClientId, grants: Vec<Grant>) -> Result<(), UnknownApp> {
        self.book_mut(|book| book.change(id, |app| app.grants = grants))
    }

    /// Deletes an app; its tokens live on until they expire, as at the vendors.
    ///
    /// # Errors
    /// [`UnknownApp`] when no app has this id.
    pub fn delete_app(&self, id: &ClientId) -> Result<(), UnknownApp> {
        self.book_mut(|book| book.remove(id))
    }

    /// Deletes an app, and hands it over to whoever may bring it back.
    ///
    /// # Errors
    /// [`UnknownApp`] when no app has this id.
    pub fn take_app(&self, id: &ClientId) -> Result<TakenApp, UnknownApp> {
        self.book_mut(|book| {
            let app = book.app(&id.0).ok_or_else(|| UnknownApp(id.clone()))?;
            book.remove(id)?;
            Ok(TakenApp(App::clone(&app)))
        })
    }

    /// Brings an app back that was taken: id, secret, grants and keys as they were.
    pub fn bring_back(&self, app: TakenApp) {
        self.book_mut(|book| book.insert(app.0));
    }

    /// Gives an app a new secret and forgets the old one at once. `None` for an app that can have none.
    ///
    /// # Errors
    /// [`UnknownApp`] when no app has this id.
    pub fn rotate_secret(&self, id: &ClientId) -> Result<Option<ClientSecret>, UnknownApp> {
        let fresh = self.random(|random| (self.inner.dialect.fresh_secret)(random));
        self.book_mut(|book| {
            book.change(id, |app| {
                let may = app.secret.is_some() || app.may_have_secret();
                app.secret = may.then(|| ClientSecret::new(fresh));
                app.secret.clone()
            })
        })
    }

    /// Gives an app this secret, as when a customer brings one along.
    ///
    /// # Errors
    /// [`UnknownApp`] when no app has this id.
    pub fn set_secret(&self, id: &ClientId, secret: ClientSecret) -> Result<(), UnknownApp> {
        self.book_mut(|book| book.change(id, |app| app.secret = Some(secret)))
    }

    /// Rolls the keys of every authorization server: the old ones stay published until the next roll. Takes up to 300 ms of one core for each.
    ///
    /// # Errors
    /// [`KeyFault`] when the cryptography library could not make one.
    pub fn roll_keys(&self) -> Result<(), KeyFault> {
        let now = self.inner.clock.now();
        let mut all = self.inner.issuers.iter();
        all.try_for_each(|issuer| issuer.keys.roll(now))
    }

    /// Takes the keys before the last roll out of the key sets, as when a key is known to have leaked.
    pub fn forget_old_keys(&self) {
        for issuer in &self.inner.issuers {
            issuer.keys.forget_previous();
        }
    }

    /// Sets or clears the API that requests without `audience` get a token for.
    pub fn set_default_audience(&self, audience: Option<String>) {
        self.configure(|setup| setup.default_audience = audience);
    }

    /// The journal entry of the request with this id, while it is kept.
    pub fn entry(&self, request_id: &str) -> Option<Entry> {
        self.inner.journal.entry(request_id)
    }

    /// All journal entries kept, oldest first.
    pub fn entries(&self) -> Vec<Entry> {
        self.inner.journal.entries()
    }

    /// How much is kept because of what others sent.
    pub fn kept(&self) -> Kept {
        Kept {
            used: self.inner.used.len(),
            revoked: self.inner.revoked.len(),
            apps: self.book(Book::self_registered),
        }
    }

    /// The name of the reply header that carries the request's id, at this door.
    pub fn request_id_header(&self, door: Door) -> &'static str {
        match door {
            Door::Token | Door::Other => self.inner.dialect.request_id_header,
            Door::Api => apis::REQUEST_ID_HEADER,
        }
    }

    /// Waits until the keys that sign exist.
    ///
    /// # Errors
    /// [`KeyFault`] when the cryptography library could not make one.
    pub async fn ready(&self) -> Result<(), KeyFault> {
        for issuer in &self.inner.issuers {
            issuer.keys.current().await?;
        }
        Ok(())
    }
}
