//! Whether a text that would be kept holds a secret that got into the wrong field.

use crate::app::player::Player;
use crate::app::tenant::TenantFacts;
use crate::app::workbench::Workbench;
use crate::flow::session::Asked;
use crate::lesson::desks::words;
use crate::oauth::names::ClientSecret;

/// So many characters that a secret and a text have in common are no chance.
const COMMON: usize = 8;
/// A run of so many letters and digits together is no word of anybody's.
const RUN: usize = 40;

/// True for a text that holds `secret` or a part of it, whatever the case and the blanks in it.
pub(crate) fn holds(text: &str, secret: &ClientSecret) -> bool {
    let (text, secret) = (plain(text), plain(secret.expose()));
    share(&text, &secret, COMMON)
}

/// True for a text that holds `secret`, or most of it. People choose secrets of their own tenants, and call an app and its secret alike:
/// `nightly-job` beside `nightly-job-secret` gives nothing away.
pub(crate) fn holds_most(text: &str, secret: &ClientSecret) -> bool {
    let (text, secret) = (plain(text), plain(secret.expose()));
    share(&text, &secret, COMMON.max(secret.len() * 3 / 4))
}

fn plain(text: &str) -> Vec<char> {
    let seen = text.chars().filter(|c| !c.is_whitespace());
    seen.flat_map(char::to_lowercase).collect()
}

/// True where both have so many characters in a row; what is shorter has to be the same.
fn share(text: &[char], secret: &[char], common: usize) -> bool {
    if secret.len() < common {
        return !secret.is_empty() && text == secret;
    }
    text.windows(common)
        .any(|part| secret.windows(common).any(|other| other == part))
}

/// True for a text that looks like a secret, a key or a token, whoever's it is.
pub(super) fn looks_like_one(text: &str) -> bool {
    if text.contains("PRIVATE KEY") || (text.trim().starts_with("eyJ") && text.contains('.')) {
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
        let secret = self.bench.app.as_ref()?.client_secret.as_ref();
        if secret.is_some_and(|secret| url.as_str().contains(secret.expose())) {
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
    fn holds_secret(&self, text: &str) -> bool {
        self.secrets().any(|secret| holds(text, secret))
    }

    /// True for a text that is not to go out in the open part of a request to the learner's own tenant.
    pub(crate) fn must_not_send(&self, text: &str) -> bool {
        self.secrets().any(|secret| holds_most(text, secret))
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
            ("client_credentials", "credentials-2024"),
            ("https://api.reports.example", "api.reports-s3cret"),
        ] {
            assert!(!holds_most(text, &ClientSecret::new(secret)), "{text}");
        }
        for text in [
            "kJ8-qRtY_u7v2Lm90a",
            "x kJ8-qRtY_u7v2L",
            "KJ8-QRTY_U7V2LM90",
        ] {
            assert!(
                holds_most(text, &ClientSecret::new("kJ8-qRtY_u7v2Lm90a")),
                "{text}"
            );
        }
        assert!(holds_most("abc", &ClientSecret::new("abc")));
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
