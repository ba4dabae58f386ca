//! Secrets in a paste: private keys, what begins like a known secret, and the client secret of a request. None is ever repeated.

use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::oauth::check::paste::marks;
use crate::oauth::kind::secret_in;
use crate::oauth::rules::words;

/// A secret that was found.
pub(super) struct Found {
    /// What it is, in words.
    pub(super) name: &'static str,
    /// Where it stands.
    pub(super) range: Range<usize>,
    /// True for what nobody pastes on purpose; false for the secret of a request that was pasted along.
    pub(super) grave: bool,
}

/// The worst secret in a text.
pub(super) fn of(text: &str) -> Option<Found> {
    private_pem(text)
        .or_else(|| private_jwk(text))
        .or_else(|| {
            let known = secret_in(text)?;
            Some(Found {
                name: known.name,
                range: known.offset..known.offset + known.length,
                // A known secret in the place of a request's secret is that.
                grave: !is_named(text, known.offset),
            })
        })
        .or_else(|| named(text))
        .or_else(|| basic(text))
}

fn private_pem(text: &str) -> Option<Found> {
    let start = text.match_indices("-----BEGIN ").find_map(|(at, _)| {
        let label = text.get(at..)?.get(11..60.min(text.len() - at))?;
        let label = label.split("-----").next()?;
        label.ends_with("PRIVATE KEY").then_some(at)
    })?;
    let end = text
        .get(start..)?
        .rfind("PRIVATE KEY-----")
        .map_or(text.len(), |at| start + at + 16);
    Some(Found {
        name: words::phrase("secret.private-key"),
        range: start..end,
        grave: true,
    })
}

/// RFC 7518 6.2.2, 6.3.2 and 6.4.1: `d` is the private half, `k` a shared secret.
fn private_jwk(text: &str) -> Option<Found> {
    let at = text.find("\"kty\"")?;
    let private = ["\"d\"", "\"k\"", "\"p\""].iter().any(|name| {
        text.match_indices(name).any(|(at, _)| {
            let rest = text.get(at + 3..).unwrap_or_default().trim_start();
            let value = rest.strip_prefix(':').map_or("", str::trim_start);
            value
                .strip_prefix('"')
                .is_some_and(|value| value.find('"').is_some_and(|length| length >= 16))
        })
    });
    private.then(|| Found {
        name: words::phrase("secret.private-jwk"),
        range: at..at + 5,
        grave: true,
    })
}

/// The names under which requests carry what proves the client.
const NAMES: [&str; 9] = [
    "client_secret",
    "client-secret",
    "clientsecret",
    "client_assertion",
    "clientSecret",
    "CLIENT_SECRET",
    "SecretAccessKey",
    "aws_secret_access_key",
    "AWS_SECRET_ACCESS_KEY",
];

fn is_named(text: &str, offset: usize) -> bool {
    let before = text.get(..offset).unwrap_or_default();
    let near = before
        .get(before.floor_char_boundary(before.len().saturating_sub(48))..)
        .unwrap_or_default();
    NAMES.iter().any(|name| near.contains(name))
}

/// `client_secret=...`, `"client_secret": "..."`, `client_secret: ...`, `CLIENT_SECRET=...`.
fn named(text: &str) -> Option<Found> {
    NAMES.iter().find_map(|name| {
        text.match_indices(name).find_map(|(at, _)| {
            let from = at + name.len();
            let (start, value) = value_behind(text, from)?;
            is_real(value).then(|| Found {
                name: words::phrase(match *name {
                    "client_assertion" => "secret.assertion",
                    "SecretAccessKey" | "aws_secret_access_key" | "AWS_SECRET_ACCESS_KEY" => {
                        "secret.aws"
                    }
                    _ => "secret.client",
                }),
                range: start..start + value.len(),
                grave: false,
            })
        })
    })
}

/// The value behind a name: a sign between, quotes around it, both perhaps escaped. HAR keeps it in a member of its own.
fn value_behind(text: &str, from: usize) -> Option<(usize, &str)> {
    let rest = text.get(from..)?;
    let behind_name = rest.trim_start_matches(['"', '\'', '\\', ' ', ']']);
    let sign = behind_name
        .strip_prefix("=>")
        .or_else(|| behind_name.strip_prefix(['=', ':', '>']))
        .or_else(|| behind_name.strip_prefix("%3D"))
        .or_else(|| {
            let more = behind_name.strip_prefix(',')?.trim_start();
            let more = more.strip_prefix("\"value\"")?.trim_start();
            more.strip_prefix(':')
        })?;
    let value = sign.trim_start_matches(['"', '\'', '\\', ' ']);
    let length = value
        .find(|c: char| {
            c.is_whitespace() || matches!(c, '"' | '\'' | '&' | ',' | ';' | '}' | '\\' | ')' | '<')
        })
        .unwrap_or(value.len());
    let start = text.len() - value.len();
    Some((start, value.get(..length)?))
}

/// A value that somebody filled in: no placeholder, no variable, no mask.
fn is_real(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let variable = value.starts_with(['$', '<', '{', '%', '@', '(', '[']);
    let masked = value
        .bytes()
        .filter(|b| matches!(b, b'*' | b'x' | b'X' | b'.'))
        .count()
        * 2
        > value.len();
    let word = [
        "your",
        "secret",
        "redacted",
        "hidden",
        "client_secret",
        "null",
        "none",
        "example",
        "process.env",
        "os.environ",
        "undefined",
        "string",
    ]
    .iter()
    .any(|word| {
        lower == *word
            || lower.starts_with("your")
            || lower.starts_with("process.")
            || lower.starts_with("os.")
    });
    let letters = value.bytes().all(|b| b.is_ascii_graphic());
    value.len() >= 6
        && !variable
        && !masked
        && !word
        && letters
        && !marks::is_placeholder("access_token", value)
}

/// `Authorization: Basic ...`, `curl -u id:secret` (RFC 7617 2).
fn basic(text: &str) -> Option<Found> {
    let header = text.match_indices("asic ").find_map(|(at, _)| {
        let before = text.get(..at)?;
        if !before.ends_with(['b', 'B']) {
            return None;
        }
        let rest = text.get(at + 5..)?;
        let length = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || "+/=-_".contains(c)))
            .unwrap_or(rest.len());
        let value = rest.get(..length)?;
        let pair = String::from_utf8(STANDARD.decode(value).ok()?).ok()?;
        let (_, secret) = pair.split_once(':')?;
        is_real(secret).then_some(at + 5..at + 5 + length)
    });
    let flag = || {
        ["-u ", "--user ", "-u'", "-u\""].iter().find_map(|flag| {
            text.match_indices(flag).find_map(|(at, _)| {
                let rest = text.get(at + flag.len()..)?;
                let value = rest.trim_start_matches(['"', '\'', ' ']);
                let length = value
                    .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\''))
                    .unwrap_or(value.len());
                let (_, secret) = value.get(..length)?.split_once(':')?;
                let start = text.len() - value.len();
                let curl = text.get(..at)?.contains("curl");
                (curl && is_real(secret)).then_some(start..start + length)
            })
        })
    };
    let range = header.or_else(flag)?;
    Some(Found {
        name: words::phrase("secret.client"),
        range,
        grave: false,
    })
}
