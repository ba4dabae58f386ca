//! The tenant's signing keys: made in the background at start, held, rolled, never written down.

use std::net::IpAddr;
use std::sync::Arc;

use tokio::sync::watch;

use crate::oauth::time::UnixTime;
use crate::practice::tenant::signing_key::{KeyFault, Signing, SigningKey, Wanted};

/// The keys of one authorization server: the one that signs, the one that will after a roll, and the one that did before.
pub(in crate::practice) struct Keys {
    host: IpAddr,
    wanted: Wanted,
    ring: watch::Sender<Ring>,
}

type Made = Result<Arc<SigningKey>, KeyFault>;

/// The keys there are. Requests under way keep the ones they hold.
#[derive(Clone, Default)]
pub(in crate::practice) struct Ring {
    /// The algorithm of keys to come.
    signing: Signing,
    previous: Option<Arc<SigningKey>>,
    current: Option<Made>,
    next: Option<Made>,
    /// What the APIs go by while nobody gives them the key set: the keys that were published when they were cut off.
    cached: Option<Vec<Arc<SigningKey>>>,
}

impl Keys {
    /// No keys yet. `host` becomes the certificates' subject.
    pub(in crate::practice) fn new(host: IpAddr, wanted: Wanted) -> Self {
        Self {
            host,
            wanted,
            ring: watch::Sender::default(),
        }
    }

    /// Makes what is missing, the signing key first. Takes 20 to 300 ms of one core for each.
    pub(in crate::practice) fn make(&self, now: UnixTime) {
        self.make_one(now, |ring| &mut ring.current);
        if self.wanted == Wanted::Certified {
            self.make_one(now, |ring| &mut ring.next);
        }
    }

    /// Makes the key of that place, where there is none.
    fn make_one(&self, now: UnixTime, place: fn(&mut Ring) -> &mut Option<Made>) {
        // Another algorithm may be chosen while a key is being made: then it is made once more.
        for _ in 0..3 {
            let signing = self.signing();
            if place(&mut self.kept()).is_some() {
                return;
            }
            let made = self.fresh(now);
            self.ring.send_modify(|ring| {
                // Two runs at once may both make a key; the first one set is the one that counts.
                if ring.signing == signing {
                    place(ring).get_or_insert(made);
                }
            });
        }
    }

    /// Rolls: the next key signs from now on, the current one stays published, and a new next one is made where the vendor has one.
    pub(in crate::practice) fn roll(&self, now: UnixTime) -> Result<(), KeyFault> {
        let fresh = self.fresh(now)?;
        self.ring.send_modify(|ring| {
            let next = ring.next.take().and_then(Result::ok);
            let (current, next) = match (self.wanted, next) {
                (Wanted::Certified, Some(next)) => (next, Some(Ok(fresh))),
                (Wanted::Certified | Wanted::Bare, _) => (fresh, None),
            };
            ring.previous = ring.current.take().and_then(Result::ok);
            ring.current = Some(Ok(current));
            ring.next = next;
        });
        Ok(())
    }

    /// Signs by this algorithm from now on, with a new key. The one before stays published, as after a roll.
    pub(in crate::practice) fn sign_by(
        &self,
        signing: Signing,
        now: UnixTime,
    ) -> Result<(), KeyFault> {
        self.ring.send_modify(|ring| ring.signing = signing);
        if self.ring.borrow().current.is_none() {
            // None was made yet: the first one will be of this kind.
            return Ok(());
        }
        let fresh = self.fresh(now)?;
        let next = match self.wanted {
            Wanted::Bare => None,
            Wanted::Certified => Some(self.fresh(now)),
        };
        self.ring.send_modify(|ring| {
            ring.previous = ring.current.take().and_then(Result::ok);
            ring.current = Some(Ok(fresh));
            ring.next = next;
        });
        Ok(())
    }

    /// The signing key, where it was made by now.
    pub(in crate::practice) fn made(&self) -> Option<Arc<SigningKey>> {
        self.ring.borrow().current.clone().and_then(Result::ok)
    }

