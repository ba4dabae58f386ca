//! Whether a text that would be kept or sent holds a secret that got into the wrong field.

use std::collections::HashSet;

use crate::app::player::Player;
use crate::app::tenant::TenantFacts;
use crate::app::workbench::Workbench;
use crate::flow::session::Asked;
use crate::lesson::desks::words;
use crate::oauth::carrier::text;
use crate::oauth::names::ClientSecret;
use crate::oauth::reply::echo;
use crate::oauth::request::Field;

/// So many characters that a secret and a text have in common are no chance.
const COMMON: usize = 8;
/// So many at the end of a text are the beginning of a secret that is typed in.
const BEGUN: usize = 4;
/// Of a longer secret no more is compared piece by piece: a key is paid for with each letter that is typed.
const LONGEST: usize = 4096;
/// A run of so many letters and digits together is no word of anybody's.
const RUN: usize = 40;

/// True for a text that holds `secret`: the whole of it, however it is written there, whatever the case and the blanks in it; of one that
/// a machine made, a part that is no chance. People choose secrets of their own tenants, and call an app and its secret alike:
/// `nightly-job` beside `nightly-job-secret` gives nothing away. So of a chosen one that lacks a letter nothing is said: that may be the
/// name of the app.
pub(crate) fn holds(text: &str, secret: &ClientSecret) -> bool {
    let (secret, whole) = (secret.expose(), plain(secret.expose()));
    let common = if is_chosen(secret) {
        usize::MAX
    } else {
        COMMON
    };
    // A shorter one stands in many a word by chance.
    let is_told = whole.len() >= COMMON && echo::holds(text, secret);
    is_told || share(&plain(text), &whole, common)
}

/// `text` without the part of `secret` at its end that no judge minds alone: who types on would put the rest behind it. Of a chosen one
/// that is its beginning; its other words are anybody's.
pub(crate) fn without_begun<'a>(text: &'a str, secret: &ClientSecret) -> &'a str {
    let is_chosen = is_chosen(secret.expose());
    let (whole, mut secret) = (plain(text), plain(secret.expose()));
    secret.truncate(LONGEST);
    let is_part = |length: &usize| {
        let tail = whole.get(whole.len() - length..).unwrap_or_default();
        let mut parts = secret.windows(*length);
        secret.starts_with(tail) || (!is_chosen && parts.any(|part| part == tail))
    };
    let most = whole.len().min(secret.len());
    let Some(length) = (BEGUN..=most).rev().find(is_part) else {
        return text;
    };
    let seen = text
        .char_indices()
        .rev()
        .filter(|(_, c)| !c.is_whitespace());
    let cut = seen.take(length).last().map_or(text.len(), |(at, _)| at);
    text.get(..cut).unwrap_or_default()
}

fn plain(text: &str) -> Vec<char> {
    let seen = text.chars().filter(|c| !c.is_whitespace());
    seen.flat_map(char::to_lowercase).collect()
}

/// True where both have so many characters in a row, or, of a shorter secret, the whole of it. One of so few characters that chance has
/// them too has to be all that the text is.
fn share(text: &[char], secret: &[char], common: usize) -> bool {
    if secret.len() < COMMON {
        return !secret.is_empty() && text == secret;
    }
    let secret = secret.get(..LONGEST).unwrap_or(secret);
    let common = common.min(secret.len());
    let parts: HashSet<&[char]> = secret.windows(common).collect();
    text.windows(common).any(|part| parts.contains(part))
}

/// True for a secret that somebody made of words, as `nightly-job-2024` and `NightlyJob` are; half of its letters and digits stand in
/// words then.
fn is_chosen(secret: &str) -> bool {
    let count = |piece: &str| piece.chars().filter(|c| c.is_alphanumeric()).count();
    let words = words_of(secret);
    let in_words: usize = words
        .iter()
        .filter(|word| is_word(word))
        .map(|word| count(word))
        .sum();
    in_words * 2 >= count(secret) && !text::is_random(secret)
}

/// The pieces between signs, and between a small letter or a digit and a great one.
fn words_of(secret: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in secret.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && !before.is_uppercase()) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.push(c);
        }
        before = c;
    }
    words
}

/// Three small letters or more, or four that are great or begin so, no more than a long word has, and perhaps a number behind them: of
/// letters at random fewer stand so together.
fn is_word(piece: &str) -> bool {
    let letters = piece.trim_end_matches(char::is_numeric);
    let count = letters.chars().count();
    let small = |c: char| c.is_alphabetic() && !c.is_uppercase();
    let is_named = letters.starts_with(char::is_uppercase) && letters.chars().skip(1).all(small);
    let is_great = letters.chars().all(char::is_uppercase);
    let least = if letters.chars().all(small) { 3 } else { 4 };
    let is_plain = least == 3 || is_named || is_great;
    is_plain && (least..=16).contains(&count)
}

