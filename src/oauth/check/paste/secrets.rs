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
    let (name, range) = all_named(text).next()?;
    Some(Found {
        name: words::phrase(match name {
            "client_assertion" => "secret.assertion",
            "SecretAccessKey" | "aws_secret_access_key" | "AWS_SECRET_ACCESS_KEY" => "secret.aws",
            _ => "secret.client",
        }),
        range,
        grave: false,
    })
}

fn all_named(text: &str) -> impl Iterator<Item = (&'static str, Range<usize>)> {
    NAMES.into_iter().flat_map(move |name| {
        text.match_indices(name).filter_map(move |(at, _)| {
            let (start, value) = value_behind(text, at + name.len())?;
            is_real(value).then(|| (name, start..start + value.len()))
        })
    })
}

/// What is looked at behind a name: no secret is longer, and a text of nothing but names would be read again for each of them.
const NEAR: usize = 8192;

fn window(text: &str, from: usize) -> Option<&str> {
    let end = text.floor_char_boundary(from.saturating_add(NEAR));
    text.get(from..end)
}

/// The value behind a name: a sign between, quotes around it, both perhaps escaped. HAR keeps it in a member of its own.
fn value_behind(text: &str, from: usize) -> Option<(usize, &str)> {
    let rest = window(text, from)?;
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
    let start = from + rest.len() - value.len();
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
    let range = headers(text).chain(flags(text)).next()?;
    Some(Found {
        name: words::phrase("secret.client"),
        range,
        grave: false,
    })
}

fn headers(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices("asic ").filter_map(move |(at, _)| {
        let before = text.get(..at)?;
        if !before.ends_with(['b', 'B']) {
            return None;
        }
        let rest = window(text, at + 5)?;
        let length = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || "+/=-_".contains(c)))
            .unwrap_or(rest.len());
        let value = rest.get(..length)?;
        let pair = String::from_utf8(STANDARD.decode(value).ok()?).ok()?;
        let (_, secret) = pair.split_once(':')?;
        is_real(secret).then_some(at + 5..at + 5 + length)
    })
}

/// The flags by which curl is given id and secret.
const FLAGS: [&str; 6] = ["-u ", "--user ", "--user=", "-u'", "-u\"", "-u="];

fn flags(text: &str) -> impl Iterator<Item = Range<usize>> {
    let curl = text.find("curl").unwrap_or(text.len());
    FLAGS.into_iter().flat_map(move |flag| {
        text.match_indices(flag).filter_map(move |(at, _)| {
            let from = at + flag.len();
            let rest = window(text, from)?;
            let value = rest.trim_start_matches(['"', '\'', ' ']);
            let length = value
                .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\''))
                .unwrap_or(value.len());
            let (_, secret) = value.get(..length)?.split_once(':')?;
            let start = from + rest.len() - value.len();
            (curl < at && is_real(secret)).then_some(start..start + length)
        })
    })
}

/// More known secrets than anybody pastes at once.
const MOST: usize = 64;

/// Where the secrets of a text stand, all of them.
pub(super) fn all(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = private_pem(text).map(|pem| pem.range).into_iter().collect();
    found.extend(all_named(text).map(|(_, range)| range));
    found.extend(headers(text));
    found.extend(flags(text));
    found.extend(private_members(text));
    let mut from = 0;
    for _ in 0..MOST {
        let Some(known) = text.get(from..).and_then(secret_in) else {
            break;
        };
        let start = from + known.offset;
        from = start + known.length;
        found.push(start..from);
    }
    found
}

/// The values of the private members of a JWK (RFC 7518 6.2.2, 6.3.2, 6.4.1).
fn private_members(text: &str) -> impl Iterator<Item = Range<usize>> {
    let names = [
        "\"d\"", "\"k\"", "\"p\"", "\"q\"", "\"dp\"", "\"dq\"", "\"qi\"",
    ];
    let is_key = text.contains("\"kty\"");
    let names = names.into_iter().filter(move |_| is_key);
    names.flat_map(move |name| {
        text.match_indices(name).filter_map(move |(at, _)| {
            let (start, value) = value_behind(text, at + name.len())?;
            (value.len() >= 16).then(|| start..start + value.len())
        })
    })
}
