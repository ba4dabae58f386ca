//! What a text that names something must not carry: `client_secret=...`, `password: ...`, a token, a private key.

use super::{bare, holds_one, is_carrier, is_surely, is_telling_address, is_version, spelled};
use crate::oauth::kind::vendor_of;
use crate::oauth::text::is_hidden;

/// True for a text that carries a secret or a token, however it is written. Names of scopes and APIs (`password:reset`, `read:secrets`) carry
/// none.
pub fn carries(text: &str) -> bool {
    let plain = plain(text);
    is_telling_address(text) || is_one(&plain) || given(&plain).any(|given| given.is_secret())
}

/// The same for a text whose words mean little by themselves: the path of a file, or a line of one. Something has to be set there.
pub fn assigns(text: &str) -> bool {
    let plain = plain(text);
    let is_set = |given: Given<'_>| {
        let stands_in = given
            .value
            .starts_with(['.', '…', '*', '<', '{', '$', '%', '/']);
        given.sign.contains('=') && is_surely(given.name) && !stands_in
    };
    is_one(&plain) || given(&plain).any(is_set)
}

/// The same for members of JSON alone.
pub(super) fn in_json(text: &str) -> bool {
    let is_member = |given: &Given<'_>| given.sign.contains('"') && given.sign.contains(':');
    given(text).any(|given| is_member(&given) && is_carrier(given.name))
}

/// What `text` says, without what is encoded or cannot be seen.
pub fn plain(text: &str) -> String {
    let mut text = spelled(text);
    text.retain(|c| !is_hidden(c) || c.is_whitespace());
    text
}

/// The least length of a vendor's token: some begin as words of people do.
const LEAST: usize = 24;

/// True for a text in which a token, a key or a secret stands that is known by its looks, without a name before it.
pub fn is_one(text: &str) -> bool {
    let mut words = text.split(|c: char| c.is_whitespace() || "=\"',;".contains(c));
    holds_one(text)
        || text.contains("PRIVATE KEY-----")
        || is_secret_jwk(text)
        || words.any(is_vendors)
}

/// True for a JWK with what only its owner has: `d` of a private key, `k` of a symmetric one (RFC 7517, RFC 7518 6).
fn is_secret_jwk(text: &str) -> bool {
    let members: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let is_there = |name: &str| members.contains(name);
    is_there("\"kty\":") && (is_there("\"d\":\"") || is_there("\"k\":\""))
}

/// True for a text of which a part is a vendor's token, as addresses and paths have parts.
pub(super) fn has_vendors(text: &str) -> bool {
    let is_between = |c: char| c.is_whitespace() || "/?#&=:;,\"'@()[]{}<>|\\".contains(c);
    // A refresh token of Google has slashes at its beginning.
    let google = text.match_indices("1//").filter_map(|(at, _)| {
        let is_apart = text.get(..at)?.chars().next_back().is_none_or(is_between);
        let (_, rest) = text.get(at..)?.split_once("//")?;
        let end = rest.find(is_between).unwrap_or(rest.len());
        text.get(at..at + "1//".len() + end).filter(|_| is_apart)
    });
    text.split(is_between).chain(google).any(is_vendors)
}

/// True for a vendor's token. Names of people's own begin like one too (`hf_models_v2`, `dapi-Gateway-1`).
fn is_vendors(word: &str) -> bool {
    word.len() >= LEAST && (looks_made(word) || is_numbered(word)) && vendor_of(word).is_some()
}

/// True for a text with a number as only machines give them: the workspace in a token of Slack's, before random letters that may hold no digit.
fn is_numbered(text: &str) -> bool {
    let mut runs = text.split(|c: char| !c.is_ascii_alphanumeric());
    runs.any(|run| run.len() >= RUN && run.bytes().all(|b| b.is_ascii_digit()))
}

/// So many letters and digits in a row, some of both, are no word.
const RUN: usize = 10;

/// True for a text with a run of letters and digits as only machines make them.
pub(super) fn looks_made(text: &str) -> bool {
    let mut runs = text.split(|c: char| !c.is_ascii_alphanumeric());
    runs.any(|run| {
        let digits = run.bytes().filter(u8::is_ascii_digit).count();
        run.len() >= RUN && digits > 0 && digits < run.len()
    })
}

/// So many letters great and small and digits in a row are no name of anybody's.
const RANDOM: usize = 40;
/// So long are the client secrets that Auth0 and Okta make.
const SECRET: usize = 64;
/// Few ids are so long: most have up to 43 (the hash of a key in base64url), Salesforce's 85; secrets of Auth0 and Okta have 64.
const LONGER_THAN_IDS: usize = 60;

