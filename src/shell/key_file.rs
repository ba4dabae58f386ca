//! A private key of the learner's own in a file.

use std::path::Path;

use secrecy::zeroize::Zeroizing;

use crate::oauth::jwt::algorithm::{Algorithm, Spelled};
use crate::oauth::jwt::private::{Opened, PrivateKey};
use crate::shell::secret_command::LIMIT;
use crate::store::bounded;

/// The key in this file. Nothing that is no file is read: what a pipe gives is gone then. Blocks for as long as the disk takes.
///
/// # Errors
/// Why not, in words. They repeat no part of a key.
pub fn read(path: &Path, kid: Option<&str>) -> Result<Opened, String> {
    let read = bounded::file(path, LIMIT).map(Zeroizing::new);
    let bytes = read.map_err(|why| why.to_string())?;
    opened(&bytes, kid)
}

/// The key in these bytes.
///
/// # Errors
/// As [`read`].
pub fn opened(bytes: &[u8], kid: Option<&str>) -> Result<Opened, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| binary(bytes))?;
    PrivateKey::parse(text, kid).map_err(|bad| bad.to_string())
}

/// How the key is used where nobody says: as its JWK wants it (RFC 7517 4.4), where that is one for such a key, else as most servers
/// take it.
pub fn usual(key: &PrivateKey) -> Spelled {
    let own = key.alg.as_deref().and_then(Spelled::from_name);
    let own = own.filter(|own| key.check(own.algorithm()).is_ok());
    own.unwrap_or_else(|| key.usual_algorithm().into())
}

/// True where the JWK is for another algorithm than this (RFC 7517 4.4).
pub fn is_for_another(key: &PrivateKey, algorithm: Algorithm) -> bool {
    let own = key.alg.as_deref();
    own.is_some_and(|own| Algorithm::from_name(own) != Some(algorithm))
}

/// What a file that is no text probably is.
fn binary(bytes: &[u8]) -> String {
    let what = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => {
            "it is UTF-16, which PowerShell's > writes; save it as UTF-8 or ASCII"
        }
        [0x30, ..] => {
            "it is binary. If it is DER: openssl pkey -inform DER -in FILE -out key.pem; if it is PKCS #12: openssl pkcs12 -in FILE -nocerts -nodes -out key.pem"
        }
        _ => "it is no text, and a key is read from PEM or JWK",
    };
    what.to_owned()
}
