//! A JWT that this program made and signed: an assertion or a proof. It can be looked into; its signature cannot print itself.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};

use crate::oauth::jwt;

/// What stands in place of the signature wherever a signed JWT is shown.
pub const HIDDEN_SIGNATURE: &str = "[signature hidden]";

/// A compact serialization (RFC 7515 3.1) and what is in it.
///
/// The whole of it is a credential for as long as it lives, so `Debug` shows none of it.
#[derive(Clone)]
pub struct SignedJwt {
    header: String,
    claims: String,
    compact: SecretString,
}

/// Header and claims, joined the way that the signature covers them (RFC 7515 5.1).
pub(crate) fn signing_input(header: &str, claims: &str) -> String {
    let header = URL_SAFE_NO_PAD.encode(header);
    let claims = URL_SAFE_NO_PAD.encode(claims);
    format!("{header}.{claims}")
}

impl SignedJwt {
    /// Puts the parts together. `header` and `claims` are JSON, `signature` covers [`signing_input`] of them.
    pub(crate) fn new(header: String, claims: String, signature: &[u8]) -> Self {
        let input = signing_input(&header, &claims);
        let signature = URL_SAFE_NO_PAD.encode(signature);
        Self {
            header,
            claims,
            compact: SecretString::from(format!("{input}.{signature}")),
        }
    }

    /// Takes one apart that something else of this program signed; `None` where it is none.
    pub(crate) fn read(compact: &str) -> Option<Self> {
        let jwt = jwt::read(compact);
        Some(Self {
            header: jwt.header.as_ref()?.text().to_owned(),
            claims: jwt.payload.as_ref()?.text().to_owned(),
            compact: SecretString::from(compact),
        })
    }

    /// The header, as JSON.
    pub fn header(&self) -> &str {
        &self.header
    }

    /// The claims, as JSON.
    pub fn claims(&self) -> &str {
        &self.claims
    }

    /// The whole, for the wire and for nothing else.
    pub fn expose(&self) -> &str {
        self.compact.expose_secret()
    }
}

impl PartialEq for SignedJwt {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for SignedJwt {}

impl fmt::Debug for SignedJwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignedJwt(hidden)")
    }
}
