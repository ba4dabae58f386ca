//! The values of `token`'s flags, as clap reads them.

use crate::oauth::jwt::algorithm::Spelled;

/// A name that a server gave: it may start with a hyphen, as one in sixty-four of those in base64url do, but not like a flag.
pub(in crate::cli) fn name(text: &str) -> Result<String, String> {
    if text.starts_with("--") {
        Err("this is a flag; the value before it is missing".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

/// A signature algorithm; clap's parser for `--alg`.
pub(in crate::cli) fn algorithm(text: &str) -> Result<Spelled, String> {
    Spelled::from_name(text).ok_or_else(|| {
        "not known; RS, PS, ES or HS with 256, 384 or 512 in capitals, or EdDSA, or Ed25519"
            .to_owned()
    })
}

/// `NAME=VALUE`; clap's parser for `--param`.
pub(in crate::cli) fn parameter(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        Some(_) | None => Err("write it as NAME=VALUE".to_owned()),
    }
}

/// An HTTP method; clap's parser for `--method`.
pub(in crate::cli) fn method(text: &str) -> Result<String, String> {
    let good = !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphabetic());
    good.then(|| text.to_ascii_uppercase())
        .ok_or_else(|| "a method is one word, such as POST".to_owned())
}

/// The name of a variable; clap's parser for `--env`.
pub(in crate::cli) fn variable(text: &str) -> Result<String, String> {
    let good = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    (good && starts)
        .then(|| text.to_owned())
        .ok_or_else(|| "a name has letters, digits and _".to_owned())
}