/// True for a text with a part that only a machine can have made, as it makes secrets. Names of keys are made so as well.
pub fn is_random(text: &str) -> bool {
    has_random(text, RANDOM)
}

/// The same where machines make ids and names of keys too, of which most are shorter.
pub fn is_longer_than_most_ids(text: &str) -> bool {
    has_random(text, LONGER_THAN_IDS)
}

/// True for a text with a word as long as the secrets that Auth0 and Okta make, and made as they are.
pub fn is_as_a_secret(text: &str) -> bool {
    let mut words = text.split(|c: char| c.is_whitespace() || "\"'".contains(c));
    words.any(|word| word.len() == SECRET && has_random(word, SECRET))
}

fn has_random(text: &str, least: usize) -> bool {
    let is_of_run = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '~' | '+');
    let mut runs = text.split(|c| !is_of_run(c));
    runs.any(|run| run.len() >= least && is_mixed(run) && looks_made(run))
}

/// True for great and small letters and digits in no order. Of words written together the small letters stand in long rows.
fn is_mixed(run: &str) -> bool {
    let count = |of: fn(&u8) -> bool| run.bytes().filter(of).count();
    let great = count(u8::is_ascii_uppercase);
    let small = count(u8::is_ascii_lowercase);
    let rows = run.split(|c: char| !c.is_ascii_lowercase());
    let rows = rows.filter(|row| !row.is_empty()).count();
    // At random a row has 1.7 letters, and a tenth is far less than its share.
    let is_shuffled = small > 0 && small * 10 < rows * 26;
    is_shuffled && great * 10 >= run.len() && count(u8::is_ascii_digit) > 0
}

/// A value behind a name.
pub struct Given<'a> {
    /// The name.
    pub name: &'a str,
    /// What stands in between: `=`, `: "`, a blank.
    pub sign: &'a str,
    /// The value; never empty.
    pub value: &'a str,
}

impl Given<'_> {
    /// True where this is how a secret is given.
    fn is_secret(&self) -> bool {
        if self.sign.contains('=') || self.sign.contains(':') && self.sign.len() > 1 {
            return is_carrier(self.name);
        }
        let is_name = is_surely(self.name) || bare(self.name) == "bearer";
        // A name among names: scopes stand one after another, and hosts and scopes have parts behind a colon.
        let is_part = self.is_word() || self.is_port() || self.is_name();
        is_name && !is_part || self.is_client_secret()
    }

    /// Nobody calls a scope so. A colon parts what a scope is about from what may be done with it.
    fn is_client_secret(&self) -> bool {
        self.sign != ":" && bare(self.name).ends_with("clientsecret")
    }

    /// A word as people make them.
    fn is_word(&self) -> bool {
        let is_of_word = |b: u8| b.is_ascii_lowercase() || b"._-:*".contains(&b);
        self.value.bytes().all(is_of_word)
    }

    /// Words with a great letter in front, as the scopes of some are made, or a version: `Read.All`, `v2`.
    fn is_name(&self) -> bool {
        let is_capital = |word: &str| {
            let mut letters = word.chars();
            word.len() > 2
                && letters.next().is_some_and(|c| c.is_ascii_uppercase())
                && letters.all(|c| c.is_ascii_lowercase())
        };
        let value = self.value;
        self.sign == ":" && (is_version(value) || value.split('.').all(is_capital))
    }

    /// The port behind the name of a host.
    fn is_port(&self) -> bool {
        let number = self.value.split('/').next().unwrap_or_default();
        self.sign == ":" && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit())
    }
}

/// Every name of a text with the value behind it.
pub fn given(text: &str) -> impl Iterator<Item = Given<'_>> {
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find(is_of_name)?;
            let word = rest.get(start..)?;
            let length = word.find(|c| !is_of_name(c)).unwrap_or(word.len());
            let (name, behind) = word.split_at_checked(length)?;
            rest = behind;
            if let Some((sign, value)) = value(behind) {
                return Some(Given { name, sign, value });
            }
        }
    })
}

/// The value behind a name, and the signs before it.
fn value(behind: &str) -> Option<(&str, &str)> {
    let is_sign = |c: char| c.is_whitespace() || matches!(c, '=' | ':' | '>' | '"' | '\'' | '\\');
    let value = behind.trim_start_matches(is_sign);
    let (sign, value) = behind.split_at_checked(behind.len() - value.len())?;
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '\\' | '&' | ';' | ',' | ')' | '}' | ']')
    };
    let value = value.get(..value.find(ends).unwrap_or(value.len()))?;
    (!sign.is_empty() && !value.is_empty()).then_some((sign, value))
}
