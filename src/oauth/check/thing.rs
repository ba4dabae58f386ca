//! What a text is that is neither a token nor a token response: keys, metadata, SAML, a cookie, an error.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use crate::oauth::check::paste::{Kind, Prepared};
use crate::oauth::check::reply_error;
use crate::oauth::finding::Finding;
use crate::oauth::json::{self, Document, NodeId};
use crate::oauth::jwt::keys::Keys;
use crate::oauth::rules::{Rule, words};

/// A finding of `rule` that tells of this thing.
pub(super) fn told(rule: Rule, thing: &str) -> Finding {
    let head = format!("things.{thing}");
    Finding::new(rule)
        .with("thing", words::value(&head, "name"))
        .with("about", words::value(&head, "about"))
        .with("do", words::value(&head, "do"))
}

/// What a paste is in which no token was found.
pub(super) fn of(text: &str, prepared: &Prepared) -> &'static str {
    match prepared.kind {
        Kind::Html => return "html",
        Kind::Request => return "request",
        Kind::ErrorReply => return "error",
        Kind::TokenReply | Kind::BareToken | Kind::Unreadable | Kind::OtherJson => {}
    }
    let plain = text.trim();
    if let Some(thing) = of_text(plain) {
        return thing;
    }
    let document = prepared.document.as_ref();
    let known = document.and_then(|document| Some((document, document.root()?)));
    match known {
        Some((document, root)) if document.faults().is_empty() => {
            if reply_error::said(document, root).is_some() {
                return "error";
            }
            of_document(document, root).unwrap_or("json")
        }
        Some(_) | None if reply_error::evidence_of(prepared).is_some() => "error",
        Some(_) | None => "text",
    }
}

/// A text that is no JSON.
pub(super) fn of_text(text: &str) -> Option<&'static str> {
    if text.contains("-----BEGIN ") {
        return Some(match () {
            () if text.contains("CERTIFICATE REQUEST-----") => "signing-request",
            () if text.contains("CERTIFICATE-----") => "certificate",
            () => "key",
        });
    }
    if text.starts_with('<')
        && (text.contains("</") || text.contains("/>") || text.starts_with("<?xml"))
    {
        let lower: String = text
            .chars()
            .take(4_096)
            .collect::<String>()
            .to_ascii_lowercase();
        let saml = lower.contains("urn:oasis:names:tc:saml") || lower.contains("<saml");
        return Some(if saml { "saml" } else { "xml" });
    }
    if is_basic_header(text) {
        return Some("basic");
    }
    if text.starts_with("ssh-") || text.starts_with("ecdsa-sha2-") {
        return Some("key");
    }
    if is_saml_in_base64(text) {
        return Some("saml");
    }
    if !text.starts_with('{') && is_cookie(text) {
        return Some("cookie");
    }
    if is_bare_key(text) {
        return Some("key");
    }
    is_form(text).then_some("form")
}

/// One line with `Basic` and one word, the name of the header before it or not (RFC 7617 2).
fn is_basic_header(text: &str) -> bool {
    let lower = text.get(..24).unwrap_or(text).to_ascii_lowercase();
    let name = lower.trim_start_matches("authorization:").trim_start();
    name.starts_with("basic ")
        && text.split_whitespace().count() <= 3
        && text
            .split_whitespace()
            .last()
            .is_some_and(|word| word.len() >= 8)
}

/// A key in base64 and nothing around it: Keycloak's realm page, a member of `x5c`.
fn is_bare_key(text: &str) -> bool {
    text.starts_with("MI") && text.len() > 60 && Keys::from_bytes(text.as_bytes()).is_ok()
}

/// `SAMLResponse` as a browser posts it.
fn is_saml_in_base64(text: &str) -> bool {
    let plain: String = text
        .trim_start_matches("SAMLResponse=")
        .chars()
        .filter(|c| !c.is_ascii_whitespace())
        .take(400)
        .collect();
    let whole = plain.len() / 4 * 4;
    let decoded = plain
        .get(..whole)
        .and_then(|text| STANDARD_NO_PAD.decode(text.trim_end_matches('=')).ok());
    decoded.is_some_and(|bytes| {
        let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        text.starts_with('<') && text.contains("saml")
    })
}

/// `name=value&name=value`, without blanks.
fn is_form(text: &str) -> bool {
    let pairs: Vec<&str> = text.split('&').collect();
    pairs.len() > 1
        && !text.contains(char::is_whitespace)
        && pairs.iter().all(|pair| pair.contains('='))
}

