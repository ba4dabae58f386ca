//! A private key as JWK (RFC 7517, RFC 7518 6, RFC 8037 2), alone or in a set.

use aws_lc_rs::rsa::{KeyPairComponents, PublicKeyComponents};
use aws_lc_rs::signature::{EcdsaKeyPair, Ed25519KeyPair, RsaKeyPair};
use secrecy::zeroize::Zeroizing;
use serde_json::Value;

use crate::oauth::jwt::jwk::{self, Jwk};
use crate::oauth::jwt::keys::pair::{Pair, ec_signing};
use crate::oauth::jwt::private::PrivateKey;
use crate::oauth::jwt::private::damage::BadKey;

/// Reads a JWK, or the key of a set that `kid` names.
///
/// # Errors
/// [`BadKey`].
pub(super) fn read(text: &str, kid: Option<&str>) -> Result<PrivateKey, BadKey> {
    let value: Value = serde_json::from_str(text).map_err(|error| BadKey::Json {
        line: error.line(),
        column: error.column(),
    })?;
    if let Some(Value::Array(keys)) = value.get("keys") {
        return from_set(keys, kid);
    }
    if value.get("kty").is_none() {
        let holds_pem = |member: &&str| {
            let text = value.get(*member).and_then(Value::as_str);
            text.is_some_and(|text| text.contains("PRIVATE KEY"))
        };
        let members = ["private_key", "privateKey", "key", "pem"];
        return Err(match members.into_iter().find(holds_pem) {
            Some(member) => BadKey::PemInside { member },
            None => BadKey::NotJwk,
        });
    }
    from_value(value)
}

fn from_set(keys: &[Value], kid: Option<&str>) -> Result<PrivateKey, BadKey> {
    let private: Vec<&Value> = keys.iter().filter(|key| key.get("d").is_some()).collect();
    let named = |key: &&&Value| kid.is_some() && key.get("kid").and_then(Value::as_str) == kid;
    match (private.as_slice(), kid) {
        ([], _) => Err(BadKey::Public {
            what: "a JWK set without private members",
        }),
        ([one], None) => from_value((*one).clone()),
        (_, None) => Err(BadKey::Several {
            count: private.len(),
        }),
        (all, Some(_)) => match all.iter().find(named) {
            Some(key) => from_value((*key).clone()),
            None => Err(BadKey::NoSuchKid),
        },
    }
}

fn from_value(value: Value) -> Result<PrivateKey, BadKey> {
    let mut jwk: Jwk = serde_json::from_value(value).map_err(|_| BadKey::NotJwk)?;
    let kty = jwk.kty.as_deref().unwrap_or_default();
    if kty == "oct" {
        return Err(BadKey::Shared);
    }
    if jwk.d.is_none() {
        let what = "a JWK without its private member d";
        return Err(BadKey::Public { what });
    }
    if jwk.usage.as_deref().is_some_and(|usage| usage != "sig") {
        return Err(BadKey::NotForSigning { member: "use" });
    }
    let signs = |all: &Vec<String>| all.iter().any(|one| one == "sign");
    if jwk.key_ops.as_ref().is_some_and(|all| !signs(all)) {
        return Err(BadKey::NotForSigning { member: "key_ops" });
    }
    let pair = match kty {
        "RSA" => rsa(&jwk)?,
        "EC" => ec(&jwk)?,
        "OKP" => ed25519(&jwk)?,
        _ => return Err(BadKey::OtherKind),
    };
    let key = PrivateKey::checked(pair)?;
    Ok(PrivateKey {
        kid: jwk.kid.take(),
        alg: jwk.alg.take(),
        ..key
    })
}

fn rsa(jwk: &Jwk) -> Result<Pair, BadKey> {
    if jwk.oth.is_some() {
        return Err(BadKey::OtherKind);
    }
    let modulus = number("n", jwk.n.as_deref())?;
    let exponent = number("e", jwk.e.as_deref())?;
    let private = number("d", jwk.d.as_deref())?;
    let first = number("p", jwk.p.as_deref())?;
    let second = number("q", jwk.q.as_deref())?;
    let dp = number("dp", jwk.dp.as_deref())?;
    let dq = number("dq", jwk.dq.as_deref())?;
    let qi = number("qi", jwk.qi.as_deref())?;
    let bits = modulus.len() * 8;
    let components = KeyPairComponents {
        public_key: PublicKeyComponents {
            n: &modulus[..],
            e: &exponent[..],
        },
        d: &private[..],
        p: &first[..],
        q: &second[..],
        dP: &dp[..],
        dQ: &dq[..],
        qInv: &qi[..],
    };
    RsaKeyPair::from_components(&components)
        .map(Pair::Rsa)
        .map_err(|_| match bits {
            0..2048 => BadKey::TooShort { bits },
            2048..=8192 => BadKey::Inconsistent,
            _ => BadKey::TooLong { bits },
        })
}

fn ec(jwk: &Jwk) -> Result<Pair, BadKey> {
    let (curve, size) = match (jwk.curve(), &jwk.crv) {
        (Some(known), _) => known,
        (None, Some(_)) => return Err(BadKey::OtherKind),
        (None, None) => return Err(BadKey::Member { name: "crv" }),
    };
    let d = sized("d", jwk.d.as_deref(), size)?;
    let x = sized("x", jwk.x.as_deref(), size)?;
    let y = sized("y", jwk.y.as_deref(), size)?;
    let point = [&[4][..], &x, &y].concat();
    EcdsaKeyPair::from_private_key_and_public_key(ec_signing(curve), &d, &point)
        .map(|pair| Pair::Ec(curve, pair))
        .map_err(|_| BadKey::Inconsistent)
}

fn ed25519(jwk: &Jwk) -> Result<Pair, BadKey> {
    match jwk.crv.as_deref() {
        Some("Ed25519") => {}
        Some(_) => return Err(BadKey::OtherKind),
        None => return Err(BadKey::Member { name: "crv" }),
    }
    let d = sized("d", jwk.d.as_deref(), 32)?;
    let x = sized("x", jwk.x.as_deref(), 32)?;
    Ed25519KeyPair::from_seed_and_public_key(&d, &x)
        .map(Pair::Ed25519)
        .map_err(|_| BadKey::Inconsistent)
}

fn number(name: &'static str, text: Option<&str>) -> Result<Zeroizing<Vec<u8>>, BadKey> {
    text.and_then(jwk::number).ok_or(BadKey::Member { name })
}

fn sized(
    name: &'static str,
    text: Option<&str>,
    size: usize,
) -> Result<Zeroizing<Vec<u8>>, BadKey> {
    let sized = text.and_then(|text| jwk::sized(text, size));
    sized.ok_or(BadKey::Member { name })
}
