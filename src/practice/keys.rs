//! The tenant's signing keys: RSA-2048, made in the background at start, parsed once and held, never written down.

use std::net::IpAddr;
use std::sync::Arc;

use aws_lc_rs::digest;
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    KeyPair as _, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256,
};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use thiserror::Error;
use tokio::sync::watch;

use crate::oauth::time::UnixTime;

/// Why a key could not be made or used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum KeyFault {
    /// The cryptography library could not make an RSA key.
    #[error("no RSA key could be made")]
    Generate,
    /// The key could not be wrapped in a certificate for `x5c`.
    #[error("no certificate could be made for the key: {0}")]
    Certificate(String),
    /// The cryptography library refused to sign.
    #[error("the token could not be signed")]
    Sign,
}

/// The keys of one authorization server: the one that signs, the one that will after a roll, and the one that did before.
pub(super) struct Keys {
    host: IpAddr,
    wanted: Wanted,
    ring: watch::Sender<Ring>,
}

/// Which keys a vendor publishes, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// The current one, as bare numbers.
    Bare,
    /// The current and the next one, each with a certificate around it (Auth0).
    Certified,
}

type Made = Result<Arc<SigningKey>, KeyFault>;

/// The keys there are. Requests under way keep the ones they hold.
#[derive(Clone, Default)]
pub(super) struct Ring {
    previous: Option<Arc<SigningKey>>,
    current: Option<Made>,
    next: Option<Made>,
}

impl Keys {
    /// No keys yet. `host` becomes the certificates' subject.
    pub(super) fn new(host: IpAddr, wanted: Wanted) -> Self {
        Self {
            host,
            wanted,
            ring: watch::Sender::default(),
        }
    }

    /// Makes what is missing, the signing key first. Takes 20 to 300 ms of one core for each.
    pub(super) fn make(&self, now: UnixTime) {
        if self.ring.borrow().current.is_none() {
            let made = self.fresh(now);
            // Two runs at once may both make a key; the first one set is the one that counts.
            self.ring.send_modify(|ring| {
                ring.current.get_or_insert(made);
            });
        }
        if self.wanted == Wanted::Certified && self.ring.borrow().next.is_none() {
            let made = self.fresh(now);
            self.ring.send_modify(|ring| {
                ring.next.get_or_insert(made);
            });
        }
    }

    /// Rolls: the next key signs from now on, the current one stays published, and a new next one is made where the vendor has one.
    pub(super) fn roll(&self, now: UnixTime) -> Result<(), KeyFault> {
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

    /// The keys as they are, to be put back.
    pub(super) fn kept(&self) -> Ring {
        self.ring.borrow().clone()
    }

    /// Puts back keys that were kept.
    pub(super) fn put_back(&self, kept: Ring) {
        self.ring.send_modify(|ring| *ring = kept);
    }

    /// Forgets the key before the last roll: tokens of it no longer verify.
    pub(super) fn forget_previous(&self) {
        self.ring.send_modify(|ring| ring.previous = None);
    }

    /// The signing key, as soon as it exists.
    pub(super) async fn current(&self) -> Made {
        let here = self.ring.borrow().current.clone();
        match here {
            Some(made) => made,
            None => self.wait(|ring| ring.current.clone()).await,
        }
    }

    /// Every published key, the signing one first, as soon as they exist.
    pub(super) async fn published(&self) -> Result<Vec<Arc<SigningKey>>, KeyFault> {
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

    /// A key that nobody published, under the name of the current one: what a forger or a botched roll leaves behind.
    pub(super) async fn wrong(&self, now: UnixTime) -> Made {
        let current = self.current().await?;
        let mut other = SigningKey::generate(self.host, self.wanted, now)?;
        other.kid.clone_from(&current.kid);
        Ok(Arc::new(other))
    }

    fn fresh(&self, now: UnixTime) -> Made {
        SigningKey::generate(self.host, self.wanted, now).map(Arc::new)
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

/// One RSA key.
pub(super) struct SigningKey {
    pair: KeyPair,
    public: ParsedPublicKey,
    /// The certificate around the public half, DER.
    certificate: Option<Vec<u8>>,
    /// The key's id.
    pub(super) kid: String,
}

impl SigningKey {
    fn generate(host: IpAddr, wanted: Wanted, now: UnixTime) -> Result<Self, KeyFault> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyFault::Generate)?;
        // Keys are fresh at each start, also with a seed, so the id follows the key: nobody meets an old id with a new key.
        let thumb = digest::digest(&digest::SHA256, pair.public_key().as_ref());
        let kid = URL_SAFE_NO_PAD.encode(thumb).chars().take(21).collect();
        let certificate = match wanted {
            Wanted::Bare => None,
            Wanted::Certified => Some(certificate(&pair, host, now)?),
        };
        let public = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public_key().as_ref())
            .map_err(|_| KeyFault::Generate)?;
        Ok(Self {
            pair,
            public,
            certificate,
            kid,
        })
    }

    /// The algorithm that it signs with.
    #[expect(clippy::unused_self, reason = "keys of other algorithms will come")]
    pub(super) fn alg(&self) -> &'static str {
        "RS256"
    }