/// True for what itsdangerous, Django and Rails sign: a JSON object (or compressed bytes), a time and a signature, with no header
/// that names an algorithm.
pub(super) fn is_cookie(text: &str) -> bool {
    if text.contains(char::is_whitespace) {
        return false;
    }
    let plain = text.split_once('=').map_or(text, |(name, value)| {
        let word = name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'));
        if word && value.contains(['.', ':', '-']) && !name.starts_with("eyJ") {
            value
        } else {
            text
        }
    });
    let compressed = plain.starts_with('.');
    let body = plain.trim_start_matches('.');
    let by_dots: Vec<&str> = body.split('.').collect();
    let by_colons: Vec<&str> = body.split(':').collect();
    match (by_dots.as_slice(), by_colons.as_slice()) {
        ([data, time, signature], [_]) | ([_], [data, time, signature]) => {
            is_signed_by_a_framework(data, time, signature, compressed)
        }
        _ => is_rails(plain) || plain.starts_with("s%3A") || plain.starts_with("s:"),
    }
}

/// False for nearly every token: a cookie has a time between dots, which is short, or the two hyphens of Rails.
pub(super) fn may_be_cookie(text: &str) -> bool {
    // What is behind the hyphens is a digest in hexadecimal, 128 digits at most.
    let end = text.len().saturating_sub(130);
    let hyphens = text.as_bytes().get(end..).unwrap_or_default();
    text.split('.').any(|part| (3..=8).contains(&part.len()))
        || hyphens.windows(2).any(|pair| pair == b"--")
}

fn is_signed_by_a_framework(data: &str, time: &str, signature: &str, compressed: bool) -> bool {
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok();
    let short = (3..=8).contains(&time.len());
    // SHA-1 to SHA-512 in base64url.
    let signed = matches!(signature.len(), 27 | 38 | 43 | 64 | 86);
    let zlib = |bytes: &[u8]| bytes.first() == Some(&0x78);
    let object = decode(data).is_some_and(|bytes| {
        if compressed {
            return zlib(&bytes);
        }
        let text = String::from_utf8(bytes).unwrap_or_default();
        let document = json::read(&text);
        let root = document.root();
        let header = root.is_some_and(|root| document.member(root, "alg").is_some());
        document.faults().is_empty() && root.is_some() && !header
    });
    short && signed && object
}

/// `BAh7...--0a1b`, or JSON in base64, two hyphens and a digest in hexadecimal.
fn is_rails(text: &str) -> bool {
    text.rsplit_once("--").is_some_and(|(data, digest)| {
        data.len() > 8 && digest.len() >= 40 && digest.bytes().all(|b| b.is_ascii_hexdigit())
    })
}

/// An object or another value of JSON, by its members.
pub(super) fn of_document(document: &Document, root: NodeId) -> Option<&'static str> {
    if document.kind(root) == json::Kind::Array {
        return Some("list");
    }
    let has = |name: &str| document.member(root, name).is_some();
    let all = |names: &[&str]| names.iter().all(|name| has(name));
    let any = |names: &[&str]| names.iter().any(|name| has(name));
    let known = [
        ("keys", all(&["keys"])),
        (
            "signed-json",
            all(&["payload"]) && any(&["signature", "signatures"]) || all(&["ciphertext", "iv"]),
        ),
        (
            "key",
            all(&["kty"]) || all(&["public_key", "realm"]) || is_map_of_pem(document, root),
        ),
        (
            "metadata",
            any(&["token_endpoint", "jwks_uri", "authorization_endpoint"]),
        ),
        ("introspection", all(&["active"])),
        ("device", all(&["device_code", "user_code"])),
        ("pushed", all(&["request_uri", "expires_in"])),
        (
            "registration",
            all(&["client_id"])
                && any(&[
                    "redirect_uris",
                    "client_secret_expires_at",
                    "registration_access_token",
                    "grant_types",
                ]),
        ),
        ("claims", all(&["iss"]) && any(&["exp", "aud"])),
        ("userinfo", is_userinfo(document, root)),
        ("empty", document.members(root).next().is_none()),
    ];
    known
        .into_iter()
        .find(|(_, held)| *held)
        .map(|(thing, _)| thing)
}

/// OpenID Connect Core 5.3.2: the subject and claims of 5.1, or the subject alone. Two makers have older names of their own.
fn is_userinfo(document: &Document, root: NodeId) -> bool {
    const PERSON: [&str; 10] = [
        "email",
        "name",
        "preferred_username",
        "given_name",
        "family_name",
        "nickname",
        "picture",
        "phone_number",
        "email_verified",
        "locale",
    ];
    let has = |name: &str| document.member(root, name).is_some();
    let alone = document.members(root).count() == 1;
    has("sub") && !has("exp") && (alone || PERSON.iter().any(|name| has(name)))
        || has("id") && has("verified_email")
        || has("userPrincipalName") && has("displayName")
}

/// Google's and Firebase's certificates: an object whose every value is PEM.
fn is_map_of_pem(document: &Document, root: NodeId) -> bool {
    let mut members = document.members(root).peekable();
    members.peek().is_some()
        && members.all(|member| {
            document
                .string(member.value)
                .is_some_and(|text| text.starts_with("-----BEGIN "))
        })
}
