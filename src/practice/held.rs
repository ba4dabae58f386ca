//! A whole tenant as it is, to be put back exactly; and what there is to be told of it.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::apps::App;
use super::handle::HeldApp;
use super::keys::Ring;
use super::setup::TenantSetup;
use super::{KeyFault, Tenant};
use crate::oauth::names::ClientId;
use crate::oauth::time::UnixTime;

/// A tenant as it was: its apps, its set-up, its keys. The secrets and keys are in here and nowhere else.
#[derive(Clone)]
pub struct HeldTenant {
    apps: HashMap<String, Arc<App>>,
    setup: Arc<TenantSetup>,
    rings: Vec<Ring>,
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
        self.book(|book| HeldTenant {
            apps: book.all().clone(),
            setup: Arc::clone(&book.setup),
            rings,
        })
    }

    /// Puts the tenant back to what was held: apps that came since are gone, ordered faults too, and it is plugged in.
    pub fn put_back(&self, held: &HeldTenant) {
        for (issuer, ring) in self.inner.issuers.iter().zip(&held.rings) {
            issuer.keys.put_back(ring.clone());
        }
        self.book_mut(|book| {
            book.replace(held.apps.clone());
            book.setup = Arc::clone(&held.setup);
        });
        self.take_back_orders(None);
        self.plug(Plugged::In);
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

    /// Pulls the tenant's plug: every connection is taken and closed without a word. Or puts it in again.
    pub fn plug(&self, plugged: Plugged) {
        let up = plugged == Plugged::In;
        self.inner.up.store(up, Ordering::Release);
    }

    /// Whether the tenant answers.
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

/// Whether a tenant answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plugged {
    /// It does.
    In,
    /// It closes every connection.
    Out,
}