    /// The algorithm of keys to come.
    pub(in crate::practice) fn signing(&self) -> Signing {
        self.ring.borrow().signing
    }

    /// The keys as they are, to be put back.
    pub(in crate::practice) fn kept(&self) -> Ring {
        self.ring.borrow().clone()
    }

    /// Puts back keys that were kept. One that was not made yet by then is taken from those that are there: whoever waits for it
    /// would wait until somebody asks for keys to be made. One of another algorithm is none of these.
    pub(in crate::practice) fn put_back(&self, kept: Ring) {
        self.ring.send_modify(|ring| {
            let now = std::mem::replace(ring, kept);
            let fits = |made: &Made| made.as_ref().is_ok_and(|key| key.signing == ring.signing);
            let (current, next) = (now.current.filter(fits), now.next.filter(fits));
            ring.current = ring.current.take().or(current);
            ring.next = ring.next.take().or(next);
            // Whether the APIs are cut off is the plug's to say.
            ring.cached = now.cached;
        });
    }

    /// Forgets the key before the last roll: tokens of it no longer verify.
    pub(in crate::practice) fn forget_previous(&self) {
        self.ring.send_modify(|ring| ring.previous = None);
    }

    /// The signing key, as soon as it exists.
    pub(in crate::practice) async fn current(&self) -> Made {
        let here = self.ring.borrow().current.clone();
        match here {
            Some(made) => made,
            None => self.wait(|ring| ring.current.clone()).await,
        }
    }

    /// Every published key, the signing one first, as soon as they exist.
    pub(in crate::practice) async fn published(&self) -> Result<Vec<Arc<SigningKey>>, KeyFault> {
        let current = self.current().await?;
        let next = match self.wanted {
            Wanted::Bare => None,
            Wanted::Certified => Some(self.wait(|ring| ring.next.clone()).await?),
        };
        let previous = self.ring.borrow().previous.clone();
        Ok([Some(current), next, previous]
            .into_iter()
            .flatten()
            .collect())
    }

    /// What an API knows: it fetched the set once, and can fetch it again unless it is cut off.
    pub(in crate::practice) async fn known_to_apis(
        &self,
    ) -> Result<Vec<Arc<SigningKey>>, KeyFault> {
        let cached = self.ring.borrow().cached.clone();
        match cached {
            Some(cached) => Ok(cached),
            None => self.published().await,
        }
    }

    /// From now on no API gets the key set: it goes by what was published until now.
    pub(in crate::practice) fn cut_off(&self) {
        self.ring.send_modify(|ring| {
            let made = [ring.current.clone(), ring.next.clone()];
            let made = made.into_iter().flatten().filter_map(Result::ok);
            let all = || made.chain(ring.previous.clone()).collect();
            let cached = ring.cached.take().unwrap_or_else(all);
            ring.cached = Some(cached);
        });
    }

    /// The APIs can fetch the key set again.
    pub(in crate::practice) fn reach(&self) {
        self.ring.send_modify(|ring| ring.cached = None);
    }

    /// A key that nobody published, under the name of the current one: what a forger or a botched roll leaves behind.
    pub(in crate::practice) async fn wrong(&self, now: UnixTime) -> Made {
        let current = self.current().await?;
        let mut other = SigningKey::generate(current.signing, (self.host, self.wanted), now)?;
        other.kid.clone_from(&current.kid);
        Ok(Arc::new(other))
    }

    fn fresh(&self, now: UnixTime) -> Made {
        SigningKey::generate(self.signing(), (self.host, self.wanted), now).map(Arc::new)
    }

    async fn wait(&self, slot: impl Fn(&Ring) -> Option<Made>) -> Made {
        let mut ring = self.ring.subscribe();
        // The sender lives as long as this value, so waiting cannot fail; no key is what it would mean.
        let found = ring.wait_for(|ring| slot(ring).is_some()).await;
        found
            .ok()
            .and_then(|ring| slot(&ring))
            .unwrap_or(Err(KeyFault::Generate))
    }
}
