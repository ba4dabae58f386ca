//! PASETO (paseto.io): version and purpose, and the payload of a public one, which is signed and not encrypted.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::oauth::json::{Document, Kind};

/// True for `v1` to `v4`, `local` or `public`, and one or two parts behind it.
pub fn is_paseto(text: &str) -> bool {
    purpose(text).is_some()
}

/// Version and purpose: `("v4", "local")`.
pub fn purpose(text: &str) -> Option<(&str, &str)> {
    let mut parts = text.split('.');
    let (version, purpose, body) = (parts.next()?, parts.next()?, parts.next()?);
    let known =
        matches!(version, "v1" | "v2" | "v3" | "v4") && matches!(purpose, "local" | "public");
    let short = parts.count() < 2;
    (known && short && body.len() >= 32).then_some((version, purpose))
}

/// The claims of a public token: what stands before its signature.
pub(super) fn public_payload(text: &str) -> Option<Document> {
    let (version, purpose) = purpose(text)?;
    if purpose != "public" {
        return None;
    }
    let body = URL_SAFE_NO_PAD.decode(text.split('.').nth(2)?).ok()?;
    let signature = match version {
        "v1" => 256,
        "v3" => 96,
        _ => 64,
    };
    let message = body.get(..body.len().checked_sub(signature)?)?;
    let document = Document::new(String::from_utf8(message.to_vec()).ok()?);
    let root = document.root()?;
    let good = document.faults().is_empty() && document.kind(root) == Kind::Object;
    good.then_some(document)
}

/// The bytes of a footer, which is neither encrypted nor part of the claims.
pub fn footer(text: &str) -> Option<String> {
    purpose(text)?;
    let bytes = URL_SAFE_NO_PAD.decode(text.split('.').nth(3)?).ok()?;
    String::from_utf8(bytes).ok()
}
