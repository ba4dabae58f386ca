//! How the app proves who it is: what it is set to at the practice tenant, and the assertion that was signed for the request.

use crate::app::draft::Draft;
use crate::app::effect::RunId;
use crate::app::tenant::TenantFacts;
use crate::oauth::jwt::assertion::Flaws;
use crate::oauth::jwt::signed::SignedJwt;
use crate::oauth::names::ClientSecret;
use crate::oauth::request::AuthMethod;
use crate::oauth::time::UnixMillis;

/// How the app proves itself.
#[derive(Debug, Default)]
pub struct Proving {
    /// What it is being told.
    pub(crate) setting: Option<(RunId, AuthMethod)>,
    /// What was signed for the next request. Each is good for one.
    pub(crate) assertion: Option<Assertion>,
    /// What is being signed.
    pub(crate) signing: Option<(RunId, Basis)>,
    /// The proof of possession for the next request.
    pub(crate) proof: Option<Proof>,
    /// The proof that is being made, and the nonce in it.
    pub(crate) making: Option<(RunId, Option<String>)>,
    /// What the token endpoint asked to be in each proof (RFC 9449 8).
    pub(crate) nonce: Option<String>,
    /// True once a demand for a nonce was followed: a second one in a row is an answer.
    pub(crate) followed: bool,
    /// The proof for an API that is being made.
    pub(crate) calling: Option<Calling>,
    /// The request goes out as soon as everything for it is there.
    pub(crate) then_send: bool,
}

/// A proof for a call of an API that is being made.
#[derive(Debug)]
pub(crate) struct Calling {
    /// The question's number.
    pub(crate) run: RunId,
    /// What lessons call the API.
    pub(crate) api: String,
}

/// What an assertion says of this request: who asks whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Basis {
    /// `iss` and `sub`.
    pub(crate) client_id: String,
    /// `aud`. Auth0 wants its issuer there, the slash at its end included; Okta the endpoint.
    pub(crate) audience: String,
    /// The secret that it is signed with, where it is (`client_secret_jwt`).
    pub(crate) secret: Option<ClientSecret>,
    /// What an experiment has it say otherwise.
    pub(crate) flaws: Flaws,
}

/// An assertion, and for how long it may still be sent.
#[derive(Debug)]
pub(crate) struct Assertion {
    /// The whole.
    pub(crate) jwt: SignedJwt,
    /// What it says.
    pub(crate) basis: Basis,
    /// It is signed anew from then on.
    pub(crate) until: UnixMillis,
}

/// A proof of possession, and for how long it may still be sent.
#[derive(Debug)]
pub(crate) struct Proof {
    /// The whole.
    pub(crate) jwt: SignedJwt,
    /// The nonce in it.
    pub(crate) nonce: Option<String>,
    /// It is signed anew from then on.
    pub(crate) until: UnixMillis,
}

impl Basis {
    /// What the assertion for this request has to say; `None` where it needs none, or has nobody to speak for.
    pub(crate) fn of(draft: &Draft, facts: &TenantFacts) -> Option<Self> {
        let signs = match draft.auth {
            AuthMethod::PrivateKeyJwt | AuthMethod::ClientSecretJwt => true,
            AuthMethod::ClientSecretPost | AuthMethod::ClientSecretBasic | AuthMethod::Public => {
                false
            }
        };
        let by_secret = draft.auth == AuthMethod::ClientSecretJwt;
        // Nothing is signed with a secret that is not there.
        let can = signs && (!by_secret || draft.has_secret());
        (can && !draft.client_id.is_empty()).then(|| Self {
            client_id: draft.client_id.clone(),
            audience: facts.assertion_audience().to_owned(),
            secret: draft.client_secret.clone().filter(|_| by_secret),
            flaws: draft.flaws.clone(),
        })
    }
}

impl Proving {
    /// True while the tenant is being told, or something is being signed.
    pub fn is_waiting(&self) -> bool {
        self.setting.is_some()
            || self.signing.is_some()
            || self.making.is_some()
            || self.calling.is_some()
    }

    /// The assertion for this request, where one was signed.
    pub fn assertion(&self, draft: &Draft, facts: &TenantFacts) -> Option<&SignedJwt> {
        let basis = Basis::of(draft, facts)?;
        let held = self.assertion.as_ref().filter(|held| held.basis == basis);
        held.map(|held| &held.jwt)
    }

    /// The proof of possession for this request, where one was made.
    pub fn proof(&self, draft: &Draft) -> Option<&SignedJwt> {
        let held = self.proof.as_ref().filter(|held| held.nonce == self.nonce);
        held.filter(|_| draft.bound).map(|held| &held.jwt)
    }

    /// What was signed has gone out: its jti is good for one request, unless an experiment sends the same proof again.
    pub(crate) fn spend(&mut self, draft: &Draft) {
        self.assertion = None;
        self.proof.take_if(|_| !draft.proof_again);
    }

    /// Another app: what is under way for the old one is not for it.
    pub(crate) fn forget(&mut self) {
        self.setting = None;
        self.signing = None;
    }

    /// Stops waiting.
    pub(crate) fn give_up(&mut self) {
        self.then_send = false;
        self.setting = None;
        self.signing = None;
        self.making = None;
        self.calling = None;
    }
}
