//! A private key as JWK (RFC 7517, RFC 7518 6, RFC 8037 2), alone or in a set.

use aws_lc_rs::rsa::{KeyPairComponents, PublicKeyComponents};
use aws_lc_rs::signature::{EcdsaKeyPair, Ed25519KeyPair, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::zeroize::{Zeroize, Zeroizing};
use serde::Deserialize;
use serde_json::Value;

use crate::oauth::jwt::keys::Curve;
use crate::oauth::jwt::private::damage::BadKey;
use crate::oauth::jwt::private::{Pair, PrivateKey, ec_signing};

/// The members of all kinds. `d` and those behind it are secret and are wiped when dropped.
#[derive(Deserialize)]
struct Jwk {
    kty: Option<String>,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
    d: Option<String>,
    p: Option<String>,
    q: Option<String>,
    dp: Option<String>,
    dq: Option<String>,
    qi: Option<String>,
    oth: Option<serde::de::IgnoredAny>,
}

impl Drop for Jwk {
    fn drop(&mut self) {
        for secret in [
            &mut self.d,
            &mut self.p,
            &mut self.q,
            &mut self.dp,
            &mut self.dq,
            &mut self.qi,
        ] {
            secret.zeroize();
        }
    }
}

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
    let (curve, size) = match jwk.crv.as_deref() {
        Some("P-256") => (Curve::P256, 32),
        Some("P-384") => (Curve::P384, 48),
        Some("P-521") => (Curve::P521, 66),
        Some(_) => return Err(BadKey::OtherKind),
        None => return Err(BadKey::Member { name: "crv" }),
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

fn decoded(name: &'static str, text: Option<&str>) -> Result<Zeroizing<Vec<u8>>, BadKey> {
    let text = text.ok_or(BadKey::Member { name })?;
    URL_SAFE_NO_PAD
        .decode(text.trim_end_matches('='))
        .map(Zeroizing::new)
        .map_err(|_| BadKey::Member { name })
}

/// A number without leading zeros; some programs write one, against RFC 7518 6.3.1.1, and the library insists on none.
fn number(name: &'static str, text: Option<&str>) -> Result<Zeroizing<Vec<u8>>, BadKey> {
    let bytes = decoded(name, text)?;
    let zeros = bytes.iter().take_while(|b| **b == 0).count();
    match bytes.get(zeros..) {
        Some(number) if !number.is_empty() => Ok(Zeroizing::new(number.to_vec())),
        Some(_) | None => Err(BadKey::Member { name }),
    }
}

/// A value that RFC 7518 6.2 and RFC 8037 2 write at full length.
fn sized(
    name: &'static str,
    text: Option<&str>,
    size: usize,
) -> Result<Zeroizing<Vec<u8>>, BadKey> {
    let bytes = decoded(name, text)?;
    if bytes.len() == size {
        Ok(bytes)
    } else {
        Err(BadKey::Member { name })
    }
}