    /// The compact JWS (RFC 7515 7.1) of a header, as written, and a payload.
    pub(super) fn sign(&self, header: &str, payload: &Value) -> Result<String, KeyFault> {
        self.sign_text(header, &payload.to_string())
    }

    /// The same of claims as they are written.
    pub(super) fn sign_text(&self, header: &str, payload: &str) -> Result<String, KeyFault> {
        let mut token = URL_SAFE_NO_PAD.encode(header);
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(payload, &mut token);
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                token.as_bytes(),
                &mut signature,
            )
            .map_err(|_| KeyFault::Sign)?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }

    /// True when `signature` is this key's RS256 over `signed`.
    pub(super) fn verifies(&self, signed: &[u8], signature: &[u8]) -> bool {
        self.public.verify_sig(signed, signature).is_ok()
    }

    /// The public half as a JWK: with a certificate in Auth0's order of members, without in Okta's.
    pub(super) fn jwk(&self) -> Value {
        let public = self.pair.public_key();
        let number = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let n = number(public.modulus().big_endian_without_leading_zero());
        let e = number(public.exponent().big_endian_without_leading_zero());
        let kid = &self.kid;
        let Some(certificate) = &self.certificate else {
            return json!({ "kty": "RSA", "alg": "RS256", "kid": kid, "use": "sig", "e": e, "n": n });
        };
        let thumb = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, certificate);
        json!({
            "alg": "RS256",
            "kty": "RSA",
            "use": "sig",
            "n": n,
            "e": e,
            "kid": kid,
            "x5t": number(thumb.as_ref()),
            "x5c": [STANDARD.encode(certificate)],
        })
    }
}

/// A self-signed certificate around the key, valid from this year on for as long as Auth0's (some thirteen years).
fn certificate(pair: &KeyPair, host: IpAddr, now: UnixTime) -> Result<Vec<u8>, KeyFault> {
    let fault = |error: rcgen::Error| KeyFault::Certificate(error.to_string());
    let pkcs8 = AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(pair)
        .map_err(|_| KeyFault::Generate)?;
    let signer = rcgen::KeyPair::try_from(pkcs8.as_ref()).map_err(fault)?;
    let mut wanted = rcgen::CertificateParams::new(vec![host.to_string()]).map_err(fault)?;
    wanted.distinguished_name = rcgen::DistinguishedName::new();
    wanted
        .distinguished_name
        .push(rcgen::DnType::CommonName, host.to_string());
    let year = year(now);
    wanted.not_before = rcgen::date_time_ymd(year, 1, 1);
    wanted.not_after = rcgen::date_time_ymd(year + 13, 1, 1);
    let made = wanted.self_signed(&signer).map_err(fault)?;
    Ok(made.der().to_vec())
}

/// The year, held between 1970 and 9000, so that a clock set to something absurd still gives a certificate.
fn year(now: UnixTime) -> i32 {
    now.rfc3339()
        .and_then(|text| {
            text.split('-')
                .next()
                .and_then(|year| year.parse::<i32>().ok())
        })
        .unwrap_or(1970)
        .clamp(1970, 9000)
}