/// True for a text that shows a private key or a token: nothing else is written so.
fn opens_a_door(text: &str) -> bool {
    text.contains("PRIVATE KEY") || (text.trim().starts_with("eyJ") && text.contains('.'))
}

/// True for a text that looks like a secret, a key or a token, whoever's it is.
pub(super) fn looks_like_one(text: &str) -> bool {
    if opens_a_door(text) {
        return true;
    }
    let in_run = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '~' | '+');
    text.split(|c: char| !in_run(c)).any(|run| {
        let kinds = [
            run.bytes().any(|byte| byte.is_ascii_digit()),
            run.bytes().any(|byte| byte.is_ascii_lowercase()),
            run.bytes().any(|byte| byte.is_ascii_uppercase()),
        ];
        run.len() >= RUN && kinds.iter().filter(|kind| **kind).count() >= 2
    })
}

impl Player {
    /// Why a request that a learner's flow put together may not go out: it holds what is not for whom it goes to. Judged is what the ports
    /// hold, before it is written as a form or as JSON.
    pub(crate) fn leaks(&self, asked: &Asked, facts: &TenantFacts) -> Option<&'static str> {
        let said = said(asked);
        if said.iter().any(|(text, _)| self.is_of_the_key(text)) {
            return Some(words("leak.key"));
        }
        let url = &asked.request.url;
        // An address stands in logs and histories.
        let app = self.bench.app.as_ref();
        let secret = app.and_then(|app| app.client_secret.as_ref());
        let tells =
            |secret: &str| url.as_str().contains(secret) || echo::holds(url.as_str(), secret);
        if secret.is_some_and(|secret| tells(secret.expose())) {
            return Some(words("leak.address"));
        }
        // An address of the authorization server that is wrong gets the same as from the learner's own form: 404.
        let is_its = url.origin() == facts.token_endpoint.origin() && !facts.is_own();
        let is_api = facts.api_at(url).is_some() || url.path().starts_with("/api");
        let is_token = |text: &str| {
            let mut tokens = self.bench.runs.iter().filter_map(|run| run.token.as_ref());
            tokens.any(|token| text.ends_with(token.expose()))
        };
        if *url == facts.token_endpoint || (is_its && !is_api) {
            // No server looks for an app's secret behind the word Bearer: there it was taken for the token.
            let mut borne = header_pieces(asked);
            let is_borne = borne.any(|(text, secret)| secret && !is_token(&text));
            return is_borne.then(|| words("leak.bearer"));
        }
        let mut secrets = said.iter().filter(|(_, secret)| *secret);
        if secrets.all(|(text, _)| is_token(text)) {
            return None;
        }
        Some(words(if is_api {
            "leak.secret"
        } else {
            "leak.elsewhere"
        }))
    }

    /// What may not go out in that field, an open part of a request to the learner's own tenant: there secrets, keys and tokens are real.
    /// What its target is known by is no secret, whatever else is called so.
    pub(crate) fn must_not_send(&self, field: Field, text: &str) -> bool {
        let is_known_as = match field {
            Field::ClientId => self.own.as_ref().is_some_and(|own| own.client_id == text),
            Field::GrantType => text == "client_credentials",
            _ => false,
        };
        if is_known_as {
            return false;
        }
        // A machine makes ids as it makes secrets.
        let is_made = field != Field::ClientId && text::is_random(text);
        is_made || opens_a_door(text) || self.is_of_the_key(text) || self.bench.holds_secret(text)
    }

    /// True for a text that holds the private key of the app, or a piece of it that is no chance.
    fn is_of_the_key(&self, text: &str) -> bool {
        const LONG: usize = 24;
        if text.contains("PRIVATE KEY") {
            return true;
        }
        let app = self.bench.app.as_ref();
        let key = app.and_then(|app| app.key.as_ref()?.private.as_ref());
        let lines = key.into_iter().flat_map(|key| key.expose().lines());
        let lines = lines.filter(|line| !line.starts_with("-----"));
        let mut pieces = lines.flat_map(|line| line.as_bytes().chunks_exact(LONG));
        pieces.any(|piece| std::str::from_utf8(piece).is_ok_and(|piece| text.contains(piece)))
    }
}

/// What stands in the headers, piece by piece, and whether it is a secret.
fn header_pieces(asked: &Asked) -> impl Iterator<Item = (String, bool)> {
    let pieces = asked.request.headers.iter().flat_map(|(_, pieces)| pieces);
    pieces.map(|piece| (piece.text.to_string(), piece.secret))
}

