//! One signing key: RSA-2048 or P-256, parsed once, and what it signs, verifies and publishes.

use std::net::IpAddr;

use aws_lc_rs::digest;
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _,
    ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RSA_PSS_2048_8192_SHA256,
    RSA_PSS_SHA256,
};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use thiserror::Error;

use crate::oauth::time::UnixTime;

/// By which algorithm tokens are signed (RFC 7518 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Signing {
    /// RSASSA-PKCS1-v1_5 with SHA-256, which every vendor has.
    #[default]
    Rs256,
    /// RSASSA-PSS with SHA-256.
    Ps256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
}

impl Signing {
    /// The registered name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
        }
    }
}

/// Why a key could not be made or used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum KeyFault {
    /// The cryptography library could not make a key.
    #[error("no signing key could be made")]
    Generate,
    /// The key could not be wrapped in a certificate for `x5c`.
    #[error("no certificate could be made for the key: {0}")]
    Certificate(String),
    /// The cryptography library refused to sign.
    #[error("the token could not be signed")]
    Sign,
}

/// Which keys a vendor publishes, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::practice) enum Wanted {
    /// The current one, as bare numbers.
    Bare,
    /// The current and the next one, each with a certificate around it (Auth0).
    Certified,
}

/// The private half.
enum Pair {
    Rsa(KeyPair),
    Ec(EcdsaKeyPair),
}

impl Pair {
    fn generate(signing: Signing) -> Result<Self, KeyFault> {
        match signing {
            Signing::Rs256 | Signing::Ps256 => KeyPair::generate(KeySize::Rsa2048).map(Self::Rsa),
            Signing::Es256 => {
                EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).map(Self::Ec)
            }
        }
        .map_err(|_| KeyFault::Generate)
    }

    fn public(&self) -> &[u8] {
        match self {
            Self::Rsa(pair) => pair.public_key().as_ref(),
            Self::Ec(pair) => pair.public_key().as_ref(),
        }
    }

    fn pkcs8(&self) -> Result<Vec<u8>, KeyFault> {
        match self {
            Self::Rsa(pair) => AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(pair)
                .map(|der| der.as_ref().to_vec()),
            Self::Ec(pair) => pair.to_pkcs8v1().map(|der| der.as_ref().to_vec()),
        }
        .map_err(|_| KeyFault::Generate)
    }
}

/// A key that signs by one algorithm.
pub(in crate::practice) struct SigningKey {
    pair: Pair,
    public: ParsedPublicKey,
    /// The certificate around the public half, DER.
    certificate: Option<Vec<u8>>,
    /// By which algorithm it signs, and by no other (RFC 8725 3.1).
    pub(in crate::practice) signing: Signing,
    /// The key's id.
    pub(in crate::practice) kid: String,
}

