//! The private key of the learner's app: made when it is first needed, and never handed out. What it signs is.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use tokio::sync::OnceCell;

use super::clock;
use super::random::SystemRandom;
use crate::oauth::jwt::assertion::{Claims, LIFETIME, Signer, sign};
use crate::oauth::jwt::private::PrivateKey;
use crate::oauth::jwt::signed::SignedJwt;
use crate::practice::{AppKey, Random as _};

/// The key, once there is one. Clones share it.
#[derive(Clone, Default)]
pub(super) struct OwnKey(Arc<OnceCell<Pair>>);

struct Pair {
    private: PrivateKey,
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

    /// A fresh assertion: good for a minute, and for one request.
    ///
    /// # Errors
    /// In words for the learner, when there is no key or it cannot sign.
    pub(super) async fn assertion(
        &self,
        client_id: &str,
        audience: &str,
    ) -> Result<SignedJwt, String> {
        let pair = self.pair().await?;
        let mut bytes = [0; 16];
        SystemRandom.fill(&mut bytes);
        let claims = Claims {
            client_id,
            audience,
            issued_at: clock::now().seconds(),
            lifetime: LIFETIME,
            jti: &URL_SAFE_NO_PAD.encode(bytes),
        };
        let signer = Signer::Key {
            key: &pair.private,
            algorithm: pair.private.usual_algorithm().into(),
            kid: Some(&pair.kid),
        };
        sign(&signer, &claims).map_err(|error| error.to_string())
    }

    /// Making it takes up to a third of a second, so another thread does it.
    async fn pair(&self) -> Result<&Pair, String> {
        self.0
            .get_or_try_init(|| async {
                let made = tokio::task::spawn_blocking(make).await;
                made.map_err(|error| error.to_string())?
            })
            .await
    }
}

fn make() -> Result<Pair, String> {
    let key = AppKey::generate().map_err(|error| error.to_string())?;
    let opened = PrivateKey::parse(key.expose_pem(), None).map_err(|error| error.to_string())?;
    Ok(Pair {
        private: opened.key,
        kid: key.kid,
        jwks: key.jwks,
    })
}
