//! Makes a signed JWT from a header and claims that are JSON already.

use aws_lc_rs::hmac;

use crate::oauth::jwt::algorithm::{Algorithm, Hash};
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

fn hmac_of(hash: Hash) -> hmac::Algorithm {
    match hash {
        Hash::Sha256 => hmac::HMAC_SHA256,
        Hash::Sha384 => hmac::HMAC_SHA384,
        Hash::Sha512 => hmac::HMAC_SHA512,
    }
}
