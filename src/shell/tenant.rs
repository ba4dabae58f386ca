//! The session's practice tenants: bound before the first frame, answering when a lesson or anybody else asks, changed through
//! their typed handles, their journals shared out.

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use url::Url;

use super::clock::SystemClock;
use super::random::SystemRandom;
use super::sink::Sink;
use crate::app::create::{AppForm, Changed};
use crate::app::effect::{self, Lot, RunId, Unsigned, Wish};
use crate::app::message::World;
use crate::lesson::target::TargetName;
use crate::oauth::journal::Door;
use crate::oauth::jwt::signed::SignedJwt;
use crate::oauth::names::{ClientId, ClientSecret};
use crate::oauth::request::AuthMethod;
use crate::practice::{self, DialectName, Settings, Tenant};

mod change;
mod facts;
mod held;
mod made;
mod standing;
mod twin;
mod undo;
mod visits;

use made::{Made, Stack};
use twin::Twin;
use visits::{OwnExchange, Visits};

/// The practice tenants of a session, and who asked them what.
pub struct Practice {
    places: BTreeMap<TargetName, Place>,
    failed: Vec<(TargetName, String)>,
    visits: Arc<Visits>,
}

/// One tenant.
struct Place {
    tenant: Tenant,
    at: SocketAddr,
    /// Taken when the tenant begins to answer.
    listener: Mutex<Option<TcpListener>>,
    /// What was changed.
    made: Mutex<Stack>,
}

impl std::fmt::Debug for Practice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Practice({} tenants)", self.places.len())
    }
}

impl Practice {
    /// Binds a port for each tenant: `first_port` and those after it, as `serve` does, or others where those are taken. Their
    /// addresses are known from then on; nothing answers yet.
    pub fn bind(first_port: u16) -> Arc<Self> {
        let mut listeners: BTreeMap<TargetName, io::Result<TcpListener>> = BTreeMap::new();
        let host = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let own = |target: TargetName| match first_port {
            0 => 0,
            first => first.saturating_add(target.place()),
        };
        for target in TargetName::ALL {
            listeners.insert(target, practice::bind_exactly(host, own(target)));
        }
        let beside = own(TargetName::Okta).saturating_add(1);
        for listener in listeners.values_mut() {
            let taken = listener
                .as_ref()
                .is_err_and(|error| error.kind() == io::ErrorKind::AddrInUse);
            if taken {
                *listener = practice::bind(host, beside);
            }
        }
        let visits = Arc::new(Visits::default());
        let mut places = BTreeMap::new();
        let mut failed = Vec::new();
        for (target, listener) in listeners {
            let at = listener.and_then(|listener| Ok((listener.local_addr()?, listener)));
            match at {
                Ok((at, listener)) => {
                    let noted = Arc::clone(&visits);
                    places.insert(target, Place::new(target, (at, listener), noted));
                }
                Err(error) => failed.push((target, error.to_string())),
            }
        }
        Arc::new(Self {
            places,
            failed,
            visits,
        })
    }

    /// What is known of each tenant, for the first frame.
    pub fn known(&self) -> Vec<World> {
        let ready = self.places.iter().filter_map(|(target, place)| {
            let facts = facts::of(&place.tenant, *target, place.at)?;
            Some(World::TenantReady(Box::new(facts)))
        });
        let failed = self.failed.iter();
        let failed = failed.map(|(target, why)| World::TenantFailed(*target, why.clone()));
        ready.chain(failed).collect()
    }

