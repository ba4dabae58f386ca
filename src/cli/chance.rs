//! Chance, drawn in this one place of `cli` and handed down.

use anyhow::anyhow;
use aws_lc_rs::rand;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::oauth::jwt::private::PrivateKey;

/// A value that nobody has used before: 128 bits as 22 characters. RFC 9449 4.2 asks for 96 bits or more, Auth0 for 64 characters
/// or fewer.
///
/// # Errors
/// When the system gives no random bytes.
pub fn once() -> anyhow::Result<String> {
    let mut bytes = [0; 16];
    rand::fill(&mut bytes).map_err(|_| anyhow!("the system gives no random bytes"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// A new key on P-256 for ES256, the algorithm that every DPoP server knows. It lives as long as this process.
///
/// # Errors
/// When no key can be made.
pub fn proof_key() -> anyhow::Result<PrivateKey> {
    let made = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)
        .and_then(|pair| pair.to_pkcs8v1())
        .map_err(|_| anyhow!("no key for the proof can be made"))?;
    Ok(PrivateKey::from_pkcs8(made.as_ref())?)
}
