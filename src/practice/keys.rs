//! The tenant's signing keys: RSA-2048, made in the background at start, parsed once and held, never written down.

use std::net::IpAddr;

use aws_lc_rs::digest;
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    KeyPair as _, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256,
};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use thiserror::Error;
use tokio::sync::SetOnce;

use crate::oauth::time::UnixTime;

/// Why a key could not be made or used.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum KeyFault {
    /// The cryptography library could not make an RSA key.
    #[error("no RSA key could be made")]
    Generate,
    /// The key could not be wrapped in a certificate for `x5c`.
    #[error("no certificate could be made for the key: {0}")]
    Certificate(String),
    /// The cryptography library refused to sign.
    #[error("the token could not be signed")]
    Sign,
}

/// The two keys of a tenant: the one that signs, and the one that will after a roll (Auth0 publishes both).
pub(super) struct Keys {
    host: IpAddr,
    current: SetOnce<Result<SigningKey, KeyFault>>,
    next: SetOnce<Result<SigningKey, KeyFault>>,
}

impl Keys {
    /// No keys yet. `host` becomes the certificates' subject.
    pub(super) fn new(host: IpAddr) -> Self {
        Self {
            host,
            current: SetOnce::new(),
            next: SetOnce::new(),
        }
    }

    /// Makes what is missing, the signing key first. Takes 20 to 300 ms of one core.
    pub(super) fn make(&self, now: UnixTime) {
        for slot in [&self.current, &self.next] {
            if !slot.initialized() {
                // Two runs at once may both make a key; the first one set is the one that counts.
                drop(slot.set(SigningKey::generate(self.host, now)));
            }
        }
    }

    /// The signing key, as soon as it exists.
    pub(super) async fn current(&self) -> Result<&SigningKey, KeyFault> {
        self.current.wait().await.as_ref().map_err(Clone::clone)
    }

    /// Both keys, as soon as they exist.
    pub(super) async fn both(&self) -> Result<[&SigningKey; 2], KeyFault> {
        let current = self.current().await?;
        let next = self.next.wait().await.as_ref().map_err(Clone::clone)?;
        Ok([current, next])
    }
}

/// One RSA key.
pub(super) struct SigningKey {
    pair: KeyPair,
    public: ParsedPublicKey,
    /// The certificate around the public half, DER.
    certificate: Vec<u8>,
    /// The key's id.
    pub(super) kid: String,
}

impl SigningKey {
    fn generate(host: IpAddr, now: UnixTime) -> Result<Self, KeyFault> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| KeyFault::Generate)?;
        // Keys are fresh at each start, also with a seed, so the id follows the key: nobody meets an old id with a new key.
        let thumb = digest::digest(&digest::SHA256, pair.public_key().as_ref());
        let kid = URL_SAFE_NO_PAD.encode(thumb).chars().take(21).collect();
        let certificate = certificate(&pair, host, now)?;
        let public = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, pair.public_key().as_ref())
            .map_err(|_| KeyFault::Generate)?;
        Ok(Self {
            pair,
            public,
            certificate,
            kid,
        })
    }

    /// The compact JWS (RFC 7515 7.1) of header and payload.
    pub(super) fn sign(&self, header: &Value, payload: &Value) -> Result<String, KeyFault> {
        let mut token = URL_SAFE_NO_PAD.encode(header.to_string());
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(payload.to_string(), &mut token);
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(
                &RSA_PKCS1_SHA256,
                &SystemRandom::new(),
                token.as_bytes(),
                &mut signature,
            )
            .map_err(|_| KeyFault::Sign)?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }

    /// True when `signature` is this key's RS256 over `signed`.
    pub(super) fn verifies(&self, signed: &[u8], signature: &[u8]) -> bool {
        self.public.verify_sig(signed, signature).is_ok()
    }

    /// The public half as a JWK with Auth0's members.
    pub(super) fn jwk(&self) -> Value {
        let public = self.pair.public_key();
        let number = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let thumb = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, &self.certificate);
        json!({
            "alg": "RS256",
            "kty": "RSA",
            "use": "sig",
            "n": number(public.modulus().big_endian_without_leading_zero()),
            "e": number(public.exponent().big_endian_without_leading_zero()),
            "kid": self.kid,
            "x5t": number(thumb.as_ref()),
            "x5c": [STANDARD.encode(&self.certificate)],
        })
    }
}

/// A self-signed certificate around the key, valid from this year on for as long as Auth0's (some thirteen years).
fn certificate(pair: &KeyPair, host: IpAddr, now: UnixTime) -> Result<Vec<u8>, KeyFault> {
    let fault = |error: rcgen::Error| KeyFault::Certificate(error.to_string());
    let pkcs8 = AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(pair)
        .map_err(|_| KeyFault::Generate)?;
    let signer = rcgen::KeyPair::try_from(pkcs8.as_ref()).map_err(fault)?;
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
