//! What an error means, by all the evidence that there is: the rows of `assets/errors.toml`, the one that names the most of it first.

use crate::oauth::finding::abridge;
use crate::oauth::json::{Document, Integer};
use crate::oauth::kind::Family;
use crate::oauth::reply::Reply;
use crate::oauth::rules::words;
use crate::oauth::tables::Row;

/// How much of a body is searched for a vendor's words.
const LONGEST_BODY: usize = 65_536;
/// How much of a challenge is repeated, in characters.
const LONGEST_CHALLENGE: usize = 160;

/// Everything that is known of an error.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Its code.
    pub code: Option<String>,
    /// The server's own words.
    pub description: Option<String>,
    /// The status of the response.
    pub status: Option<u16>,
    /// The body in lower case, as far as it is searched.
    pub body: String,
    challenge: Option<String>,
    scope: Option<String>,
    retry_after: Option<String>,
}

/// What an error means.
#[derive(Clone, Copy, Debug)]
pub struct Explained {
    /// What happened.
    pub what: &'static str,
    /// Why.
    pub why: &'static str,
    /// What to do.
    pub fix: &'static str,
    /// What a program could try next, as a word; empty where there is nothing.
    pub advice: &'static str,
    /// Whose error it is, as far as the evidence goes.
    pub family: Family,
}

impl Evidence {
    /// The error in a reply as it was received; `None` where there is none.
    pub fn of_reply(reply: &Reply) -> Option<Self> {
        let mut evidence = Self {
            status: Some(reply.status),
            ..Self::default()
        };
        for (name, value) in &reply.headers {
            evidence.header(name, value);
        }
        let document = crate::oauth::json::read(&reply.text());
        let said = document
            .root()
            .and_then(|root| super::reply_error::said(&document, root));
        if let Some(said) = &said {
            (evidence.code, evidence.description) = said.owned();
        } else if (200..300).contains(&reply.status) {
            return None;
        }
        evidence.take_body(&document);
        Some(evidence)
    }

    /// Takes what a header tells: the challenge (RFC 6750 3), and when to ask again (RFC 9110 10.2.3).
    pub(super) fn header(&mut self, name: &str, value: &str) {
        if name.eq_ignore_ascii_case("retry-after") {
            self.retry_after = Some(value.trim().to_owned());
        }
        if !name.eq_ignore_ascii_case("www-authenticate") {
            return;
        }
        let parameter = |name: &str| parameter(value, name);
        self.code = self.code.take().or_else(|| parameter("error"));
        self.description = self
            .description
            .take()
            .or_else(|| parameter("error_description"));
        self.scope = self.scope.take().or_else(|| parameter("scope"));
        self.body.push_str(&value.to_lowercase());
        self.challenge
            .get_or_insert_with(|| value.trim().to_owned());
    }

    /// Takes the body, for the words in it, and for a status that stands there.
    pub(super) fn take_body(&mut self, document: &Document) {
        self.status = self.status.or_else(|| status_in(document));
        let text = document.text();
        let end = text.floor_char_boundary(LONGEST_BODY);
        self.body
            .push_str(&text.get(..end).unwrap_or_default().to_lowercase());
        if let Some(text) = &self.description {
            self.body.push('\n');
            self.body.push_str(&text.to_lowercase());
        }
    }

    /// What the headers add to the advice.
    pub(super) fn beside(&self) -> String {
        let mut beside = String::new();
        let mut add = |id, name, value: &str| {
            beside.push(' ');
            beside.push_str(&words::fill(words::phrase(id), &[(name, value.to_owned())]));
        };
        if let Some(scope) = &self.scope {
            add("error.scope", "scope", &abridge(scope, LONGEST_CHALLENGE));
        } else if let Some(challenge) = &self.challenge {
            add(
                "error.challenge",
                "challenge",
                &abridge(challenge, LONGEST_CHALLENGE),
            );
        }
        if let Some(wait) = &self.retry_after {
            let id = if wait.bytes().all(|b| b.is_ascii_digit()) {
                "error.retry"
            } else {
                "error.retry-at"
            };
            add(id, "wait", &abridge(wait, 40));
        }
        beside
    }

