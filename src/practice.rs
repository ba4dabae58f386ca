//! The practice authorization server and its APIs: real, on a loopback socket, speaking as a vendor speaks.
//!
//! A [`Tenant`] is the typed handle that the tutor changes it through; [`serve`] answers on its socket. The modules in reading order:
//! `server` (sockets, limits, shutdown) and `routes` (which door a path is), `token` with `parameters`, `steps` and `refusal` (the token
//! endpoint), `api` with `bearer` (the protected APIs), `metadata`, `keys`, `apps`, `apis`, `journal`, `mask`, `spelling`, and one file a vendor in `dialect/`.
//! Nothing here uses the checker's rules: a server built from them would agree with their mistakes.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use crate::oauth::journal::{Door, Entry};
use crate::oauth::names::{ClientId, ClientSecret};

mod answer;
mod api;
mod apis;
mod apps;
mod bearer;
mod chance;
mod clock;
mod dialect;
mod journal;
mod keys;
mod mask;
mod metadata;
mod parameters;
mod refusal;
mod routes;
mod server;
mod spelling;
mod steps;
mod token;

pub use apis::{ApiInfo, ScopeInfo};
pub use apps::{AppType, Grant, NewApp, Registered, UnknownApp};
pub use chance::Random;
pub use clock::Clock;
pub use keys::KeyFault;
pub use server::{bind, bind_exactly, serve};

use apis::Api;
use apps::{App, Book};
use dialect::{Dialect, PaceCounter};
use journal::Journal;
use keys::Keys;
use spelling::Spelling;

/// Called with each journal entry as soon as it is written, before the answer leaves. Must be quick and must not block.
pub type OnEntry = Box<dyn Fn(&Entry) + Send + Sync>;

/// What a tenant is made with.
pub struct Settings {
    /// The address and port it is bound to: issuer and endpoints name them.
    pub at: SocketAddr,
    /// The API a token is for when a request names no `audience` (Auth0's tenant setting "Default Audience").
    pub default_audience: Option<String>,
    /// Guards against hostile input.
    pub limits: Limits,
    /// Told of each request.
    pub on_entry: Option<OnEntry>,
}

impl Settings {
    /// The usual settings for a tenant at this address: no default audience, usual limits, nobody told.
    pub fn at(at: SocketAddr) -> Self {
        Self {
            at,
            default_audience: None,
            limits: Limits::default(),
            on_entry: None,
        }
    }
}

/// Guards against hostile input.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The largest request body that is read, in bytes.
    pub body: usize,
    /// The largest request line with headers, in bytes.
    pub headers: usize,
    /// How long a peer may take for its headers, and may idle between two requests.
    pub header_read: Duration,
    /// How long a peer may take for its body.
    pub body_read: Duration,
    /// Connections open at once; further ones wait in the kernel's queue.
    pub connections: usize,
    /// How long requests under way may take once the server is told to stop.
    pub drain: Duration,
    /// Journal entries kept; the oldest go first.
    pub journal: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 64 * 1024,
            headers: 16 * 1024,
            header_read: Duration::from_secs(10),
            body_read: Duration::from_secs(10),
            connections: 256,
            drain: Duration::from_secs(3),
            journal: 1000,
        }
    }
}

/// A practice tenant: its apps, APIs, keys and journal. Clones share one state.
#[derive(Clone)]
pub struct Tenant {
    inner: Arc<Inner>,
}

/// What the clones share.
struct Inner {
    dialect: &'static Dialect,
    /// `http://127.0.0.1:9400`, without a final slash.
    base: String,
    issuer: String,
    apis: Vec<Api>,
    book: RwLock<Book>,
    random: Mutex<Box<dyn Random>>,
    keys: Keys,
    pace: PaceCounter,
    journal: Journal,
    spelling: Spelling,
    clock: Arc<dyn Clock>,
    limits: Limits,
}

