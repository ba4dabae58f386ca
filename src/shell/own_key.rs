//! The private keys of the learner's app, to prove who it is and to bind a token: made when first needed. What they sign is handed
//! out. The private half of the app's is so only to whoever registered it on a dashboard: the flow that signs takes it as text.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::sync::OnceCell;
use url::Url;

use super::{clock, random};
use crate::app::create::Changed;
use crate::app::own::OwnProof;
use crate::lesson::change::KeyOf;
use crate::oauth::jwt::algorithm::Hash;
use crate::oauth::jwt::assertion::{Claims, Flaws, LIFETIME, Signer, sign_flawed};
use crate::oauth::jwt::dpop::{Proof, prove};
use crate::oauth::jwt::private::PrivateKey;
use crate::oauth::jwt::signed::SignedJwt;
use crate::oauth::names::ClientSecret;
use crate::practice::AppKey;

/// The keys, once there are any. Clones share it.
#[derive(Clone, Default)]
pub(super) struct OwnKey {
    app: Arc<OnceCell<Pair>>,
    possession: Arc<Mutex<HashMap<String, Arc<PrivateKey>>>>,
}

struct Pair {
    private: PrivateKey,
    pem: ClientSecret,
    kid: String,
    jwks: Value,
}

impl OwnKey {
    /// The public half, for the app's registration.
    ///
    /// # Errors
    /// In words for the learner, when no key could be made.
    pub(super) async fn jwks(&self) -> Result<Value, String> {
        Ok(self.pair().await?.jwks.clone())
    }

    /// The set that is registered for an app.
    ///
    /// # Errors
    /// In words for the learner, when no key could be made.
    pub(super) async fn registered(&self, of: KeyOf) -> Result<Option<Value>, String> {
        match of {
            KeyOf::Learner => self.jwks().await.map(Some),
            KeyOf::Other => {
                let made = tokio::task::spawn_blocking(make).await;
                let made = made.map_err(|error| error.to_string())??;
                Ok(Some(made.jwks))
            }
            KeyOf::Nobody => Ok(None),
        }
    }

    /// What is told of an app, with the private half where it has this key: each change that is told goes through here.
    pub(super) fn lent(&self, mut result: Result<Changed, String>) -> Result<Changed, String> {
        let app = result
            .as_mut()
            .ok()
            .and_then(|changed| changed.app.as_mut());
        let key = app.and_then(|app| app.key.as_mut());
        if let (Some(key), Some(pair)) = (key, self.app.get())
            && key.kid == pair.kid
        {
            key.private = Some(pair.pem.clone());
        }
        result
    }

    /// A fresh assertion: good for a minute, and for one request. With a flaw it may be good for none.
    ///
    /// # Errors
    /// In words for the learner, when there is no key or it cannot sign.
    pub(super) async fn assertion(
        &self,
        (client_id, audience): (&str, &str),
        flaws: &Flaws,
    ) -> Result<SignedJwt, String> {
        let pair = self.pair().await?;
        let other = if flaws.other_key {
            let made = tokio::task::spawn_blocking(make).await;
            Some(made.map_err(|error| error.to_string())??)
        } else {
            None
        };
        let signs = other.as_ref().map_or(&pair.private, |one| &one.private);
        let signer = Signer::Key {
            key: signs,
            algorithm: signs.usual_algorithm().into(),
            kid: Some(&pair.kid),
        };
        signed(&signer, (client_id, audience), flaws)
    }

    /// A fresh proof of possession, by the key of this tenant, whose issuer is its place.
    ///
    /// # Errors
    /// In words for the learner, when there is no key or it cannot sign.
    pub(super) fn proof(
        &self,
        place: &str,
        (method, url): (&str, &Url),
        (nonce, token): (Option<&str>, Option<&SecretString>),
    ) -> Result<SignedJwt, String> {
        let key = self.possession_of(place)?;
        let proof = Proof {
            method,
            url,
            issued_at: clock::now().seconds(),
            jti: &random::once(),
            nonce,
            token: token.map(ExposeSecret::expose_secret),
        };
        prove(&key, &proof).map_err(|error| error.to_string())
    }

    fn possession_of(&self, place: &str) -> Result<Arc<PrivateKey>, String> {
        let mut keys = self
            .possession
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = keys.get(place) {
            return Ok(Arc::clone(key));
        }
        let made = random::proof_key().map_err(|error| error.to_string())?;
        let made = Arc::new(made);
        keys.insert(place.to_owned(), Arc::clone(&made));
        Ok(made)
    }

    /// Making it takes up to a third of a second, so another thread does it.
    async fn pair(&self) -> Result<&Pair, String> {
        self.app
            .get_or_try_init(|| async {
                let made = tokio::task::spawn_blocking(make).await;
                made.map_err(|error| error.to_string())?
            })
            .await
    }
}

/// A fresh assertion by what the client of a tenant of one's own has.
///
/// # Errors
/// In words for the learner, when it cannot be signed.
pub(super) fn with(
    proof: &OwnProof,
    whose: (&str, &str),
    flaws: &Flaws,
) -> Result<SignedJwt, String> {
    let signer = match proof {
        OwnProof::Key(own) => Signer::Key {
            key: &own.key,
            algorithm: own.algorithm,
            kid: own.kid.as_deref(),
        },
        OwnProof::Secret(secret) => Signer::Secret {
            secret,
            hash: Hash::Sha256,
        },
    };
    signed(&signer, whose, flaws)
}

fn signed(
    signer: &Signer<'_>,
    (client_id, audience): (&str, &str),
    flaws: &Flaws,
) -> Result<SignedJwt, String> {
    let claims = Claims {
        client_id,
        audience,
        issued_at: clock::now().seconds(),
        lifetime: LIFETIME,
        jti: &random::once(),
    };
    sign_flawed(signer, &claims, flaws).map_err(|error| error.to_string())
}

fn make() -> Result<Pair, String> {
    let key = AppKey::generate().map_err(|error| error.to_string())?;
    let opened = PrivateKey::parse(key.expose_pem(), None).map_err(|error| error.to_string())?;
    Ok(Pair {
        private: opened.key,
        pem: ClientSecret::new(key.expose_pem()),
        kid: key.kid,
        jwks: key.jwks,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// The public key that a proof for this tenant carries.
    fn key_at(keys: &OwnKey, place: &str) -> Value {
        let url = Url::parse("https://as.example/token").unwrap();
        let proof = keys.proof(place, ("POST", &url), (None, None)).unwrap();
        let header: Value = serde_json::from_str(proof.header()).unwrap();
        header["jwk"].clone()
    }

    #[test]
    fn each_tenant_gets_proofs_by_a_key_of_its_own() {
        let keys = OwnKey::default();
        let here = key_at(&keys, "http://127.0.0.1:9401/");
        assert_eq!(here, key_at(&keys, "http://127.0.0.1:9401/"));
        assert_ne!(here, key_at(&keys, "https://mine.example/"));
        assert!(here.is_object());
    }
}