    fn family(&self) -> Family {
        let has = |piece: &str| self.body.contains(piece);
        if has("aadsts") || has("login.microsoftonline.com") || has("\"error_codes\"") {
            Family::Entra
        } else if has("\"errorcode\"") && (has("\"errorid\"") || has("\"errorsummary\"")) {
            Family::Okta
        } else {
            Family::Generic
        }
    }
}

/// Frameworks and gateways write the status into the body too.
fn status_in(document: &Document) -> Option<u16> {
    let root = document.root()?;
    ["status", "statusCode", "status_code", "code"]
        .into_iter()
        .find_map(
            |name| match document.integer(document.member(root, name)?)? {
                Integer::Fits(status @ 400..600) => u16::try_from(status).ok(),
                Integer::Fits(_) | Integer::Huge { .. } => None,
            },
        )
}

/// A parameter of a challenge: `error="invalid_token"`.
fn parameter(challenge: &str, name: &str) -> Option<String> {
    let start = challenge.match_indices(name).find_map(|(at, _)| {
        let before = challenge.get(..at)?.chars().next_back();
        let behind = challenge
            .get(at + name.len()..)?
            .trim_start()
            .strip_prefix('=')?;
        let apart = before.is_none_or(|c| c == ' ' || c == ',');
        apart.then_some(behind.trim_start())
    })?;
    let value = match start.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => start.split([',', ' ']).next()?,
    };
    (!value.is_empty()).then(|| value.to_owned())
}

/// What `evidence` means: of the rows that fit the one that names the most kinds of evidence, of equals the earlier one.
pub fn explain(evidence: &Evidence) -> Explained {
    let family = evidence.family();
    let mut best: Option<(usize, &'static [Row])> = None;
    for row in words::errors() {
        let Some(kinds) = fits(row, evidence, family) else {
            continue;
        };
        if best.is_none_or(|(most, _)| kinds > most) {
            best = Some((kinds, row));
        }
    }
    let Some((_, row)) = best else {
        let head = if evidence.code.is_some() {
            "unknown_code"
        } else {
            "nameless_error"
        };
        return Explained {
            what: words::value(head, "what"),
            why: words::value(head, "meaning"),
            fix: words::value(head, "advice"),
            advice: "",
            family,
        };
    };
    let vendor = of(row, "id").split('.').next().unwrap_or_default();
    let by_text = Family::ALL
        .into_iter()
        .find(|one| one.word() == vendor && !of(row, "patterns").is_empty());
    Explained {
        what: of(row, "what"),
        why: of(row, "why"),
        fix: of(row, "fix"),
        advice: of(row, "advice"),
        family: if family == Family::Generic {
            by_text.unwrap_or(family)
        } else {
            family
        },
    }
}

fn of(row: &'static [Row], key: &str) -> &'static str {
    row.iter()
        .find(|one| one.key() == key)
        .map_or("", Row::value)
}

/// How many kinds of evidence a row names, where all of them are there.
fn fits(row: &'static [Row], evidence: &Evidence, family: Family) -> Option<usize> {
    let (code, own, status, patterns) = (
        of(row, "code"),
        of(row, "family"),
        of(row, "status"),
        of(row, "patterns"),
    );
    let code_fits = code.is_empty() || evidence.code.as_deref() == Some(code);
    let family_fits = own.is_empty() || family.word() == own;
    let said = evidence.status.map(|status| status.to_string());
    let status_fits =
        status.is_empty() || said.is_some_and(|said| status.split('\n').any(|one| one == said));
    let words = patterns.is_empty() || patterns.split('\n').any(|one| evidence.body.contains(one));
    let named = [code, own, status, patterns]
        .iter()
        .filter(|one| !one.is_empty())
        .count();
    (named > 0 && code_fits && family_fits && status_fits && words).then_some(named)
}
