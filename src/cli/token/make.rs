//! Makes the requests: each with a time, an id, an assertion and a proof of its own, since servers take each of these once.

use url::Url;

use crate::cli::clock;
use crate::cli::token::args::{AuthName, TokenArgs};
use crate::cli::token::who::Credential;
use crate::oauth::jwt::assertion::{self, Claims, LIFETIME, Signer};
use crate::oauth::jwt::dpop::{self, Proof};
use crate::oauth::jwt::private::PrivateKey;
use crate::oauth::jwt::signed::SignedJwt;
use crate::oauth::request::TokenRequest;
use crate::oauth::vendor::endpoint::{Vendor, vendor_of};
use crate::oauth::wire::WireRequest;
use crate::shell::random;

/// A request, and what was signed for it.
pub(super) struct Made {
    /// The request.
    pub(super) request: WireRequest,
    /// The assertion in it.
    pub(super) assertion: Option<SignedJwt>,
    /// The proof of possession in it.
    pub(super) proof: Option<SignedJwt>,
}

/// The client: everything that a request is made from.
pub(super) struct Client<'a> {
    /// The flags.
    pub(super) own: &'a TokenArgs,
    /// The method.
    pub(super) auth: AuthName,
    /// What it proves with.
    pub(super) credential: Credential,
    /// The token endpoint.
    pub(super) endpoint: Url,
    /// The same as it was written.
    pub(super) endpoint_text: String,
    /// The key of this run, with `--dpop`.
    pub(super) proof_key: Option<PrivateKey>,
}

impl Client<'_> {
    /// The token request, with the nonce that the server asked for.
    ///
    /// # Errors
    /// Faults of this program and the system only.
    pub(super) fn token_request(&self, nonce: Option<&str>) -> anyhow::Result<Made> {
        let mut request = self.own.request(self.endpoint.clone(), self.auth);
        request.assertion = self.assertion()?;
        if let Credential::Secret(secret) = &self.credential {
            request.client_secret = Some(secret.clone());
        }
        if let Some(key) = &self.proof_key {
            request.proof = Some(prove(key, "POST", &request.endpoint, nonce, None)?);
        }
        Ok(Made::of(&request))
    }

    /// The call to an API. With a token that is bound to the key of this run, a proof goes along.
    ///
    /// # Errors
    /// As [`Client::token_request`].
    pub(super) fn call(
        &self,
        url: &Url,
        token: &str,
        is_bound: bool,
        nonce: Option<&str>,
    ) -> anyhow::Result<Made> {
        let data = self.own.data.as_deref();
        let usual = if data.is_some() { "POST" } else { "GET" };
        let method = self.own.method.as_deref().unwrap_or(usual);
        let body = data.map(|text| (media_of(text), text));
        let Some(key) = self.proof_key.as_ref().filter(|_| is_bound) else {
            return Ok(Made {
                request: WireRequest::bearer_get(url, token).carrying(method, body),
                assertion: None,
                proof: None,
            });
        };
        let proof = prove(key, method, url, nonce, Some(token))?;
        Ok(Made {
            request: WireRequest::dpop_get(url, token, &proof).carrying(method, body),
            assertion: None,
            proof: Some(proof),
        })
    }

    /// For whom an assertion is: what this vendor wants, else the issuer where it is known (draft-ietf-oauth-rfc7523bis 4), else the
    /// token endpoint.
    pub(super) fn assertion_audience(&self) -> String {
        match self.own.assertion_audience.as_deref() {
            Some("token-url") => self.endpoint_text.clone(),
            Some("issuer") => self.own.issuer.clone().unwrap_or_default(),
            Some(text) => text.to_owned(),
            None => match vendor_of(&self.endpoint) {
                Some(Vendor::Okta) => self.endpoint_text.clone(),
                Some(Vendor::Auth0) => self.issuer().unwrap_or_else(|| self.endpoint_text.clone()),
                None => self
                    .own
                    .issuer
                    .clone()
                    .unwrap_or_else(|| self.endpoint_text.clone()),
            },
        }
    }

    /// The issuer as it was given; with Auth0's token endpoint the address with a slash, which is its issuer.
    pub(super) fn issuer(&self) -> Option<String> {
        let known = self.own.issuer.clone();
        known.or_else(|| {
            let auth0 = vendor_of(&self.endpoint) == Some(Vendor::Auth0);
            let root = self.endpoint_text.strip_suffix("oauth/token")?;
            auth0.then(|| root.to_owned())
        })
    }

    fn assertion(&self) -> anyhow::Result<Option<SignedJwt>> {
        let signer = match (self.auth, &self.credential) {
            (AuthName::PrivateKeyJwt, Credential::Key(key, algorithm)) => Signer::Key {
                key,
                algorithm: *algorithm,
                kid: self.own.kid.as_deref().or(key.kid.as_deref()),
            },
            (AuthName::SecretJwt, Credential::Secret(secret)) => Signer::Secret {
                secret,
                hash: self.own.secret_hash(),
            },
            (
                AuthName::Post
                | AuthName::Basic
                | AuthName::Json
                | AuthName::PrivateKeyJwt
                | AuthName::SecretJwt,
                _,
            ) => return Ok(None),
        };
        let claims = Claims {
            client_id: self.own.client_id(),
            audience: &self.assertion_audience(),
            issued_at: clock::now(),
            lifetime: LIFETIME,
            jti: &random::once(),
        };
        Ok(Some(assertion::sign(&signer, &claims)?))
    }
}

impl Made {
    fn of(request: &TokenRequest) -> Self {
        Self {
            request: request.to_wire(),
            assertion: request.assertion.clone(),
            proof: request.proof.clone(),
        }
    }

    /// What was signed, with the word for it.
    pub(super) fn signed(&self) -> impl Iterator<Item = (&'static str, &SignedJwt)> {
        let assertion = self.assertion.iter().map(|jwt| ("assertion", jwt));
        assertion.chain(self.proof.iter().map(|jwt| ("proof", jwt)))
    }
}

/// The type of a body: JSON where it is that, else a form.
fn media_of(text: &str) -> &'static str {
    if serde_json::from_str::<serde_json::Value>(text).is_ok() {
        "application/json"
    } else {
        "application/x-www-form-urlencoded"
    }
}

fn prove(
    key: &PrivateKey,
    method: &str,
    url: &Url,
    nonce: Option<&str>,
    token: Option<&str>,
) -> anyhow::Result<SignedJwt> {
    let proof = Proof {
        method,
        url,
        issued_at: clock::now(),
        jti: &random::once(),
        nonce,
        token,
    };
    Ok(dpop::prove(key, &proof)?)
}
