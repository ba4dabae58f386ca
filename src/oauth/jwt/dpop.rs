//! Proof of possession (RFC 9449): a JWT for one request, signed with a key that the token is then bound to.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};
use url::Url;

use crate::oauth::jwt::private::{CannotSign, PrivateKey};
use crate::oauth::jwt::signed::{SignedJwt, signing_input};
use crate::oauth::reply::Reply;
use crate::oauth::time::UnixTime;

/// What a proof is for. Time and chance are handed in.
#[derive(Clone, Copy, Debug)]
pub struct Proof<'a> {
    /// The method of the request.
    pub method: &'a str,
    /// Where the request goes. Query and fragment are left out of the proof (RFC 9449 4.2).
    pub url: &'a Url,
    /// Now.
    pub issued_at: UnixTime,
    /// A value that no other proof has.
    pub jti: &'a str,
    /// The nonce that the server asked for (RFC 9449 8).
    pub nonce: Option<&'a str>,
    /// The token that the request carries, for the call to an API (RFC 9449 7).
    pub token: Option<&'a str>,
}

/// Makes the proof.
///
/// # Errors
/// [`CannotSign`], which a whole key does not give.
pub fn prove(key: &PrivateKey, proof: &Proof<'_>) -> Result<SignedJwt, CannotSign> {
    let algorithm = key.usual_algorithm();
    let alg = Value::from(algorithm.name());
    let jwk = key.public_jwk();
    let header = format!(r#"{{"typ":"dpop+jwt","alg":{alg},"jwk":{jwk}}}"#);
    let claims = proof.json();
    let signature = key.sign(algorithm, signing_input(&header, &claims).as_bytes())?;
    Ok(SignedJwt::new(header, claims, &signature))
}

impl Proof<'_> {
    fn json(&self) -> String {
        let mut members = Map::new();
        let mut put = |name: &str, value: Value| members.insert(name.to_owned(), value);
        put("jti", Value::from(self.jti));
        put("htm", Value::from(self.method));
        put("htu", Value::from(target(self.url)));
        put("iat", Value::from(self.issued_at.0));
        if let Some(nonce) = self.nonce {
            put("nonce", Value::from(nonce));
        }
        if let Some(token) = self.token {
            put("ath", Value::from(token_hash(token)));
        }
        Value::Object(members).to_string()
    }
}

/// `htu`: the URL without query and fragment (RFC 9449 4.2).
pub fn target(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

/// `ath`: the hash of an access token (RFC 9449 4.2).
pub fn token_hash(token: &str) -> String {
    hash(token)
}

/// The thumbprint of the key that signed this proof, as its header shows it (RFC 9449 4.2).
pub fn key_of(proof: &SignedJwt) -> Option<String> {
    let header: Value = serde_json::from_str(proof.header()).ok()?;
    thumbprint(&header.get("jwk")?.to_string())
}

/// The thumbprint of a public or private JWK (RFC 7638 3), which a bound token carries as `cnf.jkt`. `None` where a member that
/// counts is missing, or the kind is unknown.
pub fn thumbprint(jwk: &str) -> Option<String> {
    let jwk: Value = serde_json::from_str(jwk).ok()?;
    let names: &[&str] = match jwk.get("kty")?.as_str()? {
        "RSA" => &["e", "kty", "n"],
        "EC" => &["crv", "kty", "x", "y"],
        // RFC 8037 2.
        "OKP" => &["crv", "kty", "x"],
        _ => return None,
    };
    let mut members = Map::new();
    for name in names {
        let value = jwk.get(*name)?.as_str()?;
        members.insert((*name).to_owned(), Value::from(value));
    }
    Some(hash(&Value::Object(members).to_string()))
}

/// The nonce that a reply demands: `use_dpop_nonce` in the error of a token endpoint (RFC 9449 8) or in the challenge of an API
/// (RFC 9449 9), with a `DPoP-Nonce` of the allowed characters (RFC 9449 8.1).
pub fn demanded_nonce(reply: &Reply) -> Option<&str> {
    let nonce = reply.header("dpop-nonce")?;
    let is_nonce = !nonce.is_empty()
        && nonce
            .bytes()
            .all(|b| matches!(b, 0x21 | 0x23..=0x5b | 0x5d..=0x7e));
    let demands = match reply.status {
        400 => error_code(reply).as_deref() == Some(DEMAND),
        401 => {
            reply
                .header("www-authenticate")
                .is_some_and(|challenge| challenge.contains(DEMAND))
                || error_code(reply).as_deref() == Some(DEMAND)
        }
        _ => false,
    };
    (is_nonce && demands).then_some(nonce)
}

/// The error code with which a server asks for a nonce.
const DEMAND: &str = "use_dpop_nonce";

fn error_code(reply: &Reply) -> Option<String> {
    let body: Value = serde_json::from_slice(&reply.body).ok()?;
    Some(body.get("error")?.as_str()?.to_owned())
}

fn hash(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest(&SHA256, text.as_bytes()))
}