/// What a request of a card says, piece by piece, and whether it is a secret.
fn said(asked: &Asked) -> Vec<(String, bool)> {
    let body = asked.request.body.iter();
    let body = body.filter(|_| asked.parameters.is_empty());
    let body = body.map(|piece| (piece.text.to_string(), piece.secret));
    let pieces = header_pieces(asked).chain(body);
    let members = asked.parameters.iter();
    let members = members.map(|(_, value)| (value.expose(), value.is_secret()));
    pieces.chain(members).collect()
}

impl Workbench {
    /// True for a text that is not to be kept: it holds a secret of this bench, or looks like one.
    pub(crate) fn must_not_keep(&self, text: &str) -> bool {
        looks_like_one(text) || self.holds_secret(text)
    }

    /// True for a text that holds a secret of this bench.
    pub(crate) fn holds_secret(&self, text: &str) -> bool {
        self.secrets().any(|secret| holds(text, secret))
    }

    /// `text` without the beginning of a secret of this bench at its end.
    pub(crate) fn without_begun<'a>(&self, text: &'a str) -> &'a str {
        let shorter = |text: &'a str, secret| without_begun(text, secret);
        self.secrets().fold(text, shorter)
    }

    fn secrets(&self) -> impl Iterator<Item = &ClientSecret> {
        let app = self.app.as_ref().and_then(|app| app.client_secret.as_ref());
        [app, self.draft.client_secret.as_ref()]
            .into_iter()
            .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_whole_in_part_and_in_disguise() {
        let secret = ClientSecret::new("kJ8-qRtY_u7v2Lm90a");
        for text in [
            "kJ8-qRtY_u7v2Lm90a",
            " x kJ8-qRtY_u7 ",
            "KJ8-QRTY_U",
            "kJ8-q RtY_u7v",
        ] {
            assert!(holds(text, &secret), "{text}");
        }
        for text in ["", "read:reports", "https://api.reports.example", "kJ8-qRt"] {
            assert!(!holds(text, &secret), "{text}");
        }
        assert!(
            holds("abc", &ClientSecret::new("abc")) && !holds("abcd", &ClientSecret::new("abc"))
        );
    }

    #[test]
    fn an_app_and_its_secret_may_be_called_alike() {
        for (text, secret) in [
            ("nightly-job", "nightly-job-secret"),
            ("nightly-report-job", "nightly-report-job-2024"),
            ("nightly-job", "nightly-job-1"),
            ("https://nightlyjob.example", "NightlyJobSecret"),
            ("nightly-job", "NIGHTLY-JOB-SECRET"),
            ("client_credentials", "credentials-2024"),
            ("https://api.reports.example", "api.reports-s3cret"),
        ] {
            assert!(!holds(text, &ClientSecret::new(secret)), "{text}");
            let whole = format!("read:x {}", secret.to_uppercase());
            assert!(holds(&whole, &ClientSecret::new(secret)), "{whole}");
        }
        // A short one stands in many a word by chance.
        let short = ClientSecret::new("report");
        assert!(!holds("https://api.reports.example", &short) && holds("report", &short));
        // So many small letters in a row are no word, and so a piece of them tells.
        let made = ClientSecret::new("qwkfjzmvbnxtrplsdghcyaoeui");
        assert!(holds("read:x qwkfjzmvbn", &made));
        // Base64 of `id:secret`, as a header has it, and a query.
        for text in ["aWQ6bmlnaHRseS1qb2ItMQ==", "secret=nightly%2Djob%2D1"] {
            assert!(holds(text, &ClientSecret::new("nightly-job-1")), "{text}");
        }
    }

    #[test]
    fn what_was_typed_of_a_secret_is_taken_off_and_nothing_else() {
        let secret = ClientSecret::new("kJ8-qRtY_u7v2Lm90a");
        for (text, left) in [
            ("kJ8-qRt", ""),
            ("read:reports kJ8-qR", "read:reports "),
            ("read:reports", "read:reports"),
            ("read:reports kJ8", "read:reports kJ8"),
            ("Ünïcode kJ8- qR ", "Ünïcode "),
            ("", ""),
        ] {
            assert_eq!(without_begun(text, &secret), left, "{text}");
        }
        let chosen = ClientSecret::new("example-secret-2024");
        let api = "https://api.reports.example";
        assert_eq!(
            without_begun("read:x example-secret-20", &chosen),
            "read:x "
        );
        assert_eq!(without_begun("a secret", &chosen), "a secret");
        assert_ne!(without_begun(api, &chosen), api, "its beginning");
    }

    #[test]
    fn addresses_and_scopes_do_not_look_like_secrets() {
        for text in [
            "https://a-rather-long-tenant-name.example.com/api/v2/reports/",
            "read:reports write:reports",
            "Nightly report job",
        ] {
            assert!(!looks_like_one(text), "{text}");
        }
        assert!(looks_like_one("eyJhbGciOiJub25lIn0.e30."));
        assert!(looks_like_one(
            "a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4e5f6a1b2c3d4"
        ));
    }
}