impl SigningKey {
    /// A fresh key. One of RSA takes 20 to 300 ms of one core.
    pub(in crate::practice) fn generate(
        signing: Signing,
        (host, wanted): (IpAddr, Wanted),
        now: UnixTime,
    ) -> Result<Self, KeyFault> {
        let pair = Pair::generate(signing)?;
        // Keys are fresh at each start, also with a seed, so the id follows the key: nobody meets an old id with a new key.
        let thumb = digest::digest(&digest::SHA256, pair.public());
        let kid = URL_SAFE_NO_PAD.encode(thumb).chars().take(21).collect();
        let certificate = match wanted {
            Wanted::Bare => None,
            Wanted::Certified => Some(certificate(&pair, host, now)?),
        };
        let public = match signing {
            Signing::Rs256 => ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public()),
            Signing::Ps256 => ParsedPublicKey::new(&RSA_PSS_2048_8192_SHA256, pair.public()),
            Signing::Es256 => ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, pair.public()),
        };
        Ok(Self {
            public: public.map_err(|_| KeyFault::Generate)?,
            pair,
            certificate,
            signing,
            kid,
        })
    }

    /// The algorithm that it signs with.
    pub(in crate::practice) fn alg(&self) -> &'static str {
        self.signing.name()
    }

    /// The compact JWS (RFC 7515 7.1) of a header, as written, and a payload.
    pub(in crate::practice) fn sign(
        &self,
        header: &str,
        payload: &Value,
    ) -> Result<String, KeyFault> {
        self.sign_text(header, &payload.to_string())
    }

    /// The same of claims as they are written.
    pub(in crate::practice) fn sign_text(
        &self,
        header: &str,
        payload: &str,
    ) -> Result<String, KeyFault> {
        let mut token = URL_SAFE_NO_PAD.encode(header);
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(payload, &mut token);
        let signature = self.signature(token.as_bytes())?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }

    fn signature(&self, signed: &[u8]) -> Result<Vec<u8>, KeyFault> {
        let random = SystemRandom::new();
        let pair = match &self.pair {
            Pair::Rsa(pair) => pair,
            Pair::Ec(pair) => {
                let made = pair.sign(&random, signed).map_err(|_| KeyFault::Sign)?;
                return Ok(made.as_ref().to_vec());
            }
        };
        let padding = match self.signing {
            Signing::Ps256 => &RSA_PSS_SHA256,
            Signing::Rs256 | Signing::Es256 => &RSA_PKCS1_SHA256,
        };
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(padding, &random, signed, &mut signature)
            .map_err(|_| KeyFault::Sign)?;
        Ok(signature)
    }

    /// True when `signature` is this key's over `signed`.
    pub(in crate::practice) fn verifies(&self, signed: &[u8], signature: &[u8]) -> bool {
        self.public.verify_sig(signed, signature).is_ok()
    }

    /// The public half as a JWK: with a certificate in Auth0's order of members, without in Okta's.
    pub(in crate::practice) fn jwk(&self) -> Value {
        let number = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let (kid, alg) = (&self.kid, self.alg());
        let pair = match &self.pair {
            Pair::Rsa(pair) => pair,
            Pair::Ec(_) => return self.ec_jwk(),
        };
        let public = pair.public_key();
        let n = number(public.modulus().big_endian_without_leading_zero());
        let e = number(public.exponent().big_endian_without_leading_zero());
        let Some(certificate) = &self.certificate else {
            return json!({ "kty": "RSA", "alg": alg, "kid": kid, "use": "sig", "e": e, "n": n });
        };
        let thumb = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, certificate);
        json!({
            "alg": alg,
            "kty": "RSA",
            "use": "sig",
            "n": n,
            "e": e,
            "kid": kid,
            "x5t": number(thumb.as_ref()),
            "x5c": [STANDARD.encode(certificate)],
        })
    }
}

impl SigningKey {
    /// RFC 7518 6.2.1: the point's coordinates, each 32 bytes long. Uncompressed it is 4, x, y.
    fn ec_jwk(&self) -> Value {
        let point = self.pair.public().get(1..).unwrap_or_default();
        let (x, y) = point.split_at(point.len() / 2);
        let number = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let (kid, alg) = (&self.kid, self.alg());
        json!({ "kty": "EC", "alg": alg, "kid": kid, "use": "sig", "crv": "P-256", "x": number(x), "y": number(y) })
    }
}

/// A self-signed certificate around the key, valid from this year on for as long as Auth0's (some thirteen years).
fn certificate(pair: &Pair, host: IpAddr, now: UnixTime) -> Result<Vec<u8>, KeyFault> {
    let fault = |error: rcgen::Error| KeyFault::Certificate(error.to_string());
    let pkcs8 = pair.pkcs8()?;
    let signer = rcgen::KeyPair::try_from(pkcs8.as_slice()).map_err(fault)?;
    let mut wanted = rcgen::CertificateParams::new(vec![host.to_string()]).map_err(fault)?;
    wanted.distinguished_name = rcgen::DistinguishedName::new();
    wanted
        .distinguished_name
        .push(rcgen::DnType::CommonName, host.to_string());
    let year = year(now);
    wanted.not_before = rcgen::date_time_ymd(year, 1, 1);
    wanted.not_after = rcgen::date_time_ymd(year + 13, 1, 1);
    let made = wanted.self_signed(&signer).map_err(fault)?;
    Ok(made.der().to_vec())
}

/// The year, held between 1970 and 9000, so that a clock set to something absurd still gives a certificate.
fn year(now: UnixTime) -> i32 {
    now.rfc3339()
        .and_then(|text| {
            text.split('-')
                .next()
                .and_then(|year| year.parse::<i32>().ok())
        })
        .unwrap_or(1970)
        .clamp(1970, 9000)
}
