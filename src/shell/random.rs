//! Randomness for ids and secrets: the operating system's, or a repeatable stream from a seed.

use aws_lc_rs::{digest, rand};

use crate::practice::Random;

/// Randomness of the operating system.
pub struct SystemRandom;

impl Random for SystemRandom {
    #[expect(
        clippy::expect_used,
        reason = "a machine without randomness can make no secret"
    )]
    fn fill(&mut self, bytes: &mut [u8]) {
        rand::fill(bytes).expect("the operating system gives random bytes");
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
