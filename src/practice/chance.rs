//! Randomness as the servers use it: handed in, so that `--seed` can repeat ids and secrets.

/// A source of random bytes. Keys do not come from here: they are always fresh.
pub trait Random: Send {
    /// Fills `bytes`.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// Letters and digits, as in Auth0's client ids.
pub(super) const ALPHANUMERIC: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/// Letters, digits, `-` and `_`, as in Auth0's client secrets.
pub(super) const URL_SAFE: &[u8] =
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// `length` characters of `alphabet`, which must not be empty.
pub(super) fn text(random: &mut dyn Random, alphabet: &[u8], length: usize) -> String {
    (0..length)
        .map(|_| {
            // Eight bytes a character keep the bias of the remainder below 2^-57 without a loop that could run on.
            let mut bytes = [0; 8];
            random.fill(&mut bytes);
            let place = u64::from_le_bytes(bytes) % alphabet.len() as u64;
            usize::try_from(place)
                .ok()
                .and_then(|place| alphabet.get(place))
                .map_or('0', |letter| char::from(*letter))
        })
        .collect()
}

/// `length` hexadecimal digits.
pub(super) fn hexadecimal(random: &mut dyn Random, length: usize) -> String {
    text(random, b"0123456789abcdef", length)
}
