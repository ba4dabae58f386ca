//! The session's practice tenant: started in the background, changed through its typed handle, its journal shared out.

use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use serde_json::Value;
use url::Url;

use super::Sink;
use super::clock::SystemClock;
use super::random::SystemRandom;
use crate::app::create::{AppForm, AppType};
use crate::app::effect::RunId;
use crate::app::message::{Message, World};
use crate::app::tenant::{ApiFacts, TenantFacts};
use crate::oauth::journal::{Door, Entry};
use crate::oauth::names::{ClientId, ClientSecret};
use crate::oauth::reply::Answer;
use crate::oauth::request::ClientAuth;
use crate::practice::{self, AuthMethod, Grant, NewApp, Settings, Tenant};

/// The practice tenant of a session, and who asked it what.
pub(super) struct Practice {
    tenant: OnceLock<Tenant>,
    sink: Sink,
    visits: Mutex<Visits>,
}

/// Requests of this tutor and of others reach the same socket; the request ids of our own replies tell them apart.
#[derive(Default)]
struct Visits {
    /// Exchanges of our own that are under way.
    own_under_way: usize,
    /// Entries that came while an exchange of our own was under way: nobody knows yet whose they are.
    unclaimed: Vec<Entry>,
}

impl Practice {
    /// Starts the tenant; `TenantReady` or `TenantFailed` comes through `sink`.
    #[expect(
        clippy::disallowed_methods,
        reason = "the session's runtime owns the server and ends it"
    )]
    pub(super) fn start(first_port: u16, sink: &Sink) -> Arc<Self> {
        let practice = Arc::new(Self {
            tenant: OnceLock::new(),
            sink: Arc::clone(sink),
            visits: Mutex::default(),
        });
        let own = Arc::clone(&practice);
        tokio::spawn(async move {
            if let Err(error) = own.serve(first_port).await {
                let failed = World::TenantFailed(error.to_string());
                (own.sink)(Message::World(failed));
            }
        });
        practice
    }

    async fn serve(self: &Arc<Self>, first_port: u16) -> std::io::Result<()> {
        let listener = practice::bind(IpAddr::V4(Ipv4Addr::LOCALHOST), first_port)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let at = listener.local_addr()?;
        let noted = Arc::downgrade(self);
        let settings = Settings {
            on_entry: Some(Box::new(move |entry| {
                if let Some(practice) = noted.upgrade() {
                    practice.noted(entry);
                }
            })),
            ..Settings::at(at)
        };
        let tenant = Tenant::new(
            settings,
            Arc::new(SystemClock::new()),
            Box::new(SystemRandom),
        );
        // OAuth School's introduction makes the learner set a default audience; its exercise sends none.
        tenant.set_default_audience(tenant.apis().first().map(|api| api.identifier.to_owned()));
        let facts = facts(&tenant, at);
        let tenant = self.tenant.get_or_init(|| tenant).clone();
        if let Some(facts) = facts {
            (self.sink)(Message::World(World::TenantReady(Box::new(facts))));
        }
        practice::serve(listener, tenant, std::future::pending()).await
    }

    /// Registers the form's app; `None` while the tenant is not up, which asks again itself.
    pub(super) fn register(
        &self,
        run: RunId,
        form: &AppForm,
        replaces: Option<&ClientId>,
    ) -> Option<World> {
        let tenant = self.tenant.get()?;
        if let Some(old) = replaces {
            // It may be gone already; then there is nothing to take away.
            let _ = tenant.delete_app(old);
        }
        let registered = tenant.register(new_app(form)?);
        Some(World::Registered {
            run,
            client_id: registered.client_id,
            client_secret: registered.client_secret,
        })
    }

    /// Sets an app to one method, as its owner does on a vendor's dashboard. A vendor gives a new secret to an app that comes back
    /// from a key; here it gets its own back, so that what the learner wrote down goes on to be true.
    ///
    /// # Errors
    /// In words for the learner.
    pub(super) fn set_method(
        &self,
        app: &ClientId,
        method: ClientAuth,
        secret: Option<ClientSecret>,
        jwks: Option<Value>,
    ) -> Result<(), String> {
        let tenant = self.tenant.get().ok_or("the tenant is not up yet")?;
        let auth = match method {
            ClientAuth::Post => AuthMethod::ClientSecretPost,
            ClientAuth::Basic => AuthMethod::ClientSecretBasic,
            ClientAuth::PrivateKeyJwt => AuthMethod::PrivateKeyJwt,
            ClientAuth::SecretJwt => AuthMethod::ClientSecretJwt,
        };
        let set = tenant.configure_app(app, |setup| {
            setup.auth = auth;
            setup.jwks = jwks;
        });
        let set = set.and_then(|()| match secret.filter(|_| auth.has_secret()) {
            Some(secret) => tenant.set_secret(app, secret),
            None => Ok(()),
        });
        set.map_err(|unknown| unknown.to_string())
    }

    /// Marks the start of an exchange of our own.
    pub(super) fn own_exchange(self: &Arc<Self>) -> OwnExchange {
        self.visits().own_under_way += 1;
        OwnExchange {
            practice: Arc::clone(self),
        }
    }

    fn noted(&self, entry: &Entry) {
        let mut visits = self.visits();
        if visits.own_under_way > 0 {
            visits.unclaimed.push(entry.clone());
        } else {
            drop(visits);
            self.announce(entry.clone());
        }
    }

    fn announce(&self, entry: Entry) {
        (self.sink)(Message::World(World::Visitor(Box::new(entry))));
    }

    fn visits(&self) -> MutexGuard<'_, Visits> {
        self.visits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An exchange of the tutor's own, from its start to its end.
