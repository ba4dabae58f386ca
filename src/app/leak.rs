//! Whether a text that would be kept holds a secret that got into the wrong field.

use crate::app::workbench::Workbench;
use crate::lesson::desks::words;
use crate::oauth::names::ClientSecret;
use crate::oauth::wire::WireRequest;

/// So many characters that a secret and a text have in common are no chance.
const COMMON: usize = 8;
/// A run of so many letters and digits together is no word of anybody's.
const RUN: usize = 40;

/// True for a text that holds `secret` or a part of it, whatever the case and the blanks in it.
pub(super) fn holds(text: &str, secret: &ClientSecret) -> bool {
    let plain = |text: &str| -> Vec<char> {
        let seen = text.chars().filter(|c| !c.is_whitespace());
        seen.flat_map(char::to_lowercase).collect()
    };
    let (text, secret) = (plain(text), plain(secret.expose()));
    if secret.len() < COMMON {
        return !secret.is_empty() && text == secret;
    }
    text.windows(COMMON)
        .any(|part| secret.windows(COMMON).any(|other| other == part))
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

impl Workbench {
    /// Why a request that a learner's flow put together may not go out: it holds what is not for whom it goes to.
    pub(crate) fn leaks(&self, request: &WireRequest, at_token: bool) -> Option<&'static str> {
        let headers = request.headers.iter().flat_map(|(_, pieces)| pieces);
        let said: String = headers
            .chain(&request.body)
            .map(|piece| &*piece.text)
            .collect();
        let app = self.app.as_ref().and_then(|app| app.client_secret.as_ref());
        let has = |secret: &&ClientSecret| {
            secret.expose().len() >= COMMON && said.contains(secret.expose())
        };
        if said.contains("PRIVATE KEY") {
            Some(words("leak.key"))
        } else if !at_token && app.as_ref().is_some_and(has) {
            Some(words("leak.secret"))
        } else {
            None
        }
    }

    /// True for a text that is not to be kept: it holds a secret of this bench, or looks like one.
    pub(crate) fn must_not_keep(&self, text: &str) -> bool {
        let app = self.app.as_ref().and_then(|app| app.client_secret.as_ref());
        let secrets = [app, self.draft.client_secret.as_ref()];
        looks_like_one(text)
            || secrets
                .into_iter()
                .flatten()
                .any(|secret| holds(text, secret))
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