    /// Lets each tenant answer. One that nobody asks makes no keys.
    #[expect(
        clippy::disallowed_methods,
        reason = "the session's runtime owns the servers and ends them"
    )]
    pub(super) fn start(self: &Arc<Self>, sink: &Sink) {
        self.visits.begin(sink);
        for target in self.places.keys().copied() {
            let own = Arc::clone(self);
            tokio::spawn(async move { own.serve(target).await });
        }
    }

    /// Has the tenant's keys made before anybody asks for a token.
    pub(super) fn open(&self, target: TargetName) {
        if let Some(place) = self.places.get(&target) {
            place.tenant.prepare();
        }
    }

    async fn serve(&self, target: TargetName) {
        let Some(place) = self.places.get(&target) else {
            return;
        };
        let Some(listener) = place.listener().take() else {
            return;
        };
        let served = match tokio::net::TcpListener::from_std(listener) {
            Ok(listener) => {
                let tenant = place.tenant.clone();
                practice::serve_when_asked(listener, tenant, std::future::pending()).await
            }
            Err(error) => Err(error),
        };
        if let Err(error) = served {
            self.tell(World::TenantFailed(target, error.to_string()));
        }
    }

    /// The server itself, for whoever looks behind what is told of it.
    pub fn tenant(&self, target: TargetName) -> Option<Tenant> {
        self.places.get(&target).map(|place| place.tenant.clone())
    }

    fn tell(&self, world: World) {
        self.visits.tell(world);
    }

    fn place(&self, target: TargetName) -> Result<&Place, String> {
        let place = self.places.get(&target);
        place.ok_or_else(|| "the tenant is not up".to_owned())
    }

    /// Has a tenant sign a token that it did not make, with the key of the server of this issuer, else of its first one.
    ///
    /// # Errors
    /// In words for the learner, when there is no key or it cannot sign.
    pub(super) async fn sign(&self, token: &Unsigned) -> Result<SignedJwt, String> {
        let tenant = self.place(token.target)?.tenant.clone();
        tenant.prepare();
        let signed = tenant.sign_for(&token.issuer, &token.header, &token.claims);
        let signed = signed.await;
        let signed = signed.map_err(|why| why.to_string())?;
        SignedJwt::read(&signed).ok_or_else(|| "the token could not be signed".to_owned())
    }

    /// Registers the form's app; `None` where the form is not one, or the tenant not there.
    pub(super) fn register(
        &self,
        run: RunId,
        target: TargetName,
        form: &AppForm,
        replaces: Option<&ClientId>,
    ) -> Option<World> {
        let tenant = &self.places.get(&target)?.tenant;
        // A form that makes no app takes none away.
        let app = held::new_app(form, target)?;
        if let Some(old) = replaces {
            // It may be gone already; then there is nothing to take away.
            let _ = tenant.delete_app(old);
        }
        let registered = tenant.register(app);
        let state = held::state(tenant, &registered.client_id)?;
        Some(World::Registered {
            run,
            client_id: registered.client_id,
            client_secret: registered.client_secret,
            state,
        })
    }

    /// An app like the learner's at this tenant, and the request with its id and secret where it held the learner's; the app goes when
    /// this is dropped. `None` where the form is none, or the tenant not there.
    pub(super) fn twin(&self, wanted: effect::Twin) -> Option<Twin> {
        let tenant = &self.places.get(&wanted.target)?.tenant;
        let app = held::new_app(&wanted.form, wanted.target)?;
        Some(Twin::make(tenant, app, (wanted.asked, wanted.stands_for)))
    }

    /// Sets an app to one method, as its owner does on a vendor's dashboard. A vendor gives a new secret to an app that comes back
    /// from a key; here it gets its own back, so that what the learner wrote down goes on to be true.
    ///
    /// # Errors
    /// In words for the learner.
    pub(super) fn set_method(
        &self,
        target: TargetName,
        app: &ClientId,
        method: AuthMethod,
        (secret, jwks): (Option<ClientSecret>, Option<Value>),
    ) -> Result<(), String> {
        let tenant = &self.place(target)?.tenant;
        let set = tenant.configure_app(app, |setup| {
            setup.auth = method;
            setup.jwks = jwks;
        });
        let set = set.and_then(|()| match secret.filter(|_| method.has_secret()) {
            Some(secret) => tenant.set_secret(app, secret),
            None => Ok(()),
        });
        set.map_err(|unknown| unknown.to_string())
    }

    /// Changes a tenant, by a wish and the keys that it registers, and keeps what was there. What is known of it is told anew.
    ///
    /// # Errors
    /// In words for the learner.
    pub(super) fn change(
        &self,
        target: TargetName,
        app: Option<&ClientId>,
        lot: Lot,
        wish: (Wish, Option<Value>),
    ) -> Result<Changed, String> {
        let place = self.place(target)?;
        let kept = wish.0.clone();
        let undo = change::make(&place.tenant, app, wish)?;
        place.made().push(Made::new((lot, kept), app, undo));
        self.tell_anew(target, place);
        Ok(place.changed(app))
    }

    /// Puts back what was changed in that lot, the newest change first.
    ///
    /// # Errors
    /// In words for the learner.
    pub(super) fn put_back(
        &self,
        target: TargetName,
        app: Option<&ClientId>,
        lot: Lot,
    ) -> Result<Changed, String> {
        let place = self.place(target)?;
        place.made().put_back(lot, &place.tenant);
        self.tell_anew(target, place);
        Ok(place.changed(app))
    }

    /// Puts back the newest change of that lot alone.
    ///
    /// # Errors
    /// In words for the learner.
    pub(super) fn take_back(
        &self,
        target: TargetName,
        app: Option<&ClientId>,
        lot: Lot,
    ) -> Result<Changed, String> {
        let place = self.place(target)?;
        place.made().take_back(lot, &place.tenant);
        self.tell_anew(target, place);
        Ok(place.changed(app))
    }

    /// Tells how a tenant stands, now and once it has its keys.
    pub(super) async fn look(&self, target: TargetName) {
        let Some(place) = self.places.get(&target) else {
            return;
        };
        self.tell_standing(target, place);
        if place.tenant.signing_keys().is_empty() {
            place.tenant.prepare();
            // Without a key it stands as it was told.
            if place.tenant.ready().await.is_ok() {
                self.tell_standing(target, place);
            }
        }
    }

    fn tell_standing(&self, target: TargetName, place: &Place) {
        let standing = standing::of(&place.tenant, place.made().by_hand());
        self.tell(World::Standing(target, Box::new(standing)));
    }

    fn tell_anew(&self, target: TargetName, place: &Place) {
        if let Some(facts) = facts::of(&place.tenant, target, place.at) {
            self.tell(World::TenantReady(Box::new(facts)));
        }
        self.tell_standing(target, place);
    }

    /// Marks the start of an exchange of our own.
    pub(super) fn own_exchange(&self, asked: (&str, &Url)) -> OwnExchange {
        let doors = [Door::Token, Door::Api, Door::Other];
        let headers = self.places.values().flat_map(|place| {
            let header = |door| place.tenant.request_id_header(door);
            doors.into_iter().map(header)
        });
        self.visits.own(headers.collect(), asked)
    }
}

impl Place {
    fn new(
        target: TargetName,
        (at, listener): (SocketAddr, TcpListener),
        noted: Arc<Visits>,
    ) -> Self {
        let settings = Settings {
            dialect: match target {
                // A tenant of one's own is none of these.
                TargetName::Rfc | TargetName::Own => DialectName::Rfc,
                TargetName::Auth0 => DialectName::Auth0,
                TargetName::Okta => DialectName::Okta,
            },
            on_entry: Some(Box::new(move |entry| noted.noted(target, entry))),
            ..Settings::at(at)
        };
        let clock = Arc::new(SystemClock::new());
        Self {
            tenant: Tenant::new(settings, clock, Box::new(SystemRandom)),
            at,
            listener: Mutex::new(Some(listener)),
            made: Mutex::default(),
        }
    }

    fn changed(&self, app: Option<&ClientId>) -> Changed {
        Changed {
            app: app.and_then(|app| held::state(&self.tenant, app)),
        }
    }

    fn listener(&self) -> MutexGuard<'_, Option<TcpListener>> {
        self.listener.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn made(&self) -> MutexGuard<'_, Stack> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