pub(super) struct OwnExchange {
    practice: Arc<Practice>,
}

impl OwnExchange {
    /// The journal entries of this exchange: those whose id the reply carries.
    pub(super) fn journal(&self, answer: Option<&Answer>) -> Vec<Entry> {
        let Some((tenant, answer)) = self.practice.tenant.get().zip(answer) else {
            return Vec::new();
        };
        let doors = [Door::Token, Door::Api, Door::Other];
        let ids: HashSet<&str> = doors
            .into_iter()
            .filter_map(|door| answer.reply.header(tenant.request_id_header(door)))
            .collect();
        let mut visits = self.practice.visits();
        let (own, others) = std::mem::take(&mut visits.unclaimed)
            .into_iter()
            .partition(|entry: &Entry| ids.contains(entry.id.as_str()));
        visits.unclaimed = others;
        own
    }
}

impl Drop for OwnExchange {
    fn drop(&mut self) {
        let mut visits = self.practice.visits();
        visits.own_under_way = visits.own_under_way.saturating_sub(1);
        if visits.own_under_way > 0 {
            return;
        }
        let others = std::mem::take(&mut visits.unclaimed);
        drop(visits);
        // A door that is no token endpoint was asked by our own key fetch, most likely; visitors that matter ask for tokens.
        for entry in others.into_iter().filter(|entry| entry.door == Door::Token) {
            self.practice.announce(entry);
        }
    }
}

/// The dashboard's form as the server takes it; `None` while no type is picked.
fn new_app(form: &AppForm) -> Option<NewApp> {
    let app_type = match form.app_type? {
        AppType::Native => practice::AppType::Native,
        AppType::SinglePage => practice::AppType::SinglePage,
        AppType::RegularWeb => practice::AppType::RegularWeb,
        AppType::MachineToMachine => practice::AppType::MachineToMachine,
    };
    let grants = form.grants.iter().map(|(audience, scopes)| Grant {
        audience: audience.clone(),
        scopes: scopes.iter().cloned().collect(),
    });
    Some(NewApp {
        name: form.name.clone(),
        app_type,
        grants: grants.collect(),
    })
}

/// What the tutor needs to know of the tenant; `None` if an address were no URL, which the server rules out.
fn facts(tenant: &Tenant, at: SocketAddr) -> Option<TenantFacts> {
    let apis = tenant.apis().into_iter().map(|api| {
        Some(ApiFacts {
            name: api.name.to_owned(),
            identifier: api.identifier.to_owned(),
            url: Url::parse(&tenant.api_url(api.identifier)?).ok()?,
            scopes: api
                .scopes
                .iter()
                .map(|scope| (scope.name.to_owned(), scope.description.to_owned()))
                .collect(),
        })
    });
    let apis: Option<Vec<_>> = apis.collect();
    let apis = apis?;
    Some(TenantFacts {
        host: at.to_string(),
        issuer: tenant.issuer(),
        token_endpoint: Url::parse(&tenant.token_endpoint()).ok()?,
        jwks_uri: Url::parse(&tenant.jwks_uri()).ok()?,
        default_audience: apis.first().map(|api| api.identifier.clone()),
        apis,
    })
}