impl Tenant {
    /// A tenant in the Auth0 dialect, with two APIs and no apps. Its keys are made when [`serve`] runs.
    pub fn new(settings: Settings, clock: Arc<dyn Clock>, mut random: Box<dyn Random>) -> Self {
        let dialect = &dialect::auth0::AUTH0;
        let base = base_url(settings.at);
        let journal = Journal::new(
            settings.limits.journal,
            settings.on_entry,
            chance::hexadecimal(random.as_mut(), 12),
        );
        let inner = Inner {
            dialect,
            issuer: (dialect.issuer)(&base),
            apis: apis::catalogue(),
            book: RwLock::new(Book::new(settings.default_audience)),
            random: Mutex::new(random),
            keys: Keys::new(settings.at.ip()),
            pace: PaceCounter::default(),
            journal,
            spelling: Spelling::default(),
            clock,
            limits: settings.limits,
            base,
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// The dialect's name in the contract: `auth0`.
    pub fn dialect(&self) -> &'static str {
        self.inner.dialect.name
    }

    /// The issuer identifier, spelled as in `iss` (Auth0: with a final slash).
    pub fn issuer(&self) -> String {
        self.inner.issuer.clone()
    }

    /// The URL that token requests go to.
    pub fn token_endpoint(&self) -> String {
        format!("{}{}", self.inner.base, self.inner.dialect.token_path)
    }

    /// The URL of the public keys.
    pub fn jwks_uri(&self) -> String {
        format!("{}{}", self.inner.base, self.inner.dialect.jwks_path)
    }

    /// The URL of the API with this identifier (its audience), if there is one.
    pub fn api_url(&self, identifier: &str) -> Option<String> {
        let api = self
            .inner
            .apis
            .iter()
            .find(|api| api.identifier == identifier)?;
        Some(format!("{}{}", self.inner.base, api.path))
    }

    /// The APIs of this tenant, the Reports API first.
    pub fn apis(&self) -> Vec<ApiInfo> {
        self.inner.apis.iter().map(Api::info).collect()
    }

    /// Registers an app and gives it an id and, where its type can keep one, a secret.
    pub fn register(&self, app: NewApp) -> Registered {
        let mut random = self
            .inner
            .random
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let app = App::new(app, random.as_mut());
        drop(random);
        let registered = app.registered();
        self.book_mut(|book| book.insert(app));
        registered
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

    /// Gives an app a new secret and forgets the old one at once. `None` for an app that has none.
    ///
    /// # Errors
    /// [`UnknownApp`] when no app has this id.
    pub fn rotate_secret(&self, id: &ClientId) -> Result<Option<ClientSecret>, UnknownApp> {
        let mut random = self
            .inner
            .random
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let fresh = apps::fresh_secret(random.as_mut());
        drop(random);
        self.book_mut(|book| {
            book.change(id, |app| {
                app.secret = app.secret.take().map(|_| fresh);
                app.secret.clone()
            })
        })
    }

    /// Sets or clears the API that requests without `audience` get a token for.
    pub fn set_default_audience(&self, audience: Option<String>) {
        self.book_mut(|book| book.default_audience = audience);
    }

    /// The journal entry of the request with this id, while it is kept.
    pub fn entry(&self, request_id: &str) -> Option<Entry> {
        self.inner.journal.entry(request_id)
    }

    /// All journal entries kept, oldest first.
    pub fn entries(&self) -> Vec<Entry> {
        self.inner.journal.entries()
    }

    /// The name of the reply header that carries the request's id, at this door.
    pub fn request_id_header(&self, door: Door) -> &'static str {
        match door {
            Door::Token | Door::Other => self.inner.dialect.request_id_header,
            Door::Api => apis::REQUEST_ID_HEADER,
        }
    }

    /// Waits until both keys exist.
    ///
    /// # Errors
    /// [`KeyFault`] when the cryptography library could not make one.
    pub async fn ready(&self) -> Result<(), KeyFault> {
        self.inner.keys.both().await.map(|_| ())
    }

    fn book_mut<T>(&self, change: impl FnOnce(&mut Book) -> T) -> T {
        // A panic while the lock is held leaves whole values behind, so a poisoned lock is still good.
        change(
            &mut self
                .inner
                .book
                .write()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    fn book<T>(&self, look: impl FnOnce(&Book) -> T) -> T {
        look(
            &self
                .inner
                .book
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }
}

/// The tenant's URL without a final slash. An unspecified address (`0.0.0.0`) cannot be called, so loopback stands in for it.
fn base_url(at: SocketAddr) -> String {
    let ip = match at.ip() {
        IpAddr::V4(v4) if v4.is_unspecified() => IpAddr::from([127, 0, 0, 1]),
        IpAddr::V6(v6) if v6.is_unspecified() => IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1]),
        ip @ (IpAddr::V4(_) | IpAddr::V6(_)) => ip,
    };
    format!("http://{}", SocketAddr::new(ip, at.port()))
}
