//! The card JWT - Sign: claims and header from its options, signed with what stands in its key.

use serde_json::{Map, Value as Json};

use crate::flow::card::{Ports, port};
use crate::flow::fault::{Fault, FaultName};
use crate::flow::value::Value;
use crate::oauth::jwt::algorithm::{Algorithm, Hash};
use crate::oauth::jwt::compose::{self, Signing};
use crate::oauth::jwt::private::PrivateKey;
use crate::oauth::time::UnixTime;

/// What the card takes where nobody picks an algorithm: a shared secret's, whatever the key is.
const DEFAULT: Algorithm = Algorithm::Hs(Hash::Sha256);

fn invalid(why: &str) -> Fault {
    Fault::new(FaultName::InvalidInput, why)
}

/// The compact token.
pub(super) fn sign(ports: &Ports, now: UnixTime) -> Result<String, Fault> {
    let algorithm = match port(ports, "algorithm") {
        value if value.is_empty() => DEFAULT,
        named => Algorithm::from_name(&named.expose()).ok_or_else(|| {
            invalid(
                "algorithm is no name that JWT - Sign knows, as RS256 or ES256: capitals count.",
            )
        })?,
    };
    open(ports)?;
    let (header, claims) = (header(ports, algorithm), claims(ports, now)?);
    let key = port(ports, "key").expose();
    let signed = match algorithm {
        Algorithm::Hs(hash) => compose::sign(Signing::Secret(key.as_bytes(), hash), header, claims),
        algorithm => {
            let opened = PrivateKey::parse(&key, None)
                .map_err(|_| invalid("key is no private key that this algorithm can use."))?;
            compose::sign(Signing::Key(&opened.key, algorithm), header, claims)
        }
    };
    let signed = signed.map_err(|_| invalid("algorithm and key do not fit together."))?;
    Ok(signed.expose().to_owned())
}

/// A JWT is signed and not sealed: what it says can be read by whoever gets it.
fn open(ports: &Ports) -> Result<(), Fault> {
    let said = [
        "header", "issuer", "subject", "audience", "jwtid", "payload",
    ];
    let secret = said.into_iter().find(|name| port(ports, name).is_secret());
    secret.map_or(Ok(()), |name| {
        let why = format!("{name} holds a secret, and whoever gets the JWT can read it.");
        Err(invalid(&why))
    })
}

fn header(ports: &Ports, algorithm: Algorithm) -> String {
    let mut members = Map::new();
    members.insert("alg".to_owned(), Json::from(algorithm.name()));
    members.insert("typ".to_owned(), Json::from("JWT"));
    if let Json::Object(more) = port(ports, "header").exposed() {
        members.extend(more);
    }
    Json::Object(members).to_string()
}

fn claims(ports: &Ports, now: UnixTime) -> Result<String, Fault> {
    let mut members = Map::new();
    for (option, claim) in [("issuer", "iss"), ("subject", "sub"), ("audience", "aud")] {
        let value = port(ports, option);
        if !value.is_empty() {
            members.insert(claim.to_owned(), Json::from(value.expose()));
        }
    }
    if *port(ports, "noTimestamp") != Value::Flag(true) {
        members.insert("iat".to_owned(), Json::from(now.0));
    }
    for (option, claim) in [("expiresIn", "exp"), ("notBefore", "nbf")] {
        match port(ports, option) {
            Value::Empty => {}
            Value::Number(seconds) => {
                let seconds = seconds
                    .as_i64()
                    .ok_or_else(|| invalid("seconds are a whole number."))?;
                members.insert(claim.to_owned(), Json::from(now.0.saturating_add(seconds)));
            }
            Value::Flag(_)
            | Value::Text(_)
            | Value::Secret(_)
            | Value::List(_)
            | Value::Object(_) => {
                let why = format!("{option} wants a number, of seconds.");
                return Err(Fault::new(FaultName::InvalidConversion, why));
            }
        }
    }
    let id = port(ports, "jwtid");
    if !id.is_empty() {
        members.insert("jti".to_owned(), Json::from(id.expose()));
    }
    if let Json::Object(more) = port(ports, "payload").exposed() {
        members.extend(more);
    }
    Ok(Json::Object(members).to_string())
}
