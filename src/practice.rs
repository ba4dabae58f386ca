//! The practice authorization server and its APIs: real, on a loopback socket, speaking as a vendor speaks.
//!
//! A [`Tenant`] is the typed handle that the tutor changes it through; [`serve`] answers on its socket. A room each: `wire` (sockets, and for
//! whom a request is), `token` (the token endpoint and its neighbours: who asks, what for, why not), `api` (the protected APIs), `proof` (what is
//! signed or sealed), `tenant` (apps, settings, keys, faults, and how they are changed), `record` (the journal), and one file a vendor in
//! `dialect/`. `clock` and `chance` are handed in.
//! Nothing here uses the checker's rules: a server built from them would agree with their mistakes.

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::Notify;

use crate::oauth::names::ClientSecret;
use crate::oauth::time::UnixTime;

mod api;
mod chance;
mod clock;
mod dialect;
mod proof;
mod record;
mod tenant;
mod token;
mod wire;

pub use api::apis::{ApiInfo, ScopeInfo};
pub use chance::Random;
pub use clock::Clock;
pub use dialect::DialectName;
pub use proof::dpop::NonceRule;
pub use record::journal::OnEntry;
pub use tenant::app_key::AppKey;
pub use tenant::app_type::AppType;
pub use tenant::apps::{Grant, NewApp, Registered, UnknownApp};
pub use tenant::handle::{HeldApp, HeldKeys, Kept, Place, TakenApp};
pub use tenant::held::{ClockRuns, HeldTenant, KnownApp, KnownKey, Plugged};
pub use tenant::orders::{FaultDoor, Order, Placed, Trouble, usual_error};
pub use tenant::setup::{
    AppSetup, BasicReading, Binding, DenyCode, Fault, FlowSecurity, OrgServer, Organization,
    OrganizationUsage, Quota, Reach, ResourceParameter, Rule, TenantSetup, Ticked, TokenProfile,
    WithoutAudience,
};
pub use tenant::signing_key::{KeyFault, Signing};
pub use wire::host::is_name as is_host_name;
pub use wire::server::{
    Beside, NO_DATE, Peer, bind, bind_exactly, can_say, serve, serve_beside, serve_when_asked,
};
pub use wire::tls::Tls;

use api::apis::Api;
use dialect::{AuthServer, Dialect};
use proof::dpop::Nonces;
use proof::once::Once;
use proof::sealed::Sealed;
use record::journal::Journal;
use tenant::apps::Book;
use tenant::keys::Keys;
use tenant::orders::Orders;
use tenant::pace::{PaceCounter, Quotas};
use wire::spelling::Spelling;

/// What a tenant is made with.
pub struct Settings {
    /// The address and port it is bound to: issuer and endpoints name them.
    pub at: SocketAddr,
    /// How it speaks.
    pub dialect: DialectName,
    /// The API a token is for when a request names no `audience` (Auth0's tenant setting "Default Audience").
    pub default_audience: Option<String>,
    /// Guards against hostile input.
    pub limits: Limits,
    /// Names that it answers to beside `localhost`, loopback addresses and its own address.
    pub hosts: Vec<String>,
    /// What it speaks https with; it speaks plain http without.
    pub tls: Option<Tls>,
    /// Told of each request.
    pub on_entry: Option<OnEntry>,
}

impl Settings {
    /// The usual settings for a tenant at this address: Auth0's dialect, no default audience, usual limits, nobody told.
    pub fn at(at: SocketAddr) -> Self {
        Self {
            at,
            dialect: DialectName::default(),
            default_audience: None,
            limits: Limits::default(),
            hosts: Vec::new(),
            tls: None,
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
    /// Where it is bound.
    at: SocketAddr,
    /// Further names that it answers to.
    hosts: Vec<String>,
    tls: Option<Tls>,
    /// `http://127.0.0.1:9400` or `https://localhost:9400`, without a final slash.
    base: String,
    /// The authorization servers, the main one first.
    issuers: Vec<Issuer>,
    apis: Vec<Api>,
    book: RwLock<Book>,
    random: Mutex<Box<dyn Random>>,
    /// The `jti` of assertions and proofs.
    used: Once,
    /// The `jti` of tokens that were taken back.
    revoked: Once,
    nonces: Nonces,
    sealed: Sealed,
    quotas: Quotas,
    pace: PaceCounter,
    /// Faults that were ordered.
    orders: Orders,
    /// Whether it answers.
    up: AtomicBool,
    /// What starts a flow that is protected by a client token.
    flow_token: ClientSecret,
    journal: Journal,
    spelling: Spelling,
    clock: Arc<dyn Clock>,
    limits: Limits,
    /// Told when the keys are to be made before anybody asks.
    prepared: Notify,
}

/// An authorization server that runs.
struct Issuer {
    spec: &'static AuthServer,
    /// Its place in the tenant.
    index: usize,
    /// The issuer identifier.
    name: String,
    keys: Keys,
}

impl Tenant {
    /// A tenant without apps. Its keys are made when [`serve`] runs.
    pub fn new(settings: Settings, clock: Arc<dyn Clock>, mut random: Box<dyn Random>) -> Self {
        let dialect = dialect::known::dialect(settings.dialect);
        let base = match &settings.tls {
            Some(_) => format!("https://localhost:{}", settings.at.port()),
            None => base_url(settings.at),
        };
        let journal = Journal::new(
            settings.limits.journal,
            settings.on_entry,
            chance::hexadecimal(random.as_mut(), 12),
        );
        let servers = dialect.servers.iter().enumerate();
        let issuers = servers.map(|(index, spec)| Issuer {
            spec,
            index,
            name: (spec.issuer)(&base),
            keys: Keys::new(settings.at.ip(), spec.keys),
        });
        let mut nonce_secret = [0; 32];
        random.fill(&mut nonce_secret);
        let flow_token = chance::hexadecimal(random.as_mut(), 64);
        let inner = Inner {
            dialect,
            at: settings.at,
            hosts: settings.hosts,
            tls: settings.tls,
            issuers: issuers.collect(),
            apis: (dialect.apis)(&base),
            book: RwLock::new(Book::new(settings.default_audience)),
            random: Mutex::new(random),
            used: Once::default(),
            revoked: Once::default(),
            nonces: Nonces::new(nonce_secret),
            sealed: Sealed::default(),
            quotas: Quotas::default(),
            pace: PaceCounter::default(),
            orders: Orders::default(),
            up: AtomicBool::new(true),
            flow_token: ClientSecret::new(flow_token),
            journal,
            spelling: Spelling::default(),
            clock,
            limits: settings.limits,
            prepared: Notify::new(),
            base,
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// Has the keys made now, where [`serve_when_asked`] runs: whoever asks next does not wait for them.
    pub fn prepare(&self) {
        self.inner.prepared.notify_one();
    }

    /// The date as this tenant has it.
    fn now(&self, setup: &TenantSetup) -> UnixTime {
        let now = setup.frozen.unwrap_or_else(|| self.inner.clock.now());
        UnixTime(now.0.saturating_add(setup.clock_ahead))
    }

    /// The date as this tenant's APIs have it.
    fn api_now(&self, setup: &TenantSetup) -> UnixTime {
        UnixTime(self.now(setup).0.saturating_add(setup.api_clock_ahead))
    }

    fn random<T>(&self, draw: impl FnOnce(&mut dyn Random) -> T) -> T {
        let mut random = self
            .inner
            .random
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        draw(random.as_mut())
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
