//! Randomness for ids and secrets: the operating system's, or a repeatable stream from a seed. And what is made of it for one use: names,
//! and keys for proofs.

use aws_lc_rs::digest;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use thiserror::Error;

use crate::oauth::jwt::private::PrivateKey;
use crate::practice::Random;

/// A value that nobody has used before: 128 bits as 22 characters. RFC 9449 4.2 asks for 96 bits or more, Auth0 for 64 characters
/// or fewer.
pub fn once() -> String {
    let mut bytes = [0; 16];
    SystemRandom.fill(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// No key could be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no key could be made")]
pub struct NoKey;

/// A new key on P-256 for ES256, the algorithm that every DPoP server knows. Quick to make.
///
/// # Errors
/// [`NoKey`].
pub fn proof_key() -> Result<PrivateKey, NoKey> {
    let made = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING)
        .and_then(|pair| pair.to_pkcs8v1())
        .map_err(|_| NoKey)?;
    PrivateKey::from_pkcs8(made.as_ref()).map_err(|_| NoKey)
}

/// Randomness of the operating system.
pub struct SystemRandom;

impl Random for SystemRandom {
    #[expect(
        clippy::expect_used,
        reason = "a machine without randomness can make no secret"
    )]
    fn fill(&mut self, bytes: &mut [u8]) {
        // Not the signing library's own generator: before its first byte it gathers jitter of the processor, and the first frame waits.
        getrandom::fill(bytes).expect("the operating system gives random bytes");
    }
}

/// A stream that repeats with its seed: SHA-256 over seed and counter. For practice and tests; whoever knows the seed knows the secrets.
pub struct SeededRandom {
    seed: u64,
    block: u64,
    left: Vec<u8>,
}

impl SeededRandom {
    /// The stream of this seed, from its beginning.
    pub fn new(seed: u64) -> Self {
        Self {
            seed,
            block: 0,
            left: Vec::new(),
        }
    }
}

impl Random for SeededRandom {
    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            if self.left.is_empty() {
                let mut input = b"oauth-tutor seed".to_vec();
                input.extend(self.seed.to_le_bytes());
                input.extend(self.block.to_le_bytes());
                self.block = self.block.wrapping_add(1);
                self.left = digest::digest(&digest::SHA256, &input).as_ref().to_vec();
            }
            *byte = self.left.pop().unwrap_or_default();
        }
    }
}
