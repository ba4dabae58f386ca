//! Makes a signed JWT from a header and claims that are JSON already.

use aws_lc_rs::hmac;
use serde_json::Value;

use crate::oauth::json::{self, Document};
use crate::oauth::jwt::Jwt;
use crate::oauth::jwt::algorithm::{Algorithm, Hash};
use crate::oauth::jwt::member::with_member;
use crate::oauth::jwt::private::{CannotSign, PrivateKey};
use crate::oauth::jwt::signed::{SignedJwt, signing_input};

/// What signs.
#[derive(Clone, Copy, Debug)]
pub enum Signing<'a> {
    /// A private key, used with this algorithm.
    Key(&'a PrivateKey, Algorithm),
    /// A shared secret, HMAC with this hash.
    Secret(&'a [u8], Hash),
}

/// Signs `header` and `claims` as they stand (RFC 7515 5.1).
///
/// # Errors
/// [`CannotSign`] when algorithm and key do not fit.
pub fn sign(signing: Signing<'_>, header: String, claims: String) -> Result<SignedJwt, CannotSign> {
    let input = signing_input(&header, &claims);
    Ok(match signing {
        Signing::Key(key, algorithm) => {
            let signature = key.sign(algorithm, input.as_bytes())?;
            SignedJwt::new(header, claims, &signature)
        }
        Signing::Secret(secret, hash) => {
            let key = hmac::Key::new(hmac_of(hash), secret);
            let signature = hmac::sign(&key, input.as_bytes());
            SignedJwt::new(header, claims, signature.as_ref())
        }
    })
}

/// Signs a token that was read anew, as it stands: `alg` becomes that of the signature, `kid` that of the key where it has a name.
///
/// # Errors
/// [`CannotSign`] when algorithm and key do not fit.
pub fn again(jwt: &Jwt, signing: Signing<'_>, kid: Option<&str>) -> Result<SignedJwt, CannotSign> {
    let alg = match signing {
        Signing::Key(_, algorithm) => algorithm,
        Signing::Secret(_, hash) => Algorithm::Hs(hash),
    };
    let text = |part: Option<&Document>| part.map_or("{}", Document::text).to_owned();
    let header = header_of(&text(jwt.header.as_ref()), alg.name(), kid);
    sign(signing, header, text(jwt.payload.as_ref()))
}

/// A header with another algorithm, and another name of the key where there is one. All else stays as it is written.
pub fn header_of(header: &str, alg: &str, kid: Option<&str>) -> String {
    let mut text = header.to_owned();
    for (name, value) in [("alg", Some(alg)), ("kid", kid)] {
        let Some(value) = value else { continue };
        let value = Value::from(value).to_string();
        // What is no object has no member that could stay.
        text = with_member(&json::read(&text), name, &value)
            .unwrap_or_else(|| format!("{{\"{name}\":{value}}}"));
    }
    text
}

fn hmac_of(hash: Hash) -> hmac::Algorithm {
    match hash {
        Hash::Sha256 => hmac::HMAC_SHA256,
        Hash::Sha384 => hmac::HMAC_SHA384,
        Hash::Sha512 => hmac::HMAC_SHA512,
    }
}
