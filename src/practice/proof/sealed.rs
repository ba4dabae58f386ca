//! Tokens that only some can read: opaque ones for the server itself, and encrypted ones for the API (RFC 7516).

use std::sync::OnceLock;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::rand::{SecureRandom as _, SystemRandom};
use aws_lc_rs::rsa::{
    KeySize, OAEP_SHA256_MGF1SHA256, OaepPrivateDecryptingKey, OaepPublicEncryptingKey,
    PrivateDecryptingKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};

use crate::practice::KeyFault;

/// AES-GCM's tag, in bytes.
const TAG: usize = 16;
/// The name of the API's key.
const KID: &str = "api-encryption-key";

/// What is needed to seal and to open.
#[derive(Default)]
pub(in crate::practice) struct Sealed {
    /// Opaque tokens hold their claims, sealed: nothing is kept, so a flood of them fills nothing.
    opaque: OnceLock<[u8; 32]>,
    /// The API's key pair, made when a token is first encrypted.
    api: OnceLock<Option<ApiKey>>,
}

/// The API's own key pair.
struct ApiKey {
    public: OaepPublicEncryptingKey,
    private: OaepPrivateDecryptingKey,
}

/// What a token turned out to be.
pub(in crate::practice) enum Kind {
    /// A JWS, or nothing this server made.
    Signed,
    /// A JWE, and the JWS that was inside.
    Encrypted(String),
    /// An opaque token, and its claims.
    Opaque(Map<String, Value>),
}

impl Sealed {
    /// The opaque token of these claims.
    pub(in crate::practice) fn opaque(&self, claims: &Value) -> Result<String, KeyFault> {
        let mut iv = [0; NONCE_LEN];
        random(&mut iv)?;
        let mut text = claims.to_string().into_bytes();
        cipher(self.secret()?)?
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(iv), Aad::empty(), &mut text)
            .map_err(|_| KeyFault::Sign)?;
        Ok(URL_SAFE_NO_PAD.encode([iv.as_slice(), &text].concat()))
    }

    /// The JWE around a signed token: RSA-OAEP-256 and A256GCM, as an API in Auth0 may have it.
    pub(in crate::practice) fn encrypted(&self, jws: String) -> Result<String, KeyFault> {
        let fault = |_| KeyFault::Sign;
        let public = self.api().ok_or(KeyFault::Generate)?;
        let mut content_key = [0; 32];
        let mut iv = [0; NONCE_LEN];
        random(&mut content_key)?;
        random(&mut iv)?;
        let mut wrapped = vec![0; public.key_size_bytes()];
        let wrapped = public
            .encrypt(&OAEP_SHA256_MGF1SHA256, &content_key, &mut wrapped, None)
            .map_err(fault)?;
        let header = json!({ "alg": "RSA-OAEP-256", "enc": "A256GCM", "typ": "JWT", "cty": "JWT", "kid": KID });
        let header = URL_SAFE_NO_PAD.encode(header.to_string());
        let mut text = jws.into_bytes();
        // RFC 7516 5.1, step 14: the header is what the tag covers beside the text.
        let tag = cipher(&content_key)?
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(iv),
                Aad::from(header.as_bytes()),
                &mut text,
            )
            .map_err(fault)?;
        let parts: [&[u8]; 4] = [wrapped, &iv, &text, tag.as_ref()];
        let parts = parts.map(|part| URL_SAFE_NO_PAD.encode(part));
        Ok(format!("{header}.{}", parts.join(".")))
    }

    /// Looks what a token is, opening it where this server sealed it.
    pub(in crate::practice) fn kind(&self, token: &str) -> Kind {
        let parts: Vec<_> = token.split('.').collect();
        let opened = match parts.as_slice() {
            [one] => self.open_opaque(one).map(Kind::Opaque),
            [header, key, iv, text, tag] => self
                .open([*header, *key, *iv, *text, *tag])
                .map(Kind::Encrypted),
            _ => None,
        };
        opened.unwrap_or(Kind::Signed)
    }

    fn open_opaque(&self, token: &str) -> Option<Map<String, Value>> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (iv, text) = bytes.split_at_checked(NONCE_LEN)?;
        let mut text = text.to_vec();
        let open = cipher(self.secret().ok()?).ok()?;
        let iv = Nonce::try_assume_unique_for_key(iv).ok()?;
        let text = open.open_in_place(iv, Aad::empty(), &mut text).ok()?;
        serde_json::from_slice(text).ok()
    }

    fn open(&self, [header, key, iv, text, tag]: [&str; 5]) -> Option<String> {
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
        let private = &self.api.get()?.as_ref()?.private;
        let mut content_key = vec![0; private.min_output_size()];
        let content_key = private
            .decrypt(
                &OAEP_SHA256_MGF1SHA256,
                &decode(key)?,
                &mut content_key,
                None,
            )
            .ok()?;
        let open = cipher(<&[u8; 32]>::try_from(&*content_key).ok()?).ok()?;
        let iv = Nonce::try_assume_unique_for_key(&decode(iv)?).ok()?;
        let mut sealed = [decode(text)?, decode(tag)?.get(..TAG)?.to_vec()].concat();
        let text = open
            .open_in_place(iv, Aad::from(header.as_bytes()), &mut sealed)
            .ok()?;
        String::from_utf8(text.to_vec()).ok()
    }

    fn secret(&self) -> Result<&[u8; 32], KeyFault> {
        if let Some(known) = self.opaque.get() {
            return Ok(known);
        }
        let mut fresh = [0; 32];
        random(&mut fresh)?;
        Ok(self.opaque.get_or_init(|| fresh))
    }

    fn api(&self) -> Option<&OaepPublicEncryptingKey> {
        let pair = self.api.get_or_init(|| {
            let key = PrivateDecryptingKey::generate(KeySize::Rsa2048).ok()?;
            Some(ApiKey {
                public: OaepPublicEncryptingKey::new(key.public_key()).ok()?,
                private: OaepPrivateDecryptingKey::new(key).ok()?,
            })
        });
        pair.as_ref().map(|pair| &pair.public)
    }
}

fn random(bytes: &mut [u8]) -> Result<(), KeyFault> {
    SystemRandom::new()
        .fill(bytes)
        .map_err(|_| KeyFault::Generate)
}

fn cipher(key: &[u8; 32]) -> Result<LessSafeKey, KeyFault> {
    UnboundKey::new(&AES_256_GCM, key)
        .map(LessSafeKey::new)
        .map_err(|_| KeyFault::Sign)
}
