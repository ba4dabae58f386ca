//! The JWT by which a client proves who it is (RFC 7521 4.2, RFC 7523 2.2 and 3, OpenID Connect Core 9).

use serde_json::{Map, Value};

use crate::oauth::json;
use crate::oauth::jwt::algorithm::{Algorithm, Hash, Spelled};
use crate::oauth::jwt::compose::{self, Signing};
use crate::oauth::jwt::member::with_member;
use crate::oauth::jwt::private::{CannotSign, PrivateKey};
use crate::oauth::jwt::signed::SignedJwt;
use crate::oauth::names::ClientSecret;
use crate::oauth::time::UnixTime;

/// How long an assertion is good where nobody says otherwise, in seconds. Auth0 takes 300 at most and advises this.
pub const LIFETIME: i64 = 60;

/// What an assertion says. Time and chance are handed in.
#[derive(Clone, Copy, Debug)]
pub struct Claims<'a> {
    /// Both issuer and subject.
    pub client_id: &'a str,
    /// For whom it is: the token endpoint or the issuer, as one string.
    pub audience: &'a str,
    /// Now.
    pub issued_at: UnixTime,
    /// In seconds from then.
    pub lifetime: i64,
    /// A value that no other assertion has: servers take each once.
    pub jti: &'a str,
}

/// What is said otherwise than it should be, on purpose: what a lesson breaks.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Flaws {
    /// Members that say something else.
    pub edits: Vec<Edit>,
    /// The signature is of a key that nobody registered.
    pub other_key: bool,
}

/// A member of an assertion that says something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// Of the header, its value as JSON.
    Header(String, String),
    /// A claim, its value as JSON.
    Claim(String, String),
    /// A claim that is a time: so many seconds from when it is signed.
    Time(String, i64),
}

impl Flaws {
    /// Header and claims with the edits made.
    fn made(&self, mut header: String, mut claims: String, now: UnixTime) -> (String, String) {
        for edit in &self.edits {
            let (text, name, value) = match edit {
                Edit::Header(name, value) => (&mut header, name, value.clone()),
                Edit::Claim(name, value) => (&mut claims, name, value.clone()),
                Edit::Time(name, by) => {
                    let at = now.0.saturating_add(*by);
                    (&mut claims, name, at.to_string())
                }
            };
            if let Some(edited) = with_member(&json::read(text), name, &value) {
                *text = edited;
            }
        }
        (header, claims)
    }
}

/// What it is signed with.
#[derive(Clone, Copy, Debug)]
pub enum Signer<'a> {
    /// `private_key_jwt`.
    Key {
        /// The key.
        key: &'a PrivateKey,
        /// How it is used, by the name that the header is to have.
        algorithm: Spelled,
        /// The name that the server knows the key by.
        kid: Option<&'a str>,
    },
    /// `client_secret_jwt`: HMAC with this hash.
    Secret {
        /// The secret, whose UTF-8 bytes are the key (OpenID Connect Core 10.1).
        secret: &'a ClientSecret,
        /// The hash.
        hash: Hash,
    },
}

impl Claims<'_> {
    /// The claims as JSON. Times are numbers, in seconds (RFC 7519 2).
    fn json(&self) -> String {
        let text = |value: &str| Value::from(value);
        let expires = self.issued_at.0.saturating_add(self.lifetime);
        let members = [
            ("iss", text(self.client_id)),
            ("sub", text(self.client_id)),
            ("aud", text(self.audience)),
            ("iat", Value::from(self.issued_at.0)),
            ("exp", Value::from(expires)),
            ("jti", text(self.jti)),
        ];
        object(members)
    }
}

/// Makes the assertion.
///
/// # Errors
/// [`CannotSign`] when algorithm and key do not fit.
pub fn sign(signer: &Signer<'_>, claims: &Claims<'_>) -> Result<SignedJwt, CannotSign> {
    sign_flawed(signer, claims, &Flaws::default())
}

/// Makes it with these flaws in it.
///
/// # Errors
/// [`CannotSign`] when algorithm and key do not fit.
pub fn sign_flawed(
    signer: &Signer<'_>,
    claims: &Claims<'_>,
    flaws: &Flaws,
) -> Result<SignedJwt, CannotSign> {
    let now = claims.issued_at;
    let claims = claims.json();
    match signer {
        Signer::Key {
            key,
            algorithm,
            kid,
        } => {
            let mut members = vec![
                ("alg", Value::from(algorithm.name())),
                ("typ", Value::from("JWT")),
            ];
            members.extend(kid.map(|kid| ("kid", Value::from(kid))));
            let header = object(members);
            let (header, claims) = flaws.made(header, claims, now);
            compose::sign(Signing::Key(key, algorithm.algorithm()), header, claims)
        }
        Signer::Secret { secret, hash } => {
            let header = object([
                ("alg", Value::from(Algorithm::Hs(*hash).name())),
                ("typ", Value::from("JWT")),
            ]);
            let secret = secret.expose().as_bytes();
            let (header, claims) = flaws.made(header, claims, now);
            compose::sign(Signing::Secret(secret, *hash), header, claims)
        }
    }
}

/// How many bytes RFC 7518 3.2 demands of a secret for HMAC with this hash.
pub fn secret_at_least(hash: Hash) -> usize {
    match hash {
        Hash::Sha256 => 32,
        Hash::Sha384 => 48,
        Hash::Sha512 => 64,
    }
}

/// An object with its members in this order, without blanks.
fn object(members: impl IntoIterator<Item = (&'static str, Value)>) -> String {
    let members = members.into_iter();
    let members: Map<String, Value> = members
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    Value::Object(members).to_string()
}
