//! A whole tenant as it is, to be put back exactly; and what there is to be told of it.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::oauth::names::{ClientId, ClientSecret};
use crate::oauth::time::UnixTime;
use crate::practice::tenant::apps::{App, NewApp, Registered};
use crate::practice::tenant::handle::HeldApp;
use crate::practice::tenant::keys::Ring;
use crate::practice::tenant::orders::Held;
use crate::practice::tenant::setup::{AppSetup, TenantSetup};
use crate::practice::tenant::signing_key::Signing;
use crate::practice::{KeyFault, Tenant};

/// A tenant as it was: its apps, its set-up, its keys. The secrets and keys are in here and nowhere else.
#[derive(Clone)]
pub struct HeldTenant {
    apps: HashMap<String, Arc<App>>,
    setup: Arc<TenantSetup>,
    rings: Vec<Ring>,
    orders: Held,
    plugged: Plugged,
}

/// An app of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownApp {
    /// Its id.
    pub client_id: ClientId,
    /// Its name for people.
    pub name: String,
    /// How the tenant holds it.
    pub held: HeldApp,
}

/// A public key of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownKey {
    /// Of which authorization server, where the tenant has several.
    pub server: &'static str,
    /// Its id.
    pub kid: String,
    /// The algorithm that it signs with.
    pub alg: &'static str,
    /// True for the one that signs.
    pub signs: bool,
}

impl Tenant {
    /// The tenant as it is, to be put back.
    pub fn held(&self) -> HeldTenant {
        let rings = self.inner.issuers.iter().map(|one| one.keys.kept());
        let rings = rings.collect();
        let orders = self.inner.orders.held();
        let plugged = self.plugged();
        self.book(|book| HeldTenant {
            apps: book.all().clone(),
            setup: Arc::clone(&book.setup),
            rings,
            orders,
            plugged,
        })
    }

    /// Puts the tenant back to what was held: apps that came since are gone, and of ordered faults those are there that were there then.
    pub fn put_back(&self, held: &HeldTenant) {
        for (issuer, ring) in self.inner.issuers.iter().zip(&held.rings) {
            issuer.keys.put_back(ring.clone());
        }
        self.book_mut(|book| {
            book.replace(held.apps.clone());
            book.setup = Arc::clone(&held.setup);
        });
        self.inner.orders.put_back(held.orders.clone());
        self.plug(held.plugged);
    }

    /// Registers an app with these credentials, as where its owner brings them along; a secret only where its method has one.
    pub fn register_as(
        &self,
        app: NewApp,
        setup: AppSetup,
        (id, secret): (ClientId, ClientSecret),
    ) -> Registered {
        let mut app = self.random(|random| App::new(app, setup, self.inner.dialect, random));
        app.id = id;
        app.secret = app.secret.map(|_| secret);
        let registered = app.registered();
        self.book_mut(|book| book.insert(app));
        registered
    }

    /// An id and a secret with signs in them that have to be form-encoded before Base64 (RFC 6749 2.3.1), fresh and unlike the vendor's own.
    /// No colon stands in the id, so that clients that encode nothing can be told apart from those that send rubbish.
    pub fn odd_credentials(&self) -> (ClientId, ClientSecret) {
        let dialect = self.inner.dialect;
        let (id, secret) =
            self.random(|random| ((dialect.fresh_id)(random), (dialect.fresh_secret)(random)));
        (
            ClientId(format!("job+100%/{id}")),
            ClientSecret::new(format!("p+q%20r/s:t&u=v w~{secret}")),
        )
    }

    /// The apps, by name.
    pub fn known_apps(&self) -> Vec<KnownApp> {
        let known = |app: &Arc<App>| KnownApp {
            client_id: app.id.clone(),
            name: app.name.clone(),
            held: HeldApp {
                secret: app.secret.clone(),
                setup: app.setup.clone(),
                grants: app.grants.clone(),
            },
        };
        let mut all: Vec<_> = self.book(|book| book.all().values().map(known).collect());
        all.sort_by(|one, two| {
            let by = |app: &KnownApp| (app.name.clone(), app.client_id.0.clone());
            by(one).cmp(&by(two))
        });
        all
    }

    /// The public keys, as soon as they exist; of each server the one that signs first.
    ///
    /// # Errors
    /// [`KeyFault`] when the cryptography library could not make one.
    pub async fn known_keys(&self) -> Result<Vec<KnownKey>, KeyFault> {
        let mut all = Vec::new();
        for issuer in &self.inner.issuers {
            let published = issuer.keys.published().await?;
            all.extend(published.iter().enumerate().map(|(at, key)| KnownKey {
                server: issuer.spec.place,
                kid: key.kid.clone(),
                alg: key.alg(),
                signs: at == 0,
            }));
        }
        Ok(all)
    }

    /// The keys that sign, of each server that has its key by now.
    pub fn signing_keys(&self) -> Vec<KnownKey> {
        let made = |issuer: &crate::practice::Issuer| {
            let key = issuer.keys.made()?;
            Some(KnownKey {
                server: issuer.spec.place,
                kid: key.kid.clone(),
                alg: key.alg(),
                signs: true,
            })
        };
        self.inner.issuers.iter().filter_map(made).collect()
    }

    /// The algorithms that this vendor's servers sign by, the usual one first.
    pub fn signings(&self) -> &'static [Signing] {
        self.inner.dialect.signings
    }

    /// By which algorithm the tenant signs.
    pub fn signing(&self) -> Signing {
        let first = self.inner.issuers.first();
        first.map_or_else(Signing::default, |issuer| issuer.keys.signing())
    }

    /// Signs by this algorithm from now on, with new keys; those before stay published.
    ///
    /// # Errors
    /// [`KeyFault`] when the cryptography library could not make one.
    pub fn sign_by(&self, signing: Signing) -> Result<(), KeyFault> {
        let now = self.inner.clock.now();
        let mut all = self.inner.issuers.iter();
        all.try_for_each(|issuer| issuer.keys.sign_by(signing, now))
    }

    /// The date by the clocks as they are set: the tenant's, and its APIs'.
    pub fn dates(&self) -> (UnixTime, UnixTime) {
        let setup = self.setup();
        (self.now(&setup), self.api_now(&setup))
    }

    /// Stops the tenant's clock where it stands, or lets it go on from where it would be by now.
    pub fn freeze(&self, clock: ClockRuns) {
        let true_now = self.inner.clock.now();
        self.configure(|setup| {
            setup.frozen = match clock {
                ClockRuns::Stopped => setup.frozen.or(Some(true_now)),
                ClockRuns::On => None,
            };
        });
    }

    /// Pulls the authorization server's plug: a connection that asks it for anything is closed without a word. The APIs go on with the
    /// keys that they have kept. Or puts it in again.
    pub fn plug(&self, plugged: Plugged) {
        let up = plugged == Plugged::In;
        for issuer in &self.inner.issuers {
            match plugged {
                Plugged::In => issuer.keys.reach(),
                Plugged::Out => issuer.keys.cut_off(),
            }
        }
        self.inner.up.store(up, Ordering::Release);
    }

    /// Whether the authorization server answers.
    pub fn plugged(&self) -> Plugged {
        if self.inner.up.load(Ordering::Acquire) {
            Plugged::In
        } else {
            Plugged::Out
        }
    }
}

/// Whether a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockRuns {
    /// It does.
    On,
    /// It stands.
    Stopped,
}

/// Whether an authorization server answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plugged {
    /// It does.
    In,
    /// It closes every connection that asks it for anything.
    Out,
}
